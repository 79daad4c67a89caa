"""Failures: what the database said, told as a decision the caller can take."""

import sqlite3

import psycopg
from sqlalchemy.exc import DBAPIError

DISCONNECTED = "08006"


class StoreDown(Exception):
    """The database cannot be used right now; nothing was saved. The message says why, and what to do."""


def translated(error: BaseException) -> BaseException:
    """`StoreDown` when the database is away, locked, full or broken; anything else as it is."""
    origin = _origin(error)
    if isinstance(origin, sqlite3.Error):
        advice = _sqlite_advice(origin)
    elif isinstance(origin, psycopg.Error):
        advice = _postgresql_advice(origin)
    elif isinstance(origin, StopIteration):
        return RuntimeError("a verb let StopIteration escape, which a future cannot carry")
    else:
        advice = None
    if advice is None:
        return error
    down = StoreDown(advice)
    down.__cause__ = error
    return down


def lost_race(error: BaseException) -> bool:
    """Whether this transaction had to give way to another on PostgreSQL: the verb may simply be run again.

    It was chosen to, or the person it was about was erased or merged meanwhile: the next try finds who is there now.
    """
    return getattr(_origin(error), "sqlstate", None) in {"40001", "40P01", "23503"}


def was_cut(error: BaseException) -> bool:
    """Whether the connection to PostgreSQL broke under a transaction, perhaps long ago while it lay idle."""
    origin = _origin(error)
    return isinstance(origin, psycopg.OperationalError) and (origin.sqlstate or DISCONNECTED) in _CUT


def _origin(error: BaseException) -> BaseException | None:
    return error.orig if isinstance(error, DBAPIError) else error


_CUT = {DISCONNECTED, "08003", "57P01", "57P02"}

_SQLITE = {
    sqlite3.SQLITE_BUSY: "the database is locked by another program; close what else has it open, then try again",
    sqlite3.SQLITE_LOCKED: "the database is locked by another connection; try again",
    sqlite3.SQLITE_FULL: "the disk is full; free some space, then try again",
    sqlite3.SQLITE_IOERR: "the disk could not be read or written; look at the disk, then try again",
    sqlite3.SQLITE_CANTOPEN: "the database file cannot be opened; look whether its folder exists and is writable",
    sqlite3.SQLITE_READONLY: "the database file is read-only; make it and its folder writable",
    sqlite3.SQLITE_CORRUPT: "the database file is damaged; stop the coach and restore the last backup",
    sqlite3.SQLITE_NOTADB: "the file is not a database; look at the database URL",
    sqlite3.SQLITE_NOMEM: "memory ran out; free some, then try again",
}

_POSTGRESQL = {
    "08": "the connection to the database broke; look whether PostgreSQL runs, then try again",
    "28": "the database refused the login; look at user and password in the database URL",
    "3D": "the database does not exist; create it, or look at the database URL",
    "53": "the database server is out of disk, memory or connections; free some, then try again",
    "55": "a row stayed locked for too long; try again, and look for a long transaction if it stays so",
    "57": "the database server is stopping or starting, or stopped the statement; try again in a moment",
    "58": "the database server met a system error; look at its log",
    "XX": "the database server met an internal error; look at its log",
    "25": "the database is read-only just now; look whether it is a standby",
}


def _sqlite_advice(error: sqlite3.Error) -> str | None:
    # Extended codes carry the primary one in their lowest byte.
    code: int = getattr(error, "sqlite_errorcode", 0)
    advice = _SQLITE.get(code & 0xFF)
    return f"SQLite ({error}): {advice}" if advice else None


def _postgresql_advice(error: psycopg.Error) -> str | None:
    # A connection that never was, or is gone, has no state of its own.
    away = isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)
    state = error.sqlstate or (DISCONNECTED if away else "")
    advice = _POSTGRESQL.get(state[:2])
    return f"PostgreSQL ({state}): {advice}" if advice else None
