"""Pulled: what waits for an address that nobody sends to; it leaves with the answer to that person's next request."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, and_, bindparam, exists, or_, select, update
from sqlalchemy.util.typing import TupleAny

from bot.domain.delivery import RESENT_IN_DOUBT, Delivery, Fate, Priority
from bot.store.claims import claiming, readable
from bot.store.columns import UtcDateTime
from bot.store.doubts import IN_DOUBT, decide_doubts
from bot.store.leases import LEASE
from bot.store.prepared import Prepared
from bot.store.sealed import keys_in_force
from bot.store.tables import inbox, is_status, outbox
from bot.store.work import Work

AT_MOST = 50


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


def name_of(account: str, address: str, key: str) -> str:
    """The external id of a request that its sender named by `key`: always the same, and nobody else's with the same key."""
    return keys_in_force().fingerprint(f"{account} request", f"{address}\0{key}")


def claim(work: Work, address_id: int, owner: str, now: datetime) -> list[Delivery]:
    """All that waits for an address, ours for 10 s, the most urgent first; of waiting prompts only the newest firing's.

    The caller has one request of an address in hand at a time, so what this process had claimed before is in doubt by now.
    """
    decide_doubts(work, now)
    here = {"place": address_id}
    waiting = work.execute(_WAITING, here).all()
    if any(row.status == Fate.sending and row.lease_owner == owner for row in waiting):
        for statement in (_RESEND, _DROP):
            work.execute(statement, {**here, "owner": owner, "now": now, "why": IN_DOUBT})
    for old in _outdated(waiting):
        work.execute(_CANCEL, {"this": old, "now": now})
    terms = {**here, "owner": owner, "now": now, "until": now + LEASE, "most": AT_MOST}
    claimed = readable(work, work.execute(_CLAIM, terms).all(), now)
    return sorted(claimed, key=lambda one: (one.priority, one.id))


def _outdated(waiting: list[Row[*TupleAny]]) -> list[int]:
    """The waiting prompts of every firing but the newest: nobody wants last week's lesson on top of today's."""
    prompts = [row for row in waiting if row.priority == Priority.prompt and row.status == Fate.waiting]
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
_here = (outbox.c.address_id == bindparam("place"), outbox.c.settled_at.is_(None))
_WAITING = Prepared(
    select(outbox.c.id, outbox.c.key, outbox.c.priority, outbox.c.status, outbox.c.lease_owner)
    .where(*_here)
    .order_by(outbox.c.id)
)

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

_other = outbox.alias("other")
_on_its_way = exists().where(
    _other.c.address_id == outbox.c.address_id,
    _other.c.priority == outbox.c.priority,
    is_status(_other, Fate.sending),
    _other.c.id < outbox.c.id,
)
# An answer is due at once: the process that gave it may have a clock a little ahead of ours.
_due = or_(outbox.c.due_at <= _NOW, outbox.c.priority <= int(Priority.reply))
_CLAIM = claiming(
    select(outbox.c.id)
    .where(*_here, is_status(outbox, Fate.waiting), _due, ~_on_its_way)
    .order_by(outbox.c.priority, outbox.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
    .cte("next")
)
