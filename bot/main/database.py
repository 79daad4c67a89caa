"""The database, opened and closed: with its keys, its tables, and the certainty that they fit each other."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Concatenate, ParamSpec, TypeVar

from bot.clock import SystemClock
from bot.settings import BadSettings, Settings
from bot.store import health
from bot.store.engine import UrlRefused
from bot.store.migrate import migrate, require_current, revision
from bot.store.sealed import KeyRefused, load_keys
from bot.store.work import Store, Work

P = ParamSpec("P")
T = TypeVar("T")

ERASURES = "erasures"  # the file of that list, in the data folder
WRONG_KEY = (
    "this database was written with another key, and with this one nobody would be known again: "
    "put the right key into the data folder or into COACH_KEY"
)


@asynccontextmanager
async def opened_store(settings: Settings) -> AsyncIterator[Store]:
    """The store of this place, ready to work; closed again at the end.

    Raises MigrationMissing, StoreDown, KeyRefused or BadSettings, each with a sentence that says what to do.
    """
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    keys = load_keys(settings.home, settings.key.get_secret_value() if settings.key else None)
    _prepare(settings.database)
    store = Store.open(settings.database, keys)
    try:
        if not await store.read(health.keys_fit):
            raise KeyRefused(WRONG_KEY)
        yield store
    finally:
        await store.close()


def run_once(settings: Settings, verb: Callable[Concatenate[Work, P], T], *args: P.args, **named: P.kwargs) -> T:
    """Open the store of this place, run one verb as one transaction, and close it again: what a command does."""

    async def once() -> T:
        async with opened_store(settings) as store:
            return await store.run(verb, *args, **named)

    return asyncio.run(once())


def now() -> datetime:
    """The time a command happens."""
    return SystemClock().now()


def _prepare(url: str) -> None:
    """Make the tables in an empty database; an older one is not changed behind anybody's back."""
    try:
        found = revision(url)
    except UrlRefused as error:
        raise BadSettings(f"COACH_DATABASE_URL: {error}.") from None
    if found is None:
        migrate(url)
    require_current(url)
