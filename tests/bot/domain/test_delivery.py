"""A delivery that fails: how long it waits, and how often it is tried again."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.delivery import (
    BULK,
    RESENT_IN_DOUBT,
    Delivery,
    Priority,
    after_a_doubt,
    after_a_fault,
    after_not_sent,
    wait_of,
)
from dialogues.message import Message, Text

LONGEST = {Priority.crisis: 3, Priority.reply: 10} | dict.fromkeys(BULK, 300)
MORE = {Priority.crisis: 60, Priority.reply: 20}
PRIORITIES = st.sampled_from(sorted(Priority))
WAITED_FOR = st.sampled_from(sorted(RESENT_IN_DOUBT))


def failed(priority: Priority, attempts: int) -> Delivery:
    return Delivery(1, 1, "terminal", 1, "ana", Message(Text.of("hello")), priority, attempts, 1, "1")


def after(priority: Priority, outcomes: list[str]) -> int | None:
    """Its attempts after these failures, one after the other; None when it was given up."""
    steps = {"not sent": after_not_sent, "doubt": after_a_doubt, "fault": after_a_fault}
    attempts: int | None = 0
    for outcome in outcomes:
        if attempts is not None:
            attempts = steps[outcome](failed(priority, attempts))
    return attempts


@pytest.mark.parametrize("priority", list(Priority))
def test_each_wait_is_longer_up_to_what_its_priority_may_wait(priority: Priority) -> None:
    waits = [wait_of(failed(priority, attempts)) for attempts in (0, 1, 2, 3, 8, 10, 10_000)]
    assert waits == [timedelta(seconds=min(wait, LONGEST[priority])) for wait in (2, 4, 8, 16, 512, 2048, 2048)]


@given(WAITED_FOR, st.integers(0, 100), st.integers(0, 100))
def test_however_long_an_outage_was_what_is_in_doubt_is_still_sent_again_but_not_for_ever(
    priority: Priority, before: int, between: int
) -> None:
    outage, more = ["not sent"] * before, MORE[priority]
    doubts = ["doubt", *["not sent"] * between, *["doubt"] * (more - 1)]
    assert after(priority, [*outage, *doubts]) is not None
    assert after(priority, [*outage, *doubts, "doubt"]) is None


@given(PRIORITIES, st.integers(0, 1000))
def test_what_surely_did_not_arrive_is_tried_for_ever(priority: Priority, before: int) -> None:
    assert after(priority, ["not sent"] * before) is not None


@given(PRIORITIES, st.lists(st.sampled_from(["not sent", "fault"])))
def test_a_fault_of_ours_ends_some_time(priority: Priority, before: list[str]) -> None:
    assert after(priority, [*before, *["fault"] * 10]) is None


@given(WAITED_FOR, st.integers(0, 1000))
def test_after_an_outage_one_fault_is_not_the_end_of_an_answer(priority: Priority, before: int) -> None:
    assert after(priority, [*["not sent"] * before, "fault"]) is not None


@pytest.mark.parametrize("priority", sorted(BULK))
def test_bulk_in_doubt_is_not_sent_again(priority: Priority) -> None:
    assert after(priority, ["doubt"]) is None
