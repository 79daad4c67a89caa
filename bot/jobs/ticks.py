"""Ticks: APScheduler as a metronome. What is due lives in our own table; nobody has a job of their own."""

from collections.abc import Awaitable, Callable
from datetime import datetime

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.services.figures import freeze_due
from bot.services.housekeeping import keep_leases, tidy
from bot.services.parts import Parts
from bot.services.schedules import fire_due
from bot.store.failures import StoreDown

log = structlog.get_logger()

Step = Callable[[Parts], Awaitable[int]]

EVERY: tuple[tuple[str, float, Step], ...] = (
    ("schedules", 1, fire_due),
    ("leases", 3, keep_leases),
    ("figures", 600, freeze_due),
    ("tidying", 3600, tidy),
)


def metronome(parts: Parts) -> AsyncIOScheduler:
    """A scheduler, not yet started, that ticks every step at its pace; ticks that were missed fall together into one."""
    scheduler = AsyncIOScheduler(timezone="UTC")
    for name, seconds, step in EVERY:
        scheduler.add_job(
            _tick,
            "interval",
            (parts, name, step),
            id=name,
            seconds=seconds,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )
    return scheduler


async def _tick(parts: Parts, name: str, step: Step) -> datetime | None:
    try:
        await step(parts)
    except StoreDown as error:
        log.error("tick_waits_for_database", tick=name, error=str(error))
        return None
    except Exception as error:  # the next tick may work
        log.error("tick_failed", tick=name, error=type(error).__name__)
        return None
    now = parts.clock.now()
    if name != "tidying":
        parts.pulse.beat(name, now)
    return now
