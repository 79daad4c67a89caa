"""The socket: one that stays silent is given up, and nothing that comes by it can break it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from aiohttp import web
from structlog.testing import capture_logs

from bot.channels.port import Unreachable
from bot.channels.slack import socket
from bot.channels.slack.app import App, Told
from bot.channels.slack.socket import Socket
from bot.channels.slack.wire import wire_to
from bot.domain.update import Update
from tests.bot.channels.slack.raw_slack import message
from tests.bot.channels.slack.small_slack import NOW, TOKEN, SmallSlack, small_slack

HELLO = {"type": "hello", "num_connections": 1}
WORDS, TICKET = "marzipan at the lighthouse", "ticket-1"

Talk = Callable[[web.WebSocketResponse], Awaitable[None]]


@dataclass
class Heard:
    """What came of listening: how often we were heard, what was taken in, and what the loop was told of."""

    hellos: list[None] = field(default_factory=list)
    taken: list[Mapping[str, object]] = field(default_factory=list)
    unretrieved: list[str] = field(default_factory=list)

    async def take_in(self, body: Mapping[str, object]) -> Told:
        """Take in what came."""
        self.taken.append(body)
        return Told()


async def nothing(_: Update) -> bool:
    """The app takes in what comes."""
    raise AssertionError


@asynccontextmanager
async def answering(talk: Talk) -> AsyncIterator[str]:
    """The address of a socket that is opened, and then talked on."""

    async def serve(request: web.Request) -> web.WebSocketResponse:
        opened = web.WebSocketResponse()
        await opened.prepare(request)
        await talk(opened)
        return opened

    app = web.Application()
    app.router.add_get("/link", serve)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        yield f"ws://{host}:{port}/link?ticket={TICKET}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def deaf() -> AsyncIterator[str]:
    """The address of a server that accepts connections, and never says anything."""

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    async with await asyncio.start_server(accept, "127.0.0.1", 0) as server:
        host, port = server.sockets[0].getsockname()
        yield f"ws://{host}:{port}/link?ticket={TICKET}"


async def listened(slack: SmallSlack, url: str) -> tuple[Heard, str]:
    """Listen at the address until that ends; what came of it, and why it ended."""
    slack.says("apps.connections.open", {"ok": True, "url": url})
    heard, wire = Heard(), wire_to(TOKEN, slack.api, lambda: NOW)
    asyncio.get_running_loop().set_exception_handler(lambda _, told: heard.unretrieved.append(str(told)))
    try:
        await Socket(wire, App(heard.take_in), lambda: heard.hellos.append(None)).run(nothing)
    except Unreachable as error:
        return heard, str(error)
    finally:
        await wire.close()
    raise AssertionError


def listen(place: Callable[[], object]) -> tuple[Heard, str]:
    """Listen at a place; what came of it, and why it ended."""

    async def go() -> tuple[Heard, str]:
        async with asyncio.timeout(20), small_slack() as slack, place() as url:
            return await listened(slack, url)

    return asyncio.run(go())


def test_a_socket_that_is_never_opened_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "OPENING_PATIENCE", 0.1)
    heard, why = listen(deaf)  # and the ticket in the address is not told
    assert why == "the socket could not be opened (TimeoutError)"
    assert heard.hellos == []


def test_a_socket_that_never_says_hello_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "HELLO_PATIENCE", 0.1)

    async def stays_silent(opened: web.WebSocketResponse) -> None:
        await opened.send_json({"type": "of_a_later_api"})
        await opened.receive()

    heard, why = listen(lambda: answering(stays_silent))
    assert why == "Slack said no hello on the socket"
    assert heard.hellos == []


def test_after_hello_a_socket_may_be_silent_as_long_as_it_likes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "HELLO_PATIENCE", 0.1)

    async def waits(opened: web.WebSocketResponse) -> None:
        await opened.send_json(HELLO)
        await asyncio.sleep(0.4)
        await opened.send_json({"envelope_id": "e1", "type": "events_api", "payload": message(text=WORDS)})
        assert await opened.receive_json() == {"envelope_id": "e1"}

    heard, why = listen(lambda: answering(waits))
    assert why == "the socket was dropped"
    assert (len(heard.hellos), len(heard.taken)) == (1, 1)


def test_what_makes_no_sense_is_acknowledged_and_breaks_nothing() -> None:
    acknowledged: list[object] = []

    async def brings(opened: web.WebSocketResponse) -> None:
        await opened.send_json(HELLO)
        strange = ({"authorizations": {"text": WORDS}}, {"team": 7}, message(text=WORDS))
        for place, payload in enumerate(strange):
            await opened.send_json({"envelope_id": f"e{place}", "type": "interactive", "payload": payload})
            acknowledged.append((await opened.receive_json())["envelope_id"])

    with capture_logs() as logs:
        heard, _ = listen(lambda: answering(brings))
    assert acknowledged == ["e0", "e1", "e2"]
    assert (len(heard.taken), heard.unretrieved) == (1, [])
    assert [one["event"] for one in logs].count("slack_request_not_understood") == 2
    assert WORDS not in str(logs)


def test_what_cannot_be_acknowledged_any_more_breaks_nothing() -> None:
    async def leaves(opened: web.WebSocketResponse) -> None:
        await opened.send_json(HELLO)
        await opened.send_json({"envelope_id": "e1", "type": "events_api", "payload": message(text=WORDS)})
        await opened.close()

    heard, _ = listen(lambda: answering(leaves))
    assert (len(heard.taken), heard.unretrieved) == (1, [])
