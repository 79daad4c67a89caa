"""Schedules: turn what is due into firings, in batches with flat memory."""

from bot.services.parts import Parts
from bot.store import schedules

BATCH = 1000


async def fire_due(parts: Parts) -> int:
    """Put a firing into the inbox for everything that is due by now; how many there were."""
    total = 0
    while True:
        fired = await parts.store.run(schedules.fire, parts.clock.now(), BATCH)
        total += fired
        if fired:
            parts.wake.ring("inbox")
        if fired < BATCH:
            return total
