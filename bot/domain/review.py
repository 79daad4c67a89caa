"""Review: how firmly an item is remembered and when it is worth asking again, reckoned by FSRS from right and wrong alone. Pure."""

from dataclasses import dataclass
from datetime import UTC, datetime

from fsrs import Card, Rating, Scheduler, State

# No learning steps: an item that comes in a prompt a day is asked again on another day, never in ten minutes. No fuzz: the same
# answers must give the same days, so that anybody can be told why an item came.
_SCHEDULER = Scheduler(desired_retention=0.9, learning_steps=(), relearning_steps=(), enable_fuzzing=False)
_CARD = 1  # without a number of its own a card reads the clock, and sleeps


@dataclass(frozen=True, slots=True)
class Memory:
    """How one item is remembered: `stability` is in how many days recall falls to nine in ten, `difficulty` goes from 1 to 10.

    `review_at` is a whole number of days after `last_at`, the last answer; both are UTC.
    """

    stability: float
    difficulty: float
    review_at: datetime
    last_at: datetime


def after(memory: Memory | None, correct: bool, at: datetime) -> Memory:
    """The memory of an item after an answer; None is an item that was never asked."""
    at = at.astimezone(UTC)
    before = _card(memory) if memory else Card(card_id=_CARD, due=at)
    card, _ = _SCHEDULER.review_card(before, Rating.Good if correct else Rating.Again, at)
    assert card.stability is not None
    assert card.difficulty is not None
    return Memory(card.stability, card.difficulty, card.due, at)


def recall(memory: Memory, now: datetime) -> float:
    """How likely the item would be answered rightly now, from 0 to 1; it falls from day to day."""
    return _SCHEDULER.get_card_retrievability(_card(memory), now)


def _card(memory: Memory) -> Card:
    return Card(_CARD, State.Review, None, memory.stability, memory.difficulty, memory.review_at, memory.last_at)
