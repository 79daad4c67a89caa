"""Release steps: what became of each release, one row a step; nothing is ever altered."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Row, bindparam, func, insert, select, update
from sqlalchemy.util.typing import TupleAny

from bot.store.prepared import Prepared
from bot.store.release_tables import release_steps
from bot.store.work import Work


class Step(StrEnum):
    """Something that became of a release."""

    made = "made"
    asked = "asked"
    returned = "returned"
    approved = "approved"
    tried = "tried"
    published = "published"
    rolled_back = "rolled_back"


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that was taken: with which release, by whom (a pseudonym), for which team (0 is everybody), and when.

    `words` is what somebody asked its author to change.
    """

    number: int
    step: Step
    by: str
    at: datetime
    team: int = 0
    words: str = ""


def take(work: Work, taken: Taken) -> None:
    """Write a step down."""
    values = {"number": taken.number, "step": taken.step.value, "team_id": taken.team, "by": taken.by, "at": taken.at}
    work.execute(_TAKE, {**values, "words": taken.words or None})


def of(work: Work, number: int) -> tuple[Taken, ...]:
    """The steps of one release, in order."""
    return tuple(_taken(row) for row in work.execute(_OF, {"number": number}))


def newest(work: Work, most: int) -> tuple[Taken, ...]:
    """The newest steps of all releases, the newest last."""
    return tuple(_taken(row) for row in reversed(work.execute(_NEWEST, {"most": most}).all()))


def mark(work: Work) -> int:
    """A number that grows with every step: whoever knows it knows whether anything was published since.

    The highest number of a row does not: where several write at once, a lower one may be there later than a higher one.
    """
    return work.execute(_MARK, {}).value(int) or 0


def outs(work: Work) -> tuple[Taken, ...]:
    """Every step by which a release came out to everybody, in order: published or rolled back to."""
    return tuple(_taken(row) for row in work.execute(_OUTS))


def since(work: Work, moment: datetime) -> tuple[int, ...]:
    """The releases with which anything was done since a moment."""
    return tuple(work.execute(_SINCE, {"moment": moment}).scalars())


def waiting(work: Work, moment: datetime, most: int) -> tuple[int, ...]:
    """The newest releases that wait for approval since a moment or later."""
    return tuple(work.execute(_WAITING, {"moment": moment, "most": most}).scalars())


def came_to_learners(work: Work, moment: datetime) -> tuple[int, ...]:
    """The releases that people learned from: all that were ever out, and those that a team tried since a moment."""
    tried = work.execute(_TRIED, {"moment": moment}).scalars()
    return tuple(sorted({*(one.number for one in outs(work)), *tried}))


def forget_words(work: Work, names: Collection[str]) -> int:
    """Forget what somebody asked to have changed, by all their pseudonyms; that they asked stays. How many."""
    theirs = release_steps.c.by.in_(list(names)), release_steps.c.words.is_not(None)
    return work.execute(update(release_steps).where(*theirs).values(words=None)).rowcount


def _taken(row: Row[*TupleAny]) -> Taken:
    return Taken(row.number, Step(row.step), row.by, row.at, row.team_id, row.words or "")


_columns = (release_steps.c.number, release_steps.c.step, release_steps.c.by, release_steps.c.at)
_all = select(*_columns, release_steps.c.team_id, release_steps.c.words)
_TAKE = Prepared(insert(release_steps))
_OF = _all.where(release_steps.c.number == bindparam("number")).order_by(release_steps.c.id)
_NEWEST = _all.order_by(release_steps.c.id.desc()).limit(bindparam("most"))
_MARK = Prepared(select(func.count(release_steps.c.id)))
_OUTS = _all.where(release_steps.c.step.in_(["published", "rolled_back"])).order_by(release_steps.c.id)
_TRIED = select(release_steps.c.number).where(
    release_steps.c.step == Step.tried.value, release_steps.c.at >= bindparam("moment")
)
_last = select(func.max(release_steps.c.id)).group_by(release_steps.c.number)
_WAITING = (
    select(release_steps.c.number)
    .where(
        release_steps.c.id.in_(_last),
        release_steps.c.step.in_([Step.asked.value, Step.approved.value]),
        release_steps.c.at >= bindparam("moment"),
    )
    .order_by(release_steps.c.id.desc())
    .limit(bindparam("most"))
)
_SINCE = (
    select(release_steps.c.number).where(release_steps.c.at >= bindparam("moment")).group_by(release_steps.c.number)
)
