"""REST in Rasa's shape: `POST /webhooks/rest/webhook {"sender", "message"}`, answered once that person's turn is whole."""

import asyncio
import json
import math
import re
import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import structlog
from fastapi import Request
from fastapi.responses import JSONResponse
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope, Send

from bot.channels.rest.channel import ACCOUNT, said
from bot.channels.rest.render import rendered
from bot.domain.update import Update
from bot.services.parts import Parts
from bot.services.pulling import ClientLeft, NotOver, Pulling, Told
from bot.web.bounds import Rates, TooLong, body_of

PATH = "/webhooks/rest/webhook"
MOST_BYTES = 16 * 1024
MOST_CHARACTERS = 4000
LONGEST_NAME = 128
MOST_IN_FLIGHT = 512
BODY_PATIENCE = 10.0
SOON = timedelta(seconds=2)

log = structlog.get_logger()


class Refused(Exception):
    """A request that is not taken: its status, what happened and what to do now, how long to wait where that helps.

    `asked` is what it says, where it came so far that it can be read: it may be a call for help.
    """

    def __init__(self, status: int, error: str, wait: timedelta | None = None, asked: "_Asked | None" = None) -> None:
        super().__init__(error)
        self.status = status
        self.wait = wait
        self.asked = asked


@dataclass(frozen=True, slots=True)
class Door:
    """Who may come in, and how many: the token, how fast each sender may write, and how many requests are in hand at most."""

    token: str
    rates: Rates
    most: int = MOST_IN_FLIGHT


class Rest:
    """The one route of the REST channel, as an ASGI application: it knows when its answer has gone out."""

    def __init__(self, parts: Parts, pulling: Pulling, door: Door) -> None:
        self._parts = parts
        self._pulling = pulling
        self._door = door
        self._in_flight = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; whatever is refused is refused as {"error": what happened and what to do now}."""
        request = Request(scope, receive)
        try:
            self._check_token(request)
            asked = await _asked(request)
            self._check_bounds(asked)
            await self._answer(request, asked, send)
        except Refused as refusal:
            await self._refused(refusal)(scope, receive, send)
        except asyncio.CancelledError:  # the coach is stopping, and has waited as long as it can
            await _refusal(Refused(503, LATE, SOON))(scope, receive, send)
        except (ClientLeft, ClientDisconnect):
            log.info("client_left", account=ACCOUNT)

    async def _answer(self, request: Request, asked: "_Asked", send: Send) -> None:
        now = self._parts.clock.now()
        update = Update(ACCOUNT, self._name(asked), asked.sender, said(asked.message), now)
        self._in_flight += 1
        try:
            async with self._pulling.answered(update, request.is_disconnected) as told:
                if await request.is_disconnected():
                    raise ClientLeft
                await _response(told, asked.sender)(request.scope, request.receive, send)
        except NotOver:
            raise Refused(503, LATE, SOON) from None
        finally:
            self._in_flight -= 1

    def _refused(self, refusal: Refused) -> JSONResponse:
        """Nobody who calls for help is told to slow down, or to be brief."""
        asked = refusal.asked
        card = self._pulling.helped(asked.sender, said(asked.message)) if asked else None
        return _response(card, asked.sender) if asked and card else _refusal(refusal)

    def _name(self, asked: "_Asked") -> str:
        return self._pulling.name_of(asked.sender, asked.key) if asked.key else uuid4().hex

    def _check_token(self, request: Request) -> None:
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        fits = secrets.compare_digest(given.strip().encode("utf-8"), self._door.token.encode("utf-8"))
        if scheme.lower() != "bearer" or not fits:
            raise Refused(401, UNKNOWN)

    def _check_bounds(self, asked: "_Asked") -> None:
        if not 1 <= len(asked.message) <= MOST_CHARACTERS:
            error = f"`message` must have 1 to {MOST_CHARACTERS} characters: shorten it, then send it again."
            raise Refused(422, error, asked=asked)
        if self._in_flight >= self._door.most:
            raise Refused(503, FULL, SOON, asked)
        wait = self._door.rates.wait(asked.sender, self._parts.clock.now())
        if wait:
            raise Refused(429, FAST, wait, asked)


@dataclass(frozen=True, slots=True)
class _Asked:
    sender: str
    message: str
    key: str


async def _asked(request: Request) -> _Asked:
    """What a request says. Raises Refused."""
    try:
        body = json.loads(await _body(request))
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict):
        raise Refused(422, SHAPE)
    sender, message, key = body.get("sender"), body.get("message"), request.headers.get("idempotency-key", "")
    if not isinstance(sender, str) or not isinstance(message, str):
        raise Refused(422, SHAPE)
    if not _is_name(sender):
        raise Refused(422, f"`sender` must have 1 to {LONGEST_NAME} printable characters: send the person's own id.")
    if key and not _is_name(key):
        raise Refused(
            422, f"`Idempotency-Key` may have at most {LONGEST_NAME} printable characters: send a shorter one."
        )
    # Half a character, which JSON can spell and nothing else can, must not come back out in an answer.
    return _Asked(sender, message.encode("utf-8", "replace").decode("utf-8"), key)


def _is_name(words: str) -> bool:
    return 1 <= len(words) <= LONGEST_NAME and words.isprintable() and not words.isspace()


async def _body(request: Request) -> bytes:
    try:
        return await body_of(request, MOST_BYTES, BODY_PATIENCE)
    except TooLong as refusal:
        raise Refused(413, LONG, asked=_begun(refusal.begun)) from None
    except TimeoutError:
        raise Refused(408, f"The request did not come whole within {BODY_PATIENCE:.0f} s: send it again.") from None


def _begun(body: bytes) -> _Asked:
    """What the JSON of a request says that was cut off, as far as it goes."""
    words = body.decode("utf-8", "replace")
    found = {name: json.loads(f'"{text}"', strict=False) for name, text in reversed(_TEXTS.findall(words))}
    sender, message = (
        str(found.get(name, "")).encode("utf-8", "replace").decode("utf-8") for name in ("sender", "message")
    )
    return _Asked(sender if _is_name(sender) else "", message, "")


def _response(told: Told, sender: str) -> JSONResponse:
    lines = (rendered(line.message, line.token, sender, line.content) for line in told.lines)
    return JSONResponse([one for line in lines for one in line])


def _refusal(refusal: Refused) -> JSONResponse:
    headers = {"WWW-Authenticate": "Bearer"} if refusal.status == 401 else {}
    if refusal.wait is not None:
        headers["Retry-After"] = str(math.ceil(refusal.wait.total_seconds()))
    return JSONResponse({"error": str(refusal)}, status_code=refusal.status, headers=headers)


_TEXTS = re.compile(r'"(sender|message)"\s*:\s*"((?:[^"\\]|\\u[0-9a-fA-F]{4}|\\["\\/bfnrt])*)')
UNKNOWN = (
    "The token is missing or wrong: send the header `Authorization: Bearer <token>` with the token in COACH_REST_TOKEN."
)
SHAPE = 'The request cannot be read: send JSON like {"sender": "an id of the person", "message": "what they wrote"}.'
LONG = f"The request has more than {MOST_BYTES} bytes: shorten the message, then send it again."
FULL = "Too many requests are being answered just now: nothing was taken, send it again in a moment."
FAST = "This sender writes too fast: nothing was taken, send it again after the seconds in `Retry-After`."
LATE = (
    "The answer is not ready yet. What was taken is answered with the next request of this sender; "
    "with an `Idempotency-Key` the same request may be sent again."
)
