"""The calendar, walked push by push through every zone there is, across every change of its clocks."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest

from bot.domain.calendar import end_of_day, in_quiet_hours, making_room, moment, next_day, next_push, same_day
from dialogues.facts import Profile

ZONES = sorted(available_timezones())
START = datetime(2026, 11, 1, tzinfo=UTC)
TWO_YEARS = timedelta(days=731)
DAY = timedelta(days=1)
HOURS = (time(9), time(2, 30), time(0), time(23, 30), time(3), time(1, 59), time(0, 30), time(22, 15), time(2))
DAYS = ((1, 2, 3, 4, 5), (7,), (1, 3, 5), (6, 7), (1, 2, 3, 4, 5, 6, 7))
EDGES = {
    "Europe/Oslo": START,
    "America/New_York": START,
    "Australia/Lord_Howe": START,  # half an hour
    "Africa/Casablanca": START,  # winter time in Ramadan
    "America/Santiago": START,  # at midnight
    "Asia/Beirut": START,  # at midnight
    "Africa/Cairo": START,  # at midnight
    "America/Havana": START,  # midnight comes twice
    "America/Nuuk": START,  # in the evening
    "Antarctica/Troll": START,  # two hours
    "Pacific/Apia": datetime(2011, 1, 1, tzinfo=UTC),  # 30 December 2011 never came
    "Europe/Istanbul": datetime(2015, 1, 1, tzinfo=UTC),
    "Asia/Pyongyang": datetime(2014, 1, 1, tzinfo=UTC),  # half an hour, at midnight
    "America/Caracas": datetime(2015, 6, 1, tzinfo=UTC),
}


def person(zone: str, hour: time, days: tuple[int, ...]) -> Profile:
    return making_room(replace(Profile(), zone=zone, hour=hour, days=days))


def pushes(profile: Profile, start: datetime) -> Iterator[datetime]:
    """Every push of two years, each found from the one before."""
    at = next_push(profile, start)
    while at is not None and at < start + TWO_YEARS:
        yield at
        at = next_push(profile, at)


def on_the_clock(day: date, at: time, zone: ZoneInfo) -> bool:
    """Whether the clocks of this zone show this time on this day."""
    local = datetime.combine(day, at, zone)
    return local.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None)


def check(profile: Profile, start: datetime) -> int:
    """Walk two years; how many pushes there were."""
    zone, before, first = ZoneInfo(profile.zone), start, start.astimezone(ZoneInfo(profile.zone)).date()
    seen: dict[date, datetime] = {}
    for at in pushes(profile, start):
        local = at.astimezone(zone)
        assert at > before, "it must go on"
        assert local.date() not in seen, "one a day"
        assert local.isoweekday() in profile.days, "only on chosen days"
        assert not in_quiet_hours(profile, at), "never in quiet hours"
        assert local.time() == profile.hour or not on_the_clock(local.date(), profile.hour, zone), "at the chosen hour"
        assert local.time() >= profile.hour, "later where the clocks skip it, never earlier"
        seen[local.date()], before = at, at
    for day in (first + DAY * ahead for ahead in range(1, TWO_YEARS.days)):
        chosen = day.isoweekday() in profile.days and on_the_clock(day, profile.hour, zone)
        assert day in seen or not chosen, f"{day} was left out"
    return len(seen)


@pytest.mark.parametrize("part", range(12))
def test_in_every_zone_two_years_of_pushes_come_as_they_were_chosen(part: int) -> None:
    for place in range(part, len(ZONES), 12):
        days = DAYS[place % len(DAYS)]
        count = check(person(ZONES[place], HOURS[place % len(HOURS)], days), START)
        assert abs(count - TWO_YEARS.days * len(days) / 7) <= 3


@pytest.mark.parametrize("hour", HOURS, ids=str)
@pytest.mark.parametrize("zone", sorted(EDGES))
def test_where_the_clocks_change_oddly_every_day_has_its_push(zone: str, hour: time) -> None:
    count = check(person(zone, hour, DAYS[4]), EDGES[zone])
    assert TWO_YEARS.days - 5 <= count <= TWO_YEARS.days + 1


@pytest.mark.parametrize(
    ("zone", "day", "hour", "there"),
    [
        ("Europe/Oslo", date(2027, 3, 28), time(2, 30), "2027-03-28T03:30+02:00"),  # skipped: as much later
        ("Europe/Oslo", date(2027, 10, 31), time(2, 30), "2027-10-31T02:30+02:00"),  # twice: the first
        ("Europe/Oslo", date(2027, 10, 31), time(9), "2027-10-31T09:00+01:00"),
        ("America/New_York", date(2027, 3, 14), time(2), "2027-03-14T03:00-04:00"),
        ("America/New_York", date(2027, 11, 7), time(1, 30), "2027-11-07T01:30-04:00"),
        ("Australia/Lord_Howe", date(2027, 10, 3), time(2, 15), "2027-10-03T02:45+11:00"),
        ("Australia/Lord_Howe", date(2027, 4, 4), time(1, 45), "2027-04-04T01:45+11:00"),
        ("America/Santiago", date(2027, 9, 5), time(0), "2027-09-05T01:00-03:00"),  # a day without a midnight
        ("America/Havana", date(2027, 11, 7), time(0, 30), "2027-11-07T00:30-04:00"),
    ],
)
def test_a_moment_is_right_on_the_day_with_two_of_them_and_on_the_day_with_none(
    zone: str, day: date, hour: time, there: str
) -> None:
    assert moment(day, hour, zone) == datetime.fromisoformat(there)


@pytest.mark.parametrize("hour", HOURS, ids=str)
def test_a_day_that_a_zone_left_out_has_no_moment(hour: time) -> None:
    assert moment(date(2011, 12, 30), hour, "Pacific/Apia") is None
    assert moment(date(2011, 12, 31), hour, "Pacific/Apia") is not None


def test_where_the_clocks_skip_the_last_hour_of_a_day_it_does_not_come_on_another() -> None:
    assert moment(date(2027, 3, 27), time(23, 30), "America/Nuuk") is None
    assert moment(date(2027, 3, 27), time(22, 59), "America/Nuuk") is not None


def test_who_chose_only_the_day_that_never_came_gets_the_next_one() -> None:
    profile = person("Pacific/Apia", time(9), (5,))
    thursday = datetime(2011, 12, 30, 5, 0, tzinfo=UTC)  # the evening of the 29th there
    assert next_push(profile, thursday) == moment(date(2012, 1, 6), time(9), "Pacific/Apia")
    friday_before = moment(date(2011, 12, 23), time(9), "Pacific/Apia")
    assert friday_before is not None
    assert next_push(profile, friday_before) == moment(date(2012, 1, 6), time(9), "Pacific/Apia")


def test_who_chose_no_day_gets_no_push() -> None:
    assert next_push(replace(Profile(), days=()), START) is None


def test_a_push_is_strictly_later_than_the_moment_asked_about() -> None:
    nine = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
    second = timedelta(seconds=1)
    assert next_push(Profile(), nine - second) == nine
    assert next_push(Profile(), nine) == nine + DAY


def test_an_hour_inside_quiet_hours_is_never_pushed_at() -> None:
    assert next_push(replace(Profile(), hour=time(21)), START) is None


@pytest.mark.parametrize("part", range(6))
def test_in_every_zone_a_day_ends_when_the_date_changes(part: int) -> None:
    for place in range(part, len(ZONES), 6):
        zone = ZoneInfo(ZONES[place])
        for step in range(0, TWO_YEARS.days * 24, 1000 + place % 7):
            check_end(ZONES[place], zone, START + timedelta(hours=step))


@pytest.mark.parametrize("zone", sorted(EDGES))
def test_a_day_ends_rightly_around_every_change_of_the_clocks(zone: str) -> None:
    local = ZoneInfo(zone)
    moments = [EDGES[zone] + timedelta(hours=hour) for hour in range(TWO_YEARS.days * 24)]
    near = timedelta(hours=30)
    changes = [
        at for at in moments if (at - near).astimezone(local).utcoffset() != (at + near).astimezone(local).utcoffset()
    ]
    assert changes
    for at in changes:
        check_end(zone, local, at)


def check_end(zone: str, local: ZoneInfo, now: datetime) -> None:
    end = end_of_day(zone, now)
    today = now.astimezone(local).date()
    assert now < end <= now + timedelta(hours=26)
    assert (end - timedelta(microseconds=1)).astimezone(local).date() == today
    assert end.astimezone(local).date() > today


@pytest.mark.parametrize("part", range(6))
def test_in_every_zone_the_follow_up_comes_on_the_day_after_at_the_chosen_hour(part: int) -> None:
    for place in range(part, len(ZONES), 6):
        zone, profile = ZoneInfo(ZONES[place]), person(ZONES[place], HOURS[place % len(HOURS)], (1,))
        for step in range(0, TWO_YEARS.days * 24, 500):
            now = START + timedelta(hours=step)
            found = next_day(profile, now).astimezone(zone)
            assert found > now
            tomorrow = now.astimezone(zone).date() + DAY
            gone = moment(tomorrow, profile.hour, ZONES[place]) is None  # the clocks of Greenland skip its last hour
            assert found.date() == (tomorrow + DAY if gone else tomorrow)
            assert found.time() == profile.hour or not on_the_clock(found.date(), profile.hour, zone)


def test_the_follow_up_comes_two_days_after_where_a_zone_left_one_out() -> None:
    profile = person("Pacific/Apia", time(9), (1,))
    assert next_day(profile, datetime(2011, 12, 30, 5, 0, tzinfo=UTC)) == moment(
        date(2011, 12, 31), time(9), "Pacific/Apia"
    )


def test_two_moments_are_on_the_same_day_by_the_local_date() -> None:
    late, early = datetime(2027, 1, 5, 4, 59, tzinfo=UTC), datetime(2027, 1, 4, 5, 0, tzinfo=UTC)
    assert same_day("America/New_York", early, late)
    assert not same_day("UTC", early, late)
    assert not same_day("America/New_York", early - timedelta(seconds=1), late)
    assert not same_day("America/New_York", None, late)
