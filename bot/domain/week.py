"""Week: what each of the days that a person chose is for. Pure, and the same for everybody with as many days."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class DayKind(StrEnum):
    """What a day brings."""

    lesson = "lesson"
    review = "review"
    quiz = "quiz"
    checkin = "checkin"


# Who has few days gets everything in turn, week by week.
_ONE = (DayKind.lesson, DayKind.quiz, DayKind.lesson, DayKind.checkin)
_TURNS = (DayKind.quiz, DayKind.checkin)


def kind_of(day: date, chosen: Collection[int], pace: int) -> DayKind:
    """What a day is for, by the ISO weekdays a person chose and the program's pace of lessons a week.

    Of four days or more the last has the check-in and the one before it the quiz; the others have the lessons, evenly spread, and
    reviews between them. Three days: a lesson, quiz and check-in in turn, a lesson (a review at a pace of one). Two: a lesson, then
    quiz and check-in in turn. One: lesson, quiz, lesson, check-in, each in its week. A day that was not chosen has a review.
    """
    days = sorted(set(chosen))
    if day.isoweekday() not in days:
        return DayKind.review
    place, week = days.index(day.isoweekday()), week_of(day)
    if len(days) == 1:
        return _ONE[week % len(_ONE)]
    if len(days) <= 3:
        return _TURNS[week % len(_TURNS)] if place == 1 else _lesson_if(place // 2 < pace)
    rest = len(days) - 2
    if place >= rest:
        return _TURNS[place - rest]
    lessons = min(pace, rest)
    return _lesson_if(place * lessons % rest < lessons)


def lesson_days(day: date, chosen: Collection[int], pace: int) -> int:
    """How many days for a lesson the ISO week of a day has."""
    monday = day - timedelta(days=day.weekday())
    week = (monday + timedelta(days=ahead) for ahead in range(7))
    return sum(kind_of(one, chosen, pace) is DayKind.lesson for one in week)


def week_of(day: date) -> int:
    """The number of the ISO week, counted through all years: in a year of 53 weeks turns go on being taken."""
    return (day.toordinal() - 1) // 7


def same_week(zone: str, one: datetime | None, other: datetime) -> bool:
    """Whether two moments fall in the same ISO week by the local calendar."""
    local = ZoneInfo(zone)
    return one is not None and week_of(one.astimezone(local).date()) == week_of(other.astimezone(local).date())


def _lesson_if(holds: bool) -> DayKind:
    return DayKind.lesson if holds else DayKind.review
