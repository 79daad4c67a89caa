"""Pulled: what waits for an address that nobody sends to; it leaves with the answer to that person's next request."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, bindparam, or_, select, update

from bot.domain.delivery import RESENT_IN_DOUBT, Delivery, Fate, Priority
from bot.domain.schedule import TASK
from bot.store.claims import claiming, readable
from bot.store.columns import UtcDateTime
from bot.store.doubts import IN_DOUBT, decide_doubts
from bot.store.leases import LEASE
from bot.store.prepared import Found, Prepared
from bot.store.sealed import keys_in_force
from bot.store.tables import addresses, inbox, is_status, outbox, schedules
from bot.store.work import Work

AT_MOST = 50
SOON = timedelta(seconds=1)  # whoever asked for it may have a clock a little ahead of ours


@dataclass(frozen=True, slots=True)
class Asked:
    """An update, as whoever waits for its answer sees it: its number, where the answer goes, and whether it is over."""

    id: int
    address_id: int | None
    over: bool


def asked(work: Work, account: str, external_id: str) -> Asked | None:
    """How far the update of this name is; None when it is not there (any more)."""
    row = work.execute(_ASKED, {"account": account, "name": external_id}).one_or_none()
    return Asked(row.id, row.address_id, row.done_at is not None) if row else None


def task_waits(work: Work, address_id: int, drawn: str, now: datetime) -> bool:
    """Whether something that was asked for at this address is on its way: due, in hand, or `drawn`, the task that takes longer."""
    terms = {"place": address_id, "drawn": drawn, "soon": now + SOON}
    if work.execute(_TASK_DUE, terms).value(int) is not None:
        return True
    return work.execute(_TASK_FIRED, {"place": address_id}).value(int) is not None


def name_of(account: str, address: str, key: str) -> str:
    """The external id of a request that its sender named by `key`: always the same, and nobody else's with the same key."""
    return keys_in_force().fingerprint(f"{account} request", f"{address}\0{key}")


def claim(work: Work, address_id: int, owner: str, now: datetime) -> list[Delivery]:
    """All that waits for an address, ours for 10 s, the most urgent first; of waiting prompts only the newest firing's.

    The caller has one request of an address in hand at a time, so what this process had claimed before is in doubt by now.
    """
    decide_doubts(work, now)
    here = {"place": address_id}
    open_ones = work.execute(_OPEN, here).all()
    if any(row.status == Fate.sending and row.lease_owner == owner for row in open_ones):
        for statement in (_RESEND, _DROP):
            work.execute(statement, {**here, "owner": owner, "now": now, "why": IN_DOUBT})
        open_ones = work.execute(_OPEN, here).all()
    for old in _outdated(open_ones):
        work.execute(_CANCEL, {"this": old, "now": now})
    terms = {"owner": owner, "until": now + LEASE}
    # One by one: they are few, and to choose them all in one statement takes SQLite ten times as long.
    rows = (work.execute(_CLAIM, {**terms, "this": row.id}).one_or_none() for row in _ready(open_ones, now)[:AT_MOST])
    claimed = readable(work, [row for row in rows if row], now)
    return sorted(claimed, key=lambda one: (one.priority, one.id))


def _ready(open_ones: list[Found], now: datetime) -> list[Found]:
    """What may be handed out: due, and nothing of its priority on its way before it by another process."""
    first: dict[int, int] = {}
    for row in open_ones:
        if row.status == Fate.sending:
            first.setdefault(row.priority, row.id)
    waiting = [row for row in open_ones if row.status == Fate.waiting]
    # An answer is due at once: the process that gave it may have a clock a little ahead of ours.
    due = [row for row in waiting if row.due_at <= now or row.priority <= Priority.reply]
    return [row for row in due if row.id < first.get(row.priority, row.id + 1)]


def _outdated(open_ones: list[Found]) -> list[int]:
    """The waiting prompts of every firing but the newest: nobody wants last week's lesson on top of today's."""
    prompts = [row for row in open_ones if row.priority == Priority.prompt and row.status == Fate.waiting]
    firings = [_turn(row.key) for row in prompts]
    return [row.id for row, firing in zip(prompts, firings, strict=True) if firing != firings[-1]]


def _turn(key: str) -> str:
    """The turn or firing that a delivery belongs to: its key without the place there."""
    return key.rpartition(".")[0]


_NOW = bindparam("now", type_=UtcDateTime())
_ASKED = Prepared(
    select(inbox.c.id, inbox.c.address_id, inbox.c.done_at).where(
        inbox.c.account == bindparam("account"), inbox.c.external_id == bindparam("name")
    )
)
# Found by the person, whom both tables are sorted by.
_owner = select(addresses.c.learner_id).where(addresses.c.id == bindparam("place")).scalar_subquery()
_TASK_DUE = Prepared(
    select(schedules.c.id)
    .where(
        schedules.c.learner_id == _owner,
        schedules.c.kind == TASK,
        schedules.c.address_id == bindparam("place"),
        or_(schedules.c.due_at <= bindparam("soon", type_=UtcDateTime()), schedules.c.subject == bindparam("drawn")),
    )
    .limit(1)
)
_TASK_FIRED = Prepared(
    select(inbox.c.id)
    .where(
        inbox.c.learner_id == _owner,
        inbox.c.fired_kind == TASK,
        inbox.c.address_id == bindparam("place"),
        inbox.c.done_at.is_(None),
    )
    .limit(1)
)
_here = (outbox.c.address_id == bindparam("place"), outbox.c.settled_at.is_(None))
_told = ("id", "key", "priority", "status", "lease_owner", "due_at")
_OPEN = Prepared(select(*(outbox.c[name] for name in _told)).where(*_here).order_by(outbox.c.id))
_CLAIM = claiming(outbox.c.id == bindparam("this"), is_status(outbox, Fate.waiting))

_left = (*_here, is_status(outbox, Fate.sending), outbox.c.lease_owner == bindparam("owner"))
_resent = and_(
    or_(*(outbox.c.priority == int(one) for one in sorted(RESENT_IN_DOUBT))), outbox.c.cancelled_at.is_(None)
)
_RESEND = Prepared(
    update(outbox)
    .where(*_left, _resent)
    .values(status=Fate.waiting.value, attempts=outbox.c.attempts + 1, error=bindparam("why"))
)
_DROP = Prepared(
    update(outbox).where(*_left, ~_resent).values(status=Fate.dropped.value, settled_at=_NOW, error=bindparam("why"))
)
_CANCEL = Prepared(
    update(outbox)
    .where(outbox.c.id == bindparam("this"), is_status(outbox, Fate.waiting))
    .values(status=Fate.cancelled.value, cancelled_at=_NOW, settled_at=_NOW)
)
