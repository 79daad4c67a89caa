"""Texts that ask for more school than a tired reader on a phone should need."""

from collections.abc import Iterable, Iterator

from content.checking.passages import Passage, Voice, of_item, of_lesson, of_phrase
from content.checking.reading import MEASURED, hardest, measure
from content.library import Library
from content.model import Problem

HIGHEST_GRADE, HIGHEST_GRADE_IN_A_CRISIS = 6.0, 5.0
LOWEST_EASE, LOWEST_EASE_IN_A_CRISIS = 70.0, 80.0
"""Spanish: sixth and fifth grade in Fernández-Huerta's own table ("algo fácil", "fácil")."""


def reading_grades(library: Library) -> Iterator[Problem]:
    """Texts that are too hard: English above sixth grade, Spanish below an ease of 70; in a crisis fifth grade, and 80."""
    for pool in _pools(library):
        if told := _too_hard(pool):
            words = ", ".join(f'"{word}"' for word in hardest(pool.words, pool.locale))
            yield pool.problem(told, f"Shorten the sentences, and find plainer words for {words}.")


def _too_hard(pool: Passage) -> str | None:
    in_a_crisis = pool.voice is Voice.crisis
    measured = measure(pool.words, pool.locale)
    if measured is None:
        return None
    if measured.ease is not None:
        lowest = LOWEST_EASE_IN_A_CRISIS if in_a_crisis else LOWEST_EASE
        return f"has reading ease {measured.ease}; {lowest:.0f} is the lowest" if measured.ease < lowest else None
    highest = HIGHEST_GRADE_IN_A_CRISIS if in_a_crisis else HIGHEST_GRADE
    return f"has reading grade {measured.grade}; {highest:.0f} is the highest" if measured.grade > highest else None


def _pools(library: Library) -> Iterator[Passage]:
    """What a person reads in one go, as one text: a single short line would measure chance."""
    for lesson in library.lessons.values():
        yield from _pooled("lesson", of_lesson(library, lesson))
    for item in library.items.values():
        parts = list(of_item(library, item))
        yield from _pooled("quiz item", (part for part in parts if part.voice is Voice.story))
        yield from _pooled("feedback", (part for part in parts if part.voice is Voice.feedback))
    for act in library.acts.values():
        place = library.place("act", act.locale, act.id, "text")
        yield from _pooled("act", [Passage("act", act.text, act.locale, Voice.act, place)])
    for phrase in library.phrases.values():
        for wording in of_phrase(library, phrase):
            yield from _pooled("phrase", [wording])


def _pooled(kind: str, parts: Iterable[Passage]) -> Iterator[Passage]:
    kept = [part for part in parts if part.locale in MEASURED]
    if kept:
        words = "\n".join(part.words for part in kept)
        yield Passage(kind, words, kept[0].locale, kept[0].voice, kept[0].place)
