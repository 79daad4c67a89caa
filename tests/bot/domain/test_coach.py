"""The coach's policy: what the next prompt says, and why it may not go out now."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain.coach import FRESH, Known, Studied, choose, fresh_until, next_lesson, next_quiz, why_not
from bot.domain.learner import Learner
from content.library import Library
from content.model import Item, Option
from dialogues.facts import Policy
from dialogues.turn import Due

MONDAY = datetime(2027, 1, 4, 14, 0, tzinfo=UTC)  # nine in the morning in New York
DAY = timedelta(days=1)


def item(id: str, competency: str, locale: str = "en") -> Item:
    options = (Option("a", "b", correct=True), Option("c", "d"), Option("e", "f"))
    return Item(id, locale, competency, f"{competency}.a", "s", "q", options, ("own",), date(2026, 11, 22))


ITEMS = [item(f"{competency}-q{number}", competency) for competency in ("care", "rights") for number in (1, 2, 3, 4)]
LIBRARY = Library(
    locales=("en", "es"),
    competencies=(),
    sources={},
    lessons={},
    items={(one.id, one.locale): one for one in (*ITEMS, item("rights-q9", "rights", "es"))},
    acts={},
    phrases={},
    plan=("rights-01", "care-01", "rights-02"),
)


def studied(kind: str, competency: str, *, correct: bool = True, at: datetime = MONDAY) -> Studied:
    return Studied(kind, competency, f"{competency}.a", 1, int(correct), correct, at, at)


def known(
    seen: Mapping[str, Studied] | None = None, consents: str = "", declined: str = "", *, words: bool = False
) -> Known:
    agreed, refused = frozenset(consents.split()), frozenset(declined.split())
    return Known(seen or {}, agreed, refused, Policy(checkin_words=words))


RIGHTS = {"rights-01": studied("lesson", "rights")}
ALL = {id: studied("lesson", id.partition("-")[0]) for id in LIBRARY.plan}


def test_the_next_lesson_is_the_first_of_the_plan_that_is_not_done() -> None:
    assert next_lesson(LIBRARY, known()) == Due("lesson", ("rights-01",), "plan")
    assert next_lesson(LIBRARY, known(RIGHTS)) == Due("lesson", ("care-01",), "plan")
    assert next_lesson(LIBRARY, known({"care-01": studied("lesson", "care")})) == Due("lesson", ("rights-01",), "plan")
    assert next_lesson(LIBRARY, known(ALL)) is None


def test_a_quiz_asks_only_about_what_was_taught() -> None:
    assert next_quiz(LIBRARY, known()) is None
    assert next_quiz(LIBRARY, known({"rights-q1": studied("item", "rights")})) is None
    assert next_quiz(LIBRARY, known(RIGHTS)) == Due("quiz", ("rights-q1", "rights-q2", "rights-q3"), "review")
    assert next_quiz(replace(LIBRARY, items={}), known(RIGHTS)) is None


def test_a_quiz_asks_first_what_was_missed_then_what_is_new_then_what_was_seen_longest_ago() -> None:
    seen = {
        **RIGHTS,
        "rights-q1": studied("item", "rights", at=MONDAY - DAY),
        "rights-q2": studied("item", "rights", at=MONDAY - 3 * DAY),
        "rights-q3": studied("item", "rights", correct=False),
    }
    due = next_quiz(LIBRARY, known(seen))
    assert due is not None
    assert due.subjects == ("rights-q3", "rights-q4", "rights-q2")
    missed = {**seen, "rights-q1": studied("item", "rights", correct=False, at=MONDAY - 9 * DAY)}
    again = next_quiz(LIBRARY, known(missed))
    assert again is not None
    assert again.subjects == ("rights-q1", "rights-q3", "rights-q4")


def week(ana: Learner, what: Known, days: tuple[int, ...]) -> list[str]:
    """What the prompts of a week say, on the chosen days."""
    learner = replace(ana, profile=replace(ana.profile, days=days))
    said = [choose(learner, LIBRARY, what, MONDAY + DAY * (day - 1)) for day in sorted(days)]
    return [due.what if due else "" for due in said]


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ((1, 2, 3, 4, 5), ["lesson", "quiz", "lesson", "quiz", "checkin"]),
        ((1, 2, 3, 4, 5, 6, 7), ["lesson", "quiz", "lesson", "quiz", "lesson", "quiz", "checkin"]),
        ((5, 3, 1), ["lesson", "quiz", "checkin"]),
        ((2, 4), ["lesson", "checkin"]),
        ((3,), ["lesson"]),
    ],
)
def test_lessons_and_quizzes_take_turns_and_the_last_chosen_day_has_the_check_in(
    days: tuple[int, ...], said: list[str], ana: Learner
) -> None:
    assert week(ana, known(RIGHTS), days) == said


def test_who_declined_check_ins_gets_none(ana: Learner) -> None:
    assert week(ana, known(RIGHTS, declined="checkins"), (1, 3, 5)) == ["lesson", "quiz", "lesson"]
    assert week(ana, known(RIGHTS, declined="lessons"), (1, 3, 5)) == ["lesson", "quiz", "checkin"]


def test_where_all_lessons_are_done_quizzes_come_and_where_nothing_is_taught_yet_lessons(ana: Learner) -> None:
    assert week(ana, known(ALL), (1, 2, 3, 4, 5)) == ["quiz", "quiz", "quiz", "quiz", "checkin"]
    assert week(ana, known(), (1, 2, 3, 4, 5)) == ["lesson", "lesson", "lesson", "lesson", "checkin"]
    assert week(ana, known(ALL), (3,)) == ["quiz"]


def test_where_nothing_is_left_nothing_is_said(ana: Learner) -> None:
    empty = replace(LIBRARY, items={})
    assert [choose(ana, empty, known(ALL), MONDAY + DAY * ahead) for ahead in (0, 1)] == [None, None]


@pytest.mark.parametrize(
    ("consents", "words", "arguments"), [("", False, ("", "")), ("checkins", True, ("yes", "yes"))]
)
def test_a_check_in_carries_what_was_agreed_and_allowed(
    consents: str, words: bool, arguments: tuple[str, ...], ana: Learner
) -> None:
    friday = MONDAY + 4 * DAY
    assert choose(ana, LIBRARY, known(consents=consents, words=words), friday) == Due("checkin", arguments, "week")


def test_a_push_that_was_held_into_a_day_that_was_not_chosen_begins_as_the_first_day_does(ana: Learner) -> None:
    saturday = MONDAY + 5 * DAY
    due = choose(ana, LIBRARY, known(RIGHTS), saturday)
    assert due is not None
    assert due.what == "lesson"


def test_the_day_is_the_person_s_own(ana: Learner) -> None:
    late_thursday = datetime(2027, 1, 8, 3, 0, tzinfo=UTC)  # Friday in UTC
    there = choose(ana, LIBRARY, known(RIGHTS), late_thursday)
    here = choose(replace(ana, profile=replace(ana.profile, zone="UTC")), LIBRARY, known(RIGHTS), late_thursday)
    assert [due.what if due else "" for due in (there, here)] == ["quiz", "checkin"]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({}, ""),
        ({"welcomed_at": None}, "new"),
        ({"stopped_at": MONDAY}, "stopped"),
        ({"paused_until": MONDAY + DAY}, "paused"),
        ({"paused_until": MONDAY}, ""),
        ({"cooling_until": MONDAY + DAY}, "cooling"),
        ({"cooling_until": MONDAY}, ""),
        ({"pushed_at": MONDAY - timedelta(hours=8)}, "one a day"),
        ({"pushed_at": MONDAY - timedelta(hours=10)}, ""),  # before midnight in New York
    ],
)
def test_why_nothing_may_be_pushed_now(changed: dict[str, datetime | None], reason: str, ana: Learner) -> None:
    assert why_not(replace(ana, **changed), MONDAY) == reason  # type: ignore[arg-type]  # fields by name, from the table


def test_the_reasons_are_told_in_order_of_their_weight(ana: Learner) -> None:
    night = MONDAY.replace(hour=4)
    everything = replace(ana, stopped_at=MONDAY, paused_until=MONDAY + DAY, cooling_until=MONDAY + DAY, pushed_at=night)
    reasons = []
    for change in ({}, {"stopped_at": None}, {"paused_until": None}, {"cooling_until": None}):
        everything = replace(everything, **change)  # type: ignore[arg-type]  # fields by name, from the table
        reasons.append(why_not(everything, night))
    assert reasons == ["stopped", "paused", "cooling", "quiet hours"]


def test_quiet_hours_are_those_that_the_chosen_hour_left_over(ana: Learner) -> None:
    early = MONDAY.replace(hour=12)  # seven in New York
    assert why_not(ana, early) == "quiet hours"
    assert why_not(replace(ana, profile=replace(ana.profile, quiet_to=time(7))), early) == ""


def test_a_question_holds_a_push_back_for_half_an_hour() -> None:
    second = timedelta(seconds=1)
    assert fresh_until(MONDAY, MONDAY) == MONDAY + FRESH == MONDAY + timedelta(minutes=30)
    assert fresh_until(MONDAY, MONDAY + FRESH - second) == MONDAY + FRESH
    assert fresh_until(MONDAY, MONDAY + FRESH) is None
    assert fresh_until(None, MONDAY) is None
