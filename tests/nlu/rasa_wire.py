"""A server that speaks Rasa's wire, well or badly, on this machine."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

from nlu.embedded import EmbeddedInterpreter
from nlu.rasa import asking_rasa
from nlu.rasa_server import PARSE, Trouble

TOKEN = "a-token-of-the-tests"
Answer = Callable[["FakeRasa", web.Request], Awaitable[web.StreamResponse]]


@dataclass
class FakeRasa:
    """What it was asked, and how it answers; by default it reads everything as one intent."""

    intent: str = "greet"
    confidence: object = 0.9
    answer: "Answer | None" = None
    asked: list[str] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    url: str = ""

    async def parse(self, request: web.Request) -> web.StreamResponse:
        """Answer as Rasa does, or as this server was told to."""
        self.tokens.append(request.query.get("token", ""))
        self.asked.append((await request.json())["text"])
        if self.answer:
            return await self.answer(self, request)
        return web.json_response(self.read())

    def read(self) -> dict:
        """What Rasa says of a text."""
        intent = {"name": self.intent, "confidence": self.confidence}
        return {"text": self.asked[-1], "intent": intent, "entities": [], "intent_ranking": [intent]}


@asynccontextmanager
async def fake_rasa(rasa: FakeRasa, port: int = 0) -> AsyncIterator[FakeRasa]:
    """It listens meanwhile."""
    app = web.Application()
    app.router.add_post(PARSE, rasa.parse)
    runner = web.AppRunner(app, shutdown_timeout=0.01)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port)
    await site.start()
    rasa.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield rasa
    finally:
        await runner.cleanup()


@dataclass
class Heard:
    """A witness that remembers."""

    fallbacks: list[Trouble] = field(default_factory=list)
    turns: list[str] = field(default_factory=list)

    def fell_back(self, why: Trouble) -> None:
        """A text was read without Rasa."""
        self.fallbacks.append(why)

    def failed(self, why: Trouble) -> None:
        """It began to fail."""
        self.turns.append(f"failed: {why}")

    def recovered(self) -> None:
        """It answers again."""
        self.turns.append("recovered")


async def slow_headers(rasa: FakeRasa, request: web.Request) -> web.StreamResponse:
    """Nothing comes for a minute."""
    await asyncio.sleep(60)
    return web.json_response(rasa.read())


async def dripping(rasa: FakeRasa, request: web.Request) -> web.StreamResponse:
    """A byte comes now and then, so that no single wait is long."""
    response = web.StreamResponse()
    await response.prepare(request)
    for byte in json.dumps(rasa.read()).encode():
        await response.write(bytes([byte]))
        await asyncio.sleep(0.2)
    return response


async def huge(rasa: FakeRasa, request: web.Request) -> web.StreamResponse:
    """More than anybody wants to hold."""
    return web.json_response({**rasa.read(), "more": "x" * 1_000_000})


async def endless(rasa: FakeRasa, request: web.Request) -> web.StreamResponse:
    """It never ends, and comes fast."""
    response = web.StreamResponse()
    await response.prepare(request)
    while True:
        await response.write(b" " * 4096)


async def closing(rasa: FakeRasa, request: web.Request) -> web.StreamResponse:
    """The connection is cut in the middle."""
    response = web.StreamResponse(headers={"Content-Length": "500"})
    await response.prepare(request)
    await response.write(b'{"intent": ')
    request.transport.abort()
    return response


async def away(rasa: FakeRasa, request: web.Request) -> web.StreamResponse:
    """It sends the words somewhere else."""
    raise web.HTTPTemporaryRedirect(f"{rasa.url}{PARSE}?token=elsewhere")


def saying(status: int, body: bytes, kind: str = "application/json") -> Answer:
    """An answer of this status and body."""

    async def answer(rasa: FakeRasa, request: web.Request) -> web.StreamResponse:
        return web.Response(status=status, body=body, content_type=kind)

    return answer


@asynccontextmanager
async def asking(rasa: FakeRasa, ours: EmbeddedInterpreter, heard: Heard) -> AsyncIterator:
    """An interpreter that asks this server, which listens meanwhile."""
    async with fake_rasa(rasa), asking_rasa(rasa.url, TOKEN, ours, heard) as interpreter:
        yield interpreter
