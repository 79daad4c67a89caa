"""Independent clients of the Slack of tests: Slack's own, and an app that only listens."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from urllib.parse import parse_qsl

from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from tests.acceptance.slack.api import SlackApi
from tests.acceptance.slack.people import Person
from tests.acceptance.slack.server import HOST, serving


def client(api: SlackApi, token: str = "") -> AsyncWebClient:
    """Slack's own client, with the token of the first workspace."""
    return AsyncWebClient(token or api.team().token, base_url=api.root + "/", timeout=5)


class Listener:
    """An app at a request URL: what came, with the headers, and what it answers."""

    def __init__(self) -> None:
        self.came: list[tuple[dict[str, str], bytes, dict]] = []
        self.answers: list[tuple[int, object]] = []  # the next ones; when there are none: 200 and nothing
        self.waits: list[float] = []  # seconds before the next answers
        self.url = ""

    async def take(self, request: web.Request) -> web.Response:
        """Write down what came, and answer."""
        body = await request.read()
        fields = dict(parse_qsl(body.decode())) if request.content_type.endswith("urlencoded") else json.loads(body)
        self.came.append(
            (dict(request.headers), body, json.loads(fields["payload"]) if "payload" in fields else fields)
        )
        if self.waits:
            await asyncio.sleep(self.waits.pop(0))
        status, answer = self.answers.pop(0) if self.answers else (200, "")
        if isinstance(answer, str):
            return web.Response(status=status, text=answer)
        return web.json_response(answer, status=status)

    @property
    def payloads(self) -> list[dict]:
        """What came, read."""
        return [payload for _, _, payload in self.came]


@asynccontextmanager
async def listening(api: SlackApi) -> AsyncIterator[Listener]:
    """An app that the events of this Slack are brought to."""
    listener, app = Listener(), web.Application()
    app.router.add_post("/slack/events", listener.take)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    site = web.TCPSite(runner, HOST, 0)
    await site.start()
    listener.url = api.events.request_url = f"http://{HOST}:{runner.addresses[0][1]}/slack/events"
    try:
        yield listener
    finally:
        await runner.cleanup()


def talk(story: Callable) -> None:
    """Run a test's story with a server, Slack's client, a listening app and somebody in the workspace."""

    async def run() -> None:
        async with serving() as api, listening(api) as app:
            await story(api, client(api), app, Person(api))

    asyncio.run(run())
