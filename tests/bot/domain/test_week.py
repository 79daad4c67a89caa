"""The week: what each chosen day is for, however many days somebody chose."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.week import DayKind, kind_of, lesson_days, same_week, week_of

MONDAY = date(2027, 1, 4)
DAY = timedelta(days=1)
LETTER = {"l": DayKind.lesson, "r": DayKind.review, "q": DayKind.quiz, "c": DayKind.checkin}


def brought(days: tuple[int, ...], pace: int, monday: date = MONDAY) -> list[DayKind]:
    """What the chosen days of one week are for, in order."""
    return [kind_of(monday + DAY * (day - 1), days, pace) for day in sorted(days)]


@pytest.mark.parametrize(
    ("days", "pace", "week"),
    [
        ((1, 2, 3, 4, 5, 6, 7), 1, "lrrrrqc"),
        ((1, 2, 3, 4, 5, 6, 7), 2, "lrrlrqc"),
        ((1, 2, 3, 4, 5, 6, 7), 3, "lrlrlqc"),
        ((1, 2, 3, 5, 6, 7), 2, "lrlrqc"),
        ((1, 2, 3, 5, 6, 7), 3, "lrllqc"),
        ((1, 2, 3, 4, 5), 1, "lrrqc"),
        ((5, 4, 3, 2, 1), 2, "lrlqc"),
        ((1, 2, 3, 4, 5), 3, "lllqc"),
        ((1, 3, 5, 7), 1, "lrqc"),
        ((1, 3, 5, 7), 2, "llqc"),
        ((1, 3, 5, 7), 3, "llqc"),
    ],
)
def test_of_four_days_or_more_the_last_has_the_check_in_and_the_one_before_it_the_quiz(
    days: tuple[int, ...], pace: int, week: str
) -> None:
    assert brought(days, pace) == [LETTER[letter] for letter in week]


def test_of_three_days_the_middle_one_has_quiz_and_check_in_in_turn() -> None:
    weeks = [brought((1, 3, 5), 2, MONDAY + 7 * DAY * ahead) for ahead in range(4)]
    assert weeks[0] == weeks[2] != weeks[1] == weeks[3]
    assert {week[1] for week in weeks} == {DayKind.quiz, DayKind.checkin}
    assert {(week[0], week[2]) for week in weeks} == {(DayKind.lesson, DayKind.lesson)}


def test_three_days_at_a_pace_of_one_have_one_lesson() -> None:
    assert brought((1, 3, 5), 1)[::2] == [DayKind.lesson, DayKind.review]


def test_of_two_days_the_second_has_quiz_and_check_in_in_turn() -> None:
    weeks = [brought((2, 4), 3, MONDAY + 7 * DAY * ahead) for ahead in range(4)]
    assert [week[0] for week in weeks] == [DayKind.lesson] * 4
    assert weeks[0][1] == weeks[2][1] != weeks[1][1] == weeks[3][1]


def test_one_day_has_a_lesson_a_quiz_a_lesson_and_a_check_in_in_four_weeks() -> None:
    weeks = [brought((3,), 2, MONDAY + 7 * DAY * ahead)[0] for ahead in range(8)]
    begin = weeks.index(DayKind.checkin) + 1
    assert weeks[begin : begin + 4] == [DayKind.lesson, DayKind.quiz, DayKind.lesson, DayKind.checkin]
    assert weeks[:4] == weeks[4:]


def test_a_day_that_was_not_chosen_has_a_review() -> None:
    assert kind_of(MONDAY, (2, 3, 4, 5), 2) is DayKind.review
    assert kind_of(MONDAY, (), 2) is DayKind.review


def test_turns_go_on_through_a_year_of_fifty_three_weeks() -> None:
    around = [date(2026, 12, 14) + 7 * DAY * ahead for ahead in range(6)]
    assert [day.isocalendar().week for day in around] == [51, 52, 53, 1, 2, 3]
    assert [week_of(day) - week_of(around[0]) for day in around] == [0, 1, 2, 3, 4, 5]
    assert Counter(kind_of(day, (1,), 2) for day in around[:4])[DayKind.lesson] == 2
    assert all(week_of(MONDAY + DAY * day) == week_of(MONDAY) for day in range(7))
    assert week_of(MONDAY - DAY) == week_of(MONDAY) - 1


def test_the_lesson_days_of_a_week_are_the_pace_where_there_are_days_enough() -> None:
    for day in (MONDAY, MONDAY + 6 * DAY):
        assert [lesson_days(day, (1, 2, 3, 4, 5), pace) for pace in (1, 2, 3)] == [1, 2, 3]
        assert [lesson_days(day, (1, 2, 3, 4), pace) for pace in (1, 2, 3)] == [1, 2, 2]
        assert [lesson_days(day, (1, 2), pace) for pace in (1, 2, 3)] == [1, 1, 1]
        assert lesson_days(day, (), 2) == 0


def test_weeks_are_those_of_the_local_calendar() -> None:
    late_sunday, monday = datetime(2027, 1, 4, 4, 59, tzinfo=UTC), datetime(2027, 1, 4, 5, 0, tzinfo=UTC)
    assert not same_week("America/New_York", late_sunday, monday)
    assert same_week("UTC", late_sunday, monday)
    assert not same_week("UTC", None, monday)
    assert not same_week("UTC", monday - timedelta(days=364), monday)
