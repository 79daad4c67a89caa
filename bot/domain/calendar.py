"""The calendar: chosen days, hours and quiet hours in the person's own zone, right across every change of the clocks."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from dialogues.facts import Policy, Profile, within

FAR = 120  # days: further than any season in which a program is closed


def moment(day: date, at: time, zone: str) -> datetime | None:
    """The moment (UTC) when it is `at` on `day` in `zone`.

    The first of two where the clocks go back; where they skip it, as much later as they skip, as calendars do (RFC 5545); None
    where that is on another day: the zone left the whole day out, or the last hour of it.
    """
    local = datetime.combine(day, at, ZoneInfo(zone))
    found = local.astimezone(UTC)
    return found if found.astimezone(ZoneInfo(zone)).date() == day else None


def next_push(profile: Profile, after: datetime, policy: Policy = Policy(), every: int = 1) -> datetime | None:
    """The next chosen hour on a chosen day, strictly after a moment (UTC); None when there is none in sight.

    Holidays and quiet hours, the person's and the program's, are left out. With `every` at 2 it is the second such hour, and so on.
    """
    profile = allowed(profile, policy)
    today = after.astimezone(ZoneInfo(profile.zone)).date()
    days = (today + timedelta(days=ahead) for ahead in range(FAR))
    chosen = (day for day in days if day.isoweekday() in profile.days and day not in policy.holidays)
    found = (moment(day, profile.hour, profile.zone) for day in chosen)
    open_hours = (at for at in found if at and at > after and not in_quiet_hours(profile, at, policy))
    return next(islice(open_hours, every - 1, None), None)


def next_hour(profile: Profile, after: datetime, policy: Policy = Policy()) -> datetime:
    """The chosen hour that comes next after a moment, whatever day it is."""
    profile = allowed(profile, policy)
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


def in_quiet_hours(profile: Profile, now: datetime, policy: Policy = Policy()) -> bool:
    """Whether it is a time when nothing may come unasked: by the person's own quiet hours, or by the program's."""
    local = now.astimezone(ZoneInfo(profile.zone)).time()
    return within(local, profile.quiet_from, profile.quiet_to) or not allowed_hour(policy, local)


def next_quiet(profile: Profile, after: datetime, policy: Policy = Policy()) -> datetime | None:
    """When quiet hours begin next, strictly after a moment (UTC); None when there are none, or it is quiet just then."""
    if in_quiet_hours(profile, after, policy):
        return None
    today = after.astimezone(ZoneInfo(profile.zone)).date()
    starts = (profile.quiet_from, policy.quiet_from)
    found = (moment(today + timedelta(days=ahead), start, profile.zone) for ahead in (0, 1, 2) for start in starts)
    return min((at for at in found if at and at > after and in_quiet_hours(profile, at, policy)), default=None)


def on_holiday(zone: str, now: datetime, policy: Policy) -> bool:
    """Whether the local day is one of the program's holidays."""
    return now.astimezone(ZoneInfo(zone)).date() in policy.holidays


def allowed(profile: Profile, policy: Policy) -> Profile:
    """The profile with its hour moved out of the program's quiet hours: to their end, or to the end of the person's own.

    As it is where no hour of either is open.
    """
    if allowed_hour(policy, profile.hour):
        return profile
    own, ends = (profile.quiet_from, profile.quiet_to), (policy.quiet_to, profile.quiet_to)
    free = (end for end in ends if allowed_hour(policy, end) and not within(end, *own))
    return replace(profile, hour=next(free, profile.hour))


def allowed_hour(policy: Policy, hour: time) -> bool:
    """Whether the program lets a person choose this hour: it lies outside the program's own quiet hours."""
    return not within(hour, policy.quiet_from, policy.quiet_to)


def making_room(profile: Profile, policy: Policy = Policy()) -> Profile:
    """The profile with quiet hours drawn back so far that the hour the person chose lies outside.

    For an hour that the program does not allow nothing is drawn back: nothing would come then anyway.
    """
    if not allowed_hour(policy, profile.hour) or not within(profile.hour, profile.quiet_from, profile.quiet_to):
        return profile
    if profile.hour < time(12, 0):
        return replace(profile, quiet_to=profile.hour)
    later = (datetime.combine(date(2000, 1, 1), profile.hour) + timedelta(hours=1)).time()
    # Where nothing is left of them, quiet hours that would begin after they end would last all day.
    gone = within(profile.hour, later, profile.quiet_to)
    return replace(profile, quiet_from=profile.quiet_to if gone else later)
