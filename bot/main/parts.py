"""Parts, plugged together: store, content, understanding and channels, opened and closed as one."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from bot.channels.port import Channel
from bot.clock import Clock
from bot.services.parts import Parts
from bot.services.publishing import publish_shipped, shelf
from bot.services.trouble import write_cards
from bot.settings import BadSettings, Settings
from bot.store import health
from bot.store.engine import UrlRefused
from bot.store.leases import this_process
from bot.store.migrate import migrate, require_current, revision
from bot.store.sealed import KeyRefused, load_keys
from bot.store.work import Store
from content.loading import read_files
from dialogues.facts import Policy
from nlu.embedded import embedded
from nlu.safety import rule_screen

ROOT = Path(__file__).parent.parent.parent
LIBRARY = ROOT / "content" / "library"
LANGUAGE_DATA = ROOT / "nlu" / "data"

WRONG_KEY = (
    "this database was written with another key, and with this one nobody would be known again: "
    "put the right key into the data folder or into COACH_KEY"
)


@asynccontextmanager
async def opened(settings: Settings, clock: Clock, channels: Sequence[Channel]) -> AsyncIterator[Parts]:
    """Everything plugged together and ready to work; closed again at the end.

    Raises MigrationMissing, StoreDown, ContentBroken or BadKey, each with a sentence that says what to do.
    """
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    keys = load_keys(settings.home, settings.key.get_secret_value() if settings.key else None)
    _prepare(settings.database)
    store = Store.open(settings.database, keys)
    try:
        if not await store.read(health.keys_fit):
            raise KeyRefused(WRONG_KEY)
        files = read_files(LIBRARY)
        release = await store.run(publish_shipped, files, clock.now())
        parts = Parts(
            store=store,
            clock=clock,
            interpreter=embedded(LANGUAGE_DATA, settings.home / "cache"),
            screen=rule_screen(LANGUAGE_DATA),
            shelf=await store.read(shelf, release),
            release=release,
            owner=this_process(),
            policy=policy(settings),
            channels={channel.account: channel for channel in channels},
            cards=settings.home / "cards",
        )
        write_cards(parts.shelf, parts.cards)
        yield parts
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


def policy(settings: Settings) -> Policy:
    """What the program decided, from the settings."""
    return Policy(settings.silence_minutes, settings.checkin_words, settings.protocol_card, settings.on_call)
