"""A platform on which single chats hang or fail as they are told to; and what waits for it in the outbox."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import text

from bot.channels.port import UNLIMITED, File, Limits, Receive
from bot.clock import MovableClock
from bot.domain.delivery import Draft, Priority
from bot.services.parts import Parts
from bot.store import outbox, people
from bot.store.work import Work
from dialogues.message import Message, Text
from tests.bot.services.conftest import ACCOUNT


@dataclass
class Wire:
    """A channel whose chats in `held` hang until their event is set, and whose chats in `failures` fail, the first one first."""

    limits: Limits = UNLIMITED
    redraws: bool = False
    account: str = ACCOUNT
    held: dict[str, asyncio.Event] = field(default_factory=dict)
    failures: dict[str, list[Exception]] = field(default_factory=dict)
    under_way: list[str] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    crowded: bool = False

    async def run(self, receive: Receive) -> None:
        """Nothing to listen to."""

    async def send(self, address: str, message: Message, token: str, file: File | None = None) -> str:
        """Take it, once nothing holds it."""
        self.crowded = self.crowded or address in self.under_way
        self.under_way.append(address)
        try:
            await asyncio.sleep(0)
            if address in self.held:
                await self.held[address].wait()
            if self.failures.get(address):
                raise self.failures[address].pop(0)
        finally:
            self.under_way.remove(address)
        self.sent.append(message.text.words)
        return token

    async def redraw(self, address: str, sent_as: str, token: str, message: Message, place: int | None) -> None:
        """What was sent stays as it is."""


async def put(parts: Parts, *messages: str, priority: Priority = Priority.reply) -> None:
    """Put messages into the outbox; the first word of each is the address it goes to."""
    await parts.store.run(_put, messages, priority, parts.clock.now())
    parts.wake.ring("outbox")
    parts.wake.ring("crisis")


async def until(there: Callable[[], bool]) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(20):
        while not there():
            await asyncio.sleep(0.002)


async def landed(parts: Parts) -> None:
    """Wait until nothing is in flight."""
    await until(lambda: not parts.sending)


def later(parts: Parts, span: timedelta) -> None:
    """Move the clock on."""
    assert isinstance(parts.clock, MovableClock)
    parts.clock.move(parts.clock.now() + span)


@asynccontextmanager
async def at_work(*loops: Callable[[], object]) -> AsyncIterator[None]:
    """Loops that work meanwhile, and are told to stop at the end."""
    working = [asyncio.create_task(loop()) for loop in loops]
    try:
        yield
    finally:
        for task in working:
            task.cancel()
        for task in working:
            with suppress(asyncio.CancelledError):
                await task


async def kept(parts: Parts, column: str) -> list[str]:
    """What stands in a column of the outbox, in order."""

    def read(work: Work) -> list[str]:
        return [row[0] for row in work.execute(text(f"SELECT {column} FROM outbox ORDER BY id"))]

    return await parts.store.read(read)


def _put(work: Work, messages: Sequence[str], priority: Priority, now: datetime) -> None:
    drafts = []
    for words in messages:
        learner, place = people.find_or_create(work, ACCOUNT, words.split()[0], now)
        drafts.append(Draft(f"{priority.name} {words}", learner, place, Message(Text.of(words)), priority, now))
    outbox.enqueue(work, drafts, now)
