"""The learner after every event, and where they stand with us."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import get_args

import pytest

from bot.domain.learner import Learner, after
from dialogues.events import (
    CheckedIn,
    ConsentGiven,
    ConsentWithdrawn,
    DisplacedRun,
    Event,
    FollowedUp,
    FollowUpWanted,
    ItemAnswered,
    LessonFinished,
    OptedOut,
    Paused,
    QuizFinished,
    Resumed,
    SafetyAnswered,
    SafetyRaised,
    SettingChanged,
    Welcomed,
)
from dialogues.facts import Standing

SECOND = timedelta(seconds=1)
UNCHANGING = (
    ConsentGiven("lessons", 1),
    ConsentWithdrawn("checkins"),
    LessonFinished("l", "c", "now"),
    ItemAnswered("i", "c", "n", correct=True),
    QuizFinished(1, 2),
    SafetyAnswered("about_me"),
    FollowUpWanted("followup"),
    FollowedUp("better"),
    DisplacedRun("quiz", "its time was over"),
)
CHANGING = (
    Welcomed(),
    OptedOut(),
    Paused(7),
    Resumed(),
    SafetyRaised("risk", "screen"),
    CheckedIn(3, 3),
    SettingChanged,
)


def test_every_event_is_known_to_these_tests() -> None:
    known = {event if isinstance(event, type) else type(event) for event in (*UNCHANGING, *CHANGING)}
    assert known == set(get_args(Event))


@pytest.mark.parametrize("event", UNCHANGING, ids=lambda event: type(event).__name__)
def test_what_only_belongs_to_the_record_changes_nobody(event: Event, ana: Learner, now: datetime) -> None:
    assert after(ana, event, now) == ana


def test_the_welcome_makes_a_new_person_active(now: datetime) -> None:
    new = Learner(1, now)
    assert new.standing(now) is Standing.new
    assert after(new, Welcomed(), now).standing(now) is Standing.active


def test_a_pause_lasts_its_days_and_not_a_second_longer(ana: Learner, now: datetime) -> None:
    paused = after(ana, Paused(7), now)
    ends = now + timedelta(days=7)
    assert [paused.standing(at) for at in (now, ends - SECOND, ends)] == [
        Standing.paused,
        Standing.paused,
        Standing.active,
    ]


def test_stop_wins_over_a_pause_and_over_a_welcome_that_was_never_finished(ana: Learner, now: datetime) -> None:
    assert after(after(ana, Paused(7), now), OptedOut(), now).standing(now) is Standing.stopped
    assert after(Learner(1, now), OptedOut(), now).standing(now) is Standing.stopped


def test_resuming_ends_a_stop_and_a_pause(ana: Learner, now: datetime) -> None:
    rested = after(after(ana, Paused(7), now), OptedOut(), now)
    assert after(rested, Resumed(), now) == ana


def test_who_stopped_before_the_welcome_and_comes_back_is_new_again(now: datetime) -> None:
    new = Learner(1, now)
    assert after(after(new, OptedOut(), now), Resumed(), now).standing(now) is Standing.new


def test_a_safety_talk_keeps_the_rest_of_the_local_day_quiet(ana: Learner, now: datetime) -> None:
    cooled = after(ana, SafetyRaised("risk", "screen"), now)
    midnight = datetime(2027, 1, 5, 5, 0, tzinfo=UTC)
    assert cooled.cooling_until == midnight
    assert [cooled.cooling(at) for at in (now, midnight - SECOND, midnight)] == [True, True, False]
    assert not ana.cooling(now)


def test_a_check_in_is_remembered_by_its_time(ana: Learner, now: datetime) -> None:
    assert after(ana, CheckedIn(3, 3), now) == replace(ana, checked_in_at=now)


@pytest.mark.parametrize(
    ("name", "value", "changed"),
    [
        ("language", "es", {"language": "es"}),
        ("country", "NO", {"country": "NO"}),
        ("country", "", {"country": None}),
        ("zone", "Europe/Oslo", {"zone": "Europe/Oslo"}),
        ("hour", "16:30", {"hour": time(16, 30)}),
        ("hour", "07:15", {"hour": time(7, 15), "quiet_to": time(7, 15)}),
        ("hour", "21:00", {"hour": time(21), "quiet_from": time(22)}),
        ("days", "1", {"days": (1,)}),
        ("days", "1,3,5", {"days": (1, 3, 5)}),
    ],
)
def test_a_setting_changes_the_profile(
    name: str, value: str, changed: dict[str, object], ana: Learner, now: datetime
) -> None:
    profile = replace(ana.profile, **changed)  # type: ignore[arg-type]  # fields by name, from the table
    assert after(ana, SettingChanged(name, value), now) == replace(ana, profile=profile)


def test_a_setting_that_does_not_exist_is_refused(ana: Learner, now: datetime) -> None:
    with pytest.raises(ValueError, match="no setting 'shoe size'"):
        after(ana, SettingChanged("shoe size", "43"), now)
