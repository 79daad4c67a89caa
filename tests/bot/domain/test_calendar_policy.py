"""The calendar under a program's policy: its own quiet hours, its holidays, and prompts half as often."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.calendar import FAR, allowed_hour, in_quiet_hours, making_room, next_hour, next_push, on_holiday
from dialogues.facts import Policy, Profile

MONDAY = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
NIGHT = Policy(quiet_from=time(21), quiet_to=time(7))
TIMES = st.builds(time, st.integers(0, 23), st.sampled_from((0, 15, 30, 59)))


def at(hour: int, minute: int = 0) -> datetime:
    return MONDAY.replace(hour=hour, minute=minute)


def test_the_program_s_quiet_hours_hold_beside_the_person_s_own() -> None:
    awake = replace(Profile(), quiet_from=time(23), quiet_to=time(5))
    assert [in_quiet_hours(awake, at(hour)) for hour in (4, 6, 12, 22, 23)] == [True, False, False, False, True]
    assert [in_quiet_hours(awake, at(hour), NIGHT) for hour in (4, 6, 7, 12, 20, 21, 23)] == [
        *(True, True, False, False, False, True, True)
    ]
    oslo = replace(awake, zone="Europe/Oslo")
    assert not in_quiet_hours(oslo, at(6), NIGHT), "seven in Oslo"
    assert in_quiet_hours(oslo, at(20), NIGHT), "nine in the evening in Oslo"


def test_a_program_whose_quiet_hours_begin_when_they_end_has_none() -> None:
    for hour in (0, 9, 23):
        assert allowed_hour(Policy(), time(hour))
        assert allowed_hour(Policy(quiet_from=time(9), quiet_to=time(9)), time(hour))


def test_an_hour_in_the_program_s_quiet_hours_cannot_be_chosen_and_one_chosen_before_moves_to_their_end() -> None:
    hours = [time(6, 59), time(7), time(20, 59), time(21), time(0)]
    assert [allowed_hour(NIGHT, hour) for hour in hours] == [False, True, True, False, False]
    early = replace(Profile(), hour=time(6))
    assert next_push(early, MONDAY, NIGHT) == at(8) + DAY, "at seven their own quiet hours last another hour"
    awake = replace(early, quiet_from=time(23), quiet_to=time(5))
    assert next_push(awake, MONDAY, NIGHT) == at(7) + DAY
    assert next_hour(early, MONDAY, NIGHT) == at(8) + DAY


@given(hour=TIMES, start=TIMES, end=TIMES)
def test_room_is_made_for_an_allowed_hour_and_for_no_other(hour: time, start: time, end: time) -> None:
    profile, policy = replace(Profile(), hour=hour), Policy(quiet_from=start, quiet_to=end)
    made = making_room(profile, policy)
    when = next_push(made, MONDAY, policy)
    if allowed_hour(policy, hour):
        assert when is not None
        assert when.time() == hour
    else:
        assert made == profile
        assert when is None or when.time() in (end, profile.quiet_to)
        assert when is None or not in_quiet_hours(profile, when, policy)


def test_holidays_are_left_out_by_the_local_date() -> None:
    closed = Policy(holidays=(date(2027, 1, 5), date(2027, 1, 6)))
    assert next_push(Profile(), MONDAY, closed) == MONDAY + 3 * DAY
    apia = replace(Profile(), zone="Pacific/Apia")  # a day ahead: nine there on the 5th is the evening of the 4th here
    found = next_push(apia, MONDAY, closed)
    assert found is not None
    assert found.astimezone(ZoneInfo("Pacific/Apia")).date() == date(2027, 1, 7)
    assert on_holiday("UTC", MONDAY + DAY, closed)
    assert on_holiday("Pacific/Apia", at(12), closed)
    assert not on_holiday("UTC", at(12), closed)


def test_a_program_that_is_closed_for_a_season_goes_on_after_it() -> None:
    closed = Policy(holidays=tuple(date(2027, 1, 5) + DAY * ahead for ahead in range(60)))
    assert next_push(Profile(), MONDAY, closed) == datetime(2027, 3, 8, 9, 0, tzinfo=UTC)
    found = next_push(replace(Profile(), days=(1,)), MONDAY, closed, every=2)
    assert found == datetime(2027, 3, 15, 9, 0, tzinfo=UTC)
    always = Policy(holidays=tuple(date(2027, 1, 4) + DAY * ahead for ahead in range(FAR)))
    assert next_push(Profile(), MONDAY, always) is None


@pytest.mark.parametrize("days", [(1,), (1, 3), (1, 2, 3, 4, 5), (1, 2, 3, 4, 5, 6, 7)])
def test_every_second_hour_is_every_other_one_of_those_that_would_have_come(days: tuple[int, ...]) -> None:
    profile, policy = replace(Profile(), days=days), Policy(holidays=(date(2027, 1, 11),))
    all_of_them, now = [], MONDAY
    for _ in range(12):
        found = next_push(profile, now, policy)
        assert found is not None
        all_of_them.append(now := found)
    seldom, now = [], MONDAY
    for _ in range(6):
        found = next_push(profile, now, policy, every=2)
        assert found is not None
        seldom.append(now := found)
    assert seldom == all_of_them[1::2]
