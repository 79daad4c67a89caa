"""Housekeeping: keep what we claimed while we work on it, and forget what has had its time."""

from bot.services.parts import Parts
from bot.store import inbox, outbox


async def keep_leases(parts: Parts) -> int:
    """Renew every lease this process holds; how many."""
    now = parts.clock.now()
    answering, sending = sorted(parts.answering), sorted(parts.sending)
    if answering:
        await parts.store.run(inbox.renew, answering, parts.owner, now)
    if sending:
        await parts.store.run(outbox.renew, sending, parts.owner, now)
    return len(answering) + len(sending)


async def tidy(parts: Parts) -> int:
    """Blank settled messages after 7 days and delete rows after 30; how many were touched."""
    now = parts.clock.now()
    return await parts.store.run(outbox.blank_old, now) + await parts.store.run(inbox.forget_old, now)
