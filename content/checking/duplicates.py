"""The same words twice, or nearly: a learner would think the coach repeats itself, and one of the two is wasted."""

import re
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from content.checking.main_message import main_message
from content.library import Library
from content.model import Place, Problem

_Said: TypeAlias = tuple[str, str, str, Place]
"""What kind of words, in which language, the words, and where they stand."""


def duplicates(library: Library) -> Iterator[Problem]:
    """Scenarios, titles, main messages, acts, and answers of one item that say the same but for case and punctuation."""
    yield from _alike(_said(library))
    for (id, locale), item in sorted(library.items.items()):
        answers = (
            (
                f"answer of {id}",
                locale,
                f"{option.text} {option.feedback}",
                library.place("item", locale, id, "options", at),
            )
            for at, option in enumerate(item.options)
        )
        yield from _alike(answers)
    yield from _wordings(library)


def _said(library: Library) -> Iterator[_Said]:
    for (id, locale), lesson in sorted(library.lessons.items()):
        name = ("lesson", locale, id)
        yield "title", locale, lesson.title, library.place(*name, "title")
        yield "main message", locale, main_message(lesson), library.place(*name, "cards", 0)
    for (id, locale), item in sorted(library.items.items()):
        yield "scenario", locale, item.scenario, library.place("item", locale, id, "scenario")
    for (id, locale), act in sorted(library.acts.items()):
        yield "act", locale, act.text, library.place("act", locale, id, "text")


def _alike(said: Iterable[_Said]) -> Iterator[Problem]:
    seen: dict[tuple[str, str, str], Place] = {}
    for kind, locale, words, place in said:
        bare = _bare(words)
        first = seen.setdefault((kind, locale, bare), place)
        if bare and first is not place:
            what = f"this {kind} says the same as the one in {first.file}:{first.line}"
            yield Problem(place.file, place.line, what, "Say something else, or remove one of the two.")


def _wordings(library: Library) -> Iterator[Problem]:
    for phrase in library.phrases.values():
        for at, wording in enumerate(phrase.wordings):
            if wording in phrase.wordings[:at]:
                place = library.place("phrase", phrase.locale, phrase.name, at)
                yield Problem(place.file, place.line, f"`{phrase.name}` has this wording twice", "Keep one of the two.")


def _bare(words: str) -> str:
    """The words alone, in small letters."""
    return " ".join(re.findall(r"[^\W_]+", words.casefold()))
