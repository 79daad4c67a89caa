"""A whole coach in a folder of its own, with a channel that writes down what it is given."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.channels.port import UNLIMITED, Channel, File, Limits, Receive
from bot.clock import MovableClock
from bot.domain.update import Raw, Update
from bot.main.parts import opened
from bot.services.parts import Parts
from bot.settings import Settings
from dialogues.message import Message

ACCOUNT = "notebook"
START = datetime(2027, 1, 4, 15, 0, tzinfo=UTC)


@dataclass
class Notebook:
    """A channel that takes everything, or fails as it is told to."""

    account: str = ACCOUNT
    limits: Limits = UNLIMITED
    redraws: bool = False
    taken: list[tuple[str, Message]] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    failures: list[Exception] = field(default_factory=list)
    files: list[File | None] = field(default_factory=list)

    async def run(self, receive: Receive) -> None:
        """Nothing to listen to."""

    async def send(self, address: str, message: Message, token: str, file: File | None = None) -> str:
        """Write it down, unless a failure is due."""
        await asyncio.sleep(0)
        if self.failures:
            raise self.failures.pop(0)
        self.taken.append((address, message))
        self.tokens.append(token)
        self.files.append(file)
        return f"sent-{token}"

    async def redraw(self, address: str, sent_as: str, token: str, message: Message, place: int | None) -> None:
        """What was sent stays as it is."""

    @property
    def words(self) -> list[str]:
        """What was said, in order."""
        return [message.text.words for _, message in self.taken]


def update(raw: Raw, name: str, address: str = "ann") -> Update:
    """An update as a channel would hand it over."""
    return Update(ACCOUNT, name, address, raw, START)


@asynccontextmanager
async def coach(home: Path, notebook: Channel, url: str = "") -> AsyncIterator[Parts]:
    """A coach that is ready to work, on SQLite in `home` or on the database at `url`."""
    settings = Settings(home=home, database_url=SecretStr(url) if url else None, key=None, _env_file=None)
    async with opened(settings, MovableClock(START, still=True), [notebook]) as parts:
        yield parts
        while parts.beside:  # a card that is on its way
            await asyncio.wait(parts.beside)


@pytest.fixture
def notebook() -> Notebook:
    """A fresh notebook."""
    return Notebook()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    """The URL of a fresh database; empty for the SQLite file in the data folder."""
    return "" if request.param == "sqlite" else request.getfixturevalue("new_postgresql")()
