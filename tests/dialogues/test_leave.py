"""Leave: the day that was meant, always one to come and never far away."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogues.away import away_until
from dialogues.dates import FAR, LONGEST_LEAVE, first_day_back
from dialogues.events import OnLeave
from dialogues.facts import Profile
from tests.dialogues.house import FACTS, NOW, PROFILE, Chat, told

TODAY = NOW.date()  # Monday, 4 January 2027, in New York too
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
moments = st.integers(0, 6 * 365 * 24).map(lambda hours: NOW + timedelta(hours=hours))
zones = st.sampled_from(("America/New_York", "Pacific/Kiritimati", "Pacific/Honolulu", "Asia/Kathmandu", "UTC"))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("12 January", date(2027, 1, 12)),
        ("until 12 January", date(2027, 1, 12)),
        ("I am back on the 15th.", date(2027, 1, 15)),
        ("Jan 12", date(2027, 1, 12)),
        ("12th of january", date(2027, 1, 12)),
        ("2027-02-01", date(2027, 2, 1)),
        ("3 January 2028", date(2028, 1, 3)),
        ("20 December 2027", date(2027, 12, 20)),
        ("4 May", date(2027, 5, 4)),
        ("120", date(2027, 5, 4)),
        ("in 5 months", date(2027, 6, 4)),
        ("6 months", date(2027, 7, 4)),
        ("tomorrow", date(2027, 1, 5)),
        ("day after tomorrow", date(2027, 1, 6)),
        ("in two weeks", date(2027, 1, 18)),
        ("2 weeks", date(2027, 1, 18)),
        ("a week", date(2027, 1, 11)),
        ("next week", date(2027, 1, 11)),
        ("in 3 days", date(2027, 1, 7)),
        ("for a month", date(2027, 2, 4)),
        ("10", date(2027, 1, 14)),
    ],
)
def test_a_day_is_read_as_it_was_said(words: str, expected: date) -> None:
    assert first_day_back(words, NOW, PROFILE) == expected


@pytest.mark.parametrize(
    "words",
    [
        *("", "hm", "yesterday", "last week", "10 Jan 2026", "0", "999", "367", "January", "February 30", "3 May 2031"),
        *("121", "5 May", "3 January", "in 121 days", "70 weeks"),  # far off, and no year was said
        *("1000", "0120", "2028", "until 2028", "20270201", "1798765432"),  # no day, however many digits
    ],
)
def test_a_day_that_is_past_far_away_or_none_is_not_taken(words: str) -> None:
    assert first_day_back(words, NOW, PROFILE) is None


@settings(max_examples=150, deadline=None)
@given(
    at=moments,
    zone=zones,
    words=st.text(max_size=20) | st.from_regex(r"(in |until )?[0-9]{1,4}[ ./-]?[A-Za-z]{0,9}", fullmatch=True),
    weekday=st.sampled_from(("", "1", "4", "7", "1,2")),
)
def test_any_words_at_all_name_a_day_to_come_within_a_year_or_none(
    at: datetime, zone: str, words: str, weekday: str
) -> None:
    today = at.astimezone(ZoneInfo(zone)).date()
    back = first_day_back(words, at, Profile(zone=zone), weekday)
    assert back is None or today < back <= today + LONGEST_LEAVE


@settings(max_examples=150, deadline=None)
@given(
    at=moments,
    first=st.integers(1, 28),
    month=st.sampled_from(MONTHS),
    marks=st.sampled_from(
        (("from ", " for "), ("from the ", " until the "), ("del ", " al "), ("", " to "), ("", "-"))
    ),
    last=st.sampled_from(("2 weeks", "10 days", "a month", "9", "the 3rd", "15", "")) | st.text(max_size=9),
)
def test_no_span_at_all_ends_before_tomorrow_or_in_more_than_a_year(
    at: datetime, first: int, month: str, marks: tuple[str, str], last: str
) -> None:
    today = at.astimezone(ZoneInfo(PROFILE.zone)).date()
    back = away_until(f"{marks[0]}{first} {month}{marks[1]}{last} {month}", at, PROFILE, "")
    assert back is None or today < back <= today + LONGEST_LEAVE + timedelta(days=1)


@settings(max_examples=100, deadline=None)
@given(at=moments, zone=zones, days=st.integers(2, 90), length=st.integers(1, 99))
def test_a_start_and_a_length_end_that_long_after_the_start(at: datetime, zone: str, days: int, length: int) -> None:
    start = at.astimezone(ZoneInfo(zone)).date() + timedelta(days=days)
    back, profile = start + timedelta(days=length), Profile(zone=zone)
    for words in (
        f"from {start.day} {MONTHS[start.month - 1]} for {length} days",
        f"{length} days from {start.isoformat()}",
    ):
        if (start.month, start.day) != (2, 29):
            assert away_until(words, at, profile, "") == back


@settings(max_examples=100, deadline=None)
@given(at=moments, zone=zones, days=st.integers(1, 364))
def test_a_day_and_its_month_name_the_next_such_day_and_one_far_off_needs_its_year(
    at: datetime, zone: str, days: int
) -> None:
    back = at.astimezone(ZoneInfo(zone)).date() + timedelta(days=days)
    words = f"{back.day} {MONTHS[back.month - 1]}"
    if (back.month, back.day) != (2, 29):
        assert first_day_back(words, at, Profile(zone=zone)) == (back if days <= FAR.days else None)
    assert first_day_back(f"{words} {back.year}", at, Profile(zone=zone)) == back


@settings(max_examples=100, deadline=None)
@given(at=moments, zone=zones, weekday=st.integers(1, 7))
def test_a_weekday_names_the_next_one_after_today(at: datetime, zone: str, weekday: int) -> None:
    today = at.astimezone(ZoneInfo(zone)).date()
    back = first_day_back("on that day", at, Profile(zone=zone), str(weekday))
    assert back is not None
    assert (back.isoweekday(), 1 <= (back - today).days <= 7) == (weekday, True)


@settings(max_examples=60, deadline=None)
@given(at=moments, zone=zones, days=st.integers(1, 366))
def test_a_number_counts_days_from_their_own_today(at: datetime, zone: str, days: int) -> None:
    today = at.astimezone(ZoneInfo(zone)).date()
    expected = today + timedelta(days=days) if days <= FAR.days else None
    assert first_day_back(str(days), at, Profile(zone=zone)) == expected
    assert first_day_back(f"in {days} days", at, Profile(zone=zone)) == expected


def test_a_weekday_in_their_words_is_enough() -> None:
    chat = Chat()
    chat.said("/leave")
    outcome = chat.said("friday i think", days="5")
    assert (chat.events, told(outcome, "leave.set")) == ((OnLeave("2027-01-08"),), True)
    assert "Friday 8 January 2027" in outcome.messages[0].text.words


@pytest.mark.parametrize(
    ("words", "until"),
    [
        ("from 12 january for 10 days", "2027-01-22"),
        ("from 6 to 15 january", "2027-01-16"),
        ("in two weeks for 3 days", ""),
        ("for 3 days", "2027-01-07"),
        ("the 15th", "2027-01-15"),
        ("el 15", "2027-01-15"),
        ("la semana que viene", "2027-01-11"),
    ],
)
def test_an_answer_that_names_the_whole_leave_is_read_to_its_end(words: str, until: str) -> None:
    chat = Chat()
    chat.said("/leave")
    chat.said(words)
    assert chat.events == ((OnLeave(until),) if until else ())


@pytest.mark.parametrize(("key", "days"), [("7", 7), ("14", 14), ("28", 28)])
def test_a_span_may_be_tapped(key: str, days: int) -> None:
    chat = Chat()
    chat.said("/leave")
    outcome = chat.tap(key)
    assert chat.events == (OnLeave((TODAY + timedelta(days=days)).isoformat()),)
    assert [choice.key for choice in outcome.messages[0].choices] == ["/leave", "/resume"]


def test_a_day_named_beforehand_is_not_asked_for() -> None:
    chat = Chat()
    chat.begin("leave", ("2027-02-01",))
    assert chat.open == ("?",)


@pytest.mark.parametrize(
    ("words", "events"),
    [
        ("I am away until 12 January", (OnLeave("2027-01-12"),)),
        ("on holiday for two weeks", (OnLeave("2027-01-18"),)),
        ("I am away until soon", ()),
        ("on holiday from work", ()),
    ],
)
def test_a_day_in_the_words_that_open_the_leave_is_not_asked_for_and_any_other_is(
    words: str, events: tuple[OnLeave, ...]
) -> None:
    chat = Chat()
    outcome = chat.said(words, "leave")
    assert (chat.events, told(outcome, "leave.set"), told(outcome, "leave.until")) == (events, bool(events), not events)


def test_three_days_that_cannot_be_read_end_in_the_offer_of_a_rest() -> None:
    chat = Chat()
    chat.said("/leave")
    assert told(chat.said("when i feel like it"), "leave.until_again")
    assert told(chat.said("yesterday"), "leave.until_again")
    outcome = chat.said("dunno")
    assert told(outcome, "leave.unknown")
    assert [choice.key for choice in outcome.messages[0].choices] == ["/pause"]
    assert (chat.events, chat.flows) == ((), ())


def test_a_day_is_counted_where_they_are() -> None:
    chat = Chat(facts=replace(FACTS, profile=replace(PROFILE, zone="Pacific/Kiritimati")))
    chat.said("/leave")
    chat.said("tomorrow")
    assert chat.events == (OnLeave("2027-01-06"),)  # it is the fifth there
