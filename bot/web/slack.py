"""The door for Slack over HTTP: events, taps and commands. What is not signed by Slack comes no further."""

import asyncio

from fastapi import Request
from fastapi.responses import Response
from starlette.requests import ClientDisconnect
from starlette.routing import Route

from bot.channels.slack.app import NONSENSE, RETRY, Answer, App
from bot.web.bounds import TooLong, body_of

PATH = "/slack/events"
# A message has at most 40,000 characters, each of six bytes where its script is not ours, and says them twice.
MOST_BYTES = 512 * 1024
# Slack waits for three seconds for all of it.
PATIENCE, BODY_PATIENCE = 2.7, 2.0


def slack_route(app: App) -> Route:
    """The one route to which Slack brings everything."""
    return Route(PATH, _Door(app).take, methods=["POST"])


class _Door:
    """The door of one app, and what goes on behind it."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._tasks: set[asyncio.Task[Answer]] = set()

    async def take(self, request: Request) -> Response:
        """Answer one request while Slack still waits for it; what takes longer goes on, and is brought again."""
        try:
            async with asyncio.timeout(PATIENCE):
                answer = await self._answered(request)
        except TimeoutError:
            answer = Answer(503, RETRY)
        return Response(answer.body, answer.status, media_type=answer.content_type)

    async def _answered(self, request: Request) -> Answer:
        try:
            body = await body_of(request, MOST_BYTES, BODY_PATIENCE)
        except (TooLong, TimeoutError, ClientDisconnect):
            return Answer(400, NONSENSE)
        # Given up it would send no card either, and a tap is not brought again. Twice does nothing.
        task = asyncio.create_task(self._app.over_http(body, dict(request.headers.items())))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return await asyncio.shield(task)
