"""The pace: no more than the platform takes in any second, replies before bulk, and nobody waits for nothing."""

import math
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.pace import AFTER_A_REPLY, CATCH_UP, JITTER, SECOND, Pace, Room

NOW = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
MOST = 24
RATES = st.sampled_from([1, 5, 20, 30, 100, 1000])
# Who asks, and how long after the last one: often at once, sometimes after a rest.
ASKS = st.lists(
    st.tuples(st.sampled_from(["reply", "bulk", "both"]), st.one_of(st.integers(0, 40_000), st.integers(0, 3_000_000))),
    min_size=1,
    max_size=200,
)


def after(microseconds: int) -> datetime:
    return NOW + timedelta(microseconds=microseconds)


def most_in_a_second(moments: list[datetime]) -> int:
    """The most that left within any second, both its ends counted."""
    moments = sorted(moments)
    return max((sum(first <= one <= first + SECOND for one in moments) for first in moments), default=0)


def left(a_second: float, asks: list[tuple[str, int]]) -> tuple[list[datetime], list[datetime]]:
    """Take all the room there is, each time somebody asks; when replies and when bulk left."""
    pace, replies, bulk, at = Pace(a_second, MOST), [], [], 0
    for kind, later in asks:
        at += later
        now = after(at)
        room = pace.room(now)
        many_bulk = 0 if kind == "reply" else room.bulk if kind == "bulk" else room.bulk // 2
        many_replies = 0 if kind == "bulk" else room.any - many_bulk
        pace.took(now, many_replies, many_bulk)
        replies += [now] * many_replies
        bulk += [now] * many_bulk
    return replies, bulk


@given(RATES, ASKS)
def test_no_more_ever_leave_in_any_second_than_the_platform_takes(a_second: int, asks: list[tuple[str, int]]) -> None:
    replies, bulk = left(a_second, asks)
    assert most_in_a_second(replies + bulk) <= a_second


@given(RATES, ASKS, st.data())
def test_no_more_arrive_in_any_second_though_some_take_longer_on_their_way(
    a_second: int, asks: list[tuple[str, int]], data: st.DataObject
) -> None:
    replies, bulk = left(a_second, asks)
    longest = JITTER // timedelta(microseconds=1)
    late = data.draw(
        st.lists(st.integers(0, longest), min_size=len(replies + bulk), max_size=len(replies + bulk)), "on their way"
    )
    arrived = [one + timedelta(microseconds=by) for one, by in zip(replies + bulk, late, strict=True)]
    assert most_in_a_second(arrived) <= a_second


@given(st.sampled_from([5, 20, 30, 100, 1000]), ASKS)
def test_bulk_leaves_a_fifth_free_for_two_seconds_after_a_reply(a_second: int, asks: list[tuple[str, int]]) -> None:
    replies, bulk = left(a_second, asks)
    for begin, end in pairwise([*replies, NOW + timedelta(days=1)]):
        shared = [one for one in bulk if begin < one < min(end, begin + AFTER_A_REPLY)]
        assert most_in_a_second(shared) <= a_second * 4 / 5


@given(RATES, ASKS)
def test_after_a_rest_nobody_waits(a_second: int, asks: list[tuple[str, int]]) -> None:
    pace, at = Pace(a_second, MOST), 0
    assert pace.room(NOW).bulk >= 1
    for _, later in asks:
        at += later
        room = pace.room(after(at))
        pace.took(after(at), 0, room.bulk)
    rested = after(at) + timedelta(seconds=2)
    assert pace.room(rested).any >= 1
    assert pace.room(rested).bulk >= 1
    assert pace.next_at(rested) is None


@given(RATES, ASKS)
def test_at_the_next_slot_there_is_room_and_not_before(a_second: int, asks: list[tuple[str, int]]) -> None:
    pace, at = Pace(a_second, MOST), 0
    for kind, later in asks:
        at += later
        room = pace.room(after(at))
        pace.took(after(at), min(room.any, 1) * (kind == "reply"), min(room.bulk, 1) * (kind != "reply"))
        before, slot = pace.room(after(at)), pace.next_at(after(at))
        if slot is None:
            assert before.bulk
        else:
            assert slot > after(at)
            wanted, unmet = pace.room(slot), pace.room(slot - timedelta(microseconds=1))
            assert (wanted.any > 0 and unmet.any == 0) if before.any == 0 else (wanted.bulk > 0 and unmet.bulk == 0)


@pytest.mark.parametrize("late", [0, 5, 29])
def test_of_thirty_a_second_at_least_twenty_eight_are_used_though_each_slot_is_taken_a_little_late(late: int) -> None:
    pace, now, sent = Pace(30, MOST), NOW, 0
    while now < NOW + timedelta(seconds=60):
        now = (pace.next_at(now) or now) + timedelta(milliseconds=late)
        room = pace.room(now)
        pace.took(now, 0, room.bulk)
        sent += room.bulk
    assert sent >= 28 * 60


def test_a_reply_has_its_slot_while_bulk_gives_way() -> None:
    pace = Pace(30, MOST)
    gap = (SECOND + CATCH_UP + JITTER) / 30
    now = NOW
    pace.took(now, 1, 0)
    had = []
    for _ in range(20):
        now += gap
        room = pace.room(now)
        assert room.any == 1
        had.append(room.bulk)
        pace.took(now, 0, room.bulk)
    assert had.count(0) in {3, 4}, "every fifth slot is kept for a reply"


def test_without_a_limit_there_is_room_for_every_connection() -> None:
    pace = Pace(math.inf, MOST)
    for _ in range(3):
        pace.took(NOW, MOST, 0)
        pace.took(NOW, 0, MOST)
        assert pace.room(NOW) == Room(MOST, MOST)
        assert pace.next_at(NOW) is None


def test_many_cards_at_once_hold_the_others_up_for_a_second_at_most() -> None:
    pace = Pace(30, MOST)
    pace.took(NOW, 200, 0)
    assert pace.room(NOW) == Room(0, 0)
    assert pace.room(NOW + SECOND).any == 1


def test_a_clock_that_is_set_back_holds_nobody_up() -> None:
    pace = Pace(30, MOST)
    pace.took(NOW, 1, 1)
    earlier = NOW - timedelta(hours=1)
    assert pace.room(earlier).any == 0
    assert pace.room(earlier + SECOND).any == 1
