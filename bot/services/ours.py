"""Ours: which accounts this process works for. One process drains and listens to an account at a time."""

import asyncio
from datetime import timedelta

from bot.services.parts import Parts
from bot.store import leases
from bot.store.failures import StoreDown

# Who has the account already must not wait for a database that is away: people who call for help are to be heard meanwhile.
PATIENCE = 0.3


async def is_ours(parts: Parts, account: str) -> bool:
    """Whether this process may send and listen for an account; it takes or keeps the account's lease.

    While the database is down it says what it last knew: who had the account goes on, so that cards can be given.
    """
    now = parts.clock.now()
    taken_at = parts.account_taken_at.get(account)
    # A clock that was set back says nothing about how long we have had it.
    if taken_at is not None and timedelta(0) <= now - taken_at < leases.RENEWAL:
        return True
    patience = None if taken_at is None else PATIENCE
    try:
        async with asyncio.timeout(patience):
            number = await parts.store.run(leases.take, account, parts.owner, now)
    except (StoreDown, TimeoutError):
        return taken_at is not None
    if number is None:
        parts.account_taken_at.pop(account, None)
        return False
    parts.account_taken_at[account] = now
    return True
