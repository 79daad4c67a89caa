"""Inbox: every update, from the moment we may say we have it until it is answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import LargeBinary, Row, bindparam, delete, exists, or_, select, text, type_coerce
from sqlalchemy import update as change
from sqlalchemy.dialects.postgresql import insert as upsert  # SQLite has the same words for a conflict
from sqlalchemy.util.typing import TupleAny

from bot.domain.update import Fired, Raw, Update, Urgency, Waiting
from bot.store import people
from bot.store.codec import RAWS, Unreadable
from bot.store.columns import UtcDateTime, plain
from bot.store.leases import LEASE, LeaseLost, ended, holders, is_over
from bot.store.prepared import Prepared
from bot.store.sealed import CannotUnseal, keys_in_force
from bot.store.tables import PAYLOAD, conversations, inbox, is_status, learners
from bot.store.work import Work
from nlu.intents import Open

MOST_ATTEMPTS = 3
MOST_CLAIMS = 10
FIRINGS = 4
REST = (timedelta(seconds=1), timedelta(seconds=5))
KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Claimed:
    """An update that is ours to answer, with what its words are read by: what is open, and the learner's language."""

    waiting: Waiting
    open: Open
    language: str


def insert(work: Work, update: Update, received_at: datetime) -> bool:
    """Put an update in, from somebody known or new; False when it was there already."""
    learner_id, address_id = people.find_or_create(work, update.account, update.address, received_at)
    values = {
        "account": update.account,
        "external_id": update.external_id,
        "learner_id": learner_id,
        "address_id": address_id,
        "urgency": update.urgency,
        "payload": RAWS.dump(update.raw),
        "at": update.at,
        "received_at": received_at,
    }
    if work.execute(_INSERT, values).one_or_none() is None:
        return False
    # What the same person sent before is answered before it, and so has become as urgent.
    work.execute(_URGE, {"learner": learner_id, "as": update.urgency})
    return True


def claim(work: Work, owner: str, now: datetime, limit: int = 1) -> list[Claimed]:
    """The most urgent updates whose learners are free, at most one of each, ours for 10 s.

    Firings come a few at a time, when no person waits: a thousand that are due at once must not hold up what leaves meanwhile.
    """
    _take_back(work, now)
    terms = {"owner": owner, "now": now, "until": now + LEASE}
    rows = work.execute(_CLAIM, {**terms, "least": int(Urgency.person), "most": limit}).all()
    if not rows:
        rows = work.execute(_CLAIM, {**terms, "least": int(Urgency.clock), "most": min(limit, FIRINGS)}).all()
    claimed = (_claimed(work, row, now) for row in sorted(rows, key=lambda row: (row.urgency, row.id)))
    return [one for one in claimed if one]


def renew(work: Work, ids: Sequence[int], owner: str, now: datetime) -> None:
    """Keep what we are still answering for another 10 s."""
    work.execute(_RENEW, {"these": list(ids), "owner": owner, "until": now + LEASE})


def finish(work: Work, waiting: Waiting, now: datetime) -> None:
    """It is answered: its words go, its id stays. Raises `LeaseLost` when somebody else has it now."""
    if work.execute(_FINISH, {"this": waiting.id, "lease": waiting.lease, "now": now}).rowcount == 0:
        raise LeaseLost(f"update {waiting.id} is no longer ours: this answer is not saved, another process gives one")


def fail(work: Work, waiting: Waiting, error: str, now: datetime) -> bool:
    """Answering it raised `error` (which holds no words): it waits a little, or ends after three times; True when it ended."""
    attempts = waiting.attempts + 1
    values = {"this": waiting.id, "lease": waiting.lease, "tried": attempts, "why": plain(error)}
    if attempts < MOST_ATTEMPTS:
        work.execute(_WAIT, {**values, "retry": now + REST[attempts - 1]})
        return False
    return work.execute(_GIVE_UP, {**values, "now": now}).rowcount == 1


def more_waits(work: Work, waiting: Waiting) -> bool:
    """Whether something else that the same person said or tapped is not answered yet."""
    return work.execute(_MORE, {"learner": waiting.learner, "this": waiting.id}).value(int) is not None


def waits_for(work: Work, learner_id: int) -> bool:
    """Whether something that this person said or tapped is not answered yet."""
    return work.execute(_MORE, {"learner": learner_id, "this": 0}).value(int) is not None


def latest(work: Work) -> datetime | None:
    """When the newest update was received; None before the first."""
    return work.execute(_LATEST).value(datetime)


def forget_old(work: Work, now: datetime, limit: int = 1000) -> int:
    """Delete what was done 30 days ago; how many rows that were (at most `limit`: call again)."""
    return work.execute(_FORGET, {"before": now - KEPT, "most": limit}).rowcount


def _take_back(work: Work, now: datetime) -> None:
    """Let what a vanished or stuck process had claimed wait again; what ended ten processes ends itself."""
    over = ended(work, _HELD, now)
    if over:
        values = {"now": now, "gone": over.gone}
        work.execute(_DROP_POISON, {**values, "why": f"claimed {MOST_CLAIMS} times, and never came to an end"})
        work.execute(_TAKE_BACK, values)


def _claimed(work: Work, row: Row[*TupleAny], now: datetime) -> Claimed | None:
    """The update, unless nobody can read it any more: then it ends here, and the rest goes on."""
    try:
        raw = _raw(row)
    except (CannotUnseal, Unreadable) as error:
        values = {
            "this": row.id,
            "lease": row.lease_number,
            "tried": row.attempts,
            "why": plain(str(error)),
            "now": now,
        }
        work.execute(_GIVE_UP, values)
        return None
    waiting = Waiting(
        id=row.id,
        learner=row.learner_id,
        address_id=row.address_id,
        raw=raw,
        at=row.at,
        lease=row.lease_number,
        attempts=row.attempts,
    )
    return Claimed(waiting, Open(row.open or Open.none), row.language)


def _raw(row: Row[*TupleAny]) -> Raw:
    if row.fired_kind is not None:
        return Fired(row.fired_kind, row.fired_subject, row.fired_due_at)
    return RAWS.load(keys_in_force().unseal(row.sealed, PAYLOAD))


_MORE = Prepared(
    select(inbox.c.id)
    .where(
        inbox.c.learner_id == bindparam("learner"),
        inbox.c.done_at.is_(None),
        inbox.c.fired_kind.is_(None),
        inbox.c.id != bindparam("this"),
    )
    .limit(1)
)
_LATEST = Prepared(select(inbox.c.received_at).order_by(inbox.c.id.desc()).limit(1))
_NOW = bindparam("now", type_=UtcDateTime())
_INSERT = Prepared(upsert(inbox).on_conflict_do_nothing().returning(inbox.c.id))
_URGE = Prepared(
    change(inbox)
    .where(
        inbox.c.learner_id == bindparam("learner"),
        inbox.c.done_at.is_(None),
        is_status(inbox, "waiting"),
        or_(inbox.c.urgency > bindparam("as"), inbox.c.retry_at.is_not(None)),
    )
    .values(urgency=bindparam("as"), retry_at=None)
)

_other = inbox.alias("other")
_is_head = ~exists().where(
    _other.c.learner_id == inbox.c.learner_id,
    _other.c.done_at.is_(None),
    _other.c.id != inbox.c.id,
    or_(_other.c.id < inbox.c.id, is_status(_other, "claimed")),
)
_heads = (
    select(inbox.c.id)
    .where(
        is_status(inbox, "waiting"),
        inbox.c.urgency <= bindparam("least"),
        or_(inbox.c.retry_at.is_(None), inbox.c.retry_at <= _NOW),
        _is_head,
    )
    .order_by(inbox.c.urgency, inbox.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
    .cte("heads")
)
# Written out, because within RETURNING SQLAlchemy drops the tables' names for SQLite.
_open = select(conversations.c.open).where(text("conversations.address_id = inbox.address_id")).scalar_subquery()
_language = select(learners.c.language).where(text("learners.id = inbox.learner_id")).scalar_subquery()
_CLAIM = Prepared(
    change(inbox)
    .where(inbox.c.id.in_(select(_heads.c.id)))
    .values(
        status="claimed",
        lease_owner=bindparam("owner"),
        lease_number=inbox.c.lease_number + 1,
        lease_until=bindparam("until"),
    )
    .returning(
        *(inbox.c[name] for name in ("id", "learner_id", "address_id", "urgency", "at")),
        *(inbox.c[name] for name in ("fired_kind", "fired_subject", "fired_due_at", "lease_number", "attempts")),
        type_coerce(inbox.c.payload, LargeBinary).label("sealed"),
        _open.label("open"),
        _language.label("language"),
    )
)

_HELD = holders(inbox, "claimed")
_over = (is_status(inbox, "claimed"), is_over(inbox))
_TAKE_BACK = change(inbox).where(*_over).values(status="waiting")
_ended = {"status": "failed", "payload": None, "done_at": _NOW, "error": bindparam("why")}
_DROP_POISON = change(inbox).where(*_over, inbox.c.lease_number >= MOST_CLAIMS).values(_ended)

_RENEW = (
    change(inbox)
    .where(
        inbox.c.id.in_(bindparam("these", expanding=True)),
        is_status(inbox, "claimed"),
        inbox.c.lease_owner == bindparam("owner"),
    )
    .values(lease_until=bindparam("until"))
)
_mine = (inbox.c.id == bindparam("this"), is_status(inbox, "claimed"), inbox.c.lease_number == bindparam("lease"))
_FINISH = Prepared(change(inbox).where(*_mine).values(status="done", payload=None, done_at=_NOW))
_WAIT = Prepared(
    change(inbox)
    .where(*_mine)
    .values(status="waiting", attempts=bindparam("tried"), error=bindparam("why"), retry_at=bindparam("retry"))
)
_GIVE_UP = Prepared(change(inbox).where(*_mine).values(**_ended, attempts=bindparam("tried")))

_old = select(inbox.c.id).where(inbox.c.done_at < bindparam("before")).limit(bindparam("most"))
_FORGET = delete(inbox).where(inbox.c.id.in_(_old))
