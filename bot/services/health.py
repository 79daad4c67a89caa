"""Health: the truth about this process, in a form that machines and people can read."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.services.hearing import trouble_of
from bot.services.parts import Parts
from bot.store import health
from bot.store.failures import StoreDown
from bot.store.migrate import is_current

PATIENCE = 2.0
LOOPS = ("inbox", "schedules", "leases")
ACCOUNT_LOOPS = ("outbox", "crisis outbox", "listening")


@dataclass(frozen=True, slots=True)
class Health:
    """What is well and what is not. `stale` names loops that do not come round, with the seconds since they last did.

    `channels` says of each account that this process listens to how that goes, from its first moment on, and `deaf` names those
    that have not been heard for a minute.
    """

    database: str
    migrations: str
    stale: Mapping[str, float]
    waiting: Mapping[str, int]
    channels: Mapping[str, str]
    deaf: tuple[str, ...]
    fallbacks: Mapping[str, int] = field(default_factory=dict)
    screen: str = "well"

    @property
    def well(self) -> bool:
        """Whether everything is well."""
        named = (self.database, self.migrations, self.screen)
        return all(what == "well" for what in named) and not self.stale and not self.deaf

    def as_json(self) -> dict[str, object]:
        """The same as plain values."""
        told = {"status": "well" if self.well else "not well", "database": self.database, "migrations": self.migrations}
        told["safety_screen"] = self.screen
        listening = {"channels": dict(self.channels)} if self.channels else {}
        reading = {"interpreter_fallbacks": dict(self.fallbacks)} if self.fallbacks else {}
        return {**told, **listening, **reading, "stale_loops": dict(self.stale), "waiting": dict(self.waiting)}


async def look(parts: Parts) -> Health:
    """Look at the database, its migrations and the loops of this process; never raises."""
    now = parts.clock.now()
    wanted = (
        *LOOPS,
        *(f"{loop} {account}" for loop in ACCOUNT_LOOPS for account in parts.channels if account not in parts.pulled),
    )
    stale = {loop: -1.0 for loop in wanted if loop not in parts.pulse.loops()} | parts.pulse.stale(now)
    channels = {account: hearing.what for account, hearing in parts.hearing.items()}
    deaf = tuple(account for account, hearing in parts.hearing.items() if trouble_of(hearing, now))
    try:
        queues = await asyncio.wait_for(parts.store.read(health.queues, now), PATIENCE)
        current = await asyncio.wait_for(parts.store.read(is_current), PATIENCE)
    except (StoreDown, TimeoutError) as error:
        return Health(f"down: {error}", "unknown", stale, {}, channels, deaf, dict(parts.fallbacks), parts.hears)
    migrations = "well" if current else "missing: run 'coach migrate'"
    waiting = {"inbox": queues.inbox.waiting, "schedules": queues.schedules.waiting, "outbox": queues.outbox.waiting}
    return Health("well", migrations, stale, waiting, channels, deaf, dict(parts.fallbacks), parts.hears)
