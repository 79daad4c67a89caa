"""Deliveries: claim, send, settle. Sending is at least once, and we say so (DESIGN 7)."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from bot.channels.port import Channel, File, Gone, Refused, Throttled, Unreachable
from bot.domain.delivery import Delivery, Fate, Priority
from bot.services.parts import Parts
from bot.services.trouble import remember_taps
from bot.store import blobs, leases, outbox, people
from bot.store.failures import StoreDown
from bot.store.leases import LeaseLost
from bot.store.outbox import Ending
from bot.store.work import Work
from dialogues.message import Document, Image

AT_ONCE = 16
FIRST_WAIT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(minutes=5)
SEND_PATIENCE = 8.0
MOST_FAULTS = 6
PICTURE = "peercoach-progress.png"

Claim = Callable[[Work, str, str, datetime, int], list[Delivery]]

log = structlog.get_logger()


async def send_some(parts: Parts, channel: Channel) -> int:
    """Claim one delivery for each free connection of an account and send them; how many were claimed.

    One process drains an account at a time, because the platform's limits are the account's; a crisis waits for none of them.
    """
    claim = outbox.claim if await _ours(parts, channel.account) else outbox.claim_crisis
    return await _claim_and_send(parts, channel, claim)


async def send_crisis(parts: Parts, channel: Channel) -> int:
    """Claim and send crisis messages only, past whatever else is being sent slowly; how many were claimed."""
    return await _claim_and_send(parts, channel, outbox.claim_crisis)


async def _claim_and_send(parts: Parts, channel: Channel, claim: Claim) -> int:
    claimed = await parts.store.run(claim, channel.account, parts.owner, parts.clock.now(), AT_ONCE)
    held = {delivery.id for delivery in claimed}
    parts.sending |= held
    try:
        await asyncio.gather(*(_send(parts, channel, delivery) for delivery in claimed))
    finally:
        parts.sending -= held
    return len(claimed)


def settle(work: Work, delivery: Delivery, ending: Ending) -> None:
    """Write a delivery's fate down; somebody who left is not written to again."""
    outbox.settle(work, delivery, ending)
    if ending.fate is Fate.gone:
        people.mark_gone(work, delivery.address_id, ending.at)


async def _send(parts: Parts, channel: Channel, delivery: Delivery) -> None:
    try:
        await _hand_over(parts, channel, delivery)
    except (LeaseLost, StoreDown) as error:
        log.warning("delivery_left_in_doubt", delivery=delivery.id, error=type(error).__name__)


async def _hand_over(parts: Parts, channel: Channel, delivery: Delivery) -> None:
    run, clock = parts.store.run, parts.clock
    try:
        file = await _file_of(parts, delivery)
        platform_id = await asyncio.wait_for(
            channel.send(delivery.address, delivery.message, delivery.token, file), SEND_PATIENCE
        )
    except Refused as error:
        log.error("delivery_refused", delivery=delivery.id, error=str(error))
        await run(settle, delivery, Ending(Fate.refused, clock.now(), error=str(error)))
    except Gone:
        await run(settle, delivery, Ending(Fate.gone, clock.now()))
    except Throttled as error:
        await run(_throttle, delivery, error.until)
    except (Unreachable, TimeoutError) as error:
        await run(outbox.retry, delivery, clock.now() + _wait(delivery), type(error).__name__)
    except Exception as error:  # an adapter's own fault must not stop the account, nor go on for ever
        log.error("sending_failed", delivery=delivery.id, error=type(error).__name__)
        if delivery.attempts + 1 < MOST_FAULTS:
            await run(outbox.retry, delivery, clock.now() + _wait(delivery), type(error).__name__)
        else:
            await run(settle, delivery, Ending(Fate.refused, clock.now(), error=type(error).__name__))
    else:
        remember_taps(parts, delivery.token, delivery.message, crisis=delivery.priority is Priority.crisis)
        await run(settle, delivery, Ending(Fate.sent, clock.now(), platform_id))


async def _file_of(parts: Parts, delivery: Delivery) -> File | None:
    attachment = delivery.message.attachment
    if attachment is None:
        return None
    match attachment:
        case Document(blob=key, filename=name):
            pass
        case Image(name=key):
            name = PICTURE
    body = await parts.store.read(blobs.get, delivery.learner, key)
    return File(name, body) if body is not None else None


async def _ours(parts: Parts, account: str) -> bool:
    now = parts.clock.now()
    taken_at = parts.account_taken_at.get(account)
    if taken_at is None or now - taken_at >= leases.RENEWAL:
        parts.account_taken_at.pop(account, None)
        if await parts.store.run(leases.take, account, parts.owner, now) is not None:
            parts.account_taken_at[account] = now
    return account in parts.account_taken_at


def _throttle(work: Work, delivery: Delivery, until: datetime) -> None:
    outbox.throttle(work, delivery.address_id, until)
    outbox.retry(work, delivery, until, "throttled")


def _wait(delivery: Delivery) -> timedelta:
    longer: int = 2 ** min(delivery.attempts, 10)
    return min(FIRST_WAIT * longer, LONGEST_WAIT)
