"""Learner: the person, from the first update on."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from bot.domain.calendar import day_after, end_of_day, making_room, moment
from dialogues.events import (
    CheckedIn,
    Event,
    OnLeave,
    OptedOut,
    Paused,
    Prompted,
    Resumed,
    SafetyRaised,
    SettingChanged,
    Welcomed,
)
from dialogues.facts import Profile, Standing


@dataclass(frozen=True, slots=True)
class Learner:
    """Everything current about one person; times are UTC.

    `cooling_until` keeps a day quiet after a safety talk; `pushed_at` is when the clock last spoke to them, `prompted_why` why it
    sent the last prompt. `prompts` counts them all, `unanswered` those since the person last said anything, which was on the day
    `heard_on` (its first moment in UTC: the hour is nobody's business). `plan` is their own wellness plan as JSON, or "".
    """

    id: int
    created_at: datetime
    profile: Profile = Profile()
    welcomed_at: datetime | None = None
    stopped_at: datetime | None = None
    paused_until: datetime | None = None
    cooling_until: datetime | None = None
    pushed_at: datetime | None = None
    checked_in_at: datetime | None = None
    checkin_asked_at: datetime | None = None
    heard_on: datetime | None = None
    prompts: int = 0
    unanswered: int = 0
    prompted_why: str = ""
    plan: str = ""

    def standing(self, now: datetime) -> Standing:
        """Where the person stands with us at `now`; stopped wins over paused."""
        if self.stopped_at:
            return Standing.stopped
        if self.welcomed_at is None:
            return Standing.new
        if self.paused_until and now < self.paused_until:
            return Standing.paused
        return Standing.active

    def cooling(self, now: datetime) -> bool:
        """Whether a safety talk still keeps the day quiet."""
        return self.cooling_until is not None and now < self.cooling_until


def heard(learner: Learner, now: datetime) -> Learner:
    """The learner after they said or tapped anything at all."""
    return replace(learner, unanswered=0, heard_on=datetime.combine(now.date(), time(0, 0), UTC))


def after(learner: Learner, event: Event, now: datetime) -> Learner:
    """The learner after one event."""
    match event:
        case Welcomed():
            # The welcome ends with a first lesson: that is the one of this day.
            return replace(learner, welcomed_at=now, pushed_at=now)
        case SafetyRaised():
            return replace(learner, cooling_until=end_of_day(learner.profile.zone, now))
        case CheckedIn():
            return replace(learner, checked_in_at=now)
        case SettingChanged(name=name, value=value):
            return replace(learner, profile=_set(learner.profile, name, value))
        case Prompted(what=what, why=why):
            asked = now if what == "checkin" else learner.checkin_asked_at
            counted = replace(learner, prompts=learner.prompts + 1, unanswered=learner.unanswered + 1)
            return replace(counted, pushed_at=now, prompted_why=why, checkin_asked_at=asked)
        case _:
            return _rested(learner, event, now)


def _rested(learner: Learner, event: Event, now: datetime) -> Learner:
    """After an event that lets prompts rest, or brings them back."""
    match event:
        case OptedOut():
            return replace(learner, stopped_at=now)
        case Paused(days=days):
            until = now + timedelta(days=days)
            return replace(learner, paused_until=max(learner.paused_until or until, until))
        case OnLeave(until=until):
            return replace(learner, paused_until=_first_moment(date.fromisoformat(until), learner.profile.zone))
        case Resumed():
            # Who said stop while they were away comes back to their leave.
            return replace(learner, stopped_at=None, paused_until=learner.paused_until if learner.stopped_at else None)
        case _:
            return learner


def _first_moment(day: date, zone: str) -> datetime:
    """When a day begins in a zone; where the zone left it out, when the next one does."""
    midnight = time(0, 0)
    return moment(day, midnight, zone) or moment(day_after(day), midnight, zone) or datetime.combine(day, midnight, UTC)


def _set(profile: Profile, name: str, value: str) -> Profile:
    match name:
        case "language":
            return replace(profile, language=value)
        case "country":
            return replace(profile, country=value or None)
        case "zone":
            return replace(profile, zone=value)
        case "hour":
            return making_room(replace(profile, hour=time.fromisoformat(value)))
        case "days":
            return replace(profile, days=tuple(int(day) for day in value.split(",")))
        case "text_only":
            return replace(profile, text_only=value == "yes")
    raise ValueError(f"There is no setting {name!r}; the flow that changed it must name one of the six.")
