"""Backups: whole copies of a SQLite file, made while others write to it, and looked at before they are trusted."""

import os
import re
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from bot.store.engine import normalised, reader
from bot.store.program_tables import audit
from bot.store.tables import addresses, inbox, outbox
from bot.store.work import Work

T = TypeVar("T")

SIDES = ("-wal", "-shm", "-journal")
_OURS = re.compile(r"coach-backup-(\d{8}T\d{6}Z)\.db")
_STAMP = "%Y%m%dT%H%M%SZ"


class BackupRefused(Exception):
    """A backup cannot be made, or not be restored. The message says why, and what to do."""


def file_of(url: str) -> Path | None:
    """The SQLite file behind a database URL; None where the database is PostgreSQL."""
    where = normalised(url)
    return Path(where.database or "") if where.get_backend_name() == "sqlite" else None


def name_at(now: datetime) -> str:
    """What a backup of this moment is called in a folder."""
    return f"coach-backup-{now.astimezone(UTC):{_STAMP}}.db"


def older_than(folder: Path, before: datetime) -> list[Path]:
    """The backups of ours in a folder that were made before; known by their names, so that nothing else is touched."""
    named = [(path, _OURS.fullmatch(path.name)) for path in sorted(folder.iterdir())]
    return [path for path, found in named if found and _moment(found[1]) < before]


def copy(source: Path, target: Path) -> None:
    """A checked copy of `source` at `target`, a file that is there already and is overwritten. Raises BackupRefused."""
    try:
        with (
            closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as old,
            closing(sqlite3.connect(target)) as new,
        ):
            old.backup(new)
            new.execute("PRAGMA journal_mode=DELETE")  # one file, with nothing beside it
            [(found, *_)] = new.execute("PRAGMA integrity_check(1)").fetchall()
    except sqlite3.Error as error:
        raise BackupRefused(
            f"{source} could not be copied ({error}): look whether it is a SQLite file and the disk has room"
        ) from None
    if found != "ok":
        raise BackupRefused(f"{source} is damaged, and the copy with it ({found}): take another")


def alone(path: Path) -> bool:
    """Whether nobody else has a SQLite file open; then its log is folded into it. One that is damaged nobody can use."""
    try:
        with closing(sqlite3.connect(path, timeout=0)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.OperationalError as error:
        return error.sqlite_errorcode not in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
    except sqlite3.DatabaseError:
        return True
    return True


def look(path: Path, verb: Callable[[Work], T], otherwise: T) -> T:
    """What a verb reads in a SQLite file that may be missing, damaged, or without the tables of this version."""
    if not path.exists():
        return otherwise
    engine = reader(f"sqlite:///{path}")
    try:
        with engine.begin() as connection:
            return verb(Work(connection))
    except (DBAPIError, sqlite3.Error):
        return otherwise
    finally:
        engine.dispose()


def as_of(work: Work) -> datetime | None:
    """When something was last written into this database; None when nothing was. `coach backup` itself leaves a line."""
    columns = (audit.c.at, inbox.c.received_at, outbox.c.created_at, addresses.c.used_at)
    found: list[datetime | None] = [work.execute(select(func.max(column))).scalar_one() for column in columns]
    return max((one for one in found if one), default=None)


@contextmanager
def draft_in(folder: Path) -> Iterator[Path]:
    """An empty file for its owner alone, which is gone afterwards, with all that lies beside it, unless it was moved away."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder, prefix=".coach-", suffix=".db")
    os.close(handle)
    draft = Path(name)
    try:
        yield draft
    finally:
        forget(draft)


def put(draft: Path, target: Path) -> None:
    """Bring a finished copy in place of whatever is there, in one step."""
    for side in SIDES:
        Path(f"{target}{side}").unlink(missing_ok=True)
    draft.replace(target)


def forget(path: Path) -> None:
    """Delete a SQLite file with what lies beside it."""
    for side in ("", *SIDES):
        Path(f"{path}{side}").unlink(missing_ok=True)


def _moment(stamp: str) -> datetime:
    try:
        return datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
    except ValueError:  # no date of ours, so it is left alone
        return datetime.max.replace(tzinfo=UTC)
