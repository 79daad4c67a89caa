"""An account that is listened to, and how: without the waits that people need."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from bot.channels.port import UNLIMITED, File, Limits, Receive
from bot.jobs import listening
from bot.jobs.listening import listen
from bot.services.parts import Parts
from dialogues.message import Message
from tests.bot.services.conftest import ACCOUNT


@dataclass
class Ear:
    """A channel that fails at listening as often as it is told to, and then hears."""

    account: str = ACCOUNT
    limits: Limits = UNLIMITED
    redraws: bool = False
    failures: list[Exception] = field(default_factory=list)
    on_run: Callable[[], None] = lambda: None
    runs: int = 0
    hears: Receive | None = None
    sent: list[str] = field(default_factory=list)

    async def run(self, receive: Receive) -> None:
        """Fail, or listen until nobody wants it any more."""
        self.runs += 1
        self.on_run()
        if self.failures:
            raise self.failures.pop(0)
        self.hears = receive
        try:
            await asyncio.Event().wait()
        finally:
            self.hears = None

    async def send(self, address: str, message: Message, token: str, file: File | None = None) -> str:
        """Write it down."""
        self.sent.append(message.text.words)
        return ""

    async def redraw(self, address: str, sent_as: str, token: str, message: Message, place: int | None) -> None:
        """Nothing is redrawn here."""


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "FIRST_WAIT", 0.01)
    monkeypatch.setattr(listening, "LONGEST_WAIT", 0.02)
    monkeypatch.setattr(listening, "RENEWAL", timedelta(milliseconds=10))


@asynccontextmanager
async def listened(parts: Parts, ear: Ear) -> AsyncIterator[None]:
    """Listen during the block."""
    task = asyncio.create_task(listen(parts, ear))
    try:
        yield
    finally:
        assert not task.done(), "listening never ends by itself"
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        assert ear.hears is None


async def until(something: Callable[[], object]) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(20):
        while not something():
            await asyncio.sleep(0.01)
