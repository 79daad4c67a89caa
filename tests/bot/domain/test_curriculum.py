"""Curriculum: the order of the lessons and their pace, as the plan or a program wants them."""

from dataclasses import replace
from datetime import date
from itertools import chain

from bot.domain.curriculum import course, left, pace
from content.library import Library
from dialogues.facts import Policy
from tests.bot.domain.shelves import LIBRARY

THREE: Library = replace(LIBRARY, weeks=(1, 2))
TODAY = date(2026, 11, 23)


def test_the_plan_stands_as_it_is_where_nobody_decided_otherwise() -> None:
    assert course(THREE, Policy()) == LIBRARY.plan == ("rights-01", "care-01", "rights-02")


def test_a_program_puts_lessons_first_and_the_rest_follows() -> None:
    assert course(THREE, Policy(first_lessons=("rights-02", "gone-01"))) == ("rights-02", "rights-01", "care-01")


def test_a_program_begins_with_any_week_and_comes_round_to_those_before_it() -> None:
    assert course(THREE, Policy(start_week=2)) == ("care-01", "rights-02", "rights-01")
    assert course(THREE, Policy(start_week=9)) == ("care-01", "rights-02", "rights-01"), "there is no ninth: the last"
    assert sorted(chain(course(THREE, Policy(start_week=2, first_lessons=("rights-01",))))) == sorted(LIBRARY.plan)


def test_the_pace_is_that_of_the_week_in_which_the_next_lesson_stands() -> None:
    assert [pace(THREE, Policy(), done) for done in ([], ["rights-01"], list(LIBRARY.plan))] == [1, 2, 2]
    assert pace(LIBRARY, Policy(), []) == 2, "a plan without weeks has the usual pace"
    assert pace(THREE, Policy(lessons_a_week=3), []) == 3


def test_a_lesson_past_its_day_of_review_is_not_shown_any_more() -> None:
    lesson = LIBRARY.lesson("rights-01", "en")
    old = replace(LIBRARY, lessons={**LIBRARY.lessons, ("rights-01", "en"): replace(lesson, review_by=TODAY)})
    assert left(old, Policy(), [], TODAY)[0] == "rights-01"
    assert left(old, Policy(), [], date(2026, 11, 24))[0] == "care-01"
    assert left(old, Policy(), ["care-01"], date(2026, 11, 24)) == ("rights-02",)
