"""Closing: a process that stops waits a moment for its database, and for one that is away no longer."""

import asyncio
import threading
from collections.abc import Iterator

import pytest

from bot.store import inbox
from bot.store.engine import writer
from bot.store.failures import StoreDown
from bot.store.sealed import Keys
from bot.store.work import Store
from tests.bot.store.making import NOW, update


@pytest.fixture
def held(url: str) -> Iterator[str]:
    """A database in which another program holds what everybody needs."""
    other = writer(url)
    with other.begin() as connection:  # on SQLite that is all
        if other.dialect.name == "postgresql":
            connection.exec_driver_sql("LOCK TABLE inbox")
        yield url
    for thread in threading.enumerate():
        if thread.name.startswith("store-"):
            thread.join()
    other.dispose()


@pytest.mark.parametrize("patience", [0, 0.2])
def test_what_waits_for_a_database_that_is_away_is_told_that_nothing_was_saved(
    patience: float, held: str, keys: Keys
) -> None:
    async def stop() -> list[object]:
        store = Store.open(held, keys, patience=60)
        calls = [asyncio.create_task(store.run(inbox.insert, update(str(n)), NOW)) for n in range(10)]
        await asyncio.sleep(0.1)
        await store.close(patience)
        await store.close()
        with pytest.raises(StoreDown, match="is closed"):
            await store.run(inbox.insert, update("late"), NOW)
        return await asyncio.gather(*calls, return_exceptions=True)

    assert [type(end) for end in asyncio.run(stop())] == [StoreDown] * 10
