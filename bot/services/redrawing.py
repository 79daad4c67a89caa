"""Redrawing: show on a message which choice was taken. It is beside the talk: where it fails, nothing is lost."""

import asyncio

import structlog

from bot.channels.port import Gone, Refused, Throttled, Unreachable
from bot.services.parts import Parts
from bot.services.tapping import Redraw

PATIENCE = 8.0

log = structlog.get_logger()


def redraw_soon(parts: Parts, redraw: Redraw) -> None:
    """Redraw a message, without anybody waiting for it."""
    task = asyncio.create_task(_redraw(parts, redraw))
    parts.beside.add(task)
    task.add_done_callback(parts.beside.discard)


async def _redraw(parts: Parts, redraw: Redraw) -> None:
    channel, posted = parts.channels.get(redraw.account), redraw.posted
    if channel is None:
        return
    try:
        async with asyncio.timeout(PATIENCE):
            await channel.redraw(redraw.address, posted.sent_as, posted.token, posted.message, redraw.place)
    except (Gone, Refused, Throttled, Unreachable, TimeoutError) as error:
        log.info("message_not_redrawn", account=redraw.account, error=type(error).__name__)
    except Exception as error:  # an adapter's own fault is no reason to disturb the talk
        log.error("redrawing_failed", account=redraw.account, error=type(error).__name__)
