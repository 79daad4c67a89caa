"""Draining: send what waits for one account as fast as its platform lets it, and let no chat hold up another."""

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from datetime import timedelta

import structlog

from bot.channels.port import Channel
from bot.domain.delivery import BULK, Delivery
from bot.domain.pace import Pace, Room
from bot.services.deliveries import carry
from bot.services.ours import is_ours
from bot.services.parts import Parts
from bot.store import outbox

AT_ONCE = 64
# Of bulk as much as leaves within a second, so that one that takes so long is no brake; the rest is for replies always.
LEAST_BULK, MOST_BULK = 20, 60
CRISES_AT_ONCE = 16
POLL = timedelta(milliseconds=200)
LAST_PATIENCE = 3.0

Claim = Coroutine[None, None, list[Delivery]]

log = structlog.get_logger()


class Drain:
    """One account's way out: every delivery is sent by a task of its own, and a slow chat keeps one connection, nothing else."""

    def __init__(self, parts: Parts, channel: Channel) -> None:
        self._parts = parts
        self._channel = channel
        self._flights = Flights(parts, channel, parts.wake.bell("outbox"))

    async def step(self) -> int:
        """Claim what may leave just now and begin to send it; how many. Nothing while another process has the account."""
        parts, account = self._parts, self._channel.account
        if self._room().any < 1 or not await is_ours(parts, account):
            return 0
        now, room = parts.clock.now(), self._room()
        return await self._flights.begin(parts.store.run(outbox.claim, account, parts.owner, now, room))

    async def rest(self) -> None:
        """Wait until something may have changed: something new, a free connection, or the next slot."""
        now = self._parts.clock.now()
        slot = self._flights.pace.next_at(now)
        await self._flights.rest(POLL if slot is None else min(POLL, slot - now))

    async def finish(self) -> None:
        """Wait until what is in flight has arrived, and no longer than 3 s: the process stops."""
        await self._flights.finish()

    def _room(self) -> Room:
        room = self._flights.pace.room(self._parts.clock.now())
        free, for_bulk = self._flights.free, self._flights.free_for_bulk
        anything = max(0, min(room.any, free))
        return Room(anything, max(0, min(room.bulk, anything, for_bulk)), self._channel.limits.chat_pause)


class CrisisDrain:
    """The way out for crisis messages only: it waits for no slot, for no account and for nobody's slow chat."""

    def __init__(self, parts: Parts, channel: Channel) -> None:
        self._parts = parts
        self._channel = channel
        self._flights = Flights(parts, channel, parts.wake.bell("crisis"))

    async def step(self) -> int:
        """Claim the crisis messages that wait and begin to send them; how many."""
        parts, free = self._parts, CRISES_AT_ONCE - self._flights.many
        if free < 1:
            return 0
        now, room = parts.clock.now(), Room(free, 0, self._channel.limits.chat_pause)
        account = self._channel.account
        return await self._flights.begin(parts.store.run(outbox.claim_crisis, account, parts.owner, now, room))

    async def rest(self) -> None:
        """Wait until there may be another one."""
        await self._flights.rest(POLL)

    async def finish(self) -> None:
        """Wait until what is in flight has arrived, and no longer than 3 s: the process stops."""
        await self._flights.finish()


class Flights:
    """The deliveries in flight, each a task that is held here until it is done; then the bell rings."""

    def __init__(self, parts: Parts, channel: Channel, bell: asyncio.Event) -> None:
        self._most_bulk = int(min(max(channel.limits.a_second, LEAST_BULK), MOST_BULK))
        self.pace = parts.paces.setdefault(channel.account, Pace(channel.limits.a_second, AT_ONCE))
        self._parts = parts
        self._channel = channel
        self._bell = bell
        self._tasks: dict[asyncio.Task[None], Delivery] = {}
        self._beginning: asyncio.Task[int] | None = None

    @property
    def many(self) -> int:
        """How many connections are in use."""
        return len(self._tasks)

    @property
    def free(self) -> int:
        """How many more may be in flight."""
        return AT_ONCE - len(self._tasks)

    @property
    def free_for_bulk(self) -> int:
        """How many more of what nobody waits for."""
        return self._most_bulk - sum(one.priority in BULK for one in self._tasks.values())

    async def begin(self, claim: Claim) -> int:
        """Begin to send what is claimed; how many. Once claimed it is sent, even when the process is told to stop just then."""
        self._beginning = asyncio.create_task(self._begin(claim))
        self._beginning.add_done_callback(_read)
        return await asyncio.shield(self._beginning)

    async def rest(self, longest: timedelta) -> None:
        """Wait for the bell, at most so long."""
        with suppress(TimeoutError):
            async with asyncio.timeout(longest.total_seconds()):
                await self._bell.wait()
        self._bell.clear()

    async def finish(self) -> None:
        """Wait for what is in flight, and no longer than 3 s in all; what is cut off then is in doubt."""
        with suppress(TimeoutError):
            async with asyncio.timeout(LAST_PATIENCE):
                if self._beginning:
                    await asyncio.wait([self._beginning])
                if self._tasks:
                    await asyncio.wait(self._tasks)
        if self._beginning:
            self._beginning.cancel()
        for task, delivery in self._tasks.items():
            log.warning("delivery_cut_off", delivery=delivery.id)
            task.cancel()

    async def _begin(self, claim: Claim) -> int:
        claimed = await claim
        bulk = sum(one.priority in BULK for one in claimed)
        self.pace.took(self._parts.clock.now(), len(claimed) - bulk, bulk)
        for delivery in claimed:
            self._parts.sending.add(delivery.id)
            task = asyncio.create_task(carry(self._parts, self._channel, delivery))
            self._tasks[task] = delivery
            task.add_done_callback(self._landed)
        return len(claimed)

    def _landed(self, task: "asyncio.Task[None]") -> None:
        self._parts.sending.discard(self._tasks.pop(task).id)
        self._bell.set()


def _read(beginning: "asyncio.Task[int]") -> None:
    """Who waits for a claim hears what it raised; when everything stops nobody does, and it is nobody's surprise."""
    if not beginning.cancelled():
        beginning.exception()
