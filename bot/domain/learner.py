"""Learner: the person, from the first update on."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from bot.domain.calendar import end_of_day, making_room
from dialogues.events import CheckedIn, Event, OptedOut, Paused, Resumed, SafetyRaised, SettingChanged, Welcomed
from dialogues.facts import Profile, Standing


@dataclass(frozen=True, slots=True)
class Learner:
    """Everything current about one person; times are UTC.

    `cooling_until` keeps a day quiet after a safety talk; `pushed_at` is when the clock last spoke to them.
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


def after(learner: Learner, event: Event, now: datetime) -> Learner:
    """The learner after one event."""
    match event:
        case Welcomed():
            # The welcome ends with a first lesson: that is the one of this day.
            return replace(learner, welcomed_at=now, pushed_at=now)
        case OptedOut():
            return replace(learner, stopped_at=now)
        case Paused(days=days):
            return replace(learner, paused_until=now + timedelta(days=days))
        case Resumed():
            return replace(learner, stopped_at=None, paused_until=None)
        case SafetyRaised():
            return replace(learner, cooling_until=end_of_day(learner.profile.zone, now))
        case CheckedIn():
            return replace(learner, checked_in_at=now)
        case SettingChanged(name=name, value=value):
            return replace(learner, profile=_set(learner.profile, name, value))
        case _:
            return learner


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
    raise ValueError(f"There is no setting {name!r}; the flow that changed it must name one of the five.")
