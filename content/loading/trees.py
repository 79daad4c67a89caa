"""YAML as a plain tree of texts, lists and mappings that remembers its lines.

Every scalar stays text and the shapes decide its type: so `NO` stays Norway, `024` stays a phone number and `11:30` a time.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

import yaml
from yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from content.model import Place, Problem

Tree: TypeAlias = "str | list[Tree] | dict[str, Tree]"
Path: TypeAlias = tuple[str | int, ...]

_DEEPEST = 12
_SHELVED = 2  # what is shelved by itself stands no deeper, as ("competencies", 3)
_LONGEST = 10_000  # no chat shows so much in one piece, and the checks look at each piece as a whole
_PLAIN = "Write it out in full; content uses only lists, `key: value` and words."


@dataclass(frozen=True)  # without slots: `cached_property` needs a place for what it keeps
class Document:
    """One file, read: its tree, and the line of every part of it."""

    file: str
    tree: Tree
    lines: Mapping[Path, int]

    @cached_property
    def _within(self) -> Mapping[Path, Sequence[Path]]:
        within: dict[Path, list[Path]] = {}
        for path in self.lines:
            for depth in range(min(len(path), _SHELVED) + 1):
                within.setdefault(path[:depth], []).append(path)
        return within

    def within(self, part: Path) -> Sequence[Path]:
        """The paths of a part and of all that it holds; a part is at most two steps from the top."""
        return self._within.get(part, ())

    def place(self, path: Path) -> Place:
        """Where this part stands, or what holds it."""
        while path not in self.lines:
            path = path[:-1]
        return Place(self.file, self.lines[path])


def read_tree(file: str, text: str, problems: list[Problem], above: int = 0) -> Document | None:
    """The tree in this YAML; `above` counts the lines before it. Problems are added to the list; None if it is unreadable."""
    growing = _Growing(file, above, problems, _events(text))
    try:
        return Document(file, growing.whole(), growing.lines)
    except _Unreadable as error:
        problems.append(Problem(file, above + error.line, error.what, error.mend))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line if error.problem_mark else 0
        problems.append(Problem(file, above + line + 1, f"this is not good YAML ({error.problem})", _QUOTE))
    return None


class _Unreadable(Exception):
    def __init__(self, event: Event, what: str, mend: str) -> None:
        super().__init__(what)
        self.line, self.what, self.mend = _line(event), what, mend


@dataclass(slots=True)
class _Growing:
    file: str
    above: int
    problems: list[Problem]
    events: Iterator[Event]
    lines: dict[Path, int] = field(default_factory=dict)

    def whole(self) -> Tree:
        stream = next(self.events)
        if not isinstance(next(self.events), DocumentStartEvent):
            raise _Unreadable(stream, "nothing is written here", "Write its content, or delete the file.")
        tree = self.node(next(self.events), ())
        next(self.events)  # the document ends
        second = next(self.events)
        if isinstance(second, DocumentStartEvent):
            raise _Unreadable(second, "a second document begins here", "Remove the line `---`.")
        return tree

    def node(self, event: Event, path: Path) -> Tree:
        _refuse_tricks(event, len(path))
        self.lines.setdefault(path, self.above + _line(event))
        if isinstance(event, SequenceStartEvent):
            return self.sequence(path)
        if isinstance(event, MappingStartEvent):
            return self.mapping(path)
        assert isinstance(event, ScalarEvent)
        return event.value

    def sequence(self, path: Path) -> Tree:
        grown: list[Tree] = []
        while not isinstance(event := next(self.events), SequenceEndEvent):
            grown.append(self.node(event, (*path, len(grown))))
        return grown

    def mapping(self, path: Path) -> Tree:
        grown: dict[str, Tree] = {}
        while not isinstance(event := next(self.events), MappingEndEvent):
            key = self.key(event, path)
            if key in grown:
                self.problems.append(self.twice(event, key))
            self.lines.setdefault((*path, key), self.above + _line(event))
            value = self.node(next(self.events), (*path, key))
            grown.setdefault(key, value)
        return grown

    def key(self, event: Event, path: Path) -> str:
        _refuse_tricks(event, len(path))
        if isinstance(event, ScalarEvent):
            return event.value
        raise _Unreadable(event, "a key must be one word", _QUOTE)

    def twice(self, event: Event, key: str) -> Problem:
        return Problem(self.file, self.above + _line(event), f"`{key}` stands here twice", "Keep one of the two.")


def _events(text: str) -> Iterator[Event]:
    # Read one by one, so that deep nesting is refused before it costs anything; libyaml is twenty times faster than Python.
    return yaml.parse(text, Loader=yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader)


def _refuse_tricks(event: Event, depth: int) -> None:
    if isinstance(event, AliasEvent) or (isinstance(event, NodeEvent) and event.anchor):
        raise _Unreadable(event, "`&` and `*` make copies, which content must not", _PLAIN)
    if isinstance(event, CollectionStartEvent | ScalarEvent) and event.tag:
        raise _Unreadable(event, f"`{event.tag}` asks for a type by name, which content must not", _PLAIN)
    if isinstance(event, ScalarEvent) and len(event.value) > _LONGEST:
        raise _Unreadable(
            event, f"one text has {len(event.value):,} characters", "Part it into several, or shorten it."
        )
    if depth > _DEEPEST:
        raise _Unreadable(event, f"lists and keys are nested more than {_DEEPEST} deep", _PLAIN)


def _line(event: Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


_QUOTE = 'Mind the indentation, and put words that hold ": " or begin with a sign such as { [ * & ! in "double quotes".'
