"""Leases: who works on an account or a row, under which number, and until when."""

import os
import socket
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from sqlalchemy import Table, bindparam, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert  # SQLite has the same words for a conflict
from sqlalchemy.sql.elements import ColumnElement

from bot.store.prepared import Prepared
from bot.store.tables import accounts, inbox, is_status, outbox
from bot.store.work import Work

LEASE = timedelta(seconds=10)
RENEWAL = timedelta(seconds=3)


class LeaseLost(Exception):
    """Our lease ran out and somebody else has the work now: what we did for it must not be saved."""


def take(work: Work, account: str, owner: str, now: datetime) -> int | None:
    """The number of our lease on the account; None while another living process has it."""
    held = work.execute(_ACCOUNT, {"account": account}).value(str)
    gone = [held] if held and work.dialect == "sqlite" and not alive(held) else []
    values = {"name": account, "owner": owner, "until": now + LEASE, "now": now, "gone": gone}
    number: int | None = work.execute(_TAKE, values).scalar_one_or_none()
    return number


def renew(work: Work, account: str, number: int, now: datetime) -> bool:
    """Keep the account for another 10 s; False when it is no longer ours."""
    return work.execute(_KEEP, {"account": account, "number": number, "until": now + LEASE}).rowcount == 1


def release(work: Work, account: str, number: int) -> None:
    """Give the account back, if it is still ours."""
    work.execute(_KEEP, {"account": account, "number": number, "until": None})


def at_work(work: Work, now: datetime) -> tuple[str, ...]:
    """The processes that hold a lease of any kind now, and may still be there."""
    held = {row.lease_owner for one in _HELD for row in work.execute(one, {"now": now})}
    return tuple(sorted(owner for owner in held if work.dialect != "sqlite" or alive(owner)))


@cache
def this_process() -> str:
    """The owner that this process writes into its leases: host, process id, and when it started."""
    return f"{socket.gethostname()}:{os.getpid()}:{_started(os.getpid())}"


def alive(owner: str) -> bool:
    """Whether the process that took a lease may still be at work; True when we cannot know."""
    host, process, started = ("", "", *owner.rsplit(":", 2))[-3:]
    if owner == this_process() or host != socket.gethostname() or not process.isdecimal() or os.name != "posix":
        return True
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # it lives, and belongs to another user
    return _started(int(process)) == started


@dataclass(frozen=True, slots=True)
class Ended:
    """Which leases on the rows of a table are over: those past `now`, and those of processes that are gone."""

    now: datetime
    gone: tuple[str, ...]


def ended(work: Work, held: Prepared, now: datetime) -> Ended | None:
    """Which leases are over, or None when every one still holds; `held` is made by `holders`."""
    rows = work.execute(held).all()
    gone = tuple(row[0] for row in rows if work.dialect == "sqlite" and not alive(row[0]))
    return Ended(now, gone) if gone or any(row[1] <= now for row in rows) else None


def holders(table: Table, status: str) -> Prepared:
    """Who holds leases on rows in `status`, and until when the first of each lasts."""
    owner = table.c.lease_owner
    first = func.min(table.c.lease_until).label("first")
    return Prepared(select(owner, first).where(is_status(table, status)).group_by(owner))


def is_over(table: Table) -> ColumnElement[bool]:
    """Whether the lease on a row is over, given `now` and `gone`."""
    gone = table.c.lease_owner.in_(bindparam("gone", expanding=True))
    return or_(table.c.lease_until <= bindparam("now"), gone)


def _started(process: int) -> str:
    """When a process started, in the system's own count; empty where the system does not tell (macOS)."""
    try:
        status = Path(f"/proc/{process}/stat").read_text("utf-8", "replace")
    except OSError:
        return ""
    state, *counts = status.rpartition(")")[2].split()
    return "" if state == "Z" else counts[18]  # a zombie works no more


_ACCOUNT = Prepared(select(accounts.c.lease_owner).where(accounts.c.name == bindparam("account")))
_INSERTED = insert(accounts).values(
    name=bindparam("name"), lease_owner=bindparam("owner"), lease_number=1, lease_until=bindparam("until")
)
_TAKE = _INSERTED.on_conflict_do_update(
    index_elements=["name"],
    set_={
        "lease_owner": _INSERTED.excluded.lease_owner,
        "lease_number": accounts.c.lease_number + 1,
        "lease_until": _INSERTED.excluded.lease_until,
    },
    where=or_(accounts.c.lease_until.is_(None), accounts.c.lease_owner == bindparam("owner"), is_over(accounts)),
).returning(accounts.c.lease_number)
_HELD = tuple(
    Prepared(select(one.c.lease_owner).where(one.c.lease_until > bindparam("now")).distinct())
    for one in (accounts, inbox, outbox)
)
_KEEP = Prepared(
    update(accounts)
    .where(accounts.c.name == bindparam("account"), accounts.c.lease_number == bindparam("number"))
    .values(lease_until=bindparam("until"))
)
