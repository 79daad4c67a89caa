"""Erasures: that somebody was erased, so that no restored copy brings them back. Of them there is only a hash of its own kind.

The list lies in a table and in a file beside the database: what lies in the database alone is lost with it.
"""

import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import bindparam, delete, insert, select

from bot.store import people
from bot.store.columns import as_text
from bot.store.digest_tables import erasures
from bot.store.prepared import Prepared
from bot.store.sealed import keys_in_force
from bot.store.tables import addresses
from bot.store.work import Work

PURPOSE = "erased address"
BACKUPS_KEPT = timedelta(days=30)  # the longest
LISTED = BACKUPS_KEPT + timedelta(days=1)
A_PAGE = 1000


@dataclass(frozen=True, slots=True)
class Erased:
    """One address whose owner was erased, and when."""

    hash: str
    at: datetime


@dataclass(frozen=True, slots=True)
class InFile:
    """What stands in the file, and how many of its lines cannot be read."""

    erased: frozenset[Erased] = frozenset()
    unreadable: int = 0


def recognised(account: str, address: str) -> str:
    """What stands for an address in the list: not the hash by which the address itself is found."""
    return keys_in_force().fingerprint(PURPOSE, f"{account}\0{address}")


def note(work: Work, learner_id: int, now: datetime) -> None:
    """Put every address of a person on the list; whoever calls this deletes them in the same transaction."""
    for account, address in people.places(work, learner_id):
        work.execute(_NOTE, {"account": account, "hash": recognised(account, address), "erased_at": now})


def listed(work: Work) -> frozenset[Erased]:
    """Everything that the table holds."""
    return frozenset(Erased(row.hash, row.erased_at) for row in work.execute(_LISTED))


def put_back(work: Work, erased: Iterable[Erased]) -> None:
    """Put into the table what a restored copy does not know of; the account is not known any more."""
    for one in frozenset(erased) - listed(work):
        work.execute(_NOTE, {"account": "", "hash": one.hash, "erased_at": one.at})


def forget_old(work: Work, before: datetime) -> int:
    """Drop from the table what was erased before; how many rows."""
    return work.execute(_OLD, {"before": before}).rowcount


def brought_back(work: Work, erased: Iterable[Erased]) -> tuple[int, ...]:
    """Whoever is in the database although an address of theirs was erased. Who came back after that stays out of it."""
    last: dict[str, datetime] = {}
    for one in erased:
        last[one.hash] = max(one.at, last.get(one.hash, one.at))
    found = {
        row.learner_id
        for row in _pages(work)
        # An address that was used since then was made anew since then, also where its owner has been here for longer.
        if row.used_at <= last.get(recognised(row.account, row.address), _NEVER)
    }
    return tuple(sorted(found))


def in_file(path: Path) -> InFile:
    """What the file holds; nothing where there is none."""
    try:
        lines = path.read_text("ascii", "replace").splitlines()
    except FileNotFoundError:
        return InFile()
    read = [_read(line) for line in lines if line]
    return InFile(frozenset(one for one in read if one), read.count(None))


def put_in_file(path: Path, rows: Iterable[Erased], before: datetime) -> int:
    """Append what the file lacks, and write it anew without what was erased `before`, if there is any; how many were appended."""
    there = in_file(path)
    new = {one for one in rows if one.at >= before} - there.erased
    if there.unreadable or any(one.at < before for one in there.erased):
        _write_anew(path, {one for one in there.erased if one.at >= before} | new)
    elif new:
        _append(path, new)
    return len(new)


def _pages(work: Work) -> "Iterator[_Place]":
    after = 0
    while rows := work.execute(_PLACES, {"after": after}).all():
        for row in rows:
            yield _Place(row.learner_id, row.account, row.address, row.used_at)
        after = rows[-1].id


@dataclass(frozen=True, slots=True)
class _Place:
    learner_id: int
    account: str
    address: str
    used_at: datetime


def _text(rows: Iterable[Erased]) -> bytes:
    return "".join(
        f"{as_text(one.at)} {one.hash}\n" for one in sorted(rows, key=lambda one: (one.at, one.hash))
    ).encode()


def _read(line: str) -> Erased | None:
    at, _, mark = line.partition(" ")
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return None
    return Erased(mark, moment) if len(mark) == _SIGNS and moment.tzinfo else None


def _append(path: Path, rows: Iterable[Erased]) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "ab", buffering=0) as file:
        path.chmod(0o600)
        file.write(_text(rows))  # at once, so that two processes do not write into each other's lines
        os.fsync(handle)


def _write_anew(path: Path, rows: Iterable[Erased]) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent)  # mode 0600 from the start
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(_text(rows))
            file.flush()
            os.fsync(handle)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


_SIGNS = 64
_NEVER = datetime.fromisoformat("0001-01-01T00:00:00Z")
_NOTE = Prepared(insert(erasures))
_LISTED = Prepared(select(erasures.c.hash, erasures.c.erased_at))
_OLD = Prepared(delete(erasures).where(erasures.c.erased_at < bindparam("before")))
_PLACES = Prepared(
    select(addresses.c.id, addresses.c.learner_id, addresses.c.account, addresses.c.address, addresses.c.used_at)
    .where(addresses.c.id > bindparam("after"))
    .order_by(addresses.c.id)
    .limit(A_PAGE)
)
