"""The database, opened and closed: with its keys, its tables, and the certainty that they fit each other."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.settings import BadSettings, Settings
from bot.store import health
from bot.store.engine import UrlRefused
from bot.store.migrate import migrate, require_current, revision
from bot.store.sealed import KeyRefused, load_keys
from bot.store.work import Store

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


def _prepare(url: str) -> None:
    """Make the tables in an empty database; an older one is not changed behind anybody's back."""
    try:
        found = revision(url)
    except UrlRefused as error:
        raise BadSettings(f"COACH_DATABASE_URL: {error}.") from None
    if found is None:
        migrate(url)
    require_current(url)
