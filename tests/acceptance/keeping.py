"""What the tests of backup and restore share: people who come, and who is known."""

import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.clock import SystemClock
from bot.store import people
from bot.store.work import Work

Coach = Callable[..., list[str]]
Verb = Callable[..., object]
DAY = timedelta(days=1)
SQLITE = pytest.mark.parametrize("url", ["sqlite"], indirect=True)
POSTGRESQL = pytest.mark.parametrize("url", ["postgresql"], indirect=True)


def now() -> datetime:
    """The time it is."""
    return SystemClock().now()


def come(work: Work, *names: str, when: datetime | None = None) -> None:
    """People write over REST."""
    for name in names:
        people.find_or_create(work, "rest", name, when or now())


def known(work: Work, *names: str) -> list[bool]:
    """Who of these is there."""
    return [people.find(work, "rest", name) is not None for name in names]


def sealed_and_hash(work: Work) -> list[bytes]:
    """How Ann's address lies in the file."""
    row = work.execute(text("SELECT address, hash FROM addresses ORDER BY id LIMIT 1")).one()
    return [bytes(row.address), row.hash.encode()]


def age(path: Path, days: int) -> None:
    """Let everything in a backup be older."""
    with sqlite3.connect(path) as connection:
        for table, column in (("audit", "at"), ("addresses", "used_at")):
            [(newest,)] = connection.execute(f"SELECT max({column}) FROM {table}").fetchall()
            then = (datetime.fromisoformat(newest) - days * DAY).isoformat(timespec="microseconds")
            connection.execute(f"UPDATE {table} SET {column} = ?", (then.replace("+00:00", "Z"),))
    connection.close()
