"""Deliveries: send one and write its fate down. Sending is at least once, and we say so (DESIGN 7)."""

import asyncio
from dataclasses import replace
from datetime import datetime

import structlog

from bot.channels.port import Channel, Considerate, File, Gone, Refused, Throttled, Unreachable
from bot.domain.delivery import BULK, Delivery, Fate, Priority, after_a_doubt, after_a_fault, wait_of
from bot.domain.pace import Room
from bot.services.ours import is_ours
from bot.services.parts import Parts
from bot.services.trouble import remember_taps
from bot.store import blobs, outbox, people
from bot.store.failures import StoreDown
from bot.store.leases import LeaseLost
from bot.store.outbox import Ending
from bot.store.work import Work
from dialogues.message import Document, Image

AT_ONCE = Room(16, 16)
SEND_PATIENCE = 8.0
QUIET_PATIENCE = 2.8  # many may be asked about at once; what is in flight is waited for 3 s when the process stops
PICTURE = "peercoach-progress.png"
QUIET = "they do not want to be disturbed"
PERHAPS_SENT = "in doubt: it had left, and nobody knows whether it arrived"

log = structlog.get_logger()


async def send_some(parts: Parts, channel: Channel) -> int:
    """Claim some of what waits for an account and send it, all at once and at no pace; how many were claimed.

    One process drains an account at a time, because the platform's limits are the account's; a crisis waits for none of them.
    """
    claim = outbox.claim if await is_ours(parts, channel.account) else outbox.claim_crisis
    room = replace(AT_ONCE, pause=channel.limits.chat_pause)
    claimed = await parts.store.run(claim, channel.account, parts.owner, parts.clock.now(), room)
    held = {delivery.id for delivery in claimed}
    parts.sending |= held
    try:
        await asyncio.gather(*(carry(parts, channel, delivery) for delivery in claimed))
    finally:
        parts.sending -= held
    return len(claimed)


async def carry(parts: Parts, channel: Channel, delivery: Delivery) -> None:
    """Send one claimed delivery and write down what became of it; when that cannot be written, it is in doubt."""
    try:
        if later := await _later(parts, channel, delivery):
            await parts.store.run(outbox.retry, delivery, later, QUIET, delivery.attempts)
        else:
            await _hand_over(parts, channel, delivery)
    except (LeaseLost, StoreDown) as error:
        log.warning("delivery_left_in_doubt", delivery=delivery.id, error=type(error).__name__)
    except Exception as error:  # whatever it is, it concerns this one alone
        log.error("delivery_not_settled", delivery=delivery.id, error=type(error).__name__)


def settle(work: Work, delivery: Delivery, ending: Ending) -> None:
    """Write a delivery's fate down; somebody who left is not written to again."""
    outbox.settle(work, delivery, ending)
    if ending.fate is Fate.gone:
        people.mark_gone(work, delivery.address_id, ending.at)


async def _hand_over(parts: Parts, channel: Channel, delivery: Delivery) -> None:
    try:
        file = await _file_of(parts, delivery)
        async with asyncio.timeout(SEND_PATIENCE):
            platform_id = await channel.send(delivery.address, delivery.message, delivery.token, file)
    except Exception as error:  # an adapter's own fault, too, must not stop the account
        await _failed(parts, delivery, error)
    else:
        remember_taps(parts, delivery.token, delivery.message, crisis=delivery.priority is Priority.crisis)
        await parts.store.run(settle, delivery, Ending(Fate.sent, parts.clock.now(), platform_id))


async def _later(parts: Parts, channel: Channel, delivery: Delivery) -> datetime | None:
    """Until when somebody does not want to be disturbed by what nobody waits for; None when it may come now.

    What is too late by then is never sent. An answer and a card ask nobody.
    """
    if delivery.priority not in BULK or not isinstance(channel, Considerate):
        return None
    try:
        async with asyncio.timeout(QUIET_PATIENCE):
            until = await channel.quiet_until(delivery.address)
    except Exception as error:  # that nobody knows it is no reason to be silent for ever
        log.info("quiet_not_known", delivery=delivery.id, error=type(error).__name__)
        return None
    return until if until and until > parts.clock.now() else None


async def _failed(parts: Parts, delivery: Delivery, error: Exception) -> None:
    run, now = parts.store.run, parts.clock.now()
    match error:
        case Refused():
            log.error("delivery_refused", delivery=delivery.id, error=str(error))
            await run(settle, delivery, Ending(Fate.refused, now, error=str(error)))
        case Gone():
            await run(settle, delivery, Ending(Fate.gone, now))
        case Throttled():
            await run(_throttle, delivery, error.until)
        case Unreachable(perhaps_sent=False):
            await run(outbox.retry, delivery, now + wait_of(delivery), type(error).__name__)
        case Unreachable() | TimeoutError():
            log.warning("delivery_perhaps_sent", delivery=delivery.id, error=type(error).__name__)
            await run(_perhaps_sent, delivery, now)
        case _:
            log.error("sending_failed", delivery=delivery.id, error=type(error).__name__)
            await run(_at_fault, delivery, now, type(error).__name__)


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


def _perhaps_sent(work: Work, delivery: Delivery, now: datetime) -> None:
    """What a crash leaves in doubt ends the same way: an answer is sent again, a prompt is dropped."""
    attempts = after_a_doubt(delivery)
    if attempts is None:
        settle(work, delivery, Ending(Fate.dropped, now, error=PERHAPS_SENT))
    else:
        outbox.retry(work, delivery, now + wait_of(delivery), PERHAPS_SENT, attempts)


def _at_fault(work: Work, delivery: Delivery, now: datetime, error: str) -> None:
    """It may work another time, but not for ever."""
    attempts = after_a_fault(delivery)
    if attempts is None:
        settle(work, delivery, Ending(Fate.refused, now, error=error))
    else:
        outbox.retry(work, delivery, now + wait_of(delivery), error, attempts)


def _throttle(work: Work, delivery: Delivery, until: datetime) -> None:
    outbox.throttle(work, delivery.address_id, until)
    outbox.retry(work, delivery, until, "throttled")
