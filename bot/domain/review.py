"""Review: how firmly something is remembered and when to ask again, reckoned by FSRS from right and wrong alone. Pure."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

from fsrs import Card, Rating, Scheduler, State

RETENTION = 0.9
_CARD = 1  # without a number of its own a card reads the clock, and sleeps


@dataclass(frozen=True, slots=True)
class Memory:
    """How one indicator is remembered: `stability` is in how many days recall falls to nine in ten, `difficulty` goes from 1 to 10.

    `review_at` is a whole number of days after `last_at`, the last answer; both are UTC. Only time away moves it further.
    """

    stability: float
    difficulty: float
    review_at: datetime
    last_at: datetime


def after(memory: Memory | None, correct: bool, at: datetime, retention: float = RETENTION) -> Memory:
    """The memory of an indicator after an answer; None is one that was never asked about.

    It is worth asking again when its recall has fallen to `retention`.
    """
    at = at.astimezone(UTC)
    before = _card(memory) if memory else Card(card_id=_CARD, due=at)
    card, _ = _scheduler(retention).review_card(before, Rating.Good if correct else Rating.Again, at)
    assert card.stability is not None
    assert card.difficulty is not None
    return Memory(card.stability, card.difficulty, card.due, at)


def recall(memory: Memory, now: datetime) -> float:
    """How likely a question about it would be answered rightly now, from 0 to 1; it falls from day to day."""
    return _scheduler(RETENTION).get_card_retrievability(_card(memory), now)


@dataclass(frozen=True, slots=True)
class Shift:
    """Time away, longer or shorter than it was going to be: what is due after a moment (UTC) is due so much later, or sooner."""

    after: datetime
    by: timedelta

    def of(self, review_at: datetime) -> datetime:
        """When something is due now that was due then."""
        return review_at + self.by if review_at > self.after else review_at


def shift(before: datetime | None, now_until: datetime | None, now: datetime) -> Shift | None:
    """How due dates move when time away begins, ends sooner, or changes: until when it went, and until when it goes now.

    What fell due before it stays due. What is answered in the meantime and falls due after it moves with the rest where they come
    back sooner, but never before the day of that.
    """
    was, will = max(before or now, now), max(now_until or now, now)
    if was == will:
        return None
    # On the way back, what lay right behind the beginning lies right behind the end.
    return Shift(was, will - was)


@cache
def _scheduler(retention: float) -> Scheduler:
    # No learning steps: what comes in a prompt a day is asked again on another day, never in ten minutes. No fuzz: the same
    # answers must give the same days, so that anybody can be told why a question came.
    return Scheduler(desired_retention=retention, learning_steps=(), relearning_steps=(), enable_fuzzing=False)


def _card(memory: Memory) -> Card:
    return Card(_CARD, State.Review, None, memory.stability, memory.difficulty, memory.review_at, memory.last_at)
