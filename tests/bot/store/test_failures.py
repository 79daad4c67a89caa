"""Failures: a full disk, a locked file, a server that is away. Nothing is lost, and the message says what to do."""

import asyncio
import sqlite3
import time
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.store import health, inbox, tables
from bot.store.engine import writer
from bot.store.failures import StoreDown, translated
from bot.store.prepared import Prepared
from bot.store.sealed import Keys
from bot.store.work import Store, Work
from tests.bot.store.making import NOW, fetch, only, update


@pytest.fixture
def path(sqlite_template: Path, tmp_path: Path) -> Path:
    """A migrated SQLite file."""
    copy = tmp_path / "coach.db"
    copy.write_bytes(sqlite_template.read_bytes())
    return copy


def limit_pages(work: Work, more: int) -> None:
    """Let the file grow by so many pages only: a disk that is nearly full."""
    [(pages,)] = work.connection.exec_driver_sql("PRAGMA page_count").all()
    work.connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + more}")


def test_a_full_disk_is_told_and_nothing_that_was_confirmed_is_lost(path: Path, keys: Keys) -> None:
    async def fill() -> tuple[list[object], list[object], object]:
        store = Store.open(str(path), keys)
        await store.run(limit_pages, 20)
        crowd = (store.run(inbox.insert, update(str(n), f"p{n}", "x" * 1500), NOW) for n in range(200))
        ends = await asyncio.gather(*crowd, return_exceptions=True)
        kept = await store.read(fetch, "SELECT external_id FROM inbox")
        await store.run(limit_pages, 1000)
        again = await store.run(inbox.insert, update("again"), NOW)
        await store.close()
        return ends, kept, again

    ends, kept, again = asyncio.run(fill())
    failed = [end for end in ends if end is not True]
    assert failed
    assert all(isinstance(end, StoreDown) and "disk is full; free some space" in str(end) for end in failed)
    assert [(str(n),) for n, end in enumerate(ends) if end is True] == sorted(kept, key=lambda row: int(row[0]))
    assert again


def test_a_locked_file_is_told_in_time_and_the_store_goes_on_afterwards(path: Path, keys: Keys) -> None:
    async def wait() -> float:
        store = Store.open(str(path), keys, patience=0.2)
        blocker = sqlite3.connect(path, isolation_level=None)
        blocker.execute("BEGIN IMMEDIATE")
        began = time.perf_counter()
        with pytest.raises(StoreDown, match="locked by another program; close what else has it open"):
            await store.run(inbox.insert, update("1"), NOW)
        took = time.perf_counter() - began
        assert await store.read(health.ping)
        blocker.execute("ROLLBACK")
        blocker.close()
        assert await store.run(inbox.insert, update("1"), NOW)
        await store.close()
        return took

    assert 0.15 < asyncio.run(wait()) < 1.5


@only("postgresql")
def test_a_locked_row_is_told_in_time(url: str, keys: Keys) -> None:
    async def wait() -> None:
        store = Store.open(url, keys, patience=0.2)
        await store.run(inbox.insert, update("1"), NOW)
        [claimed] = await store.run(inbox.claim, "me", NOW)
        other = writer(url)
        with other.connect() as connection:
            connection.exec_driver_sql("SELECT id FROM inbox FOR UPDATE")
            with pytest.raises(StoreDown, match="a row stayed locked"):
                await store.run(inbox.finish, claimed.waiting, NOW)
        other.dispose()
        await store.run(inbox.finish, claimed.waiting, NOW)
        await store.close()

    asyncio.run(wait())


def test_a_server_that_is_away_is_told(keys: Keys) -> None:
    async def ask() -> None:
        store = Store.open("postgresql://127.0.0.1:1/nothing", keys)
        with pytest.raises(StoreDown, match="whether PostgreSQL runs"):
            await store.run(health.ping)
        with pytest.raises(StoreDown, match="whether PostgreSQL runs"):
            await store.read(health.ping)
        await store.close()

    asyncio.run(ask())


def test_a_database_that_does_not_exist_is_told(postgresql: Engine, keys: Keys) -> None:
    async def ask() -> None:
        missing = postgresql.url.set(database="nowhere").render_as_string(hide_password=False)
        store = Store.open(missing, keys)
        with pytest.raises(StoreDown, match=r"whether PostgreSQL runs|does not exist"):
            await store.run(health.ping)
        await store.close()

    asyncio.run(ask())


def test_a_file_that_is_no_database_is_told(tmp_path: Path, keys: Keys) -> None:
    async def ask() -> None:
        (tmp_path / "coach.db").write_text("Dear diary, this is a text. " * 100)
        store = Store.open(str(tmp_path / "coach.db"), keys)
        with pytest.raises(StoreDown, match="not a database"):
            await store.run(health.ping)
        await store.close()

    asyncio.run(ask())


def test_no_persons_words_stand_in_an_error(url: str, keys: Keys) -> None:
    async def insert() -> None:
        store = Store.open(url, keys)
        values = {"account": "terminal", "external_id": "1", "payload": "lantern"}
        for statement in (tables.inbox.insert(), Prepared(tables.inbox.insert())):
            with pytest.raises(Exception, match=r"NOT NULL|not-null") as failed:
                await store.run(Work.execute, statement, values)
            assert "lantern" not in str(failed.value)
        await store.close()

    asyncio.run(insert())


def test_what_is_not_the_databases_fault_passes_as_it_is() -> None:
    for error in (ValueError("x"), sqlite3.IntegrityError("UNIQUE"), KeyError("y")):
        assert translated(error) is error
    assert isinstance(translated(StopIteration()), RuntimeError)
