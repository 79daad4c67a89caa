"""When the coach may speak: why nothing goes out now, and when the next prompt comes."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain.coach import FRESH, fresh_until, next_prompt, why_not
from bot.domain.learner import Learner, after
from dialogues.events import OnLeave, OptedOut, Paused, Prompted, Resumed, SettingChanged
from dialogues.facts import Policy
from tests.bot.domain.shelves import DAY, MONDAY

HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)
MIDNIGHT = datetime(2027, 1, 5, 5, 0, tzinfo=UTC)  # in New York


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
        ({"unanswered": 11}, "resting"),
        ({"unanswered": 10}, ""),
        ({"pushed_at": MONDAY - 8 * HOUR}, "one_a_day"),
        ({"pushed_at": MONDAY - 10 * HOUR}, "one_a_day"),  # yesterday in New York, and yet only a night ago
        ({"pushed_at": MONDAY - 12 * HOUR + SECOND}, "one_a_day"),
        ({"pushed_at": MONDAY - 12 * HOUR}, ""),
    ],
)
def test_why_nothing_may_be_pushed_now(changed: dict[str, datetime | None], reason: str, ana: Learner) -> None:
    assert why_not(replace(ana, **changed), MONDAY) == reason  # fields by name, from the table


def test_the_reasons_are_told_in_order_of_their_weight(ana: Learner) -> None:
    night = MONDAY.replace(hour=6)
    closed = Policy(holidays=(date(2027, 1, 4),))
    everything = replace(ana, stopped_at=MONDAY, paused_until=MONDAY + DAY, cooling_until=MONDAY + DAY, pushed_at=night)
    everything = replace(everything, unanswered=11)
    changes = ({}, {"stopped_at": None}, {"paused_until": None}, {"cooling_until": None}, {"unanswered": 0})
    reasons = []
    for change in changes:
        everything = replace(everything, **change)  # fields by name, from the table
        reasons.append(why_not(everything, night, closed))
    assert reasons == ["stopped", "paused", "cooling", "resting", "holiday"]
    assert [why_not(everything, night), why_not(everything, MONDAY)] == ["quiet_hours", "one_a_day"]


def test_quiet_hours_are_the_person_s_and_the_program_s(ana: Learner) -> None:
    early = MONDAY.replace(hour=12)  # seven in New York
    awake = replace(ana, profile=replace(ana.profile, quiet_to=time(7)))
    assert why_not(ana, early) == "quiet_hours"
    assert why_not(awake, early) == ""
    assert why_not(awake, early, Policy(quiet_from=time(21), quiet_to=time(7, 30))) == "quiet_hours"


def test_a_holiday_is_one_by_the_local_date(ana: Learner) -> None:
    closed = Policy(holidays=(date(2027, 1, 4),))
    late = replace(ana, profile=replace(ana.profile, quiet_from=time(0), quiet_to=time(0)))
    assert [why_not(late, at, closed) for at in (MIDNIGHT - SECOND, MIDNIGHT)] == ["holiday", ""]


def test_moving_to_another_zone_or_hour_brings_no_two_prompts_close_together(ana: Learner) -> None:
    evening = replace(ana, profile=replace(ana.profile, hour=time(21), quiet_from=time(22)))
    pushed = after(evening, Prompted("lesson", "rights-01", "lesson_day"), MONDAY + 12 * HOUR)
    moved = after(after(pushed, SettingChanged("hour", "08:00"), MONDAY), SettingChanged("zone", "UTC"), MONDAY)
    assert why_not(moved, MONDAY + 18 * HOUR) == "one_a_day"
    found = next_prompt(moved, MONDAY + 13 * HOUR, Policy())
    assert found == datetime(2027, 1, 6, 8, 0, tzinfo=UTC)


def test_the_next_prompt_comes_at_the_next_hour_that_nothing_stands_against(ana: Learner) -> None:
    tuesday = MONDAY + DAY
    assert next_prompt(ana, MONDAY - SECOND, Policy()) == MONDAY
    assert next_prompt(ana, MONDAY, Policy()) == tuesday
    assert next_prompt(replace(ana, pushed_at=MONDAY - HOUR), MONDAY - SECOND, Policy()) == tuesday
    assert next_prompt(replace(ana, cooling_until=MIDNIGHT), MONDAY - SECOND, Policy()) == tuesday
    assert next_prompt(after(ana, Paused(3), MONDAY - HOUR), MONDAY, Policy()) == MONDAY + 3 * DAY
    assert next_prompt(ana, MONDAY, Policy(holidays=(date(2027, 1, 5),))) == tuesday + DAY
    assert next_prompt(ana, MONDAY, Policy(quiet_from=time(8), quiet_to=time(10))) == MONDAY + HOUR


def test_a_rest_that_ends_at_the_chosen_hour_does_not_take_it_away(ana: Learner) -> None:
    assert next_prompt(replace(ana, paused_until=MONDAY + DAY), MONDAY, Policy()) == MONDAY + DAY
    at_midnight = replace(ana, profile=replace(ana.profile, hour=time(0), quiet_to=time(0)))
    noon = MIDNIGHT - 12 * HOUR
    assert next_prompt(replace(at_midnight, pushed_at=noon), noon, Policy()) == MIDNIGHT
    assert next_prompt(replace(at_midnight, pushed_at=noon + SECOND), noon, Policy()) == MIDNIGHT + DAY


def test_after_three_without_an_answer_prompts_come_half_as_often_and_after_the_kind_question_not_at_all(
    ana: Learner,
) -> None:
    found = [next_prompt(replace(ana, unanswered=count), MONDAY, Policy()) for count in (2, 3, 10, 11)]
    assert found == [MONDAY + DAY, MONDAY + 2 * DAY, MONDAY + 2 * DAY, None]


def test_nothing_is_planned_for_who_has_stopped_or_has_not_begun(ana: Learner) -> None:
    assert next_prompt(after(ana, OptedOut(), MONDAY), MONDAY, Policy()) is None
    assert next_prompt(replace(ana, welcomed_at=None), MONDAY, Policy()) is None


def test_who_comes_back_from_a_stop_during_their_leave_hears_nothing_before_its_end(ana: Learner) -> None:
    away = after(ana, OnLeave("2027-01-13"), MONDAY)
    back = after(after(away, OptedOut(), MONDAY), Resumed(), MONDAY)
    assert why_not(back, MONDAY) == "paused"
    assert next_prompt(back, MONDAY, Policy()) == MONDAY + 9 * DAY
    assert next_prompt(after(back, Resumed(), MONDAY), MONDAY, Policy()) == MONDAY + DAY


def test_a_question_holds_a_push_back_for_half_an_hour() -> None:
    assert fresh_until(MONDAY, MONDAY) == MONDAY + FRESH == MONDAY + timedelta(minutes=30)
    assert fresh_until(MONDAY, MONDAY + FRESH - SECOND) == MONDAY + FRESH
    assert fresh_until(MONDAY, MONDAY + FRESH) is None
    assert fresh_until(None, MONDAY) is None
