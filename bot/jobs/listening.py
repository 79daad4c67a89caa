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
        was_heard, asked = await _until_it_fails(parts, channel)
        pause = FIRST_WAIT if was_heard else pause
        await asyncio.sleep(max(pause, asked))
        pause = min(pause * 2, LONGEST_WAIT)


async def _until_it_fails(parts: Parts, channel: Channel) -> tuple[bool, float]:
    """Listen; when that is over, whether the platform was heard meanwhile, and how many seconds it wants us to wait."""
    asked = 0.0
    try:
        await _while_ours(parts, channel)
        return True, asked
    except (Unreachable, Refused) as error:
        trouble = str(error)
    except Throttled as error:
        trouble, asked = TOO_OFTEN, (error.until - parts.clock.now()).total_seconds()
    except Exception as error:  # whatever it is, the next try may work
        log.error("listening_failed", account=channel.account, error=type(error).__name__)
        trouble = type(error).__name__
    return not_heard(parts, channel.account, trouble), asked


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
