"""Curriculum: in which order somebody meets the lessons, and how many a week. Pure."""

from collections.abc import Collection, Sequence
from datetime import date
from itertools import accumulate, chain

from content.library import Library
from dialogues.facts import Policy

USUAL_PACE = 2


def course(library: Library, policy: Policy) -> tuple[str, ...]:
    """Every lesson of the plan as a program wants them: those it names first, then from the week it starts with, round to all."""
    weeks = _weeks(library)
    start = min(policy.start_week, len(weeks)) - 1
    turned = tuple(chain.from_iterable((*weeks[start:], *weeks[:start])))
    first = [lesson for lesson in policy.first_lessons if lesson in library.plan]
    return (*first, *(lesson for lesson in turned if lesson not in first))


def pace(library: Library, policy: Policy, done: Collection[str]) -> int:
    """How many lessons a week has: what the program decided, else as many as the week of the plan in which the next one stands."""
    if policy.lessons_a_week:
        return policy.lessons_a_week
    following = next((lesson for lesson in course(library, policy) if lesson not in done), None)
    return next((len(week) for week in _weeks(library) if following in week and library.weeks), USUAL_PACE)


def left(library: Library, policy: Policy, done: Collection[str], today: date) -> tuple[str, ...]:
    """The lessons that somebody has still before them; one that is past its day of review is not shown any more."""
    return tuple(
        lesson
        for lesson in course(library, policy)
        if lesson not in done and library.lesson(lesson, "en").is_current(today)
    )


def _weeks(library: Library) -> Sequence[tuple[str, ...]]:
    if not library.weeks:
        return [library.plan]
    ends = tuple(accumulate(library.weeks))
    return [library.plan[end - many : end] for many, end in zip(library.weeks, ends, strict=True)]
