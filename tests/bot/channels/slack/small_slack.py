"""A small Slack: a server of our own that answers each method as it is told to, and remembers what it was asked."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from aiohttp import web

from bot.channels.slack.wire import Wire, wire_to

NOW = datetime(2027, 1, 4, 9, tzinfo=UTC)
TOKEN = "xoxb-4242-zanahoria"
WORDS = "I feel like a broken umbrella"
ANN, DM = "U0ANNANN", "D0ANNANN"
OK = {"ok": True}


@dataclass(frozen=True)
class Said:
    """One answer: an object, or bytes as they are; or, with `ends`, none: "drop" breaks the connection, "hang" lets it wait."""

    body: object = field(default_factory=lambda: OK)
    status: int = 200
    kind: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    ends: str = ""


@dataclass(frozen=True)
class Asked:
    """One call as it came: the method or path, its parameters, its body where it had none, and its headers."""

    method: str
    values: dict[str, object]
    body: bytes
    headers: dict[str, str]


@dataclass
class SmallSlack:
    """What is answered next to each method, the last of it again and again; and what was asked."""

    root: str = ""
    answers: dict[str, list[Said]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    @property
    def api(self) -> str:
        """Where its methods are."""
        return f"{self.root}/api"

    def says(self, method: str, *answers: Said | dict[str, object]) -> None:
        """Answer the method with these, one after another."""
        self.answers[method] = [one if isinstance(one, Said) else Said(one) for one in answers]

    def asks(self, method: str) -> list[dict[str, object]]:
        """The parameters of every call of the method."""
        return [one.values for one in self.asked if one.method == method]

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Answer one call."""
        method, body = request.path.removeprefix("/api/"), await request.read()
        values = await _values(request, body)
        self.asked.append(Asked(method, values, body, {name.casefold(): one for name, one in request.headers.items()}))
        queue = self.answers.get(method, [Said()])
        said = queue.pop(0) if len(queue) > 1 else queue[0]
        if said.ends == "drop":
            request.transport.abort()
        if said.ends == "hang":
            await asyncio.sleep(60)
        content = said.body if isinstance(said.body, bytes) else json.dumps(said.body).encode()
        return web.Response(body=content, status=said.status, content_type=said.kind, headers=said.headers)


@asynccontextmanager
async def small_slack() -> AsyncIterator[SmallSlack]:
    """A Slack that says yes to everything until it is told otherwise."""
    slack = SmallSlack()
    app = web.Application(client_max_size=8 * 1024 * 1024)
    app.router.add_route("*", "/{path:.*}", slack.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        slack.root = f"http://{host}:{port}"
        yield slack
    finally:
        await runner.cleanup()


def error(code: str, **more: object) -> dict[str, object]:
    """A refusal in the Web API's own form."""
    return {"ok": False, "error": code, **more}


def too_fast(retry_after: str | None, body: object = None) -> Said:
    """A 429, as Slack says it."""
    return Said(body or error("ratelimited"), 429, headers={} if retry_after is None else {"Retry-After": retry_after})


async def within(
    do: Callable[[SmallSlack, Wire], Awaitable[object]], now: Callable[[], datetime] = lambda: NOW
) -> object:
    """Do something with a Slack, and a wire to it."""
    async with small_slack() as slack:
        wire = wire_to(TOKEN, slack.api, now)
        try:
            return await do(slack, wire)
        finally:
            await wire.close()


async def _values(request: web.Request, body: bytes) -> dict[str, object]:
    if request.content_type == "application/json":
        return json.loads(body)
    return {name: str(one) for name, one in (await request.post()).items()} if request.path.startswith("/api") else {}
