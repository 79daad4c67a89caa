"""The form of a lesson: short enough for two minutes between two talks."""

from collections.abc import Iterator

from content.library import Library
from content.model import Lesson, Problem

MOST_WORDS = 150
MOST_CARDS = 3
MOST_MINUTES = 3


def lesson_forms(library: Library) -> Iterator[Problem]:
    """Lessons that are too long, have too many cards, or nothing to do."""
    for lesson in library.lessons.values():
        for part, what, mend in _misfits(lesson):
            place = library.place("lesson", lesson.locale, lesson.id, part)
            yield Problem(place.file, place.line, what, mend)


def _misfits(lesson: Lesson) -> Iterator[tuple[str, str, str]]:
    words = len(" ".join((*lesson.cards, lesson.try_it, lesson.reflection or "")).split())
    if words > MOST_WORDS:
        yield "title", f"the lesson has {words} words; {MOST_WORDS} are the most", "Keep its one main message."
    if not 1 <= len(lesson.cards) <= MOST_CARDS:
        what = f"the lesson has {len(lesson.cards)} cards; 1 to {MOST_CARDS} are allowed"
        yield "title", what, "Part the text by lines with `---`, or join cards."
    if not lesson.try_it:
        yield "title", "the lesson has nothing to do", "Add `## Try it` with one step that fits into a working day."
    if not 1 <= lesson.minutes <= MOST_MINUTES:
        yield "minutes", f"the lesson takes {lesson.minutes} minutes", f"A lesson takes 1 to {MOST_MINUTES} minutes."
    if lesson.review_by <= lesson.written_on:
        yield "review_by", "the lesson is due for review before it was written", "Mend one of the two days."
    if (lesson.verified_on is None) != (lesson.verified_by is None):
        yield (
            "verified_on",
            "a day of checking needs a person, and a person a day",
            "Give both, or `none yet` for both.",
        )
