"""The calendar: chosen days, hours and quiet hours in the person's own zone, right across every change of the clocks."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dialogues.facts import Profile

FAR = 15


def moment(day: date, at: time, zone: str) -> datetime | None:
    """The moment (UTC) when it is `at` on `day` in `zone`.

    The first of two where the clocks go back; where they skip it, as much later as they skip, as calendars do (RFC 5545); None
    where that is on another day: the zone left the whole day out, or the last hour of it.
    """
    local = datetime.combine(day, at, ZoneInfo(zone))
    found = local.astimezone(UTC)
    return found if found.astimezone(ZoneInfo(zone)).date() == day else None


def next_push(profile: Profile, after: datetime) -> datetime | None:
    """The next chosen hour on a chosen day, strictly after a moment (UTC); None when no day is chosen."""
    today = after.astimezone(ZoneInfo(profile.zone)).date()
    for ahead in range(FAR):
        day = today + timedelta(days=ahead)
        found = moment(day, profile.hour, profile.zone) if day.isoweekday() in profile.days else None
        if found and found > after and not in_quiet_hours(profile, found):
            return found
    return None


def next_hour(profile: Profile, after: datetime) -> datetime:
    """The chosen hour that comes next after a moment, whatever day it is."""
    today = after.astimezone(ZoneInfo(profile.zone)).date()
    found = (moment(today + timedelta(days=ahead), profile.hour, profile.zone) for ahead in (0, 1, 2))
    return next((at for at in found if at and at > after), after + timedelta(days=1))


def next_day(profile: Profile, after: datetime) -> datetime:
    """The chosen hour on the day after, whatever day it is."""
    today = after.astimezone(ZoneInfo(profile.zone)).date()
    found = (moment(today + timedelta(days=ahead), profile.hour, profile.zone) for ahead in (1, 2))
    return next((at for at in found if at), after + timedelta(days=1))


def day_after(day: date) -> date:
    """The next day in the calendar."""
    return day + timedelta(days=1)


def end_of_day(zone: str, now: datetime) -> datetime:
    """When the local day ends (UTC)."""
    today = now.astimezone(ZoneInfo(zone)).date()
    found = (moment(today + timedelta(days=ahead), time(0, 0), zone) for ahead in (1, 2))
    return next((at for at in found if at and at > now), now + timedelta(days=1))


def same_day(zone: str, one: datetime | None, other: datetime) -> bool:
    """Whether two moments fall on the same local day."""
    local = ZoneInfo(zone)
    return one is not None and one.astimezone(local).date() == other.astimezone(local).date()


def in_quiet_hours(profile: Profile, now: datetime) -> bool:
    """Whether it is a time when nothing may come unasked."""
    return _within(now.astimezone(ZoneInfo(profile.zone)).time(), profile.quiet_from, profile.quiet_to)


def making_room(profile: Profile) -> Profile:
    """The profile with quiet hours drawn back so far that the hour the person chose lies outside."""
    if not _within(profile.hour, profile.quiet_from, profile.quiet_to):
        return profile
    if profile.hour < time(12, 0):
        return replace(profile, quiet_to=profile.hour)
    later = (datetime.combine(date(2000, 1, 1), profile.hour) + timedelta(hours=1)).time()
    # Where nothing is left of them, quiet hours that would begin after they end would last all day.
    gone = _within(profile.hour, later, profile.quiet_to)
    return replace(profile, quiet_from=profile.quiet_to if gone else later)


def _within(at: time, start: time, end: time) -> bool:
    if start <= end:
        return start <= at < end
    return at >= start or at < end
