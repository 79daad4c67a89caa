"""The learner after every event, and where they stand with us."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import get_args
from zoneinfo import ZoneInfo

import pytest

from bot.domain.learner import Learner, after, heard
from dialogues.events import (
    CheckedIn,
    ConsentGiven,
    ConsentWithdrawn,
    DigestChanged,
    DisplacedRun,
    Event,
    FollowedUp,
    FollowUpWanted,
    ItemAnswered,
    Joined,
    LessonFinished,
    LessonReported,
    OnLeave,
    OptedOut,
    Paused,
    PlanChanged,
    Practised,
    Prompted,
    QuizFinished,
    Resumed,
    SafetyAnswered,
    SafetyRaised,
    SeatLeft,
    SettingChanged,
    Wanted,
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
    Practised("rights-p1", "rights"),
    SafetyAnswered("about_me"),
    FollowUpWanted("followup"),
    FollowedUp("better"),
    DisplacedRun("quiz", "its time was over"),
    Wanted("export"),
    Joined(1),
    SeatLeft("learner", 1, 2),
    PlanChanged("signs"),
    LessonReported("rights-01", "hard"),
    DigestChanged("off", ""),
)
CHANGING = (
    Welcomed(),
    OptedOut(),
    Paused(7),
    Resumed(),
    SafetyRaised("risk", "screen"),
    CheckedIn(3, 3),
    SettingChanged,
    Prompted("lesson", "rights-01", "lesson_day"),
    OnLeave("2027-01-11"),
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


def test_resuming_ends_a_stop_or_a_pause(ana: Learner, now: datetime) -> None:
    assert after(after(ana, Paused(7), now), Resumed(), now) == ana
    assert after(after(ana, OptedOut(), now), Resumed(), now) == ana


@pytest.mark.parametrize("rest", [Paused(7), OnLeave("2027-01-11")], ids=str)
def test_who_stopped_while_away_comes_back_to_it_and_resumes_a_second_time_to_end_it(
    rest: Event, ana: Learner, now: datetime
) -> None:
    resting = after(ana, rest, now)
    back = after(after(resting, OptedOut(), now), Resumed(), now)
    assert (back, back.standing(now)) == (resting, Standing.paused)
    assert after(back, Resumed(), now) == ana


@pytest.mark.parametrize(("first", "second", "days"), [(14, 3, 14), (3, 14, 14), (7, 7, 7)])
def test_of_two_rests_the_one_that_ends_later_counts(
    first: int, second: int, days: int, ana: Learner, now: datetime
) -> None:
    assert after(after(ana, Paused(first), now), Paused(second), now).paused_until == now + timedelta(days=days)


def test_a_week_of_rest_does_not_shorten_a_leave_but_a_new_day_back_does(ana: Learner, now: datetime) -> None:
    there = after(ana, OnLeave("2027-03-01"), now)
    assert after(there, Paused(7), now) == there
    assert after(there, OnLeave("2027-01-11"), now) == after(ana, OnLeave("2027-01-11"), now)


def test_a_rest_that_is_over_does_not_lengthen_a_new_one(ana: Learner, now: datetime) -> None:
    over = replace(ana, paused_until=now - SECOND)
    assert after(over, Paused(3), now).paused_until == now + timedelta(days=3)


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
    profile = replace(ana.profile, **changed)  # fields by name, from the table
    assert after(ana, SettingChanged(name, value), now) == replace(ana, profile=profile)


def test_a_setting_that_does_not_exist_is_refused(ana: Learner, now: datetime) -> None:
    with pytest.raises(ValueError, match="no setting 'shoe size'"):
        after(ana, SettingChanged("shoe size", "43"), now)


def test_a_prompt_is_counted_with_its_reason_and_a_word_ends_the_count(ana: Learner, now: datetime) -> None:
    asked = after(ana, Prompted("checkin", "", "checkin_day"), now)
    again = after(asked, Prompted("lesson", "rights-01", "lesson_day"), now + SECOND)
    assert (again.prompts, again.unanswered, again.prompted_why) == (ana.prompts + 2, ana.unanswered + 2, "lesson_day")
    assert (again.pushed_at, again.checkin_asked_at) == (now + SECOND, now)
    answered = heard(again, now + SECOND)
    assert (answered.unanswered, answered.prompts) == (0, again.prompts)


def test_of_a_word_only_the_day_is_kept(ana: Learner, now: datetime) -> None:
    kept = heard(ana, now).heard_on
    assert kept is not None
    assert (kept.hour, kept.minute, kept.date()) == (0, 0, now.date())


def test_leave_ends_with_the_first_moment_of_the_day_named(ana: Learner, now: datetime) -> None:
    there = replace(ana, profile=replace(ana.profile, zone="America/New_York"))
    back = after(there, OnLeave("2027-01-11"), now).paused_until
    assert back is not None
    assert back.astimezone(ZoneInfo("America/New_York")).isoformat() == "2027-01-11T00:00:00-05:00"
