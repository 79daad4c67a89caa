"""Listening: one process listens to an account at a time; while its platform cannot be reached, that is waited out."""

import asyncio

import structlog

from bot.channels.port import Listener, Refused, Throttled, Unreachable
from bot.services.hearing import began, not_heard
from bot.services.ours import is_ours
from bot.services.parts import Parts
from bot.services.turns import receive
from bot.store.leases import RENEWAL

FIRST_WAIT = 1.0
LONGEST_WAIT = 30.0
TOO_OFTEN = "the platform wants us to wait"

log = structlog.get_logger()


async def listen(parts: Parts, channel: Listener) -> None:
    """Listen to an account whenever it is ours, for as long as the process runs."""
    pause = FIRST_WAIT
    began(parts, channel.account)
    while True:
        was_heard, asked = await _until_it_fails(parts, channel)
        pause = FIRST_WAIT if was_heard else pause
        await _rest(parts, channel.account, max(pause, asked))
        pause = min(pause * 2, LONGEST_WAIT)


async def _until_it_fails(parts: Parts, channel: Listener) -> tuple[bool, float]:
    """Listen once the account is ours; when that is over, whether the platform was heard meanwhile, and how many seconds it
    wants us to wait.
    """
    asked = 0.0
    try:
        await _until_ours(parts, channel.account)
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


async def _until_ours(parts: Parts, account: str) -> None:
    """Wait until the account is ours: how it is heard until then is for another process to tell."""
    while not await _is_ours(parts, account):
        parts.hearing.pop(account, None)
        await asyncio.sleep(RENEWAL.total_seconds())
    began(parts, account)


async def _while_ours(parts: Parts, channel: Listener) -> None:
    """Listen until the account is another process's; what the channel raises is raised here."""
    task = asyncio.create_task(channel.run(lambda update: receive(parts, update)))
    try:
        while not task.done() and await _is_ours(parts, channel.account):
            await asyncio.wait({task}, timeout=RENEWAL.total_seconds())
        if task.done() and not task.cancelled():
            task.result()
    finally:
        task.cancel()
        await asyncio.wait({task})


async def _is_ours(parts: Parts, account: str) -> bool:
    """Whether the account is ours; asked every few seconds, which is this loop's round."""
    _beat(parts, account)
    return await is_ours(parts, account)


async def _rest(parts: Parts, account: str, seconds: float) -> None:
    """Wait so long, which may be hours: health must see meanwhile that this is all there is to do."""
    while seconds > 0:
        _beat(parts, account)
        slice_of_it = min(seconds, RENEWAL.total_seconds())
        await asyncio.sleep(slice_of_it)
        seconds -= slice_of_it


def _beat(parts: Parts, account: str) -> None:
    parts.pulse.beat(f"listening {account}", parts.clock.now())
