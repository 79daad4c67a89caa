"""Schedules: when something is next due for one person. What is due becomes a firing in the inbox."""

from datetime import datetime

from sqlalchemy import FromClause, Text, bindparam, cast, delete, func, literal, select, true, update
from sqlalchemy.dialects.postgresql import Insert, insert  # SQLite has the same words for a conflict
from sqlalchemy.sql.elements import ColumnElement

from bot.domain.coach import STILL
from bot.domain.schedule import Schedule
from bot.domain.update import CLOCK, Urgency
from bot.store.columns import UtcDateTime
from bot.store.prepared import Prepared
from bot.store.tables import addresses, inbox, learners, schedules
from bot.store.work import Work


def put(work: Work, learner_id: int, schedule: Schedule) -> None:
    """Set when it is next due, in place of what was set for the same kind and subject."""
    values = {
        "learner_id": learner_id,
        "kind": schedule.kind,
        "subject": schedule.subject,
        "address_id": schedule.address_id,
        "due_at": schedule.due_at,
        "outcome": schedule.outcome,
    }
    work.execute(_PUT, values)


def cancel(work: Work, learner_id: int, kind: str, subject: str | None = None) -> None:
    """Forget one schedule, or all of a kind."""
    if subject is None:
        work.execute(_CANCEL_ALL, {"learner": learner_id, "which": kind})
    else:
        work.execute(_CANCEL, {"learner": learner_id, "which": kind, "what": subject})


def take(work: Work, learner_id: int, kind: str) -> bool:
    """Take a schedule that has fired off the list; False when it was cancelled meanwhile."""
    return work.execute(_CANCEL_ALL, {"learner": learner_id, "which": kind}).rowcount > 0


def dues(work: Work, learner_id: int, kind: str) -> list[datetime | None]:
    """When things of this kind are due for one person; None for one that has fired and is not yet answered."""
    return [row.due_at for row in work.execute(_DUES, {"learner": learner_id, "which": kind})]


def unplanned(work: Work, kind: str, limit: int = 1000) -> list[int]:
    """Learners who finished the welcome, did not stop and can be reached, and for whom nothing of this kind is due or waiting."""
    return [row.id for row in work.execute(_UNPLANNED, {"kind": kind, "most": limit, "peace": STILL})]


def of(work: Work, learner_id: int) -> list[Schedule]:
    """What is still to come for one person, the next first."""
    rows = work.execute(_OF, {"learner": learner_id})
    return [Schedule(row.kind, row.due_at, row.subject, row.address_id, row.outcome) for row in rows]


def next_due(work: Work) -> datetime | None:
    """When the clock must next look."""
    return work.execute(_NEXT).value(datetime)


def fire(work: Work, now: datetime, limit: int = 1000) -> int:
    """Put what is due into the inbox, each firing once; how many schedules were due (at most `limit`: call again)."""
    values = {"now": now, "most": limit}
    if work.dialect == "postgresql":
        return work.execute(_FIRE, values).rowcount
    # Nobody else can write meanwhile, so both statements see the same schedules.
    work.execute(_PLAN, values)
    return work.execute(_CLEAR, values).rowcount


_NOW = bindparam("now", type_=UtcDateTime())
_INSERTED = insert(schedules)
_PUT = Prepared(
    _INSERTED.on_conflict_do_update(
        index_elements=["learner_id", "kind", "subject"],
        set_={name: _INSERTED.excluded[name] for name in ("address_id", "due_at", "outcome")},
    )
)
_all = delete(schedules).where(schedules.c.learner_id == bindparam("learner"), schedules.c.kind == bindparam("which"))
_CANCEL_ALL = Prepared(_all)
_CANCEL = Prepared(_all.where(schedules.c.subject == bindparam("what")))
_OF = Prepared(
    select(schedules)
    .where(schedules.c.learner_id == bindparam("learner"), schedules.c.due_at.is_not(None))
    .order_by(schedules.c.due_at, schedules.c.id)
)
_NEXT = Prepared(select(func.min(schedules.c.due_at)).where(schedules.c.due_at.is_not(None)))

_due = (
    select(schedules)
    .where(schedules.c.due_at.is_not(None), schedules.c.due_at <= _NOW)
    .order_by(schedules.c.due_at, schedules.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_CLEARED = update(schedules).values(due_at=None)
_COPIED = ("account", "external_id", "learner_id", "address_id", "urgency")
_FIRED = ("fired_kind", "fired_subject", "fired_due_at", "at", "received_at")


def _planned(due: FromClause, moment: ColumnElement[str]) -> Insert:
    """The firings of `due`, put into the inbox; `moment` is the due time as text, the second half of the key."""
    firing = select(
        literal(CLOCK),
        cast(due.c.id, Text) + ":" + moment,
        due.c.learner_id,
        due.c.address_id,
        literal(int(Urgency.clock)),
        due.c.kind,
        due.c.subject,
        due.c.due_at,
        due.c.due_at,
        _NOW,
    ).where(true())  # without it SQLite would read ON CONFLICT as a join
    return insert(inbox).from_select([*_COPIED, *_FIRED], firing).on_conflict_do_nothing()


_here = _due.subquery("due")
_PLAN = Prepared(_planned(_here, cast(_here.c.due_at, Text)))
_CLEAR = Prepared(_CLEARED.where(schedules.c.id.in_(_due.with_only_columns(schedules.c.id))))

_held = _due.cte("due")
_iso = func.to_char(func.timezone("UTC", _held.c.due_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
_FIRE = Prepared(_CLEARED.where(schedules.c.id.in_(select(_held.c.id))).add_cte(_planned(_held, _iso).cte("planned")))
_UNPLANNED = (
    select(learners.c.id)
    .where(
        learners.c.welcomed_at.is_not(None),
        learners.c.stopped_at.is_(None),
        learners.c.unanswered <= bindparam("peace"),
        select(addresses.c.id).where(addresses.c.learner_id == learners.c.id, addresses.c.gone_at.is_(None)).exists(),
        ~select(schedules.c.id)
        .where(
            schedules.c.learner_id == learners.c.id,
            schedules.c.kind == bindparam("kind"),
            schedules.c.due_at.is_not(None),
        )
        .exists(),
        ~select(inbox.c.id)
        .where(inbox.c.learner_id == learners.c.id, inbox.c.done_at.is_(None), inbox.c.fired_kind == bindparam("kind"))
        .exists(),
    )
    .limit(bindparam("most"))
)
_DUES = Prepared(
    select(schedules.c.due_at).where(
        schedules.c.learner_id == bindparam("learner"), schedules.c.kind == bindparam("which")
    )
)
