"""Whole turns a second: received, stored, read, answered, recorded, sent and settled, on SQLite in one process."""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from bot.channels.port import UNLIMITED, File, Limits, Receive
from bot.clock import SystemClock
from bot.domain.update import Pressed, Raw, Update, Wrote
from bot.jobs import loops
from bot.main.parts import opened
from bot.services.parts import Parts
from bot.services.people import welcome_done
from bot.services.turns import receive
from bot.settings import Settings
from dialogues.facts import Profile
from dialogues.message import Message

PEOPLE = 32
TURNS = 100
WARM_UP = 8
ACCOUNT = "bench"


@dataclass
class AnswersAtOnce:
    """A channel whose platform takes everything at once; it keeps the last thing to tap of each person."""

    account: str = ACCOUNT
    limits: Limits = UNLIMITED
    redraws: bool = False
    tokens: dict[str, tuple[str, int]] = field(default_factory=dict)
    heard: dict[str, asyncio.Event] = field(default_factory=dict)

    async def run(self, receive: Receive) -> None:
        """Nothing to listen to: the bench hands over updates itself."""

    async def send(self, address: str, message: Message, token: str, file: File | None = None) -> str:
        """Take the message; whoever waits for an answer may go on."""
        if message.choices:
            self.tokens[address] = (token, len(message.choices))
        self.heard[address].set()
        return token

    async def redraw(self, address: str, sent_as: str, token: str, message: Message, place: int | None) -> None:
        """What was sent stays as it is."""


async def turns_a_second() -> float:
    """How many turns were answered and delivered in a second, with every person waiting for each answer."""
    channel = AnswersAtOnce()
    async with _serving(channel) as parts:
        people = [f"person-{place}" for place in range(PEOPLE)]
        await asyncio.gather(*(_talk(parts, channel, person, range(WARM_UP)) for person in people))
        began = time.perf_counter()
        await asyncio.gather(*(_talk(parts, channel, person, range(WARM_UP, WARM_UP + TURNS)) for person in people))
        return PEOPLE * TURNS / (time.perf_counter() - began)


@asynccontextmanager
async def _serving(channel: AnswersAtOnce) -> AsyncIterator[Parts]:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(home=Path(folder), database_url=None, key=None, _env_file=None)
        async with opened(settings, SystemClock(), [channel]) as parts:
            for place in range(PEOPLE):
                channel.heard[f"person-{place}"] = asyncio.Event()
                profile = Profile(country="US")
                await parts.store.run(welcome_done, ACCOUNT, f"person-{place}", profile, parts.clock.now())
            working = [asyncio.create_task(loops.inbox(parts)), asyncio.create_task(loops.outbox(parts, channel))]
            yield parts
            for task in working:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task


async def _talk(parts: Parts, channel: AnswersAtOnce, person: str, turns: range) -> None:
    for turn in turns:
        channel.heard[person].clear()
        update = Update(ACCOUNT, f"{person}-{turn}", person, _next(channel, person, turn), parts.clock.now())
        await receive(parts, update)
        await channel.heard[person].wait()


def _next(channel: AnswersAtOnce, person: str, turn: int) -> Raw:
    """A lesson is asked for in words; what it asks is tapped; then a lesson again."""
    token, _ = channel.tokens.get(person, ("", 0))
    return Pressed(token, 0) if token and turn % 4 else Wrote("give me a lesson please" if turn % 8 else "settings")
