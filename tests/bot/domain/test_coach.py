"""The coach's policy: what a day brings, what stands in for it, and which first words go with it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.coach import Known, choose, next_lesson, next_quiz, next_review
from bot.domain.learner import Learner
from bot.domain.studied import Studied
from bot.domain.week import DayKind, kind_of
from content.library import Library
from dialogues.facts import Policy
from dialogues.turn import Due
from tests.bot.domain.shelves import ALL, DAY, LIBRARY, MONDAY, RIGHTS, answered, known_well, lesson, library

WEEK = 7 * DAY
EMPTY = library()
ONE = (1,)


def known(
    seen: Mapping[str, Studied] = RIGHTS, *, declined: str = "", policy: Policy = Policy(), **prompted: int
) -> Known:
    """What is known of somebody; the names of what was prompted are written with underscores."""
    brought = {id.replace("_", "-"): times for id, times in prompted.items()}
    return Known(seen, frozenset(), frozenset(declined.split()), policy, brought)


def on(learner: Learner, *days: int) -> Learner:
    """The same person on other days."""
    return replace(learner, profile=replace(learner.profile, days=days))


def week(learner: Learner, what: Known, shelf: Library = LIBRARY) -> list[tuple[str, str]]:
    """What comes on the chosen days of one week, and why."""
    days = sorted(learner.profile.days)
    said = [choose(learner, shelf, what, MONDAY + DAY * (day - 1)) for day in days]
    return [(due.what, due.why) if due else ("", "") for due in said]


def week_with(kind: DayKind, learner: Learner) -> datetime:
    """A Monday that is for this, for who has chosen Mondays alone."""
    mondays = (MONDAY + WEEK * ahead for ahead in range(8))
    return next(at for at in mondays if kind_of(at.date(), learner.profile.days, 2) is kind)


def test_the_next_lesson_is_the_first_of_the_plan_that_is_not_done() -> None:
    assert next_lesson(LIBRARY, known({}), MONDAY) == Due("lesson", ("rights-01",))
    assert next_lesson(LIBRARY, known(RIGHTS), MONDAY) == Due("lesson", ("care-01",))
    assert next_lesson(LIBRARY, known(ALL), MONDAY) is None


def test_a_lesson_that_was_left_comes_once_more_and_then_stands_behind_the_others() -> None:
    order = []
    prompted = dict[str, int]()
    for _ in range(10):
        due = next_lesson(LIBRARY, known({}, **prompted), MONDAY)
        assert due is not None
        order.append(due.subjects[0])
        name = due.subjects[0].replace("-", "_")
        prompted[name] = prompted.get(name, 0) + 1
    assert order == [
        *("rights-01", "rights-01", "care-01", "care-01", "rights-02", "rights-02"),
        *("rights-01", "care-01", "rights-02", "rights-01"),
    ]


def test_who_asks_for_a_quiz_or_a_review_gets_what_memory_needs_most() -> None:
    quiz = next_quiz(LIBRARY, known(), MONDAY)
    assert quiz == Due("quiz", ("rights-a", "rights-b", "health-literacy-p", "health-literacy-q"))
    assert next_quiz(EMPTY, known(), MONDAY) is None
    assert next_review(LIBRARY, known(), MONDAY, MONDAY + DAY) == Due("review", ("rights-a",))
    assert next_review(LIBRARY, known({}), MONDAY, MONDAY + DAY) is None


def test_what_was_brought_and_left_is_minded_in_quizzes_and_reviews_too() -> None:
    left = known(RIGHTS, rights_a=1)
    quiz, review = next_quiz(LIBRARY, left, MONDAY), next_review(LIBRARY, left, MONDAY, MONDAY + DAY / 2)
    assert quiz is not None
    assert "rights-a" not in quiz.subjects
    assert review == Due("review", ("rights-b",))


def test_each_day_brings_what_it_is_for_and_says_so(ana: Learner) -> None:
    assert week(ana, known()) == [
        *(("lesson", "lesson_day"), ("review", "review_day"), ("lesson", "lesson_day")),
        *(("quiz", "quiz_day"), ("checkin", "checkin_day")),
    ]
    every_day = week(on(ana, 1, 2, 3, 4, 5, 6, 7), known(policy=Policy(lessons_a_week=1)))
    assert [what for what, _ in every_day] == ["lesson", "review", "review", "review", "review", "quiz", "checkin"]


def test_the_day_is_the_person_s_own(ana: Learner) -> None:
    late_thursday = datetime(2027, 1, 8, 3, 0, tzinfo=UTC)  # Friday in UTC
    there = choose(ana, LIBRARY, known(), late_thursday)
    here = choose(replace(ana, profile=replace(ana.profile, zone="UTC")), LIBRARY, known(), late_thursday)
    assert [due.what if due else "" for due in (there, here)] == ["quiz", "checkin"]


def test_a_review_day_asks_what_is_due_before_the_local_day_is_over(ana: Learner) -> None:
    tuesday = MONDAY + DAY
    midnight = datetime(2027, 1, 6, 5, 0, tzinfo=UTC)
    for due_at, asked in ((midnight, ("care-a",)), (midnight + timedelta(seconds=1), ("rights-b",))):
        seen = {**RIGHTS, "rights-a": known_well("rights-a", MONDAY), "care-a": answered("care-a", due_at - 2 * DAY)}
        due = choose(ana, LIBRARY, known(seen), tuesday)
        assert due is not None
        assert (due.subjects, due.why) == (asked, "review_due" if asked == ("care-a",) else "review_day")


def test_where_all_lessons_are_done_a_review_stands_in_and_else_a_quiz(ana: Learner) -> None:
    assert week(ana, known(ALL))[0] == ("review", "plan_over"), "in the first week after it is said"
    long_ago = {id: replace(seen, last_at=seen.last_at - 2 * WEEK) for id, seen in ALL.items()}
    assert week(ana, known(long_ago))[0] == ("review", "after_plan")
    known_all = {
        **ALL,
        **{id: known_well(one.id, MONDAY - DAY) for (id, _), one in LIBRARY.items.items() if one.competency != "words"},
    }
    assert week(ana, known(known_all))[0] == ("quiz", "plan_over")
    assert week(ana, known(ALL), EMPTY)[0] == ("", "")


def test_where_a_quiz_or_a_check_in_is_not_to_be_had_a_review_stands_in(ana: Learner) -> None:
    days = week(ana, known(declined="checkins"))
    assert days[4] == ("review", "instead")
    assert days[:4] == week(ana, known())[:4]


def test_a_lesson_stands_in_only_in_a_week_that_has_fewer_lesson_days_than_the_pace(ana: Learner) -> None:
    nothing_asked = replace(EMPTY, plan=LIBRARY.plan)
    five = [what for what, _ in week(ana, known(RIGHTS, declined="checkins"), nothing_asked)]
    assert five == ["lesson", "", "lesson", "", ""]
    once = on(ana, 1)
    for kind in (DayKind.quiz, DayKind.checkin):
        due = choose(once, nothing_asked, known(RIGHTS, declined="checkins"), week_with(kind, once))
        assert due is not None
        assert (due.what, due.why) == ("lesson", "instead")
    moved = choose(on(ana, 2), nothing_asked, known({}, policy=Policy(lessons_a_week=3)), MONDAY)
    assert moved is not None
    assert (moved.what, moved.why) == ("lesson", "instead")


def test_a_day_that_was_not_chosen_brings_a_review(ana: Learner) -> None:
    due = choose(ana, LIBRARY, known(), MONDAY + 5 * DAY)
    assert due is not None
    assert (due.what, due.why) == ("review", "review_day")


@pytest.mark.parametrize("field", ["checkin_asked_at", "checked_in_at"])
def test_a_check_in_is_asked_once_in_a_week_of_the_local_calendar(field: str, ana: Learner) -> None:
    friday, monday_there = MONDAY + 4 * DAY, datetime(2027, 1, 4, 5, 0, tzinfo=UTC)
    asked = {
        at: choose(replace(ana, **{field: at}), LIBRARY, known(), friday)  # a field by its name
        for at in (monday_there, monday_there - timedelta(seconds=1))
    }
    assert [due.what if due else "" for due in asked.values()] == ["review", "checkin"]


def test_a_check_in_is_asked_only_on_the_channels_that_the_program_named(ana: Learner) -> None:
    only = replace(known(), policy=Policy(checkins_on=("telegram", "slack")))
    said = [week(ana, replace(only, channel=channel))[4][0] for channel in ("telegram", "terminal", "")]
    assert said == ["checkin", "review", "review"]


def test_a_check_in_takes_with_it_what_was_agreed_what_the_policy_allows_and_what_was_taught_last(ana: Learner) -> None:
    seen = {**RIGHTS, "care-01": lesson("care", MONDAY), "rights-a": answered("rights-a", MONDAY + DAY)}
    agreed = replace(known(seen, policy=Policy(checkin_words=True)), consents=frozenset({"checkins"}))
    said = [choose(ana, LIBRARY, what, MONDAY + 4 * DAY) for what in (known({}), agreed)]
    assert [due.subjects if due else () for due in said] == [("", "", ""), ("yes", "yes", "care")]


def test_after_ten_prompts_without_an_answer_there_is_one_kind_question(ana: Learner) -> None:
    said = [choose(replace(ana, unanswered=count, pushed_at=MONDAY), LIBRARY, known(), MONDAY) for count in (9, 10)]
    assert [due.what if due else "" for due in said] == ["lesson", "still"]
    assert said[1] == Due("still", (), "still", opening=0)


def test_first_words_take_turns_by_the_number_of_the_prompt(ana: Learner) -> None:
    openings = [choose(replace(ana, prompts=count), LIBRARY, known(), MONDAY) for count in (0, 1, 77)]
    assert [due.opening if due else -1 for due in openings] == [0, 1, 77]


@pytest.mark.parametrize(
    ("welcomed", "pushed", "line"),
    [
        (MONDAY - 3 * DAY, None, 1),
        (MONDAY - 7 * DAY, MONDAY - DAY, 1),
        (MONDAY - timedelta(seconds=1), None, 0),
        (MONDAY - 7 * DAY, datetime(2027, 1, 4, 5, 0, tzinfo=UTC), None),  # this week already, in New York
        (MONDAY - 7 * DAY, datetime(2027, 1, 4, 4, 59, tzinfo=UTC), 1),
        (MONDAY - 175 * DAY, MONDAY - DAY, 25),
        (MONDAY - 182 * DAY, MONDAY - DAY, None),
    ],
)
def test_the_first_prompt_of_each_week_of_the_first_six_months_has_a_supportive_line(
    welcomed: datetime, pushed: datetime | None, line: int | None, ana: Learner
) -> None:
    due = choose(replace(ana, welcomed_at=welcomed, pushed_at=pushed), LIBRARY, known(), MONDAY)
    assert due is not None
    assert due.support == line


def test_somebody_who_was_never_welcomed_has_no_supportive_line(ana: Learner) -> None:
    due = choose(replace(ana, welcomed_at=None), LIBRARY, known(), MONDAY)
    assert due is not None
    assert due.support is None
