"""A channel with a page beside the talk: it writes down what is sent, redrawn and shown, and knows who is not to be disturbed."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bot.channels.port import UNLIMITED, File, Limits, Receive
from bot.domain.page import Page
from bot.services.parts import Parts
from dialogues.message import Message
from tests.bot.services.conftest import ACCOUNT, coach


@dataclass
class Wall:
    """`open` are those who look at their page, `quiet` until when somebody is left alone. Pages fail as they are told to."""

    account: str = ACCOUNT
    limits: Limits = UNLIMITED
    redraws: bool = True
    sent: list[tuple[str, Message, str]] = field(default_factory=list)
    redrawn: list[tuple[str, str, str, int | None]] = field(default_factory=list)
    open: set[str] = field(default_factory=set)
    pages: list[tuple[str, Page]] = field(default_factory=list)
    failures: list[Exception] = field(default_factory=list)
    held: asyncio.Event | None = None
    quiet: dict[str, datetime | Exception] = field(default_factory=dict)
    asked_quiet: list[str] = field(default_factory=list)

    async def run(self, receive: Receive) -> None:
        """Nothing to listen to."""

    async def send(self, address: str, message: Message, token: str, file: File | None = None) -> str:
        """Write it down."""
        self.sent.append((address, message, token))
        return f"message-{token}"

    async def redraw(self, address: str, sent_as: str, token: str, message: Message, place: int | None) -> None:
        """Write it down."""
        self.redrawn.append((address, sent_as, token, place))

    def is_shown(self, address: str) -> bool:
        """Whether they look at it."""
        return address in self.open

    async def show(self, address: str, page: Page) -> None:
        """Write it down, once nothing holds it, unless a failure is due."""
        if self.held:
            await self.held.wait()
        if self.failures:
            raise self.failures.pop(0)
        self.pages.append((address, page))

    async def quiet_until(self, address: str) -> datetime | None:
        """What they told the platform."""
        self.asked_quiet.append(address)
        until = self.quiet.get(address)
        if isinstance(until, Exception):
            raise until
        return until

    @property
    def words(self) -> list[str]:
        """What was said, in order."""
        return [message.text.words for _, message, _ in self.sent]

    @property
    def messages(self) -> list[Message]:
        """What was sent, in order."""
        return [message for _, message, _ in self.sent]

    @property
    def asked(self) -> tuple[Message, str]:
        """The last message that asked something, and its token."""
        return next((message, token) for _, message, token in reversed(self.sent) if message.question)


def walled(home: Path, steps: Callable[[Parts, Wall], Awaitable[None]], database: str = "") -> Wall:
    """A wall after these steps, with everything beside them done."""
    wall = Wall()

    async def live() -> None:
        async with coach(home, wall, database) as parts:
            await steps(parts, wall)
            await beside(parts)

    asyncio.run(live())
    return wall


async def beside(parts: Parts) -> None:
    """Wait for all that is done beside the talk, and what comes of it."""
    while parts.beside or parts.resting:
        await asyncio.gather(*parts.beside, *parts.resting)
        await asyncio.sleep(0)


def words_of(page: Page) -> str:
    """Everything that stands on a page."""
    lines = []
    for section in page.sections:
        lines += [section.heading, section.text.words, section.alt, *(one.label for one in section.choices)]
    return "\n".join(lines)


def headings_of(page: Page) -> list[str]:
    """What its parts are called, in order."""
    return [section.heading for section in page.sections]


def commands_of(page: Page) -> list[str]:
    """What may be tapped on a page."""
    return [one.key for section in page.sections for one in section.choices]
