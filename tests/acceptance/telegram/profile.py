"""The methods about the bot itself: who it is, what it shows in menus, and which chats and files it knows."""

import json

from tests.acceptance.telegram import refusals
from tests.acceptance.telegram.refusals import bad
from tests.acceptance.telegram.sending import opened
from tests.acceptance.telegram.world import Json, Method, Standing, World

DOWNLOAD_BYTES = 20_000_000  # https://core.telegram.org/bots/api#getfile


def get_me(world: World, values: Json) -> Json:
    """Who the bot is."""
    can = {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}
    return world.bot | can | {"can_connect_to_business": False, "has_main_web_app": False}


def set_commands(world: World, values: Json) -> bool:
    """The commands of a scope and language; an empty list is none."""
    world.profile[_scope(values)] = values["commands"]
    return True


def get_commands(world: World, values: Json) -> object:
    """The commands of exactly this scope and language."""
    return world.profile.get(_scope(values), [])


def delete_commands(world: World, values: Json) -> bool:
    """No commands for a scope and language."""
    world.profile.pop(_scope(values), None)
    return True


def set_menu_button(world: World, values: Json) -> bool:
    """The menu button of a chat, or of all that have none of their own."""
    button = values.get("menu_button", {"type": "default"})
    world.profile["menu_button", str(values.get("chat_id", ""))] = button
    return True


def get_menu_button(world: World, values: Json) -> object:
    """The menu button of a chat, or the one of all; at first it opens the commands."""
    everybody = world.profile.get(("menu_button", ""), {"type": "commands"})
    return world.profile.get(("menu_button", str(values.get("chat_id", ""))), everybody)


def get_chat(world: World, values: Json) -> Json:
    """What there is to know about a chat."""
    chat = world.chats.get(values["chat_id"])
    if chat is None or chat.standing is Standing.NEW:
        raise bad(refusals.NO_CHAT)
    gifts = dict.fromkeys(("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription"), True)
    full = {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": gifts | {"gifts_from_channels": True},
    }
    return chat.described | full


def leave_chat(world: World, values: Json) -> bool:
    """The bot goes."""
    chat = opened(world, values["chat_id"])
    if chat.described["type"] == "private":
        raise bad("chat member status can't be changed in private chats")
    chat.standing = Standing.LEFT
    chat.changed()
    return True


def get_file(world: World, values: Json) -> Json:
    """Where a file may be fetched."""
    stored = world.files.get(values["file_id"])
    if stored is None:
        raise bad(refusals.NO_FILE)
    if len(stored.content) > DOWNLOAD_BYTES:
        raise bad("file is too big")
    return stored.described | {"file_path": stored.path}


def _scope(values: Json) -> tuple[str, ...]:
    scope = values.get("scope", {"type": "default"})
    return ("commands", json.dumps(scope, sort_keys=True), str(values.get("language_code", "")))


def _setter(name: str) -> Method:
    def set_text(world: World, values: Json) -> bool:
        world.profile[name, str(values.get("language_code", ""))] = values.get(name, "")
        return True

    return set_text


def _getter(name: str) -> Method:
    def get_text(world: World, values: Json) -> Json:
        """The text of the language; where it has none, the one for everybody."""
        unset = world.bot["first_name"] if name == "name" else ""
        everybody = world.profile.get((name, "")) or unset
        return {name: world.profile.get((name, str(values.get("language_code", "")))) or everybody}

    return get_text


METHODS: dict[str, Method] = {
    "getMe": get_me,
    "setMyCommands": set_commands,
    "getMyCommands": get_commands,
    "deleteMyCommands": delete_commands,
    "setMyDescription": _setter("description"),
    "getMyDescription": _getter("description"),
    "setMyShortDescription": _setter("short_description"),
    "getMyShortDescription": _getter("short_description"),
    "setMyName": _setter("name"),
    "getMyName": _getter("name"),
    "setChatMenuButton": set_menu_button,
    "getChatMenuButton": get_menu_button,
    "getChat": get_chat,
    "leaveChat": leave_chat,
    "getFile": get_file,
}
