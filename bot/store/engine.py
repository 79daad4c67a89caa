"""Engines: how a connection to the database is opened, and how a transaction begins on it."""

import sqlite3

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry

PATIENCE = 5.0


class UrlRefused(Exception):
    """The database URL cannot be used. The message says why, and what to write instead."""


def writer(url: str, patience: float = PATIENCE, connections: int = 1) -> Engine:
    """The engine that writes; a locked row or file is waited for at most `patience` seconds."""
    engine = _engine(normalised(url), patience, connections)
    if engine.dialect.name == "sqlite":
        # Left to itself a transaction begins at its first write, and two that read before it overwrite each other.
        event.listen(engine, "begin", _begin_immediate)
    return engine


def reader(url: str, patience: float = PATIENCE, connections: int = 1) -> Engine:
    """The engine that only reads, each time from one moment's picture, and never waits for the writers."""
    engine = _engine(normalised(url), patience, connections)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _only_read)
        event.listen(engine, "begin", _begin)
        return engine
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def scrub(url: str, patience: float = PATIENCE) -> None:
    """Empty the write-ahead log of a SQLite file into the file itself; nothing to do on PostgreSQL."""
    engine = _engine(normalised(url), patience, 1)
    if engine.dialect.name == "sqlite":
        connection = engine.raw_connection()  # outside of any transaction, where alone it can be done
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
    engine.dispose()


def normalised(url: str) -> URL:
    """The URL as SQLAlchemy wants it: a plain path is a SQLite file, PostgreSQL is spoken to by psycopg."""
    if "://" not in url:
        return URL.create("sqlite", database=url)
    try:
        where = make_url(url)
    except ArgumentError:
        raise UrlRefused("the database URL cannot be read; write sqlite:///path or postgresql://host/name") from None
    backend = "postgresql" if where.drivername == "postgres" else where.get_backend_name()
    if backend == "postgresql":
        return where.set(drivername="postgresql+psycopg")
    if backend != "sqlite" or not where.database or where.database == ":memory:":
        raise UrlRefused(
            f"a {backend} database like this cannot be used; write sqlite:///path or postgresql://host/name"
        )
    return where


def _engine(where: URL, patience: float, connections: int) -> Engine:
    if where.get_backend_name() == "sqlite":
        engine = create_engine(where, hide_parameters=True, connect_args={"timeout": patience})
        event.listen(engine, "connect", _open_sqlite)
        return engine
    options = f"-c timezone=UTC -c lock_timeout={int(patience * 1000)}"
    return create_engine(
        where,
        hide_parameters=True,
        pool_size=connections,
        max_overflow=0,
        pool_timeout=patience,
        isolation_level="READ COMMITTED",
        connect_args={"options": options, "connect_timeout": max(2, int(patience))},
    )


def _open_sqlite(connection: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # transactions begin and end where we say
    cursor = connection.cursor()
    _write_ahead(cursor)
    # What is deleted is overwritten: who had themselves erased is not to be found in the file's free pages.
    for setting in ("synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {setting}")
    cursor.close()


def _write_ahead(cursor: DBAPICursor) -> None:
    """Turn the write-ahead log on, which a fresh file needs once. In this alone SQLite itself waits for nobody."""
    while not _switched(cursor):
        cursor.execute("BEGIN IMMEDIATE")  # waits until whoever started at the same moment is done
        cursor.execute("COMMIT")


def _switched(cursor: DBAPICursor) -> bool:
    try:
        cursor.execute("PRAGMA journal_mode=WAL")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
            raise
        return False
    return True


def _only_read(connection: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA query_only=ON")
    cursor.close()


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")
