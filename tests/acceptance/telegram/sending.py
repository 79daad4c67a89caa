"""The methods that say something in a chat, or change what was said."""

from collections.abc import Mapping

from tests.acceptance.telegram import refusals
from tests.acceptance.telegram.markup import Entity, shown, units
from tests.acceptance.telegram.refusals import bad, forbidden
from tests.acceptance.telegram.world import Chat, Json, Method, Shown, Standing, World


def opened(world: World, chat_id: int | str) -> Chat:
    """The chat, if the bot may write there. Raises Refused with Telegram's reason if it may not."""
    chat = world.chats.get(chat_id)
    if chat is None:
        raise bad(refusals.NO_CHAT)
    kind = str(chat.described["type"])
    blocked = refusals.BLOCKED if kind == "private" else refusals.KICKED.format(kind=kind)
    why = {
        Standing.NEW: refusals.NOT_STARTED,
        Standing.BLOCKED: blocked,
        Standing.LEFT: refusals.NOT_A_MEMBER.format(kind=kind),
        Standing.DELETED: refusals.DEACTIVATED,
    }.get(chat.standing)
    if why:
        raise forbidden(why)
    return chat


def send_message(world: World, values: Json) -> Json:
    """A text."""
    return _said(world, values, _worded(values, "text", "entities", "parse_mode"))


def send_photo(world: World, values: Json) -> Json:
    """A picture with a caption."""
    return _said(world, values, {"photo": world.sizes(_stored(world, values, "photo"))} | _caption(values))


def send_document(world: World, values: Json) -> Json:
    """A file with a caption."""
    stored = _stored(world, values, "document")
    named = {"file_name": stored.path.rpartition("/")[2].split("_", 2)[2]}
    return _said(world, values, {"document": stored.described | named} | _caption(values))


def send_poll(world: World, values: Json) -> Json:
    """A poll, or a quiz."""
    number = next(world.numbers)
    quiz = values.get("type") == "quiz"
    options = [{"text": one} if isinstance(one, str) else one for one in values["options"]]
    poll: Json = {
        "id": f"5{number:018}",
        "question": values["question"],
        "options": [
            {
                "persistent_id": f"{number}-{place}",
                "text": shown(one["text"], one.get("text_parse_mode"), ())[0],
                "voter_count": 0,
            }
            for place, one in enumerate(options)
        ],
        "total_voter_count": 0,
        "is_closed": values.get("is_closed", False),
        "is_anonymous": values.get("is_anonymous", True),
        "type": values.get("type", "regular"),
        "allows_multiple_answers": values.get("allows_multiple_answers", False),
        "allows_revoting": values.get("allows_revoting", not quiz),
        "members_only": False,
    }
    if quiz:
        poll["correct_option_ids"] = values["correct_option_ids"]
    if values.get("explanation"):
        said = _worded(values, "explanation", "explanation_entities", "explanation_parse_mode")
        poll |= {"explanation_entities": []} | said
    message = _said(world, values, {"poll": poll})
    chat = world.chats[values["chat_id"]]
    world.polls[poll["id"]] = (chat, chat.shown[-1])
    return message


def stop_poll(world: World, values: Json) -> Json:
    """Close a poll; the poll as it ended."""
    chat = opened(world, values["chat_id"])
    found = chat.find(values["message_id"])
    if found is None or found.poll is None:
        raise bad(refusals.NO_POLL)
    if found.poll["is_closed"]:
        raise bad(refusals.CLOSED)
    found.poll["is_closed"] = True
    _keyboard(found.message, values)
    chat.changed(found)
    return found.poll


def edit_text(world: World, values: Json) -> Json:
    """Other words in a text."""
    chat, found = _ours(world, values)
    if "text" not in found.message:
        raise bad(refusals.NO_TEXT)
    return _edited(world, chat, found, _worded(values, "text", "entities", "parse_mode"), values)


def edit_caption(world: World, values: Json) -> Json:
    """Another caption under a picture or file."""
    chat, found = _ours(world, values)
    if not {"photo", "document"} & set(found.message):
        raise bad(refusals.NO_CAPTION)
    return _edited(world, chat, found, _caption(values), values)


def edit_keyboard(world: World, values: Json) -> Json:
    """Other buttons, or none."""
    chat, found = _ours(world, values)
    kept = {name: found.message[name] for name in _CONTENT if name in found.message}
    return _edited(world, chat, found, kept, values)


def answer_tap(world: World, values: Json) -> bool:
    """Stop the clock on a tapped button, perhaps with a word that pops up."""
    chat = world.queries.get(values["callback_query_id"])
    if chat is None:
        raise bad(refusals.OLD_QUERY)
    if values.get("text"):
        chat.notices.append(values["text"])
        chat.changed()
    return True


def show_action(world: World, values: Json) -> bool:
    """Show that the bot is typing, or what else it does."""
    opened(world, values["chat_id"]).actions.append(values["action"])
    return True


def _said(world: World, values: Json, content: Json) -> Json:
    chat = opened(world, values["chat_id"])
    message = world.message(chat, world.bot, **content)
    _keyboard(message, values)
    answered = values.get("reply_parameters", {})
    if "message_id" in answered:
        replied = chat.find(answered["message_id"])
        if replied:
            message["reply_to_message"] = {
                name: one for name, one in replied.message.items() if name != "reply_to_message"
            }
        elif not answered.get("allow_sending_without_reply"):
            raise bad(refusals.NO_REPLIED)
    chat.show(message)
    return message


def _ours(world: World, values: Json) -> tuple[Chat, Shown]:
    chat = opened(world, values.get("chat_id", 0))
    found = chat.find(values.get("message_id", 0))
    if found is None:
        raise bad(refusals.NO_MESSAGE)
    if not found.from_bot:
        raise bad(refusals.NOT_OURS)
    return chat, found


_CONTENT = ("text", "entities", "caption", "caption_entities")


def _edited(world: World, chat: Chat, found: Shown, content: Json, values: Json) -> Json:
    """The message with this content and the call's buttons; without buttons in the call it has none."""
    message = {name: one for name, one in found.message.items() if name not in (*_CONTENT, "reply_markup")} | content
    _keyboard(message, values)
    if all(message.get(name) == found.message.get(name) for name in (*_CONTENT, "reply_markup")):
        raise bad(refusals.NOT_MODIFIED)
    found.message = message | {"edit_date": world.date()}
    chat.changed(found)
    return found.message


def _keyboard(message: Json, values: Json) -> None:
    """Only an inline keyboard is a part of its message. An empty one is none."""
    message.pop("reply_markup", None)
    if values.get("reply_markup", {}).get("inline_keyboard"):
        message["reply_markup"] = values["reply_markup"]


def _caption(values: Json) -> Json:
    return _worded(values, "caption", "caption_entities", "parse_mode") if values.get("caption") else {}


def _worded(values: Mapping[str, object], name: str, entities: str, mode: str) -> Json:
    """The words as Telegram keeps them: markup parsed, the space at the end gone."""
    text, marked = shown(values[name], values.get(mode), values.get(entities, ()))
    text = text.rstrip()
    kept = [one for one in (_within(entity, units(text)) for entity in marked) if one["length"] > 0]
    return {name: text, entities: kept} if kept else {name: text}


def _within(entity: Entity, size: int) -> Json:
    return {**entity, "length": min(entity["length"], size - entity["offset"])}


def _stored(world: World, values: Json, name: str) -> object:
    given = values[name]
    if isinstance(given, bytes):
        return world.keep(given, f"{name}s", values.get("file_name") or name)
    if given not in world.files:
        raise bad(refusals.NO_SUCH_PICTURE)
    return world.files[given]


SENDS: dict[str, Method] = {
    "sendMessage": send_message,
    "sendPhoto": send_photo,
    "sendDocument": send_document,
    "sendPoll": send_poll,
}
METHODS: dict[str, Method] = SENDS | {
    "stopPoll": stop_poll,
    "editMessageText": edit_text,
    "editMessageCaption": edit_caption,
    "editMessageReplyMarkup": edit_keyboard,
    "answerCallbackQuery": answer_tap,
    "sendChatAction": show_action,
}
