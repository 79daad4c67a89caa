"""Patterns: sequences of words written short in the data, and the machine that finds all of them in one walk.

A pattern is words with spaces between them, and: `(a|b c|)` one of these, or none; `{name}` one of a named list; `_` any
one word; `..` up to two words of any kind. Nothing repeats without end, so the work for a text grows with its length and
no faster. The machine is a finite automaton whose places are worked out when a text first reaches them.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

ANY = "_"
_STRANGE = ""
_MOST_PLACES = 20_000
_PART = re.compile(r"[()|]|\{\w+\}|[^\s()|{}]+")

Words = tuple[str, ...]
Lists = Mapping[str, Sequence[str]]


class PatternError(ValueError):
    """A pattern in the data cannot be read; the message shows it."""


@dataclass(slots=True)
class Span:
    """Where a pattern was found: from the word at `start` up to, not including, the word at `end`. Nobody changes one."""

    # Not frozen: a hostile text makes ten thousand of these, and frozen ones take five times as long to make.

    start: int
    end: int
    label: str


@dataclass(slots=True)
class Place:
    """Where the machine may be after some words: the states it is in, and the labels of the patterns that end here."""

    states: frozenset[int]
    labels: tuple[str, ...]
    onward: dict[str, "Place | None"] = field(default_factory=dict)


@dataclass(slots=True)
class Machine:
    """Planted patterns. It remembers places it has been to, by words of the patterns only, never by words of a text."""

    steps: list[dict[str, set[int]]] = field(default_factory=lambda: [{}])
    ends: dict[int, list[str]] = field(default_factory=dict)
    words: set[str] = field(default_factory=set)
    places: dict[frozenset[int], Place] = field(default_factory=dict)

    def plant(self, pattern: str, label: str, lists: Lists) -> None:
        """Add a pattern that `find` shall report under `label`."""
        parts = _PART.findall(pattern)
        ends, rest = self._choice(parts, {0}, lists)
        if rest or 0 in ends or ANY in self.steps[0]:
            raise PatternError(f"The pattern {pattern!r} has a ')' too many, can be empty, or begins with any word.")
        for state in ends:
            labels = self.ends.setdefault(state, [])
            if label not in labels:
                labels.append(label)

    def find(self, words: Sequence[str], sentences: Sequence[int]) -> list[Span]:
        """Every place where a pattern stands inside one sentence, by start."""
        found: list[Span] = []
        steps = [word if word in self.words else _STRANGE for word in words]
        steps.append(_STRANGE)  # after the last word comes nothing that a pattern has
        root, first = self._place(frozenset({0})), self.steps[0]
        for start, word in enumerate(steps):
            if word in first:
                place = root.onward[word] if word in root.onward else self._onward(root, word)
                # Most walks end at their second word: this is worth a look before one is begun.
                if place is not None and (place.labels or place.onward.get(steps[start + 1], place) is not None):
                    self._walk(place, steps, sentences, start, found)
        return found

    def _walk(
        self, place: Place, steps: Sequence[str], sentences: Sequence[int], start: int, found: list[Span]
    ) -> None:
        sentence, end = sentences[start], len(sentences)
        for at in range(start + 1, end + 1):
            if place.labels:
                found.extend([Span(start, at, label) for label in place.labels])
            if at == end or sentences[at] != sentence:
                return
            onward = place.onward.get(steps[at], place)
            # A place never leads to itself, so itself stands for: not worked out yet.
            onward = self._onward(place, steps[at]) if onward is place else onward
            if onward is None:
                return
            place = onward

    def _onward(self, place: Place, word: str) -> Place | None:
        states = {to for state in place.states for key in (word, ANY) for to in self.steps[state].get(key, ())}
        place.onward[word] = self._place(frozenset(states)) if states else None
        return place.onward[word]

    def _place(self, states: frozenset[int]) -> Place:
        if states not in self.places:
            if len(self.places) > _MOST_PLACES:
                self.places.clear()
            labels = sorted({label for state in states for label in self.ends.get(state, ())})
            self.places[states] = Place(states, tuple(labels))
        return self.places[states]

    def _choice(self, parts: list[str], origins: set[int], lists: Lists) -> tuple[set[int], list[str]]:
        """Thread `a|b c|` from `origins`; the states where it may end, and the parts from the closing ')' on."""
        meeting = self._state()
        ends: set[int] = set()
        current = origins
        while parts and parts[0] != ")":
            part, parts = parts[0], parts[1:]
            last = not parts or parts[0] in "|)"
            if part == "|":
                ends, current = ends | current, origins
            elif part == "(":
                current, parts = self._choice(parts, current, lists)
                if not parts:
                    raise PatternError("A pattern has a '(' without its ')'.")
                parts = parts[1:]
            else:
                current = self._thread(part, current, meeting if last else self._state(), lists)
        return ends | current, parts

    def _thread(self, part: str, origins: set[int], goal: int, lists: Lists) -> set[int]:
        if part == "..":
            middle = self._link(origins, ANY, self._state())
            return origins | middle | self._link(middle, ANY, goal)
        if not part.startswith("{"):
            return self._link(origins, part, goal)
        if part[1:-1] not in lists:
            raise PatternError(f"A pattern asks for {part}, but there is no list of that name.")
        return self._choice(_PART.findall("|".join(lists[part[1:-1]])), origins, lists)[0]

    def _link(self, origins: set[int], word: str, goal: int) -> set[int]:
        for origin in origins:
            self.steps[origin].setdefault(word, set()).add(goal)
        self.words.add(word)
        return {goal}

    def _state(self) -> int:
        self.steps.append({})
        return len(self.steps) - 1
