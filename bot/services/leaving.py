"""Leaving: what a process gives back when it stops, so that the next one need not wait for a lease to run out."""

from collections.abc import Sequence
from datetime import datetime

from bot.services.parts import Parts
from bot.store import leases
from bot.store.failures import StoreDown
from bot.store.work import Work


async def give_back(parts: Parts) -> None:
    """Give back every account this process drains; what cannot be given back runs out by itself."""
    held = tuple(parts.account_taken_at)
    parts.account_taken_at.clear()
    if held:
        try:
            await parts.store.run(_release, held, parts.owner, parts.clock.now())
        except StoreDown:
            return


def _release(work: Work, accounts: Sequence[str], owner: str, now: datetime) -> None:
    for account in accounts:
        number = leases.take(work, account, owner, now)
        if number is not None:
            leases.release(work, account, number)
