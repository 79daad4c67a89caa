"""The sizes that the Bot API keeps, each with the place where it says so, and the calls that go beyond one."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tests.acceptance.telegram.markup import Unparsable, misplaced, shown, units

TEXT = 4096  # https://core.telegram.org/bots/api#sendmessage
CAPTION = 1024  # https://core.telegram.org/bots/api#sendphoto
CALLBACK_BYTES = 64  # https://core.telegram.org/bots/api#inlinekeyboardbutton
BUTTONS, IN_A_ROW = 100, 8  # https://core.telegram.org/bots/features#inline-keyboards; a longer row is refused
QUESTION = 300  # https://core.telegram.org/bots/api#sendpoll
OPTIONS_LEAST, OPTIONS_MOST, OPTION = (
    2,
    12,
    100,
)  # https://core.telegram.org/bots/api#inputpolloption; one is no question
EXPLANATION, EXPLANATION_FEEDS = 200, 2  # https://core.telegram.org/bots/api#sendpoll
POLL_DESCRIPTION = 1024  # https://core.telegram.org/bots/api#sendpoll
COMMANDS = 100  # https://core.telegram.org/bots/api#setmycommands
COMMAND = re.compile(r"[a-z0-9_]{1,32}\Z")  # https://core.telegram.org/bots/api#botcommand
COMMAND_DESCRIPTION = 256  # https://core.telegram.org/bots/api#botcommand
DESCRIPTION = 512  # https://core.telegram.org/bots/api#setmydescription
SHORT_DESCRIPTION = 120  # https://core.telegram.org/bots/api#setmyshortdescription
NAME = 64  # https://core.telegram.org/bots/api#setmyname
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}\Z")  # https://core.telegram.org/bots/api#setwebhook
CONNECTIONS = 100  # https://core.telegram.org/bots/api#setwebhook
UPDATES = 100  # https://core.telegram.org/bots/api#getupdates
NOTICE = 200  # https://core.telegram.org/bots/api#answercallbackquery
PHOTO_BYTES, FILE_BYTES = 10_000_000, 50_000_000  # https://core.telegram.org/bots/api#sending-files
PHOTO_SIDES, PHOTO_RATIO = 10_000, 20  # https://core.telegram.org/bots/api#sendphoto
# https://core.telegram.org/bots/api#sendchataction
ACTIONS = frozenset(
    [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    ]
)
LANGUAGE = re.compile(r"(?:[a-z]{2})?\Z")  # https://core.telegram.org/bots/api#setmycommands: two letters, or nothing
BESIDE_THE_ACTION = ("text", "icon_custom_emoji_id", "style")  # https://core.telegram.org/bots/api#inlinekeyboardbutton

Values = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class _Worded:
    """A parameter that people read, and its sizes after the entities are parsed."""

    name: str
    most: int
    least: int = 0
    entities: str = "entities"
    parse_mode: str = "parse_mode"
    called: str = "message"


def exceeded(method: str, values: Values, files: Mapping[str, bytes], *, local: bool) -> Iterator[str]:
    """What goes beyond a limit in a call whose shape is right, in Telegram's words where we know them."""
    for worded in _WORDED.get(method, ()):
        if worded.name in values:
            yield from _words(worded, values)
    if isinstance(values.get("chat_id"), str) and not values["chat_id"].startswith("@"):
        yield "chat_id is neither a number nor an @username"
    if not LANGUAGE.match(str(values.get("language_code", ""))):
        yield "language_code is no two-letter code"
    if "reply_markup" in values:
        yield from _keyboard(values["reply_markup"])
    for check in _CHECKS.get(method, ()):
        yield from check(values)
    if method == "setWebhook":
        yield from _webhook(values, local=local)
    yield from _uploads(values, files)


def _words(worded: _Worded, values: Values) -> Iterator[str]:
    raw, entities, mode = values[worded.name], values.get(worded.entities, ()), values.get(worded.parse_mode)
    if entities and mode:
        yield f"{worded.entities} and {worded.parse_mode} exclude each other"
    try:
        text, entities = shown(raw, mode, entities)
    except Unparsable as problem:
        yield str(problem)
        return
    size = units(text.strip())
    if size < worded.least:
        yield f"{worded.called} {worded.name} is empty"
    if size > worded.most:
        yield f"{worded.called} is too long: {size} units, {worded.most} are allowed"
    yield from misplaced(text, entities)


def _keyboard(markup: Mapping[str, Sequence[Sequence[Mapping[str, object]]]]) -> Iterator[str]:
    rows = markup.get("inline_keyboard", markup.get("keyboard", ()))
    if sum(map(len, rows)) > BUTTONS:
        yield f"reply markup is too long: {sum(map(len, rows))} buttons, {BUTTONS} are allowed"
    for row in rows:
        if len(row) > IN_A_ROW:
            yield f"reply markup has {len(row)} buttons in a row, {IN_A_ROW} are allowed"
    for button in (button for row in rows for button in row):
        if not (button if isinstance(button, str) else str(button["text"])).strip():
            yield "reply markup has a button whose text must be non-empty"
        if "inline_keyboard" in markup:
            yield from _button(button)


def _button(button: Mapping[str, object]) -> Iterator[str]:
    does = [name for name in button if name not in BESIDE_THE_ACTION]
    if len(does) != 1:
        yield f"reply markup has a button that does {len(does)} things; it must do exactly one"
    size = len(str(button.get("callback_data", "-")).encode())
    if not 1 <= size <= CALLBACK_BYTES:
        yield f"BUTTON_DATA_INVALID: callback_data has {size} bytes, 1 to {CALLBACK_BYTES} are allowed"


def _poll(values: Values) -> Iterator[str]:
    options = [{"text": one} if isinstance(one, str) else one for one in values["options"]]
    if len(options) < OPTIONS_LEAST:
        yield f"poll must have at least {OPTIONS_LEAST} options"
    if len(options) > OPTIONS_MOST:
        yield f"poll can't have more than {OPTIONS_MOST} options"
    for option in options:
        yield from _words(_Worded("text", OPTION, 1, "text_entities", "text_parse_mode", "poll option"), option)
    if str(values.get("explanation", "")).count("\n") > EXPLANATION_FEEDS:
        yield f"poll explanation has more than {EXPLANATION_FEEDS} line feeds"
    if values.get("type", "regular") not in ("quiz", "regular"):
        yield "poll type is neither quiz nor regular"
    if "open_period" in values and "close_date" in values:
        yield "open_period and close_date exclude each other"
    yield from _answers(values, len(options))


def _answers(values: Values, options: int) -> Iterator[str]:
    """A quiz says which options are correct and may explain; a regular poll does neither."""
    right = values.get("correct_option_ids", [])
    if values.get("type") != "quiz":
        yield from (f"{name} is for quizzes only" for name in ("correct_option_ids", "explanation") if values.get(name))
        return
    if not right:
        yield "quiz needs correct_option_ids"
    if right != sorted(set(right)) or any(not 0 <= one < options for one in right):
        yield "wrong correct option IDs: they rise, and each is an option's place"
    if len(right) > 1 and not values.get("allows_multiple_answers"):
        yield "quiz with several correct options must allow multiple answers"


def _edited(values: Values) -> Iterator[str]:
    if "inline_message_id" not in values and not {"chat_id", "message_id"} <= set(values):
        yield "message identifier is not specified"


def _edited_text(values: Values) -> Iterator[str]:
    if "text" not in values and "rich_message" not in values:
        yield "message text is empty"


def _commands(values: Values) -> Iterator[str]:
    if len(values["commands"]) > COMMANDS:
        yield f"BOT_COMMANDS_TOO_MUCH: {len(values['commands'])} commands, {COMMANDS} are allowed"
    for one in values["commands"]:
        if not COMMAND.match(one["command"]):
            yield "BOT_COMMAND_INVALID: a command has 1 to 32 of a-z, 0-9 and _"
        if not 1 <= units(one["description"].strip()) <= COMMAND_DESCRIPTION:
            yield f"BOT_COMMAND_DESCRIPTION_INVALID: a description has 1 to {COMMAND_DESCRIPTION} characters"


def _webhook(values: Values, *, local: bool) -> Iterator[str]:
    url = values["url"]
    if url and not url.startswith(("https://", "http://") if local else "https://"):
        yield "bad webhook: An HTTPS URL must be provided for webhook"
    if "secret_token" in values and not SECRET.match(values["secret_token"]):
        yield "secret token contains unallowed characters, or is empty or too long"
    yield from _within("max_connections", 1, CONNECTIONS)(values)


def _within(name: str, least: int, most: int) -> Callable[[Values], Iterator[str]]:
    """A check that a number, where it is given, lies between two others."""

    def check(values: Values) -> Iterator[str]:
        if not least <= values.get(name, least) <= most:
            yield f"{name} is not within {least} and {most}"

    return check


def _action(values: Values) -> Iterator[str]:
    if values["action"] not in ACTIONS:
        yield "wrong parameter action in request"


def _uploads(values: Values, files: Mapping[str, bytes]) -> Iterator[str]:
    for name, content in files.items():
        most = PHOTO_BYTES if name == "photo" or values.get("photo") == f"attach://{name}" else FILE_BYTES
        if not content:
            yield "file must be non-empty"
        if len(content) > most:
            yield f"Request Entity Too Large: {len(content)} bytes, {most} are allowed"
        if most == PHOTO_BYTES:
            yield from _picture(content)


def _picture(content: bytes) -> Iterator[str]:
    if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) >= 24:
        width, height = int.from_bytes(content[16:20]), int.from_bytes(content[20:24])
        if width + height > PHOTO_SIDES or max(width, height) > PHOTO_RATIO * max(1, min(width, height)):
            yield "PHOTO_INVALID_DIMENSIONS"
    elif content and not content.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF")):
        yield "IMAGE_PROCESS_FAILED: neither PNG, JPEG, GIF nor WebP"


_CAPTION = (_Worded("caption", CAPTION, entities="caption_entities", called="message caption"),)
_WORDED = {
    "sendMessage": (_Worded("text", TEXT, 1),),
    "editMessageText": (_Worded("text", TEXT, 1),),
    "sendPhoto": _CAPTION,
    "sendDocument": _CAPTION,
    "editMessageCaption": _CAPTION,
    "sendPoll": (
        _Worded("question", QUESTION, 1, "question_entities", "question_parse_mode", "poll"),
        _Worded("explanation", EXPLANATION, 0, "explanation_entities", "explanation_parse_mode", "poll explanation"),
        _Worded(
            "description", POLL_DESCRIPTION, 0, "description_entities", "description_parse_mode", "poll description"
        ),
    ),
    "setMyDescription": (_Worded("description", DESCRIPTION, called="bot description"),),
    "setMyShortDescription": (_Worded("short_description", SHORT_DESCRIPTION, called="bot short description"),),
    "setMyName": (_Worded("name", NAME, called="bot name"),),
    "answerCallbackQuery": (_Worded("text", NOTICE, called="MESSAGE_TOO_LONG: callback answer"),),
}
_CHECKS: dict[str, tuple[Callable[[Values], Iterator[str]], ...]] = {
    "sendPoll": (_poll,),
    "editMessageText": (_edited, _edited_text),
    "editMessageCaption": (_edited,),
    "editMessageReplyMarkup": (_edited,),
    "setMyCommands": (_commands,),
    "sendChatAction": (_action,),
    "getUpdates": (_within("limit", 1, UPDATES),),
}
