"""Fast-forward: which later moment a line means."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.forward import MOST, NotATime, is_move, target

NOW = datetime(2027, 1, 4, 14, 0, tzinfo=UTC)
NEW_YORK = "America/New_York"


@pytest.mark.parametrize("line", ["@", "@ +1d", "@14:00", "/tomorrow", "/skip", "/skip 7d", "  /tomorrow"])
def test_a_line_about_the_clock_is_known(line: str) -> None:
    assert is_move(line)


@pytest.mark.parametrize("line", ["", " ", "tomorrow", "me@home", "/skipping", "/tomorrows", "hello /skip 1d"])
def test_other_lines_are_for_the_coach(line: str) -> None:
    assert not is_move(line)


@pytest.mark.parametrize(
    ("line", "there"),
    [
        ("@ +90m", "2027-01-04T10:30-05:00"),
        ("@ +2h", "2027-01-04T11:00-05:00"),
        ("@ +1d", "2027-01-05T09:00-05:00"),
        ("@ +1w", "2027-01-11T09:00-05:00"),
        ("@ +1d 09:30", "2027-01-05T09:30-05:00"),
        ("@ +1d +30m", "2027-01-05T09:30-05:00"),
        ("@ 14:00", "2027-01-04T14:00-05:00"),
        ("@14:00", "2027-01-04T14:00-05:00"),
        ("@ 9:05", "2027-01-04T09:05-05:00"),
        ("@ 2027-01-05", "2027-01-05T00:00-05:00"),
        ("@ 2027-01-05 09:00", "2027-01-05T09:00-05:00"),
        ("@ 2027-01-05T09:00", "2027-01-05T09:00-05:00"),
        ("@ 2036-12-31", "2036-12-31T00:00-05:00"),
        ("/tomorrow", "2027-01-05T09:00-05:00"),
        ("/skip 7d", "2027-01-11T09:00-05:00"),
        ("/skip +7d", "2027-01-11T09:00-05:00"),
        ("/skip 45m", "2027-01-04T09:45-05:00"),
    ],
)
def test_a_line_names_a_later_moment(line: str, there: str) -> None:
    assert target(line, NOW, NEW_YORK) == datetime.fromisoformat(there)
    assert target(line, NOW, NEW_YORK).tzinfo is UTC


@pytest.mark.parametrize(
    "line",
    [
        "@",
        "@ ",
        "@ yesterday",
        "@ +1",
        "@ 1d",
        "@ -1d",
        "@ +0m",
        "@ 09:00",
        "@ 08:59",
        "@ 24:00",
        "@ 12:60",
        "@ 2027-01-04",
        "@ 2026-12-31 23:00",
        "@ 2027-02-30",
        "@ 2027-13-01",
        "@ 2027-01-05T25:00",
        "@ 2037-02-01",
        "@ +99999w",
        "@ +99999w +99999w +99999w +99999w +99999w",
        "@ 9999-12-31 23:00",
        "@ 9999-12-31 +1d",
        "@ 0001-01-01",
        "/skip",
        "/skip -7d",
        "/skip 7 d",
        "/skip 7d now",
        "@ +123456d",
    ],
)
def test_a_line_that_names_no_later_moment_is_refused_and_says_how(line: str) -> None:
    with pytest.raises(NotATime, match="@ "):
        target(line, NOW, NEW_YORK)


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
@pytest.mark.parametrize("line", ["@ 0001-01-01", "@ 9999-12-31 23:59", "@ +99999w +99999w +99999w +99999w +99999w"])
def test_a_moment_beyond_all_years_is_refused_in_every_zone(line: str, zone: str) -> None:
    with pytest.raises(NotATime, match="ten years at most"):
        target(line, NOW, zone)


def test_days_go_by_the_wall_clock_and_hours_by_the_real_one() -> None:
    before = datetime(2027, 3, 13, 14, 0, tzinfo=UTC)  # nine in New York, the day before summer time
    assert target("@ +1d", before, NEW_YORK) == before + timedelta(hours=23)
    assert target("@ +24h", before, NEW_YORK) == before + timedelta(hours=24)


def test_ten_years_are_far_enough() -> None:
    assert target(f"@ +{MOST.days}d", NOW, "UTC") == NOW + MOST
    with pytest.raises(NotATime):
        target(f"@ +{MOST.days}d +1m", NOW, "UTC")


WORDS = st.sampled_from(
    ["@", "/skip", "/tomorrow", "+1d", "+99999w", "09:00", "0001-01-01", "9999-12-31", "2027-01-05T09:00"]
)


@settings(deadline=None)
@given(
    line=st.lists(WORDS | st.from_regex(r"[+@/:0-9dwhmT-]{0,12}", fullmatch=True), max_size=5).map(" ".join),
    zone=st.sampled_from(["UTC", NEW_YORK, "Pacific/Kiritimati", "Pacific/Apia", "Australia/Lord_Howe"]),
)
def test_whatever_is_written_the_clock_only_goes_forward_or_the_line_is_refused(line: str, zone: str) -> None:
    try:
        found = target(line, NOW, zone)
    except NotATime:
        return
    assert NOW < found <= NOW + MOST
