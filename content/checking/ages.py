"""Ages: crisis lines checked too long ago, lessons due for review, and days that are still to come."""

from collections.abc import Iterator
from datetime import date

from content.library import Library
from content.model import CrisisLine, Item, Lesson, Place, Problem

MOST_DAYS = 180
"""For a crisis line: a wrong number in a crisis is worse than none."""
_REALLY_DONE = "Write the day on which it was really done."


def aged(library: Library, today: date) -> list[Problem]:
    """What has grown too old by today, or says it was done on a day still to come. A start warns; publishing refuses."""
    return [
        *_crisis_lines(library, today),
        *(problem for _, lesson in sorted(library.lessons.items()) for problem in _lesson(library, lesson, today)),
        *(problem for _, item in sorted(library.items.items()) for problem in _days(library, "item", item, today)),
        *_overrides(library, today),
    ]


def _crisis_lines(library: Library, today: date) -> Iterator[Problem]:
    for code, country in sorted(library.countries.items()):
        for at, line in enumerate(country.lines):
            yield from _aged(line, today, _place(library, code, at, line))


def _aged(line: CrisisLine, today: date, place: Place) -> Iterator[Problem]:
    since, done = (line.verified_on, "checked") if line.verified_on else (line.compiled_on, "compiled")
    days = (today - since).days
    if days > MOST_DAYS:
        what = f"{line.id} was last {done} on {since}, {days} days ago; {MOST_DAYS} are the most"
        mend = "Ask at the source whether it is still right, then set verified_on and verified_by."
        yield Problem(place.file, place.line, what, mend)
    elif days < 0:
        what = f"{line.id} was {done} on {since}, which is still to come"
        yield Problem(place.file, place.line, what, _REALLY_DONE)


def _place(library: Library, code: str, at: int, line: CrisisLine) -> Place:
    return library.place("country", code, "lines", at, "verified_on" if line.verified_on else "compiled_on")


def _lesson(library: Library, lesson: Lesson, today: date) -> Iterator[Problem]:
    days = (today - lesson.review_by).days
    if days > 0:
        place = library.place("lesson", lesson.locale, lesson.id, "review_by")
        what = f"lesson {lesson.id} was due for review by {lesson.review_by}, {days} days ago"
        mend = "Read it again, bring it up to date, and set review_by to the day of the next look."
        yield Problem(place.file, place.line, what, mend)
    yield from _days(library, "lesson", lesson, today)


def _days(library: Library, kind: str, taught: Lesson | Item, today: date) -> Iterator[Problem]:
    for part, done, day in (
        ("written_on", "written", taught.written_on),
        ("verified_on", "checked", taught.verified_on),
    ):
        if day and day > today:
            place = library.place(kind, taught.locale, taught.id, part)
            what = f"{kind} {taught.id} was {done} on {day}, which is still to come"
            yield Problem(place.file, place.line, what, _REALLY_DONE)


def _overrides(library: Library, today: date) -> Iterator[Problem]:
    for at, one in enumerate(library.overrides):
        if one.signed_on > today:
            place = library.place("override", at, "signed_on")
            what = f"the override of {one.check} was signed on {one.signed_on}, which is still to come"
            yield Problem(place.file, place.line, what, _REALLY_DONE)
