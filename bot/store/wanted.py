"""Wanted: tasks that take a moment of work first. They are schedules without an hour, which the clock leaves alone."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.dialects.postgresql import insert  # SQLite has the same words for a conflict

from bot.domain.schedule import TASK
from bot.store.columns import UtcDateTime
from bot.store.prepared import Prepared
from bot.store.tables import schedules
from bot.store.work import Work


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants, and at which of their addresses they asked."""

    learner: int
    address_id: int | None


def put(work: Work, learner_id: int, subject: str, address_id: int) -> None:
    """Somebody wants this; twice is once."""
    values = {"learner_id": learner_id, "kind": TASK, "subject": subject, "address_id": address_id}
    work.execute(_PUT, values)


def waits(work: Work, subject: str) -> bool:
    """Whether anybody wants this."""
    return work.execute(_FIRST, {"what": subject}).value(int) is not None


def take(work: Work, subject: str, until: datetime) -> Wanted | None:
    """Take the oldest wish in hand, so that nobody else works on it; None when nobody wants this.

    It is seen to be on its way until it is brought, or until this moment: then the clock takes it off the list.
    """
    row = work.execute(_TAKE, {"what": subject, "until": until}).one_or_none()
    return Wanted(row.learner_id, row.address_id) if row else None


_PUT = Prepared(insert(schedules).on_conflict_do_nothing())
_first = (
    select(schedules.c.id)
    .where(schedules.c.due_at.is_(None), schedules.c.kind == TASK, schedules.c.subject == bindparam("what"))
    .order_by(schedules.c.id)
    .limit(1)
)
_FIRST = Prepared(_first)
_next = _first.with_for_update(skip_locked=True).cte("next")
_TAKE = Prepared(
    update(schedules)
    .values(due_at=bindparam("until", type_=UtcDateTime()))
    .where(schedules.c.id.in_(select(_next.c.id)))
    .returning(schedules.c.learner_id, schedules.c.address_id)
)
