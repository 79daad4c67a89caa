"""Parts, plugged together: store, content, understanding and channels, opened and closed as one."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import structlog

from bot.channels.port import Channel
from bot.clock import Clock
from bot.main.database import ERASURES, opened_store
from bot.main.policies import policy
from bot.main.rasa import Told, interpreter
from bot.services.parts import Parts
from bot.services.publishing import publish_shipped, shelf, wanted
from bot.services.shelving import libraries_of
from bot.services.trouble import write_cards
from bot.settings import Settings
from bot.store.leases import this_process
from content.loading import read_files
from nlu.embedded import embedded
from nlu.identifiers import found
from nlu.safety import safety_screen
from nlu.skills import skill_ear

log = structlog.get_logger()

ROOT = Path(__file__).parent.parent.parent
LIBRARY = ROOT / "content" / "library"
LANGUAGE_DATA = ROOT / "nlu" / "data"


@asynccontextmanager
async def opened(
    settings: Settings, clock: Clock, channels: Sequence[Channel], shipped: Mapping[str, str] | None = None
) -> AsyncIterator[Parts]:
    """Everything plugged together and ready to work; closed again at the end. `shipped` is other content than ours.

    Raises MigrationMissing, StoreDown, ContentBroken or BadKey, each with a sentence that says what to do.
    """
    told = Told()
    ours = embedded(LANGUAGE_DATA, settings.home / "cache")
    screen = safety_screen(LANGUAGE_DATA, settings.home / "cache")
    if screen.trouble:
        cure = "mend the file that is named, then start again"
        log.error("safety_screen_hears_by_rules_alone", why=screen.trouble, cure=cure)
    async with opened_store(settings) as store, interpreter(settings, ours, told) as understanding:
        files = read_files(LIBRARY) if shipped is None else shipped
        await store.run(publish_shipped, files, clock.now())
        asked = await store.read(wanted, clock.now())
        libraries = await libraries_of(store, asked, {})
        parts = Parts(
            store=store,
            clock=clock,
            interpreter=understanding,
            fallbacks=told.fallbacks,
            screen=screen,
            hears=f"by its rules alone: {screen.trouble}" if screen.trouble else "well",
            shelf=shelf(asked, libraries),
            release=asked.current,
            owner=this_process(),
            shelf_mark=asked.mark,
            policy=policy(settings),
            skills=skill_ear(LANGUAGE_DATA, settings.home / "cache").hear,
            identifies=lambda text: frozenset(kind.value for kind in found(text)),
            channels={channel.account: channel for channel in channels},
            cards=settings.home / "cards",
            erasures=settings.home / ERASURES,
        )
        write_cards(parts.shelf, parts.cards)
        yield parts
