"""A whole coach behind the web part, with a client that knows the token."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx
import pytest

from bot.channels.rest.channel import ACCOUNT, RestChannel
from bot.jobs import loops
from bot.services.over import Over
from bot.services.parts import Parts
from bot.services.people import welcome_done
from bot.services.pulling import Pulling
from bot.services.wake import Wake
from bot.web.app import web_app
from bot.web.bounds import Rates
from bot.web.rest import MOST_IN_FLIGHT, PATH, Door, Rest
from dialogues.facts import Profile
from tests.bot.services.conftest import START, coach

TOKEN = "a-token-for-tests-only"

Answer = list[dict[str, object]]


@dataclass(frozen=True)
class Serving:
    """The parts, the way in, and a client outside."""

    parts: Parts
    pulling: Pulling
    client: httpx.AsyncClient

    async def post(self, message: object, sender: object = "ann", **headers: str) -> httpx.Response:
        """Send one request as it is."""
        told = {
            "Authorization": f"Bearer {TOKEN}",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        return await self.client.post(PATH, json={"sender": sender, "message": message}, headers=told)

    async def say(self, message: str, sender: str = "ann", **headers: str) -> Answer:
        """Say something, and get the answer."""
        answered = await self.post(message, sender, **headers)
        assert answered.status_code == 200, answered.text
        return list(answered.json())

    async def known(self, *people: str, country: str = "US") -> None:
        """These people have been welcomed."""
        for person in people:
            await self.parts.store.run(welcome_done, ACCOUNT, person, Profile(country=country), START)


@dataclass(frozen=True)
class Bounds:
    """How tight the door is, and who answers: this process, another one beside it, or nobody."""

    rates: Rates = field(default_factory=lambda: Rates(6000, burst=1000))
    most: int = MOST_IN_FLIGHT
    answers: str = "here"


@asynccontextmanager
async def serving(home: Path, url: str = "", bounds: Bounds | None = None) -> AsyncIterator[Serving]:
    """A coach that takes requests, on SQLite in `home` or on the database at `url`."""
    bounds, channel = bounds or Bounds(), RestChannel()
    async with coach(home, channel, url) as parts:
        parts.pulled = frozenset([channel.account])
        pulling = Pulling(parts, channel)
        app = web_app(parts, Rest(parts, pulling, Door(TOKEN, bounds.rates, bounds.most)))
        answering = parts if bounds.answers == "here" else replace(parts, over=Over(), wake=Wake())
        busy = [] if bounds.answers == "nobody" else [loops.inbox, loops.pictures]
        working = [asyncio.create_task(loop(answering)) for loop in busy]
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://coach", timeout=30) as client:
            yield Serving(parts, pulling, client)
        for task in working:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


def texts(answer: Answer) -> list[str]:
    """The words of each message."""
    return [str(one["text"]) for one in answer]


def titles(answer: Answer) -> list[str]:
    """What may be tapped on the last message that has buttons."""
    return [button["title"] for button in _buttons(answer)]


def click(answer: Answer, title: str) -> str:
    """What a client sends when the button of this title is clicked."""
    [payload] = [button["payload"] for button in _buttons(answer) if button["title"].startswith(title)]
    return payload


def _buttons(answer: Answer) -> list[dict[str, str]]:
    found = [one["buttons"] for one in answer if "buttons" in one]
    return found[-1] if found else []


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    """The URL of a fresh database; empty for the SQLite file in the data folder."""
    return "" if request.param == "sqlite" else request.getfixturevalue("new_postgresql")()
