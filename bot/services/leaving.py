"""Leaving: what a process gives back when it stops, so that the next one need not wait for a lease to run out."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

import structlog

from bot.services.health import ACCOUNT_LOOPS
from bot.services.parts import Parts
from bot.store import leases
from bot.store.work import Work

# Docker kills after 10 s, and what is sent or answered meanwhile needs most of them.
PATIENCE = 1.0

log = structlog.get_logger()


async def let_go(parts: Parts) -> None:
    """Where the database does not answer within a second, give up all that waits for it: what did not commit did not happen."""
    try:
        async with asyncio.timeout(PATIENCE):
            await parts.store.run(_nothing)
    except Exception as error:  # whatever is wrong with it, the process stops
        log.warning("database_not_waited_for", error=type(error).__name__)
        await parts.store.close(0)


async def give_back(parts: Parts) -> None:
    """Give back every account this process drains; what cannot be given back within a second runs out by itself."""
    held = tuple(parts.account_taken_at)
    parts.account_taken_at.clear()
    if not held:
        return
    try:
        async with asyncio.timeout(PATIENCE):
            await parts.store.run(_release, held, parts.owner, parts.clock.now())
    except Exception as error:  # whatever it is, the process stops
        log.warning("accounts_not_given_back", error=type(error).__name__)


def forget_account(parts: Parts, account: str) -> None:
    """Nobody listens to this account or sends for it any more, and health must not wait for it."""
    parts.hearing.pop(account, None)
    for loop in ACCOUNT_LOOPS:
        parts.pulse.forget(f"{loop} {account}")


def _nothing(work: Work) -> None:
    """A transaction with nothing in it: it tells whether the database lets anybody write."""


def _release(work: Work, accounts: Sequence[str], owner: str, now: datetime) -> None:
    for account in accounts:
        number = leases.take(work, account, owner, now)
        if number is not None:
            leases.release(work, account, number)
