"""Listening: one process listens to an account at a time; while its platform cannot be reached, that is waited out."""

import asyncio

import structlog

from bot.channels.port import Channel, Refused, Throttled, Unreachable
from bot.services.hearing import not_heard
from bot.services.ours import is_ours
from bot.services.parts import Parts
from bot.services.turns import receive
from bot.store.leases import RENEWAL

FIRST_WAIT = 1.0
LONGEST_WAIT = 30.0
TOO_OFTEN = "the platform wants us to wait"

log = structlog.get_logger()


async def listen(parts: Parts, channel: Channel) -> None:
    """Listen to an account whenever it is ours, for as long as the process runs."""
    pause = FIRST_WAIT
    while True:
        if not await is_ours(parts, channel.account):
            parts.hearing.pop(channel.account, None)
            await asyncio.sleep(RENEWAL.total_seconds())
            continue
        began = parts.clock.now()
        asked = await _until_it_fails(parts, channel)
        lasted = (parts.clock.now() - began).total_seconds()
        pause = FIRST_WAIT if lasted > LONGEST_WAIT else pause
        await asyncio.sleep(max(pause, asked))
        pause = min(pause * 2, LONGEST_WAIT)


async def _until_it_fails(parts: Parts, channel: Channel) -> float:
    """Listen; when that is over, how many seconds the platform wants us to wait."""
    try:
        await _while_ours(parts, channel)
    except (Unreachable, Refused) as error:
        not_heard(parts, channel.account, str(error))
    except Throttled as error:
        not_heard(parts, channel.account, TOO_OFTEN)
        return (error.until - parts.clock.now()).total_seconds()
    except Exception as error:  # whatever it is, the next try may work
        log.error("listening_failed", account=channel.account, error=type(error).__name__)
        not_heard(parts, channel.account, type(error).__name__)
    return 0


async def _while_ours(parts: Parts, channel: Channel) -> None:
    """Listen until the account is another process's; what the channel raises is raised here."""
    task = asyncio.create_task(channel.run(lambda update: receive(parts, update)))
    try:
        while not task.done() and await is_ours(parts, channel.account):
            await asyncio.wait({task}, timeout=RENEWAL.total_seconds())
        if task.done() and not task.cancelled():
            task.result()
    finally:
        task.cancel()
        await asyncio.wait({task})
