"""Health: whether the database answers, whether the keys fit, and how long the queues are."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Column, ColumnElement, Select, bindparam, func, literal, select

from bot.domain.delivery import Fate
from bot.store.columns import UtcDateTime
from bot.store.sealed import CannotUnseal, keys_in_force
from bot.store.tables import addresses, inbox, is_status, outbox, schedules
from bot.store.work import Work


@dataclass(frozen=True, slots=True)
class Queue:
    """How many wait, and how long the first of them has."""

    waiting: int
    age: timedelta


@dataclass(frozen=True, slots=True)
class Queues:
    """The three queues; of schedules and deliveries only what is due counts."""

    inbox: Queue
    schedules: Queue
    outbox: Queue


def ping(work: Work) -> bool:
    """Whether the database answers."""
    return bool(work.execute(_PING).scalar_one())


def queues(work: Work, now: datetime) -> Queues:
    """How long the queues are at `now`."""
    return Queues(*(_queue(work, statement, now) for statement in (_INBOX, _SCHEDULES, _OUTBOX)))


def keys_fit(work: Work) -> bool:
    """Whether the keys in force are those the database was written with; with others nobody would be known again."""
    try:
        row = work.execute(_ANYBODY).one_or_none()
    except CannotUnseal:
        return False
    return row is None or keys_in_force().fingerprint(row.account, row.address) == row.hash


def _queue(work: Work, statement: "Select[int, datetime]", now: datetime) -> Queue:
    waiting, oldest = work.execute(statement, {"now": now}).one()
    return Queue(waiting, max(now - oldest, timedelta()) if waiting else timedelta())


def _waiting(since: "Column[datetime]", *which: ColumnElement[bool]) -> "Select[int, datetime]":
    return select(func.count(), func.min(since)).where(*which)


_NOW = bindparam("now", type_=UtcDateTime())
_PING = select(literal(1))
_INBOX = _waiting(inbox.c.received_at, inbox.c.done_at.is_(None), inbox.c.received_at <= _NOW)
_SCHEDULES = _waiting(schedules.c.due_at, schedules.c.due_at.is_not(None), schedules.c.due_at <= _NOW)
_OUTBOX = _waiting(outbox.c.due_at, is_status(outbox, Fate.waiting), outbox.c.due_at <= _NOW)
_ANYBODY = select(addresses.c.account, addresses.c.address, addresses.c.hash).limit(1)
