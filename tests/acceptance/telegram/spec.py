"""What is wrong with a call to the Bot API: its shape by `bot_api.json` (see `deriving.py`), its sizes by `limits.py`."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.acceptance.telegram.limits import exceeded

_DESCRIBED = json.loads(Path(__file__).with_name("bot_api.json").read_text("utf-8"))
BOT_API = str(_DESCRIBED["bot_api"])
_SIMPLE = ("int", "float", "bool", "str", "file", "any")
_INTEGER = re.compile(r"-?[0-9]{1,19}\Z")
_FLAGS = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}


@dataclass(frozen=True, slots=True)
class Judged:
    """A call as the Bot API reads it: its values, what it would ignore, and what is wrong with it."""

    values: dict[str, object]
    unknown: tuple[str, ...]
    wrong: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Field:
    needed: bool
    kinds: tuple[str, ...]


def violations(
    method: str, parameters: Mapping[str, str], files: Mapping[str, bytes], *, local: bool = False
) -> list[str]:
    """Everything in this call that the Bot API refuses, or would ignore; nothing if the call is right.

    With `local`, a Bot API server of one's own is meant, which also posts to plain http.
    """
    judged = judge(method, parameters, files, local=local)
    return [*judged.unknown, *judged.wrong]


def judge(method: str, parameters: Mapping[str, str], files: Mapping[str, bytes], *, local: bool = False) -> Judged:
    """The call's values, parsed as the wire carries them, beside everything that is wrong with it."""
    fields = _METHODS.get(method)
    if fields is None:
        return Judged({}, (), (f"unknown method {method}",))
    values: dict[str, object] = {}
    unknown = [f"unknown parameter {name}" for name in parameters if name not in fields]
    unknown += [f"unknown file {name}: no parameter takes it" for name in _stray(fields, parameters, files)]
    wrong: list[str] = []
    for name, field in fields.items():
        if name in parameters:
            complaints = list(_read(name, parameters[name], field, values))
            wrong += complaints or _unattached(name, parameters[name], field, files)
        elif name in files and "file" in field.kinds:
            values[name] = files[name]
        elif field.needed:
            wrong.append(f"missing parameter {name}")
    return Judged(values, tuple(unknown), (*wrong, *(() if wrong else exceeded(method, values, files, local=local))))


def _stray(fields: Mapping[str, _Field], parameters: Mapping[str, str], files: Mapping[str, bytes]) -> Iterator[str]:
    for name in files:
        taken = name in fields and "file" in fields[name].kinds
        if not taken and not any(f"attach://{name}" in text for text in parameters.values()):
            yield name


def _unattached(name: str, text: str, field: _Field, files: Mapping[str, bytes]) -> list[str]:
    attached = text.removeprefix("attach://")
    if "file" in field.kinds and attached != text and attached not in files:
        return [f"{name} names a file that is not there"]
    return []


def _read(name: str, text: str, field: _Field, values: dict[str, object]) -> Iterator[str]:
    """Put the value that the text stands for into the values, or say why it stands for none."""
    try:
        value = _parsed(text, field.kinds)
    except ValueError:
        yield f"{name} is no {'|'.join(field.kinds)}"
        return
    complaints = _complaints(name, value, field.kinds)
    if not complaints:
        values[name] = value
    yield from complaints


def _parsed(text: str, kinds: tuple[str, ...]) -> object:
    if "int" in kinds and _INTEGER.match(text):
        return int(text)
    if "str" in kinds:
        return text
    if kinds == ("bool",):
        if text.lower() not in _FLAGS:
            raise ValueError
        return _FLAGS[text.lower()]
    if kinds == ("int",):
        raise ValueError
    return json.loads(text)


def _complaints(path: str, value: object, kinds: tuple[str, ...]) -> list[str]:
    """What is wrong with a value that must be one of these kinds: of several, what is wrong with the likeliest."""
    likeliest: list[str] | None = None
    for kind in kinds:
        found = _of_kind(path, value, kind)
        if not found:
            return []
        if likeliest is None or _distance(found) < _distance(likeliest):
            likeliest = found
    return likeliest or []


def _distance(complaints: list[str]) -> tuple[bool, int]:
    """How far a value is from a kind: an object of another constant type is not meant at all."""
    return any(" is no =" in one for one in complaints), len(complaints)


def _of_kind(path: str, value: object, kind: str) -> list[str]:
    if kind in _SIMPLE or kind[0] == "=":
        return [] if _is_simple(value, kind) else [f"{path} is no {kind}"]
    if kind[0] == "[":
        if not isinstance(value, list):
            return [f"{path} is no list"]
        inside = _LISTED[kind]
        return [one for place, part in enumerate(value) for one in _complaints(f"{path}[{place}]", part, inside)]
    if not isinstance(value, dict):
        return [f"{path} is no {kind}"]
    return list(_of_object(path, value, kind))


def _of_object(path: str, value: dict[str, object], kind: str) -> Iterator[str]:
    fields = _OBJECTS[kind]
    for name in value:
        if name not in fields:
            yield f"{path}.{name} is unknown in {kind}"
    for name, field in fields.items():
        if name in value:
            yield from _complaints(f"{path}.{name}", value[name], field.kinds)
        elif field.needed:
            yield f"{path}.{name} is missing in {kind}"


def _is_simple(value: object, kind: str) -> bool:
    if kind[0] == "=":
        return value == kind[1:]
    if kind == "any":
        return True
    if kind == "bool":
        return isinstance(value, bool)
    if kind in ("int", "float"):
        return isinstance(value, int if kind == "int" else int | float) and not isinstance(value, bool)
    return isinstance(value, str)


def _alternatives(spelled: str) -> tuple[str, ...]:
    """`A|[B|C]` in its two parts: a bar inside brackets belongs to the list."""
    return tuple(re.findall(r"\[.*\]|[^|\[\]]+", spelled))


def _fields(described: Mapping[str, str]) -> dict[str, _Field]:
    return {name.rstrip("?"): _Field(name[-1] != "?", _alternatives(kinds)) for name, kinds in described.items()}


def _lists(fields: Mapping[str, _Field]) -> Iterator[tuple[str, tuple[str, ...]]]:
    waiting = [kind for field in fields.values() for kind in field.kinds]
    for kind in waiting:
        if kind[0] == "[":
            yield kind, _alternatives(kind[1:-1])
            waiting += _alternatives(kind[1:-1])


_METHODS = {name: _fields(described) for name, described in _DESCRIBED["methods"].items()}
_OBJECTS = {name: _fields(described) for name, described in _DESCRIBED["objects"].items()}
_LISTED = dict(pair for fields in (*_METHODS.values(), *_OBJECTS.values()) for pair in _lists(fields))
