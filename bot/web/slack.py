"""The door for Slack over HTTP: events, taps and commands. What is not signed by Slack comes no further."""

import asyncio

from fastapi import Request
from fastapi.responses import Response
from starlette.requests import ClientDisconnect
from starlette.routing import Route

from bot.channels.slack.app import App

PATH = "/slack/events"
MOST_BYTES = 1024 * 1024
BODY_PATIENCE = 2.0  # Slack itself waits for three seconds


def slack_route(app: App) -> Route:
    """The one route to which Slack brings everything."""

    async def take(request: Request) -> Response:
        body = await _body(request)
        if body is None:
            return Response("This is no request of Slack's.", 400, media_type="text/plain")
        answer = await app.over_http(body, dict(request.headers.items()))
        return Response(answer.body, answer.status, media_type=answer.content_type)

    return Route(PATH, take, methods=["POST"])


async def _body(request: Request) -> bytes | None:
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_PATIENCE):
            async for part in request.stream():
                body += part
                if len(body) > MOST_BYTES:
                    return None
    except (TimeoutError, ClientDisconnect):
        return None
    return bytes(body)
