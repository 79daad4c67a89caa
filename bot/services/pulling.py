"""Pulling: answer a request with all that waits for whoever sent it, once their turn is whole."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from bot.channels.rest.channel import RestChannel
from bot.domain.delivery import Delivery, Fate, Priority
from bot.domain.update import Raw, Update
from bot.services.deliveries import settle
from bot.services.parts import Parts
from bot.services.schedules import fire_due
from bot.services.tasks import PICTURE
from bot.services.trouble import calls_for_help, refused_message, remember_taps, trouble_message
from bot.services.turns import receive
from bot.store import blobs, pulled
from bot.store.failures import StoreDown
from bot.store.leases import LeaseLost
from bot.store.outbox import Ending
from bot.store.work import Work
from dialogues.message import Document, Message

PATIENCE = 20.0
PATIENCE_IN_DANGER = 3.0
PATIENCE_WITH_TASKS = 3.0
POLL = 0.5
POLL_TASKS = 0.05

Left = Callable[[], Awaitable[bool]]

log = structlog.get_logger()


class NotOver(Exception):
    """The turn took too long: it goes on, and its answer comes with the next request."""


class ClientLeft(Exception):
    """Whoever asked is no longer there to hear the answer: it waits for their next request."""


@dataclass(frozen=True, slots=True)
class Line:
    """One message of an answer: the token that a tap on it carries, and the content of its file, where that is text."""

    message: Message
    token: str = ""
    content: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What one request is told, and the deliveries that end when it was handed over."""

    lines: Sequence[Line]
    deliveries: Sequence[Delivery] = ()


class Pulling:
    """Answers the requests of a pull channel, of each sender one at a time."""

    def __init__(self, parts: Parts, channel: RestChannel) -> None:
        self._parts = parts
        self._channel = channel
        self._turns = OneAtATime()

    @asynccontextmanager
    async def answered(self, update: Update, left: Left) -> AsyncIterator[Told]:
        """What to say to an update, once its turn is whole; at the end of the block it counts as handed over.

        When the block raises, what was told is in doubt: an answer is told again to the next request, a prompt is dropped.
        Somebody who calls for help gets the static card if nothing better is there in 3 s. Raises NotOver and ClientLeft.
        """
        danger = calls_for_help(self._parts, update.raw)
        async with AsyncExitStack() as held:
            try:
                async with asyncio.timeout(PATIENCE_IN_DANGER if danger else PATIENCE):
                    told = await self._in_turn(held, update, left, waits=not danger)
            except ClientLeft:
                raise
            except Exception as error:  # whatever it is: what was taken will be answered, and a card needs nothing
                log.error("answer_not_pulled", account=update.account, error=type(error).__name__)
                if not danger:
                    raise NotOver from error
                kept = await receive(self._parts, update)  # it may not have come to that yet; twice does nothing
                told = self._late(update.address) if kept else self._card(update.address)
            if danger and not told.lines:  # a repeat, or a turn just given up: a card twice is right, none is not
                told = self._late(update.address)
            try:
                yield told
                await self._handed_over(told)
            finally:
                self._parts.sending -= {one.id for one in told.deliveries}

    def helped(self, address: str, raw: Raw) -> Told | None:
        """The card when somebody calls for help whose request cannot be taken, else None. It needs no database."""
        if not calls_for_help(self._parts, raw):
            return None
        return Told([Line(refused_message(self._parts, (self._channel.account, address), kept=False))])

    def name_of(self, address: str, key: str) -> str:
        """The external id of a request that its sender named by `key`, so that a repeat does nothing."""
        return pulled.name_of(self._channel.account, address, key)

    async def _in_turn(self, held: AsyncExitStack, update: Update, left: Left, *, waits: bool) -> Told:
        await held.enter_async_context(self._turns.of(update.address))
        with self._channel.listening(update.address) as kept:
            if not await receive(self._parts, update):
                return Told([Line(message) for message in kept or [self._not_saved(update.address)]])
            place = await self._until_over(update)
            if waits and place is not None:
                await self._until_done(place)
            if await left():
                raise ClientLeft
            told = await self._claimed(place) if place is not None else Told(())
        return Told([*(Line(message) for message in kept), *told.lines], told.deliveries)

    async def _until_over(self, update: Update) -> int | None:
        """Wait until an update is answered or given up; which address its answer waits for, if anybody is there still."""
        while True:
            try:
                asked = await self._parts.store.read(pulled.asked, update.account, update.external_id)
            except StoreDown:
                await asyncio.sleep(POLL)
                continue
            if asked is None:
                return None
            if asked.over or await self._parts.over.wait(asked.id, POLL):
                return asked.address_id

    async def _until_done(self, place: int) -> None:
        """Wait a little for what the turn asked for: a code, a copy, a picture. What takes longer comes with the next request."""
        parts = self._parts
        with suppress(TimeoutError, StoreDown):
            async with asyncio.timeout(PATIENCE_WITH_TASKS):
                while await parts.store.read(pulled.task_waits, place, PICTURE, parts.clock.now()):
                    if not await fire_due(parts):
                        await asyncio.sleep(POLL_TASKS)

    async def _claimed(self, place: int) -> Told:
        parts = self._parts
        told = await parts.store.run(claim_all, place, parts.owner, parts.clock.now())
        parts.sending |= {one.id for one in told.deliveries}
        return told

    async def _handed_over(self, told: Told) -> None:
        parts = self._parts
        for one in told.deliveries:
            remember_taps(parts, one.token, one.message, crisis=one.priority is Priority.crisis)
        try:
            lost = await parts.store.run(settle_sent, told.deliveries, parts.clock.now()) if told.deliveries else 0
        except StoreDown as error:
            log.warning("deliveries_left_in_doubt", many=len(told.deliveries), error=type(error).__name__)
        else:
            if lost:
                log.warning("deliveries_decided_without_us", many=lost)

    def _late(self, address: str) -> Told:
        """The card for who is in the inbox, and has no answer yet."""
        return Told([Line(refused_message(self._parts, (self._channel.account, address), kept=True))])

    def _card(self, address: str) -> Told:
        return Told([Line(trouble_message(self._parts, (self._channel.account, address), danger=True))])

    def _not_saved(self, address: str) -> Message:
        """A channel that is sent to is told this once; a request that is told nothing would look broken."""
        return trouble_message(self._parts, (self._channel.account, address), danger=False)


def claim_all(work: Work, place: int, owner: str, now: datetime) -> Told:
    """Claim all that waits for an address, with the files that belong to it."""
    deliveries = pulled.claim(work, place, owner, now)
    return Told([Line(one.message, one.token, _content(work, one)) for one in deliveries], deliveries)


def settle_sent(work: Work, deliveries: Sequence[Delivery], now: datetime) -> int:
    """Write down that these were handed over; how many were no longer ours, and may be told twice."""
    lost = 0
    for one in deliveries:
        try:
            settle(work, one, Ending(Fate.sent, now))
        except LeaseLost:
            lost += 1
    return lost


def _content(work: Work, delivery: Delivery) -> str | None:
    """The file of a message, if it is text and is kept still."""
    file = delivery.message.attachment
    if not isinstance(file, Document):
        return None
    body = blobs.get(work, delivery.learner, file.blob)
    try:
        return body.decode("utf-8") if body is not None else None
    except UnicodeDecodeError:
        return None


@dataclass(slots=True)
class _Row:
    """Those who wait for the same thing, and the one who has it."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    people: int = 0


class OneAtATime:
    """Lets one have each key at a time, in the order they came; a key that nobody wants is forgotten."""

    def __init__(self) -> None:
        self._rows: dict[str, _Row] = {}

    def __len__(self) -> int:
        return len(self._rows)

    @asynccontextmanager
    async def of(self, key: str) -> AsyncIterator[None]:
        """Wait until it is our turn with this key, and keep it during the block."""
        row = self._rows.setdefault(key, _Row())
        row.people += 1
        try:
            async with row.lock:
                yield
        finally:
            row.people -= 1
            if not row.people:
                del self._rows[key]
