"""Reviews: the same answers always lead to the same memory, and it is py-fsrs that reckons it."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone

import pytest
from fsrs import Card, Rating, Scheduler
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.review import Memory, Shift, after, recall, shift

NOW = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
RIGHT, WRONG = True, False
answers = st.lists(st.tuples(st.booleans(), st.integers(0, 60 * 24 * 60)), min_size=1, max_size=12)


def learned(given: Sequence[tuple[bool, int]]) -> Memory:
    """The memory after answers, each so many minutes after the one before."""
    at, memory = NOW, None
    for correct, minutes in given:
        at += timedelta(minutes=minutes)
        memory = after(memory, correct, at)
    assert memory is not None
    return memory


def interval(memory: Memory) -> timedelta:
    """How long it is until the item comes again."""
    return memory.review_at - memory.last_at


@given(answers)
def test_the_memory_is_the_one_that_py_fsrs_reckons_by_itself(given: list[tuple[bool, int]]) -> None:
    scheduler = Scheduler(desired_retention=0.9, learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    at, card = NOW, Card(card_id=7, due=NOW)
    for correct, minutes in given:
        at += timedelta(minutes=minutes)
        card, _ = scheduler.review_card(card, Rating.Good if correct else Rating.Again, at)
    memory = learned(given)
    assert (memory.stability, memory.difficulty, memory.review_at) == (card.stability, card.difficulty, card.due)
    assert memory.last_at == card.last_review
    assert recall(memory, at + 9 * DAY) == scheduler.get_card_retrievability(card, at + 9 * DAY)


@given(answers)
def test_the_same_answers_give_the_same_memory_and_a_whole_number_of_days(given: list[tuple[bool, int]]) -> None:
    memory = learned(given)
    assert learned(given) == memory
    assert interval(memory) % DAY == timedelta(0)
    assert interval(memory) >= DAY
    assert 1 <= memory.difficulty <= 10
    assert memory.stability > 0


@given(answers, st.integers(0, 400), st.integers(0, 400))
def test_recall_falls_from_day_to_day_and_stays_between_none_and_all(
    given: list[tuple[bool, int]], one: int, other: int
) -> None:
    memory = learned(given)
    sooner, later = sorted((one, other))
    assert 0 < recall(memory, memory.last_at + later * DAY) <= recall(memory, memory.last_at + sooner * DAY) <= 1


@given(answers, st.integers(1, 90))
def test_a_right_answer_lengthens_and_a_wrong_one_shortens(given: list[tuple[bool, int]], days: int) -> None:
    memory = learned(given)
    at = memory.last_at + days * DAY
    right, wrong = after(memory, RIGHT, at), after(memory, WRONG, at)
    assert right.stability >= memory.stability > 0
    assert wrong.stability <= memory.stability
    assert interval(wrong) <= interval(memory) <= interval(right)
    assert right.difficulty <= wrong.difficulty


def test_items_known_well_come_ever_more_seldom_and_a_missed_one_comes_the_next_day() -> None:
    memory, days = None, []
    for _ in range(4):
        memory = after(memory, RIGHT, memory.review_at if memory else NOW)
        days.append(interval(memory) // DAY)
    assert days == [2, 11, 46, 163]
    assert interval(after(None, WRONG, NOW)) == DAY
    assert memory is not None
    missed = after(memory, WRONG, memory.review_at)
    assert DAY <= interval(missed) < 60 * DAY


def test_an_item_comes_again_when_recall_has_fallen_to_about_nine_in_ten() -> None:
    memory = after(after(None, RIGHT, NOW), RIGHT, NOW + 2 * DAY)
    assert recall(memory, memory.last_at) == 1
    assert recall(memory, memory.review_at) == pytest.approx(0.9, abs=0.01)


def test_a_clock_that_is_a_little_behind_harms_no_memory() -> None:
    memory = after(None, RIGHT, NOW)
    behind = after(memory, RIGHT, NOW - timedelta(seconds=5))
    assert behind.stability >= memory.stability
    assert recall(memory, NOW - DAY) == 1


def test_times_of_any_zone_are_kept_in_utc() -> None:
    there = timezone(timedelta(hours=5, minutes=45))
    assert after(None, RIGHT, NOW.astimezone(there)) == after(None, RIGHT, NOW)
    assert after(None, RIGHT, NOW.astimezone(there)).last_at.tzinfo is UTC


def test_who_goes_away_is_asked_as_much_later_and_what_was_due_before_stays_due() -> None:
    moved = shift(None, NOW + 14 * DAY, NOW)
    assert moved == Shift(NOW, 14 * DAY)
    assert [moved.of(NOW + days * DAY) for days in (-1, 0, 1, 9)] == [NOW + days * DAY for days in (-1, 0, 15, 23)]


@given(st.integers(1, 90), st.integers(0, 90), st.integers(-5, 200))
def test_who_comes_back_sooner_is_asked_as_much_sooner_as_was_left(length: int, gone: int, days: int) -> None:
    until, back, due = NOW + length * DAY, NOW + min(gone, length) * DAY, NOW + days * DAY
    away, returned = shift(None, until, NOW), shift(until, None, back)
    assert away is not None
    at = away.of(due)
    then = returned.of(at) if returned else at
    assert then == (due if days <= 0 else due + (back - NOW)), "later by the time that they were really away"


def test_time_away_that_changes_moves_by_the_difference_and_one_that_is_over_by_nothing() -> None:
    until = NOW + 7 * DAY
    assert shift(until, until + 3 * DAY, NOW) == Shift(until, 3 * DAY)
    assert shift(until, until - 3 * DAY, NOW) == Shift(until, -3 * DAY)
    assert shift(until, until, NOW) is shift(NOW - DAY, None, NOW) is shift(None, None, NOW) is None
    assert shift(NOW - DAY, until, NOW) == Shift(NOW, 7 * DAY), "the last one is over"
