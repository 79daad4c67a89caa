"""Writes `bot_api.json`: what every Bot API method that we may call takes, derived from aiogram's classes.

    python -m tests.acceptance.telegram.deriving

Run it where aiogram 3.31 is installed. aiogram is no dependency of ours: only this script imports it, and only when somebody
brings the description up to a newer Bot API. The file says which version it describes.

A name that ends in `?` may be left out. A type is `int`, `float`, `bool`, `str`, `file`, `=constant`, `[type]` for a list,
`any` (rich texts that contain themselves; we send none), or the name of an object; `|` stands between alternatives.
"""

import datetime
import enum
import importlib
import json
import types
import typing
from collections import deque
from collections.abc import Iterator
from pathlib import Path

METHODS = (
    "answerCallbackQuery",
    "deleteMyCommands",
    "deleteWebhook",
    "editMessageCaption",
    "editMessageReplyMarkup",
    "editMessageText",
    "getChat",
    "getChatMenuButton",
    "getFile",
    "getMe",
    "getMyCommands",
    "getMyDescription",
    "getMyName",
    "getMyShortDescription",
    "getUpdates",
    "getWebhookInfo",
    "leaveChat",
    "sendChatAction",
    "sendDocument",
    "sendMessage",
    "sendPhoto",
    "sendPoll",
    "setChatMenuButton",
    "setMyCommands",
    "setMyDescription",
    "setMyName",
    "setMyShortDescription",
    "setWebhook",
    "stopPoll",
)
WHERE = Path(__file__).with_name("bot_api.json")
_SIMPLE = {int: "int", float: "float", bool: "bool", str: "str"}
_MOMENTS = (datetime.datetime, datetime.timedelta)  # on the wire a moment is a number of seconds
_FROM = "aiogram"


def derived() -> dict[str, object]:
    """The methods, and every object that their parameters reach."""
    aiogram = importlib.import_module(_FROM)
    known = importlib.import_module(f"{_FROM}.types")
    methods = importlib.import_module(f"{_FROM}.methods")
    reached: dict[str, type] = {}
    described = {name: _fields(getattr(methods, name[0].upper() + name[1:]), reached) for name in METHODS}
    waiting, objects = deque(sorted(reached)), {}
    while waiting:
        name = waiting.popleft()
        if name not in objects:
            found: dict[str, type] = {}
            objects[name] = _fields(getattr(known, name), found)
            waiting.extend(sorted(found))
    return {
        "bot_api": aiogram.__api_version__,
        "derived_from": f"aiogram {aiogram.__version__}",
        "methods": described,
        "objects": objects,
    }


def _fields(described: type, reached: dict[str, type]) -> dict[str, str]:
    fields = {}
    for name, field in described.model_fields.items():
        if (field.json_schema_extra or {}).get("deprecated"):
            continue
        spelled = sorted(set(_spelled(field.annotation, reached)))
        needed = field.is_required() or any(one.startswith("=") for one in spelled)
        fields[(field.alias or name) + ("" if needed else "?")] = "|".join(spelled)
    return fields


def _spelled(annotation: object, reached: dict[str, type]) -> Iterator[str]:
    """The alternatives of one annotation, each in our notation."""
    origin, inside = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in (typing.Union, types.UnionType):
        for one in inside:
            yield from _spelled(one, reached)
    elif origin is typing.Annotated:
        yield from _spelled(inside[0], reached)
    elif origin is typing.Literal:
        yield from (f"={one.value if isinstance(one, enum.Enum) else one}" for one in inside)
    elif origin is list:
        yield f"[{'|'.join(sorted(set(_spelled(inside[0], reached))))}]"
    else:
        yield from _named(annotation, reached)


def _named(annotation: object, reached: dict[str, type]) -> Iterator[str]:
    if annotation is types.NoneType or getattr(annotation, "__name__", "") == "Default":
        return
    if annotation in _SIMPLE:
        yield _SIMPLE[annotation]
    elif annotation in _MOMENTS:
        yield "int"
    elif hasattr(annotation, "__value__"):
        yield "any"
    elif annotation.__name__ == "InputFile":
        yield "file"
    else:
        reached[annotation.__name__] = annotation
        yield annotation.__name__


def main() -> None:
    """Write the file beside this script."""
    text = json.dumps(derived(), indent=1, sort_keys=True, ensure_ascii=True)
    WHERE.write_text(text + "\n", encoding="utf-8")
    print(f"{WHERE.name}: {len(text)} characters")


if __name__ == "__main__":
    main()
