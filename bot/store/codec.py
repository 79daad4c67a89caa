"""Codec: frozen dataclasses as compact JSON, and back. What equals its default is left out, so that old rows stay readable."""

import json
import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from datetime import date, datetime, time
from enum import Enum
from functools import cache
from typing import Generic, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from bot.domain.update import Raw
from dialogues.conversation import Conversation
from dialogues.events import Event
from dialogues.facts import Policy
from dialogues.message import Message

T = TypeVar("T")
TAG = "is"  # not "kind", which some of them have as a field


class Unreadable(Exception):
    """Stored JSON does not fit the class it was written from. The message names the class."""


class Codec(Generic[T]):
    """Writes and reads one kind of value; one of a union carries the name of its class."""

    def __init__(self, name: str, shape: object) -> None:
        self._name = name
        self._dump, self._load = _ways(shape)
        self._parts = {part.name: part for part in _parts(shape)} if is_dataclass(shape) else {}

    def dump(self, value: T) -> str:
        """The value as JSON."""
        return _WRITER.encode(self._dump(value))

    def load(self, written: str) -> T:
        """The value again; raises `Unreadable` when the class has changed in a way that old rows cannot follow."""
        try:
            return cast("T", self._load(json.loads(written)))
        except (KeyError, TypeError, ValueError) as error:
            raise Unreadable(f"a stored {self._name} cannot be read ({type(error).__name__}: {error})") from error

    def dump_some(self, values: Mapping[str, object]) -> str:
        """Only these fields as JSON, also where they equal their defaults."""
        return _WRITER.encode({name: self._parts[name].dump(value) for name, value in values.items()})

    def load_some(self, written: str) -> dict[str, object]:
        """The fields that `dump_some` wrote, by name; one that has left the class is passed over."""
        try:
            got = cast("dict[str, object]", json.loads(written)).items()
            return {name: self._parts[name].load(value) for name, value in got if name in self._parts}
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise Unreadable(f"a stored {self._name} cannot be read ({type(error).__name__}: {error})") from error


Way = Callable[[object], object]


@dataclass(frozen=True, slots=True)
class _Part:
    name: str
    dump: Way
    load: Way
    default: object


def _same(value: object) -> object:
    return value


@cache
def _ways(shape: object) -> tuple[Way, Way]:
    """How to dump and load a value of this type."""
    origin = get_origin(shape)
    if origin in {Union, types.UnionType}:
        return _union_ways(get_args(shape))
    if origin is tuple:
        return _tuple_ways(get_args(shape)[0])
    if origin is not None and issubclass(cast("type", origin), Mapping):
        return _mapping_ways(get_args(shape)[1])
    if isinstance(shape, type) and issubclass(shape, Enum):
        return lambda value: cast("Enum", value).value, shape
    if shape is datetime:
        return _moment, lambda written: datetime.fromisoformat(cast("str", written))
    if shape is date:
        return _iso, lambda written: date.fromisoformat(cast("str", written))
    if shape is time:
        return _iso, lambda written: time.fromisoformat(cast("str", written))
    return _record_ways(shape) if is_dataclass(shape) else (_same, _same)


def _moment(value: object) -> str:
    moment = cast("datetime", value)
    if moment.tzinfo is None:
        raise ValueError("a time without a zone cannot be stored: give it one, `.replace(tzinfo=UTC)`")
    return moment.isoformat()


def _iso(value: object) -> str:
    return cast("date | time", value).isoformat()


def _mapping_ways(shape: object) -> tuple[Way, Way]:
    dump, load = _ways(shape)

    def dumped(value: object) -> object:
        return {key: dump(one) for key, one in cast("Mapping[str, object]", value).items()}

    def loaded(written: object) -> object:
        return {key: load(one) for key, one in cast("dict[str, object]", written).items()}

    return dumped, loaded


def _tuple_ways(shape: object) -> tuple[Way, Way]:
    dump, load = _ways(shape)

    def dumped(value: object) -> object:
        return [dump(one) for one in cast("tuple[object, ...]", value)]

    def loaded(written: object) -> object:
        return tuple([load(one) for one in cast("list[object]", written)])

    return dumped, loaded


def _union_ways(shapes: tuple[object, ...]) -> tuple[Way, Way]:
    classes = {cast("type", shape).__name__: shape for shape in shapes if shape is not types.NoneType}
    if len(classes) > 1:
        dump, load = _tagged_ways({name: _ways(shape) for name, shape in classes.items()})
    else:
        dump, load = _ways(*classes.values())

    def dumped(value: object) -> object:
        return None if value is None else dump(value)

    def loaded(written: object) -> object:
        return None if written is None else load(written)

    return (dumped, loaded) if types.NoneType in shapes else (dump, load)


def _tagged_ways(ways: Mapping[str, tuple[Way, Way]]) -> tuple[Way, Way]:
    def dumped(value: object) -> object:
        name = type(value).__name__
        return {TAG: name, **cast("dict[str, object]", ways[name][0](value))}

    def loaded(written: object) -> object:
        return ways[cast("dict[str, str]", written)[TAG]][1](written)

    return dumped, loaded


def _record_ways(shape: object) -> tuple[Way, Way]:
    made = cast("Callable[..., object]", shape)
    parts = _parts(shape)

    def dumped(value: object) -> object:
        found = [(part, getattr(value, part.name)) for part in parts]
        return {part.name: part.dump(one) for part, one in found if one != part.default}

    def loaded(written: object) -> object:
        got = cast("dict[str, object]", written)
        return made(**{part.name: part.load(got[part.name]) for part in parts if part.name in got})

    return dumped, loaded


def _parts(shape: object) -> "list[_Part]":
    hints = get_type_hints(shape)
    return [_Part(one.name, *_ways(hints[one.name]), _default(one)) for one in fields(cast("type", shape))]


def _default(field: "Field[object]") -> object:
    if field.default_factory is not MISSING:
        return field.default_factory()
    return field.default


_WRITER = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False)

CONVERSATIONS: Codec[Conversation] = Codec("Conversation", Conversation)
MESSAGES: Codec[Message] = Codec("Message", Message)
RAWS: Codec[Raw] = Codec("Raw", Raw)
EVENTS: Codec[Event] = Codec("Event", Event)
POLICIES: Codec[Policy] = Codec("Policy", Policy)
