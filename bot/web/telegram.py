"""The webhook of Telegram's bots: each update is taken once it is saved; who does not know the secret comes no further."""

import json
import secrets
from collections.abc import Mapping

import structlog
from fastapi import Request
from fastapi.responses import PlainTextResponse
from starlette.requests import ClientDisconnect
from starlette.routing import Route

from bot.channels.telegram.channel import TelegramChannel
from bot.services.parts import Parts
from bot.services.turns import receive
from bot.web.bounds import TooLong, body_of

PATH = "/telegram"
HEADER = "x-telegram-bot-api-secret-token"
MOST_BYTES = 1024 * 1024
BODY_PATIENCE = 10.0

log = structlog.get_logger()


def telegram_routes(parts: Parts, bots: Mapping[str, TelegramChannel], secret: str) -> list[Route]:
    """A route for each bot, by its name."""
    return [
        Route(f"{PATH}/{name}", _Door(parts, channel, secret).take, methods=["POST"]) for name, channel in bots.items()
    ]


class _Door:
    """The door of one bot."""

    def __init__(self, parts: Parts, channel: TelegramChannel, secret: str) -> None:
        self._parts = parts
        self._channel = channel
        self._secret = secret.encode()

    async def take(self, request: Request) -> PlainTextResponse:
        """Take one update. What is not saved is brought again, because we do not say that we have it."""
        if not secrets.compare_digest(request.headers.get(HEADER, "").encode(), self._secret):
            return PlainTextResponse("The secret token is missing or wrong.", 403)
        raw = await _update(request)
        if raw is None:
            return PlainTextResponse("This is no update: a JSON object of at most 1 MiB is.", 400)
        try:
            taken = await self._channel.take(raw, lambda update: receive(self._parts, update))
        except Exception as error:  # it comes again, and then it may work; Telegram gives up by itself in the end
            log.error("update_not_taken", account=self._channel.account, error=type(error).__name__)
            taken = False
        return PlainTextResponse("taken") if taken else PlainTextResponse("Not saved: bring it again.", 503)


async def _update(request: Request) -> Mapping[str, object] | None:
    try:
        raw = json.loads(await body_of(request, MOST_BYTES, BODY_PATIENCE))
    except (ValueError, RecursionError, TooLong, TimeoutError, ClientDisconnect):
        return None
    return raw if isinstance(raw, dict) else None
