"""Studied: what one person has met, and how firmly they remember what it is about. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain import review
from bot.domain.review import RETENTION, Memory
from dialogues.events import ItemAnswered

LESSON, ITEM, INDICATOR, STORY = "lesson", "item", "indicator", "story"


@dataclass(frozen=True, slots=True)
class Studied:
    """What is known of one lesson, item or indicator: what it was about, when last (UTC), and whether right then.

    An indicator was met as often as any of its items. Of it is also known how firmly it is remembered (`bot.domain.review`), and
    from when it is worth asking again. Items have a memory of their own only from the time before indicators had one.
    """

    kind: str
    competency: str
    indicator: str
    times: int
    right_times: int
    correct: bool
    first_at: datetime
    last_at: datetime
    stability: float | None = None
    difficulty: float | None = None
    review_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Met:
    """What one person has met so far: what they studied, by lesson, item and indicator, and how often the clock brought each."""

    studied: Mapping[str, Studied]
    prompted: Mapping[str, int]


def memory_of(seen: Studied | None) -> Memory | None:
    """How something is remembered; None for what was never asked, or only before memories were kept."""
    if seen is None or seen.stability is None or seen.difficulty is None or seen.review_at is None:
        return None
    return Memory(seen.stability, seen.difficulty, seen.review_at, seen.last_at)


def indicators_in(studied: Mapping[str, Studied]) -> Mapping[str, Studied]:
    """Every indicator that was asked about; one from before indicators were kept is remembered as its latest item is."""
    found = dict[str, Studied]()
    for one in studied.values():
        if one.kind != LESSON and one.indicator:
            found[one.indicator] = max(found.get(one.indicator, one), one, key=_tells)
    return found


def after_answer(kept: Iterable[Studied], event: ItemAnswered, at: datetime, retention: float = RETENTION) -> Studied:
    """The indicator of an answered item, after that answer; `kept` is what was known of it and of its items."""
    rows = [one for one in kept if one.kind != LESSON and one.indicator == event.indicator]
    known = max(rows, key=_tells, default=None)
    counted = [known] if known and known.kind == INDICATOR else rows
    memory = review.after(memory_of(known), event.correct, at, retention)
    return Studied(
        INDICATOR,
        event.competency,
        event.indicator,
        1 + sum(one.times for one in counted),
        event.correct + sum(one.right_times for one in counted),
        event.correct,
        min([at, *(one.first_at for one in counted)]),
        at,
        memory.stability,
        memory.difficulty,
        memory.review_at,
    )


def _tells(one: Studied) -> tuple[bool, datetime]:
    """Of all rows about an indicator its own tells how it stands, else that of the item that was answered last."""
    return one.kind == INDICATOR, one.last_at
