"""Which zone somebody lives in, told from the time they say it is, or from their city."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogues.flows.preferences import zone_name
from dialogues.zones import CLOSE, clock_time, fixed_zone, zone_of
from tests.dialogues.house import NOW, SHIPPED

US = SHIPPED.countries["US"].zones
SUMMER = datetime(2027, 7, 5, 14, 0, tzinfo=UTC)
MOMENTS = st.integers(0, 2 * 365 * 24 * 60).map(lambda minutes: NOW + timedelta(minutes=minutes))
EVERY = tuple(zone for country in SHIPPED.countries.values() for zone in country.zones)


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("7:30", time(7, 30)),
        (" 07.30 ", time(7, 30)),
        ("19h30", time(19, 30)),
        ("0:00", time(0, 0)),
        ("23 : 59", time(23, 59)),
    ],
)
def test_a_time_of_day_is_read_as_people_write_it(words: str, read: time) -> None:
    assert clock_time(words) == read


@pytest.mark.parametrize("words", ["", "7", "24:00", "12:60", "7:30 pm", "at 7:30", "123:00", "7:3", "1:234", "x"])
def test_what_is_no_time_of_day_is_none(words: str) -> None:
    assert clock_time(words) is None


@pytest.mark.parametrize(
    ("words", "hour", "zone"),
    [
        ("9:00", "", "America/New_York"),
        ("9 am", "09:00", "America/New_York"),
        ("it is 8 in the morning", "08:00", "America/Chicago"),
        ("6:10 a.m.", "06:10", "America/Los_Angeles"),
        ("04:15", "", "Pacific/Honolulu"),
        ("new york", "", "America/New_York"),
        ("  New York!", "", "America/New_York"),
        ("america/new_york", "", "America/New_York"),
        ("Oslo", "", "Europe/Oslo"),
        ("Europe/Oslo", "", "Europe/Oslo"),
        ("nairobi", "", "Africa/Nairobi"),
        ("utc", "", "Etc/UTC"),
    ],
)
def test_a_zone_is_told_from_the_time_or_from_the_city(words: str, hour: str, zone: str) -> None:
    assert zone_of(words, hour, NOW, US) == zone


def test_without_morning_or_afternoon_both_are_tried_and_the_time_as_said_comes_first() -> None:
    evening = datetime(2027, 1, 5, 2, 0, tzinfo=UTC)  # nine in the evening in New York
    assert zone_of("9:00", "", evening, US) == "America/New_York"
    assert zone_of("9:00 am", "09:00", evening, US) is None
    assert zone_of("21:00", "", evening, US) == "America/New_York"
    assert zone_of("9:00", "", NOW, ("Asia/Tokyo", "America/New_York")) == "America/New_York"
    assert zone_of("11:00", "", NOW, ("Asia/Tokyo",)) == "Asia/Tokyo"


@pytest.mark.parametrize(("words", "close"), [("8:40", True), ("9:20", True), ("8:39", False), ("9:21", False)])
def test_a_clock_that_is_twenty_minutes_wrong_is_close_enough(words: str, close: bool) -> None:
    assert zone_of(words, "", NOW, ("America/New_York",)) == ("America/New_York" if close else None)


@pytest.mark.parametrize("words", ["", "dunno", "🤷", "atlantis", "25:00", "12:60", "new", "/", "america/"])
def test_what_names_no_time_and_no_city_tells_no_zone(words: str) -> None:
    assert zone_of(words, "", NOW, US) is None
    assert fixed_zone(words, "", NOW) is None


def test_a_time_that_fits_none_of_the_likely_zones_is_left_to_others() -> None:
    assert zone_of("18:30", "", NOW, US) is None
    assert zone_of("9:00", "", NOW, ()) is None


@given(st.sampled_from(EVERY), MOMENTS)
def test_who_tells_the_time_in_24_hours_gets_a_zone_where_it_is_that_time(zone: str, at: datetime) -> None:
    local = at.astimezone(ZoneInfo(zone))
    found = zone_of(f"{local:%H:%M}", "", at, EVERY)
    assert found is not None
    there = at.astimezone(ZoneInfo(found))
    apart = abs(there.replace(tzinfo=None) - local.replace(tzinfo=None)) % timedelta(hours=12)
    assert min(apart, timedelta(hours=12) - apart) <= CLOSE + timedelta(minutes=1)


def test_who_names_any_zone_or_its_city_gets_one_of_that_name() -> None:
    for zone in sorted(available_timezones()):
        city = zone.rsplit("/", 1)[-1]
        for words in (city.replace("_", " "), zone.upper()):
            found = zone_of(words, "", NOW, ())
            if any(sign in zone for sign in "+-"):
                assert found is None or found in words, words
            else:
                assert found is not None, words
                assert found == zone or found.rsplit("/", 1)[-1].casefold() == city.casefold()


@given(st.integers(-11, 12), MOMENTS)
def test_a_zone_of_a_fixed_offset_shows_the_very_time_that_was_said(hours: int, at: datetime) -> None:
    said = at + timedelta(hours=hours)
    zone = fixed_zone(f"{said:%H:%M}", "", at)
    assert zone is not None
    assert f"{at.astimezone(ZoneInfo(zone)):%H:%M}" == f"{said:%H:%M}"
    assert at.astimezone(ZoneInfo(zone)).utcoffset() == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("said", "zone", "name"),
    [
        ("14:00", "Etc/UTC", "UTC"),
        ("17:00", "Etc/GMT-3", "UTC+3"),
        ("09:00", "Etc/GMT+5", "UTC-5"),
        ("02:00", "Etc/GMT-12", "UTC+12"),
        ("03:00", "Etc/GMT+11", "UTC-11"),
        ("19:30", "Etc/GMT-6", "UTC+6"),
    ],
)
def test_a_fixed_offset_is_named_as_people_count_it(said: str, zone: str, name: str) -> None:
    assert fixed_zone(said, "", NOW) == zone
    assert zone_name(zone) == name


def test_a_zone_is_named_by_its_city() -> None:
    assert zone_name("America/Argentina/Buenos_Aires") == "Buenos Aires"


@pytest.mark.parametrize("at", [NOW, SUMMER])
@pytest.mark.parametrize("country", sorted(SHIPPED.countries))
def test_every_zone_of_every_shipped_country_is_found_by_its_own_time(country: str, at: datetime) -> None:
    zones = SHIPPED.countries[country].zones
    assert zones
    for zone in zones:
        local = at.astimezone(ZoneInfo(zone))
        found = zone_of(f"{local:%H:%M} {'am' if local.hour < 12 else 'pm'}", f"{local:%H:%M}", at, zones)
        assert found is not None
        assert at.astimezone(ZoneInfo(found)).utcoffset() == local.utcoffset()
