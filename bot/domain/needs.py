"""Needs: how each indicator stands with one person, and how much memory needs to be asked about it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.review import Memory, after, recall
from bot.domain.studied import ITEM, LESSON, Met, Studied, indicators_in, memory_of
from content.library import Library
from content.model import Item

RESTING = timedelta(hours=20)
# Our own rule (own-learning-rhythm): where a slip can do harm, forgetting weighs more, and a fortnight has at least one of them.
IMPORTANCE: Mapping[str, float] = {"crisis": 1.5, "rights": 1.5}
# Looked at a week ahead: the next day with questions may be as far away as that.
CAREFUL_AGAIN = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Need:
    """One indicator as it stands with one person. Its `items` begin with the one to ask: never asked, or longest not seen.

    `seen` is None where it was never asked about. What was only read about is remembered as if it had been answered rightly then.
    `forgetting` is the chance that it is forgotten by now, times its importance. `prompted` counts how often the clock brought any
    of its items; `taught_at` is when a lesson of its competency was last finished, `read_at` one about this very indicator.
    """

    indicator: str
    competency: str
    items: tuple[Item, ...]
    seen: Studied | None
    memory: Memory | None
    forgetting: float
    prompted: int
    taught_at: datetime | None
    read_at: datetime | None

    def due(self, until: datetime) -> bool:
        """Whether it was asked or read about before, and is worth asking before a moment."""
        return self.memory.review_at <= until if self.memory else self.seen is not None

    def resting(self, now: datetime) -> bool:
        """Whether it was asked about a few hours ago."""
        return self.seen is not None and now - self.seen.last_at < RESTING

    @property
    def careful(self) -> bool:
        """Whether it is about what a fortnight must not go without."""
        return self.competency in IMPORTANCE

    @property
    def fresh(self) -> bool:
        """Whether it was never asked about, and its competency was taught."""
        return self.seen is None and self.taught_at is not None

    @property
    def fresh_rank(self) -> tuple[float, float, float, str]:
        """Of what is new, what was left lying comes last, and what was read about first; then the latest lesson's before others."""
        return (
            self.prompted,
            self.read_at is None,
            -(self.taught_at.timestamp() if self.taught_at else 0.0),
            self.indicator,
        )

    @property
    def due_rank(self) -> tuple[float, float, float, str]:
        """What is due comes in this order: most forgotten and important first; of equals the longest overdue, then the weakest."""
        if self.memory is None:
            return -self.forgetting, 0.0, 0.0, self.indicator
        return -self.forgetting, self.memory.review_at.timestamp(), self.memory.stability, self.indicator


def needs_of(library: Library, met: Met, now: datetime) -> list[Need]:
    """Every indicator that the library can ask about, as it stands with one person."""
    shelves = dict[str, list[Item]]()
    for (_, locale), item in library.items.items():
        if locale == "en":
            shelves.setdefault(item.indicator, []).append(item)
    seen, taught, read = indicators_in(met.studied), _taught(met), _read(library, met)
    found = []
    for indicator, items in shelves.items():
        one, competency, read_at = seen.get(indicator), items[0].competency, read.get(indicator)
        memory = after(None, correct=True, at=read_at) if one is None and read_at else memory_of(one)
        importance = IMPORTANCE.get(competency, 1.0)
        found.append(
            Need(
                indicator,
                competency,
                tuple(sorted(items, key=lambda item: _longest_unseen(item, met))),
                one,
                memory,
                (1 - (recall(memory, now) if memory else 0.0)) * importance,
                sum(met.prompted.get(item.id, 0) for item in items),
                taught.get(competency),
                read_at,
            )
        )
    return found


def careful_wanted(met: Met, now: datetime) -> bool:
    """Whether so long ago, or never, was anything asked of what a fortnight must not go without."""
    asked = (one.last_at for one in met.studied.values() if one.kind == ITEM and one.competency in IMPORTANCE)
    return all(now - at >= CAREFUL_AGAIN for at in asked)


def topics_between(met: Met, start: datetime, end: datetime) -> frozenset[str]:
    """The competencies that somebody was with in a span of time."""
    return frozenset(one.competency for one in met.studied.values() if start <= one.last_at < end)


def _longest_unseen(item: Item, met: Met) -> tuple[float, int, str]:
    seen = met.studied.get(item.id)
    return seen.last_at.timestamp() if seen else 0.0, met.prompted.get(item.id, 0), item.id


def _taught(met: Met) -> Mapping[str, datetime]:
    """The competencies of which a lesson was finished, and when the last time."""
    lessons = sorted((one.last_at, one.competency) for one in met.studied.values() if one.kind == LESSON)
    return {competency: at for at, competency in lessons}


def _read(library: Library, met: Met) -> Mapping[str, datetime]:
    """The indicators that a finished lesson was about, and when the last time."""
    lessons = ((one.last_at, library.lessons.get((id, "en"))) for id, one in met.studied.items() if one.kind == LESSON)
    return {lesson.indicator: at for at, lesson in sorted(lessons, key=lambda one: one[0]) if lesson}
