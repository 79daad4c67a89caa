"""Turns: take an update in, safely; then answer it, whole, in one transaction."""

import asyncio
from dataclasses import replace
from datetime import datetime

import structlog

from bot.channels.port import Channel, Throttled, Unreachable
from bot.domain.page import NOTE
from bot.domain.update import Filled, Left, Sent, Update, Urgency, Voted, Wrote
from bot.services.answering import answer_update, apologise, is_erasure, stays_here
from bot.services.forms import CHECKIN
from bot.services.parts import Parts
from bot.services.redrawing import redraw_soon
from bot.services.shelving import keep_shelf
from bot.services.standing import show_anyway, show_soon
from bot.services.trouble import calls_for_help, remember, trouble_message
from bot.store import inbox, people
from bot.store.failures import StoreDown
from bot.store.inbox import Claimed
from bot.store.leases import LeaseLost
from bot.store.work import Work
from dialogues.message import Message
from nlu.intents import Open, Reading, SafetyLevel

# Somebody in danger does not wait; for others a crowd at the door is not yet an outage. Slack asks again after 3 s.
PATIENCE_IN_DANGER = 0.3
PATIENCE = 2.0
AT_ONCE = 32
# A card is tried so often more before it is given up; Slack brings a tap, a command and a window only once.
CARD_TRIES, CARD_PAUSE, LONGEST_CARD_PAUSE = 3, 0.5, 5.0

log = structlog.get_logger()


async def receive(parts: Parts, update: Update) -> bool:
    """Put an update into the inbox; only when this says True may the platform be told that we have it.

    When it cannot be saved in time, somebody who calls for help gets the static card at once, and others a line that says so.
    """
    place = (update.account, update.address)
    danger = calls_for_help(parts, update.raw) or parts.told.get(place, False)
    # Who was told already that nothing can be saved, knows; what they wrote meanwhile must not hold up others.
    patience = PATIENCE_IN_DANGER if danger or place in parts.told else PATIENCE
    urgency = Urgency.crisis if danger else update.urgency
    language = update.language if update.language in parts.shelf.newest.locales else ""
    urgent = replace(update, urgency=urgency, language=language)
    try:
        async with asyncio.timeout(patience):
            origin = await parts.store.run(take_in, urgent, parts.clock.now())
    except Exception as error:  # whatever keeps it from being saved, somebody who calls for help is not left alone
        log.error(
            "update_not_saved", account=update.account, external_id=update.external_id, error=type(error).__name__
        )
        await _say_so(parts, update, danger=danger)
        return False
    if origin:
        remember(parts.places, place, origin)
    parts.told.pop(place, None)
    parts.wake.ring("inbox")
    return True


def take_in(work: Work, update: Update, now: datetime) -> tuple[str | None, str] | None:
    """Put an update into the inbox, once; the country and language of the person, to have them when the database is down.

    Nobody becomes known by leaving, which is only noted, nor by a vote in a quiz that somebody passed on to them.
    """
    if isinstance(update.raw, Left):
        people.leave(work, update.account, update.address, update.at, now)
        return None
    if isinstance(update.raw, Voted) and people.find(work, update.account, update.address) is None:
        return None
    known = people.find(work, update.account, update.address)
    inbox.insert(work, update, now)
    if known is None and update.language:
        _greet_in(work, update)
    return people.place_of(work, update.account, update.address)


def _greet_in(work: Work, update: Update) -> None:
    """Somebody new has their app in a language that we speak: the welcome is in it, and offers the others."""
    came = people.find(work, update.account, update.address)
    if came is not None:
        learner = people.load(work, came)
        people.save(work, replace(learner, profile=replace(learner.profile, language=update.language)))


async def answer_some(parts: Parts) -> int:
    """Claim what waits in the inbox and answer it; how many were claimed. Nobody's two updates are answered at once."""
    claimed = await parts.store.run(inbox.claim, parts.owner, parts.clock.now(), AT_ONCE)
    if claimed:
        await keep_shelf(parts)
    held = {one.waiting.id for one in claimed}
    parts.answering |= held
    try:
        await asyncio.gather(*(_answer(parts, one) for one in claimed))
    finally:
        parts.answering -= held
    if claimed:
        parts.wake.ring("outbox")
        parts.wake.ring("crisis")
        parts.wake.ring("pictures")
        parts.wake.ring("packs")
    return len(claimed)


async def read(parts: Parts, claimed: Claimed) -> Reading:
    """What the words of an update mean: the safety screen always, the interpreter unless danger was heard or it is broken."""
    raw = claimed.waiting.raw
    if not isinstance(raw, Wrote | Sent | Filled) or not raw.words:
        return Reading()
    checks_in = isinstance(raw, Filled) and raw.form == CHECKIN
    signal = parts.screen.screen(raw.words, claimed.language, Open.checkin if checks_in else claimed.open)
    if "screen-error" in signal.matched:
        log.error("safety_screen_failed", update=claimed.waiting.id)
    words = _in_their_words(raw)
    if signal.level >= SafetyLevel.risk or not words:
        return Reading(safety=signal)

    async def stays() -> bool:
        return await parts.store.read(stays_here, parts, claimed, signal)

    try:
        reading = await parts.interpreter.interpret(words, claimed.language, stays)
    except Exception as error:  # whatever is wrong with it, buttons, numbers, commands and help must still work
        log.error("interpreter_failed", error=type(error).__name__)
        reading = Reading()
    skills = parts.skills(words) if claimed.open is Open.drill else {}
    return replace(reading, safety=signal, identifies=parts.identifies(words), skills=skills)


def _in_their_words(raw: Wrote | Sent | Filled) -> str:
    """What the interpreter reads: of a form its one free field, for nobody wrote the keys of its choices."""
    if isinstance(raw, Filled):
        return raw.fields.get(NOTE) or raw.fields.get("zone", "")
    return raw.words


async def _answer(parts: Parts, claimed: Claimed) -> None:
    try:
        answered = await parts.store.run(answer_update, parts, claimed, await read(parts, claimed))
        if answered.moved:
            remember(parts.places, *answered.moved)
        for redraw in answered.redraws:
            redraw_soon(parts, redraw)
        show_soon(parts, claimed.waiting.learner)
        show_anyway(parts, answered.erased)
        parts.over.tell(claimed.waiting.id)
        if is_erasure(claimed.waiting.raw):
            await parts.store.scrub()
    except (StoreDown, LeaseLost) as error:
        log.warning("turn_left_for_later", update=claimed.waiting.id, error=type(error).__name__)
    except Exception as error:  # a bad row never stops a loop
        log.error(
            "turn_failed", update=claimed.waiting.id, attempt=claimed.waiting.attempts, error=type(error).__name__
        )
        await _give_up_or_wait(parts, claimed, error)


async def _give_up_or_wait(parts: Parts, claimed: Claimed, error: Exception) -> None:
    """The failure is kept by itself: whatever broke the turn may break the apology too."""
    run, waiting = parts.store.run, claimed.waiting
    try:
        if not await run(inbox.fail, waiting, type(error).__name__, parts.clock.now()):
            return
        await run(apologise, parts, claimed, type(error).__name__)
        parts.over.tell(waiting.id)
    except (StoreDown, LeaseLost):
        return
    except Exception as again:
        log.error("apology_failed", update=waiting.id, error=type(again).__name__)
        await _straight_through(parts, claimed)
        parts.over.tell(waiting.id)


async def _straight_through(parts: Parts, claimed: Claimed) -> None:
    """The last way to somebody whose turn cannot even be apologised for: past the outbox."""
    if claimed.waiting.address_id is None:
        return
    account, address = await parts.store.read(people.address_of, claimed.waiting.address_id)
    update = Update(account, "", address, claimed.waiting.raw, claimed.waiting.at)
    await _say_so(parts, update, danger=calls_for_help(parts, claimed.waiting.raw))


async def _say_so(parts: Parts, update: Update, *, danger: bool) -> None:
    place, name = (update.account, update.address), (update.account, update.external_id)
    channel, pulled = parts.channels.get(update.account), update.account in parts.pulled
    # Of a request that is repeated the first answer may be lost.
    carded = name in parts.carded and not pulled
    on_its_way = (*place, danger) in parts.saying and update.external_id and not pulled
    if (not danger and place in parts.told) or carded or on_its_way or channel is None or isinstance(update.raw, Left):
        return
    remember(parts.told, place, danger)
    if update.external_id:
        remember(parts.carded, name, None)
    said = _said(parts, channel, update, danger=danger)
    if pulled:  # it leaves with the answer to the request that is in hand
        await said
        return
    # Nobody else's card waits for a chat that hangs. Of one person's many, one is on its way at a time: the others come again.
    parts.saying.add((*place, danger))
    task = asyncio.create_task(said)
    parts.beside.add(task)
    task.add_done_callback(parts.beside.discard)
    task.add_done_callback(lambda _: parts.saying.discard((*place, danger)))


async def _said(parts: Parts, channel: Channel, update: Update, *, danger: bool) -> None:
    try:
        message = trouble_message(parts, (update.account, update.address), danger=danger)
        if danger:
            await _try_hard(parts, channel, update.address, message)
        else:
            await channel.send(update.address, message, "")
    except (
        Exception
    ) as error:  # one of the four, or the adapter's own fault: what is not saved is not confirmed either way
        parts.carded.pop((update.account, update.external_id), None)
        log.error("card_not_sent", account=update.account, error=type(error).__name__)


async def _try_hard(parts: Parts, channel: Channel, address: str, card: Message) -> None:
    """Send a card though the chat may be too fast or the platform away just now: not all that people do is brought again."""
    for _ in range(CARD_TRIES):
        try:
            await channel.send(address, card, "")
        except Throttled as error:
            pause = (error.until - parts.clock.now()).total_seconds()
        except Unreachable:
            pause = CARD_PAUSE
        else:
            return
        await asyncio.sleep(min(max(pause, 0.0), LONGEST_CARD_PAUSE))
    await channel.send(address, card, "")
