"""Quiet hours: when nothing may come unasked, and how they make room for the hour a person chose."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import available_timezones

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.calendar import in_quiet_hours, making_room, next_push, next_quiet
from bot.domain.learner import Learner, after
from dialogues.events import SettingChanged
from dialogues.facts import Policy, Profile

NOW = datetime(2027, 1, 4, tzinfo=UTC)
TIMES = st.builds(time, st.integers(0, 23), st.sampled_from((0, 15, 30, 59)))
QUARTERS = [NOW + timedelta(minutes=15 * quarter) for quarter in range(96)]


def quiet(profile: Profile) -> set[datetime]:
    """The quarters of a day that are quiet."""
    return {at for at in QUARTERS if in_quiet_hours(profile, at)}


@pytest.mark.parametrize(
    ("start", "end", "inside", "outside"),
    [
        (time(20), time(8), ["20:00", "23:59", "00:00", "07:59"], ["08:00", "12:00", "19:59"]),
        (time(1), time(5), ["01:00", "04:59"], ["00:59", "05:00", "12:00"]),
        (time(8), time(8), [], ["08:00", "07:59", "20:00"]),
    ],
)
def test_quiet_hours_begin_at_their_start_and_end_before_their_end(
    start: time, end: time, inside: list[str], outside: list[str]
) -> None:
    profile = replace(Profile(), quiet_from=start, quiet_to=end)
    for hour in inside + outside:
        at = datetime.combine(NOW.date(), time.fromisoformat(hour), UTC)
        assert in_quiet_hours(profile, at) is (hour in inside)


def test_quiet_hours_are_those_of_the_person_s_own_clock() -> None:
    oslo = replace(Profile(), zone="Europe/Oslo")
    assert in_quiet_hours(oslo, datetime(2027, 1, 4, 6, 59, tzinfo=UTC))
    assert not in_quiet_hours(oslo, datetime(2027, 1, 4, 7, 0, tzinfo=UTC))
    assert not in_quiet_hours(oslo, datetime(2027, 7, 5, 6, 0, tzinfo=UTC))


@pytest.mark.parametrize(
    ("hour", "quiet_from", "quiet_to"),
    [
        (time(9), time(20), time(8)),  # nothing to do
        (time(8), time(20), time(8)),
        (time(7, 15), time(20), time(7, 15)),
        (time(0), time(20), time(0)),
        (time(20), time(21), time(8)),
        (time(22, 30), time(23, 30), time(8)),
        (time(23, 30), time(0, 30), time(8)),
    ],
)
def test_quiet_hours_draw_back_before_the_chosen_hour(hour: time, quiet_from: time, quiet_to: time) -> None:
    made = making_room(replace(Profile(), hour=hour))
    assert (made.quiet_from, made.quiet_to) == (quiet_from, quiet_to)


@given(st.lists(TIMES, min_size=1, max_size=5))
@example([time(0, 30), time(23, 45)])
@example([time(23, 30), time(0, 30)])
def test_whatever_hours_are_chosen_one_after_the_other_the_last_one_is_pushed_at(hours: list[time]) -> None:
    learner = Learner(1, NOW)
    for hour in hours:
        before = quiet(learner.profile)
        learner = after(learner, SettingChanged("hour", f"{hour:%H:%M}"), NOW)
        assert quiet(learner.profile) <= before
        found = next_push(learner.profile, NOW)
        assert found is not None
        assert found.time() == hour


@given(hour=TIMES, start=TIMES, end=TIMES)
@example(hour=time(12, 30), start=time(12), end=time(13))
@example(hour=time(23, 15), start=time(0), end=time(23, 30))
def test_room_is_made_in_any_quiet_hours_and_never_makes_more_of_them(hour: time, start: time, end: time) -> None:
    profile = replace(Profile(), hour=hour, quiet_from=start, quiet_to=end)
    made = making_room(profile)
    assert not in_quiet_hours(made, datetime.combine(NOW.date(), hour, UTC))
    assert quiet(made) <= quiet(profile)
    assert making_room(made) == made


def test_quiet_hours_begin_next_where_the_person_or_the_program_says() -> None:
    person = Profile(zone="America/New_York", quiet_from=time(21, 0), quiet_to=time(8, 0))
    noon = datetime(2027, 1, 5, 17, 0, tzinfo=UTC)
    assert next_quiet(person, noon) == datetime(2027, 1, 6, 2, 0, tzinfo=UTC)
    early = Policy(quiet_from=time(18, 0), quiet_to=time(9, 0))
    assert next_quiet(person, noon, early) == datetime(2027, 1, 5, 23, 0, tzinfo=UTC)
    late = Policy(quiet_from=time(23, 0), quiet_to=time(6, 0))  # lies within the person's own
    assert next_quiet(person, noon, late) == datetime(2027, 1, 6, 2, 0, tzinfo=UTC)


def test_quiet_hours_begin_never_for_who_has_none_and_not_next_when_it_is_quiet_now() -> None:
    none = Profile(quiet_from=time(0, 0), quiet_to=time(0, 0))
    night = Profile(quiet_from=time(21, 0), quiet_to=time(8, 0))
    assert next_quiet(none, datetime(2027, 1, 5, 17, 0, tzinfo=UTC)) is None
    assert next_quiet(night, datetime(2027, 1, 5, 23, 0, tzinfo=UTC)) is None


@given(zone=st.sampled_from(sorted(available_timezones())), minute=st.integers(0, 2 * 365 * 24 * 60))
def test_until_quiet_hours_begin_it_is_not_quiet(zone: str, minute: int) -> None:
    person = Profile(zone=zone, quiet_from=time(21, 30), quiet_to=time(7, 0))
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
    begins = next_quiet(person, now)
    if begins is None:
        assert in_quiet_hours(person, now)
    else:
        assert in_quiet_hours(person, begins)
        steps = int((begins - now) / timedelta(minutes=10))
        assert not any(in_quiet_hours(person, now + timedelta(minutes=10 * step)) for step in range(steps))
