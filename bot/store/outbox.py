"""Outbox: messages waiting to leave, and what becomes of them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import (
    Select,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert  # SQLite has the same words for a conflict
from sqlalchemy.sql.elements import ColumnElement

from bot.domain.delivery import BULK, Delivery, Draft, Fate, Priority, after_not_sent
from bot.domain.pace import Room
from bot.store.claims import claiming, readable
from bot.store.codec import MESSAGES
from bot.store.columns import UtcDateTime, plain
from bot.store.doubts import decide_doubts
from bot.store.leases import LEASE, LeaseLost
from bot.store.prepared import Prepared
from bot.store.tables import addresses, is_status, outbox
from bot.store.work import Work

READABLE = timedelta(days=7)
KEPT = timedelta(days=30)
HEAD = 50  # how many of the line are looked at for what came too late, so that a long line costs no more
ONE = Room(1, 1)
MANY = 20  # from here on one long statement is quicker than many prepared ones


@dataclass(frozen=True, slots=True)
class Ending:
    """What became of a delivery, and when; `platform_id` is the platform's name for the sent message."""

    fate: Fate
    at: datetime
    platform_id: str = ""
    error: str = ""


def enqueue(work: Work, drafts: Sequence[Draft], now: datetime) -> int:
    """Put messages into the outbox, in this order; how many were not there yet.

    A person's new prompt takes the place of those that could not be sent before it.
    """
    rows = [_row(draft, now) for draft in drafts]
    if len(rows) > MANY:
        new = list(work.execute(_ENQUEUE.statement, rows).all())
    else:
        new = [one for row in rows for one in work.execute(_ENQUEUE, row).all()]
    first: dict[int, int] = {}
    for row in new:
        if row.priority == Priority.prompt:
            first[row.learner_id] = min(row.id, first.get(row.learner_id, row.id))
    for learner_id, id in first.items():
        work.execute(_REPLACE, {"learner": learner_id, "first": id, "now": now})
    return len(new)


def claim(work: Work, account: str, owner: str, now: datetime, room: Room = ONE) -> list[Delivery]:
    """What leaves an account next, ours for 10 s; of one priority to one address, never two at once.

    A prompt for which it is too late ends here: by now it would come in quiet hours, or when the next one is nearer.
    """
    decide_doubts(work, now)
    terms = _terms(account, owner, now, room)
    claimed: list[Delivery] = []
    bulk = room.bulk
    for priority, any_due in zip(Priority, work.execute(_WHICH, terms).one(), strict=True):
        most = room.any - len(claimed)
        if priority in BULK:
            most = min(most, bulk)
        if not any_due or most < 1:
            continue
        if priority is Priority.prompt:
            work.execute(_END_LATE, terms)
        found = _claimed(work, {**terms, "rank": int(priority), "most": most})
        claimed += found
        bulk -= len(found) if priority in BULK else 0
    return claimed


def claim_crisis(work: Work, account: str, owner: str, now: datetime, room: Room = ONE) -> list[Delivery]:
    """As `claim`, crisis messages only: any process may send them, whoever drains the account."""
    decide_doubts(work, now)
    return _claimed(work, {**_terms(account, owner, now, room), "rank": int(Priority.crisis), "most": room.any})


def renew(work: Work, ids: Sequence[int], owner: str, now: datetime) -> None:
    """Keep what we are still sending for another 10 s."""
    work.execute(_RENEW, {"these": list(ids), "owner": owner, "until": now + LEASE})


def settle(work: Work, delivery: Delivery, ending: Ending) -> None:
    """Record what became of it. Raises `LeaseLost` when the lease ran out and that was decided otherwise."""
    told = {"fate": ending.fate.value, "now": ending.at, "sent_as": ending.platform_id, "why": plain(ending.error)}
    _change_ours(work, _SETTLE, delivery, told)


def retry(work: Work, delivery: Delivery, due_at: datetime, error: str, attempts: int | None = None) -> None:
    """It could not be sent: it waits until `due_at`, unless it was cancelled meanwhile. Raises `LeaseLost`.

    `attempts` is what counts from now on; None when it surely did not arrive.
    """
    tried = after_not_sent(delivery) if attempts is None else attempts
    _change_ours(work, _RETRY, delivery, {"due": due_at, "why": plain(error), "tried": tried})


def throttle(work: Work, address_id: int, until: datetime) -> None:
    """Send nothing to this address before `until`, as its platform asks; it never shortens what was asked before."""
    work.execute(_THROTTLE, {"place": address_id, "until": until})


def cancel_unsent(work: Work, learner_id: int, priorities: Collection[Priority], now: datetime) -> int:
    """End what waits for a person unsent; what is on its way just now is not tried again. How many were waiting."""
    chosen = {"learner": learner_id, "priorities": [int(one) for one in priorities], "now": now}
    cancelled = work.execute(_CANCEL, chosen).rowcount
    work.execute(_NOT_AGAIN, chosen)
    return cancelled


def blank_old(work: Work, now: datetime, limit: int = 1000) -> int:
    """Blank what was settled 7 days ago, delete what was 30 days ago; how many rows (at most twice `limit`: call again)."""
    blanked = work.execute(_BLANK, {"before": now - READABLE, "most": limit}).rowcount
    return blanked + work.execute(_FORGET, {"before": now - KEPT, "most": limit}).rowcount


def counts(work: Work) -> Mapping[Fate, int]:
    """How many deliveries met which fate, of those still kept."""
    return {Fate(row.status): row.many for row in work.execute(_COUNTS)}


def _row(draft: Draft, now: datetime) -> dict[str, object]:
    return {
        "key": draft.key,
        "learner_id": draft.learner,
        "address_id": draft.address_id,
        "to": draft.address_id,
        "priority": int(draft.priority),
        "message": MESSAGES.dump(draft.message),
        "question": draft.message.question,
        "due_at": draft.due_at,
        "too_late_at": draft.too_late_at,
        "created_at": now,
    }


def _terms(account: str, owner: str, now: datetime, room: Room) -> dict[str, object]:
    span = {"lately": now - room.pause, "soon": now + room.pause}
    return {"sender": account, "owner": owner, "now": now, "until": now + LEASE, **span}


def _claimed(work: Work, terms: Mapping[str, object]) -> list[Delivery]:
    return readable(work, work.execute(_CLAIM, terms).all(), terms["now"])


def _change_ours(work: Work, statement: Prepared, delivery: Delivery, values: Mapping[str, object]) -> None:
    if work.execute(statement, {"this": delivery.id, "lease": delivery.lease, **values}).rowcount == 0:
        raise LeaseLost(f"delivery {delivery.id} is no longer ours: it was decided without us, count it as in doubt")


_NOW = bindparam("now", type_=UtcDateTime())
_account = select(addresses.c.account).where(addresses.c.id == bindparam("to")).scalar_subquery()
_NEW = (outbox.c.id, outbox.c.learner_id, outbox.c.priority)
_ENQUEUE = Prepared(insert(outbox).values(account=_account).on_conflict_do_nothing().returning(*_NEW))

_other = outbox.alias("other")
_blocked = exists().where(
    _other.c.address_id == outbox.c.address_id,
    _other.c.priority == outbox.c.priority,
    _other.c.settled_at.is_(None),
    _other.c.id < outbox.c.id,
)
_throttled = exists().where(addresses.c.id == outbox.c.address_id, addresses.c.throttled_until > _NOW)
# Read from what left, and not written down as a moment that is to come: when the clock is set back, that would be far off.
_just_written_to = select(_other.c.address_id).where(
    _other.c.settled_at > bindparam("lately"),
    _other.c.settled_at < bindparam("soon"),
    or_(is_status(_other, Fate.sent), is_status(_other, Fate.dropped)),
)
_due = (is_status(outbox, Fate.waiting), outbox.c.account == bindparam("sender"), outbox.c.due_at <= _NOW)
_WHICH = Prepared(select(*(exists().where(*_due, outbox.c.priority == int(one)).label(one.name) for one in Priority)))
_is_late = and_(outbox.c.too_late_at.is_not(None), outbox.c.too_late_at <= _NOW)
_next = (
    select(outbox.c.id)
    .where(*_due, outbox.c.priority == bindparam("rank"), ~_is_late, ~_blocked, ~_throttled)
    .where(outbox.c.address_id.not_in(_just_written_to))
    .order_by(outbox.c.due_at, outbox.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
    .cte("next")
)
_CLAIM = claiming(outbox.c.id.in_(select(_next.c.id)))

_RENEW = (
    update(outbox)
    .where(
        outbox.c.id.in_(bindparam("these", expanding=True)),
        is_status(outbox, Fate.sending),
        outbox.c.lease_owner == bindparam("owner"),
    )
    .values(lease_until=bindparam("until"))
)
_mine = (
    outbox.c.id == bindparam("this"),
    is_status(outbox, Fate.sending),
    outbox.c.lease_number == bindparam("lease"),
)
_SETTLE = Prepared(
    update(outbox)
    .where(*_mine)
    .values(status=bindparam("fate"), settled_at=_NOW, platform_id=bindparam("sent_as"), error=bindparam("why"))
)
_unwanted = outbox.c.cancelled_at.is_not(None)
_RETRY = Prepared(
    update(outbox)
    .where(*_mine)
    .values(
        status=case((_unwanted, Fate.cancelled.value), else_=Fate.waiting.value),
        settled_at=case((_unwanted, outbox.c.cancelled_at)),
        due_at=bindparam("due"),
        attempts=bindparam("tried"),
        error=bindparam("why"),
    )
)
_sooner = or_(addresses.c.throttled_until.is_(None), addresses.c.throttled_until < bindparam("until"))
_THROTTLE = Prepared(
    update(addresses)
    .where(addresses.c.id == bindparam("place"), _sooner)
    .values(throttled_until=bindparam("until", type_=UtcDateTime()))
)
_theirs = (
    outbox.c.learner_id == bindparam("learner"),
    outbox.c.settled_at.is_(None),
    outbox.c.priority.in_(bindparam("priorities", expanding=True)),
)
_ended = {"status": Fate.cancelled.value, "cancelled_at": _NOW, "settled_at": _NOW}
_CANCEL = update(outbox).where(*_theirs, is_status(outbox, Fate.waiting)).values(_ended)
_is_waiting = is_status(outbox, Fate.waiting)
_REPLACE = Prepared(
    update(outbox)
    .where(
        outbox.c.learner_id == bindparam("learner"),
        outbox.c.settled_at.is_(None),
        outbox.c.priority == int(Priority.prompt),
        outbox.c.id < bindparam("first"),
    )
    .values(
        status=case((_is_waiting, Fate.cancelled.value), else_=outbox.c.status),
        settled_at=case((_is_waiting, _NOW)),
        cancelled_at=_NOW,  # what is on its way just now is not tried again
    )
)
_head = (
    select(outbox.c.id, outbox.c.too_late_at)
    .where(*_due, outbox.c.priority == int(Priority.prompt))
    .order_by(outbox.c.due_at, outbox.c.id)
    .limit(HEAD)
    .subquery()
)
_late = select(_head.c.id).where(_head.c.too_late_at <= _NOW)
_END_LATE = Prepared(update(outbox).where(outbox.c.id.in_(_late), is_status(outbox, Fate.waiting)).values(_ended))
_NOT_AGAIN = update(outbox).where(*_theirs).values(cancelled_at=_NOW)


def _settled_before(*more: ColumnElement[bool]) -> "Select[int]":
    return select(outbox.c.id).where(outbox.c.settled_at < bindparam("before"), *more).limit(bindparam("most"))


_BLANK = update(outbox).where(outbox.c.id.in_(_settled_before(outbox.c.message.is_not(None)))).values(message=None)
_FORGET = delete(outbox).where(outbox.c.id.in_(_settled_before()))
_COUNTS = select(outbox.c.status, func.count().label("many")).group_by(outbox.c.status)
