"""Asking: which items are worth asking one person now, by what they studied and how well they remember it. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.review import Memory, recall
from content.library import Library
from content.model import Item

QUIZ = 4
FEWEST = 3
REVIEWS = 2
OF_ONE = 2
RESTING = timedelta(hours=20)
SOON = timedelta(hours=12)
HEALTH_LITERACY = "health-literacy"

Rank = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Studied:
    """What is known of one lesson or item: what it was about, when last (UTC), and whether right then.

    Of an item also how firmly it is remembered (`bot.domain.review`), and from when it is worth asking again.
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
    """What one person has met so far: what they studied, by lesson and item, and how often the clock brought each of them."""

    studied: Mapping[str, Studied]
    prompted: Mapping[str, int]


def memory_of(seen: Studied | None) -> Memory | None:
    """How an item is remembered; None for one that was never asked, or only before memories were kept."""
    if seen is None or seen.stability is None or seen.difficulty is None or seen.review_at is None:
        return None
    return Memory(seen.stability, seen.difficulty, seen.review_at, seen.last_at)


def review_items(library: Library, met: Met, now: datetime, until: datetime) -> tuple[str, ...]:
    """One or two items for a review day: those due until a moment, missed ones first, then the least remembered.

    Where none is due it is one that was never asked, of a competency whose lesson was finished: the latest lesson's first. What was
    asked in the last 20 hours waits.
    """
    items, taught = _english(library), _taught(met)
    seen = [(id, met.studied[id]) for id in items if id in met.studied]
    due = [(one.correct, _recall(one, now), id) for id, one in seen if _due(one, until) and not _resting(one, now)]
    if due:
        return tuple(id for *_, id in sorted(due)[:REVIEWS])
    fresh = [item for id, item in items.items() if id not in met.studied and item.competency in taught]
    fresh.sort(key=lambda item: (_fresh_rank(item, met, taught), item.id))
    return tuple(item.id for item in fresh[:1])


def quiz_items(library: Library, met: Met, now: datetime) -> tuple[str, ...]:
    """The items of a quiz, four where there are so many, with health literacy always among them.

    First what is due, the least remembered first; then what was taught and never asked; then what was not asked for longest; and
    where that is not enough, health literacy of which no lesson was read yet. No more than two are of one competency while others
    have any; what was asked in the last 20 hours comes only where fewer than three would be left.
    """
    items, taught = _english(library), _taught(met)
    ranks = {id: _rank(item, met, now, taught) for id, item in items.items()}
    ranked = sorted((id for id, rank in ranks.items() if rank), key=lambda id: (ranks[id], id))
    rested = [id for id in ranked if not _resting(met.studied.get(id), now)]
    about_health = [id for id in (*rested, *ranked) if _about_health(items[id])][:1]
    # One place is for something new, or what is due would keep it out for months.
    fresh = [id for id in rested if id not in met.studied and items[id].competency in taught and id not in about_health]
    chosen = _spread(items, rested, [*about_health, *fresh[:1]])
    if len(chosen) < FEWEST:
        chosen += [id for id in ranked if id not in chosen][: FEWEST - len(chosen)]
    return tuple(id for id in ranked if id in chosen)


def _spread(items: Mapping[str, Item], ranked: Sequence[str], chosen: Sequence[str]) -> list[str]:
    """What was chosen and the first of the rest, as many as a quiz has; more than two of one competency only for want of others."""
    found = list(chosen)
    for most in (OF_ONE, QUIZ):
        for id in ranked:
            asked = sum(items[one].competency == items[id].competency for one in found)
            if id not in found and asked < most and len(found) < QUIZ:
                found.append(id)
    return found


def _rank(item: Item, met: Met, now: datetime, taught: Mapping[str, datetime]) -> Rank | None:
    """Where an item stands in line for a quiz; None for one that has no place in it yet."""
    seen = met.studied.get(item.id)
    if seen and _due(seen, now + SOON):
        return 0, _recall(seen, now), seen.last_at.timestamp()
    if seen:
        return 2, seen.last_at.timestamp(), 0.0
    if item.competency in taught:
        return 1, *_fresh_rank(item, met, taught)
    if _about_health(item):
        return 3, met.prompted.get(item.id, 0), float(item.competency != HEALTH_LITERACY)
    return None


def _fresh_rank(item: Item, met: Met, taught: Mapping[str, datetime]) -> tuple[float, float]:
    return met.prompted.get(item.id, 0), -taught[item.competency].timestamp()


def _about_health(item: Item) -> bool:
    return item.competency == HEALTH_LITERACY or bool(item.health_topics)


def _due(seen: Studied, until: datetime) -> bool:
    return seen.review_at is None or seen.review_at <= until


def _recall(seen: Studied, now: datetime) -> float:
    memory = memory_of(seen)
    return recall(memory, now) if memory else 0.0


def _resting(seen: Studied | None, now: datetime) -> bool:
    return seen is not None and now - seen.last_at < RESTING


def _english(library: Library) -> Mapping[str, Item]:
    return {id: item for (id, locale), item in library.items.items() if locale == "en"}


def _taught(met: Met) -> Mapping[str, datetime]:
    """The competencies of which a lesson was finished, and when the last time."""
    lessons = sorted((one.last_at, one.competency) for one in met.studied.values() if one.kind == "lesson")
    return {competency: at for at, competency in lessons}
