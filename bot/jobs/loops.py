"""Loops: claim, work, and wait for the bell. A bad row or a lost database never stops one."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from bot.channels.port import Channel
from bot.services.deliveries import send_some
from bot.services.draining import CrisisDrain, Drain
from bot.services.drawing import draw_next
from bot.services.packs import read_packs
from bot.services.parts import Parts
from bot.services.schedules import fire_due
from bot.services.turns import answer_some
from bot.store.failures import StoreDown

POLL = 0.2
REST = 1.0

log = structlog.get_logger()


async def inbox(parts: Parts) -> None:
    """Answer what comes in, for as long as the process runs."""
    await _forever(parts, "inbox", lambda: answer_some(parts), lambda: parts.wake.wait("inbox", POLL))


async def outbox(parts: Parts, channel: Channel) -> None:
    """Send what waits for one account, for as long as the process runs."""
    await _drain(parts, f"outbox {channel.account}", Drain(parts, channel))


async def crisis_outbox(parts: Parts, channel: Channel) -> None:
    """Send crisis messages for one account beside everything else, so that no slow chat holds a card up."""
    await _drain(parts, f"crisis outbox {channel.account}", CrisisDrain(parts, channel))


async def pictures(parts: Parts) -> None:
    """Draw what people want drawn, one after the other, for as long as the process runs."""
    await _forever(parts, "pictures", lambda: draw_next(parts), lambda: parts.wake.wait("pictures", POLL))


async def packs(parts: Parts) -> None:
    """Read what staff send in, one person after the other, for as long as the process runs."""
    await _forever(parts, "packs", lambda: read_packs(parts), lambda: parts.wake.wait("packs", POLL))


async def settle(parts: Parts) -> None:
    """Work until nothing is left to do now: for a session that takes turns with a person."""
    moved = 1
    while moved:
        moved = await fire_due(parts) + await answer_some(parts) + await draw_next(parts) + await read_packs(parts)
        for channel in parts.channels.values():
            moved += await send_some(parts, channel)


async def _drain(parts: Parts, loop: str, drain: Drain | CrisisDrain) -> None:
    try:
        await _forever(parts, loop, drain.step, drain.rest)
    finally:
        await drain.finish()


async def _forever(
    parts: Parts, loop: str, step: Callable[[], Awaitable[int]], rest: Callable[[], Awaitable[None]]
) -> None:
    while True:
        try:
            moved = await step()
            parts.pulse.beat(loop, parts.clock.now())
        except StoreDown as error:
            log.error("loop_waits_for_database", loop=loop, error=str(error))
            await asyncio.sleep(REST)
        except Exception as error:  # whatever it is, the next round may work
            log.error("loop_failed", loop=loop, error=type(error).__name__)
            await asyncio.sleep(REST)
        else:
            if not moved:
                await rest()
