"""Housekeeping: keep what we claimed while we work on it, and forget what has had its time."""

from datetime import timedelta

from bot.services.parts import Parts
from bot.store import events, inbox, outbox

# A check-in is kept for its own trend and a safety talk for the yearly count; neither is anybody's business longer than that.
PERSONAL = ("CheckedIn", "SafetyRaised", "SafetyAnswered", "FollowUpWanted", "FollowedUp")
KEPT = timedelta(days=90)


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
    """Blank settled messages after 7 days, delete rows after 30, and check-ins and safety talks after 90; how many were touched."""
    now = parts.clock.now()
    forgotten = await parts.store.run(events.forget, PERSONAL, now - KEPT)
    return forgotten + await parts.store.run(outbox.blank_old, now) + await parts.store.run(inbox.forget_old, now)
