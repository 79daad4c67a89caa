"""One main message: a lesson opens with it in bold, and nothing else in it is bold."""

import re
from collections.abc import Iterator

from content.library import Library
from content.model import Lesson, Problem

_BOLD = re.compile(r"\*\*([^*\n]+)\*\*")
_ONE = "Begin the first card with the one thing to remember in **bold**, and make nothing else bold."


def main_message(lesson: Lesson) -> str:
    """The one thing to remember: the bold words with which the first card begins; empty where there are none."""
    found = _BOLD.match(lesson.cards[0]) if lesson.cards else None
    return found.group(1) if found else ""


def main_messages(library: Library) -> Iterator[Problem]:
    """Lessons that do not begin with a bold passage, and other bold passages in a lesson."""
    for lesson in library.lessons.values():
        name = ("lesson", lesson.locale, lesson.id)
        if lesson.cards and not main_message(lesson):
            place = library.place(*name, "cards", 0)
            yield Problem(place.file, place.line, "the first card does not begin with its main message in bold", _ONE)
        for part, words in _after_the_message(lesson):
            for bold in _BOLD.findall(words):
                place = library.place(*name, *part)
                yield Problem(place.file, place.line, f'"{bold}" is bold beside the main message', _ONE)


def _after_the_message(lesson: Lesson) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for at, card in enumerate(lesson.cards):
        first = _BOLD.match(card) if at == 0 else None
        yield ("cards", at), card[first.end() :] if first else card
    yield ("try_it",), lesson.try_it
    yield ("reflection",), lesson.reflection or ""
