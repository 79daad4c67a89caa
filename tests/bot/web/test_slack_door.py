"""The door for Slack over HTTP: it answers while Slack still waits, and what it began it brings to its end."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import httpx
import pytest
from starlette.applications import Starlette

from bot.channels.slack.app import RETRY, App, Told
from bot.clock import SystemClock
from bot.web import slack
from bot.web.slack import MOST_BYTES, PATH, slack_route
from tests.acceptance.slack.signing import JSON, signed
from tests.bot.channels.slack.raw_slack import message

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"


@dataclass
class Door:
    """The door, somebody before it, and what is behind it: it takes in as soon as it is free."""

    client: httpx.AsyncClient
    free: asyncio.Event
    came: list[str] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)

    async def take_in(self, body: Mapping[str, object]) -> Told:
        """Take in what came, once it is free."""
        key = str(body.get("event_id"))
        self.came.append(key)
        await self.free.wait()
        self.taken.append(key)
        return Told()

    async def bring(self, body: bytes) -> httpx.Response:
        """Bring a body that Slack has signed."""
        proof = signed(SECRET, body, int(SystemClock().now().timestamp()))
        return await self.client.post(PATH, content=body, headers={**proof, "Content-Type": JSON})


@asynccontextmanager
async def door() -> AsyncIterator[Door]:
    """A door that is not free yet."""
    app = Starlette()
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://coach") as client:
        made = Door(client, asyncio.Event())
        app.router.routes.append(slack_route(App(made.take_in, SECRET)))
        yield made


BODY = json.dumps(message(text="hello")).encode()


def test_what_takes_too_long_is_asked_for_again_and_goes_on_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slack, "PATIENCE", 0.1)

    async def go() -> None:
        async with door() as here:
            late = await here.bring(BODY)
            assert (late.status_code, late.text) == (503, RETRY)
            assert (len(here.came), here.taken) == (1, [])
            here.free.set()
            async with asyncio.timeout(10):
                while not here.taken:
                    await asyncio.sleep(0)
            assert (await here.bring(BODY)).status_code == 200

    asyncio.run(go())


def test_a_slow_body_and_a_slow_insert_have_one_patience_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slack, "PATIENCE", 0.3)

    async def slowly() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.Event().wait()

    async def go() -> None:
        async with door() as here:
            answer = await here.client.post(PATH, content=slowly())
            assert (answer.status_code, here.came) == (503, [])

    asyncio.run(go())


def test_a_body_that_does_not_come_to_its_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slack, "BODY_PATIENCE", 0.1)

    async def never() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.Event().wait()

    async def go() -> int:
        async with door() as here:
            return (await here.client.post(PATH, content=never())).status_code

    assert asyncio.run(go()) == 400


def test_the_longest_message_fits_and_more_is_refused() -> None:
    longest = json.dumps(message(text="ж" * 40_000, blocks=["ж" * 40_000])).encode()

    async def go() -> list[int]:
        async with door() as here:
            here.free.set()
            return [(await here.bring(one)).status_code for one in (longest, BODY.ljust(MOST_BYTES + 1))]

    assert asyncio.run(go()) == [200, 400]


def test_who_did_not_sign_is_told_so_and_nothing_is_done() -> None:
    async def go() -> None:
        async with door() as here:
            answer = await here.client.post(PATH, content=BODY, headers={"Content-Type": JSON})
            assert (answer.status_code, here.came) == (401, [])
            assert answer.headers["content-type"].startswith("text/plain")

    asyncio.run(go())
