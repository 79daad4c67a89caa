"""The door for a program's own CI: content is checked, or made a draft that waits for a person's approval. Nothing goes out."""

import asyncio
import math
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

import structlog
from fastapi import Request
from fastapi.responses import JSONResponse
from starlette.requests import ClientDisconnect
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from bot.services.verdict import Judge, Verdict
from bot.store.failures import StoreDown
from bot.web.bounds import Rates, TooLong, body_of
from content.model import Problem

CHECK, PUSH = "/content/check", "/content/push"
NAME, NAME_HEADER = "name", "x-file-name"
MOST_BYTES = 5_000_000
LONGEST_NAME = 200
BODY_PATIENCE = 30.0
PER_MINUTE = 30
MOST_IN_HAND = 2
SOON = timedelta(seconds=5)
EVERYBODY = "content"  # one token, one client: whoever knows it shares its rate

log = structlog.get_logger()


class Refused(Exception):
    """A request that is not taken: its status, what happened and what to do now, and how long to wait where that helps."""

    def __init__(self, status: int, error: str, wait: timedelta | None = None) -> None:
        super().__init__(error)
        self.status = status
        self.wait = wait


@dataclass(slots=True)
class Threshold:
    """Who may come in, how fast, and what is in hand; the routes share it. `now` tells the time."""

    token: str
    rates: Rates
    now: Callable[[], datetime]
    in_hand: int = 0

    def check_token(self, request: Request) -> None:
        """Raise Refused where the token is missing or wrong."""
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        fits = secrets.compare_digest(given.strip().encode("utf-8"), self.token.encode("utf-8"))
        if scheme.lower() != "bearer" or not fits:
            raise Refused(401, UNKNOWN)

    def check_bounds(self) -> None:
        """Count this request. Raises Refused where it is one too many."""
        if self.in_hand >= MOST_IN_HAND:
            raise Refused(429, FULL, SOON)
        wait = self.rates.wait(EVERYBODY, self.now())
        if wait:
            raise Refused(429, FAST, wait)


class Door:
    """One route, as an ASGI application: it answers every method itself, and by a body it reads no further than it must."""

    def __init__(self, threshold: Threshold, judge: Judge) -> None:
        self._threshold = threshold
        self._judge = judge

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; what is refused is refused as {"error": what happened and what to do now}."""
        request = Request(scope, receive)
        try:
            if request.method != "POST":
                raise Refused(405, METHOD)
            self._threshold.check_token(request)
            self._threshold.check_bounds()
            answer = _told(await self._judged(request))
        except Refused as refusal:
            answer = _refusal(refusal)
        except ClientDisconnect:
            log.info("client_left", path=request.url.path)
            return
        except (StoreDown, asyncio.CancelledError):  # or the coach is stopping, and has waited as long as it can
            answer = _refusal(Refused(503, LATE, SOON))
        except Exception as error:  # what came in must not stand in a log, as it would with the error
            log.error("content_not_judged", path=request.url.path, error=type(error).__name__)
            answer = _refusal(Refused(500, BROKEN))
        await answer(scope, receive, send)

    async def _judged(self, request: Request) -> Verdict:
        self._threshold.in_hand += 1
        try:
            name, body = _name(request), await _body(request)
            if problem := _unfit(name, body):
                return Verdict((problem,))
            return await self._judge(name, body)
        finally:
            self._threshold.in_hand -= 1


def content_routes(token: str, check: Judge, push: Judge, now: Callable[[], datetime]) -> list[Route]:
    """The two routes, for whoever knows the token. `check` changes nothing; `push` makes a draft, and never publishes."""
    threshold = Threshold(token, Rates(PER_MINUTE), now)
    return [Route(CHECK, Door(threshold, check)), Route(PUSH, Door(threshold, push))]


def _name(request: Request) -> str:
    return request.query_params.get(NAME, "") or request.headers.get(NAME_HEADER, "")


async def _body(request: Request) -> bytes:
    told = request.headers.get("content-length", "")
    if told.isascii() and told.isdigit() and (len(told) > len(str(MOST_BYTES)) or int(told) > MOST_BYTES):
        raise Refused(413, LONG)
    try:
        return await body_of(request, MOST_BYTES, BODY_PATIENCE)
    except TooLong:
        raise Refused(413, LONG) from None
    except TimeoutError:
        raise Refused(408, f"The request did not come whole within {BODY_PATIENCE:.0f} s: send it again.") from None


def _unfit(name: str, body: bytes) -> Problem | None:
    """What is wrong before anything is read."""
    if not 1 <= len(name) <= LONGEST_NAME or not name.isprintable() or name.isspace():
        return Problem(
            "file", 1, f"the request names no file of at most {LONGEST_NAME} characters", "Add ?name=rights-01.md."
        )
    if not body:
        return Problem(name, 1, "the file is empty", "Send its bytes as the body, with --data-binary @FILE.")
    return None


def _told(verdict: Verdict) -> JSONResponse:
    told = {
        "problems": [asdict(problem) for problem in verdict.problems],
        "changes": list(verdict.changes),
        "release": verdict.release,
    }
    return JSONResponse(told, 422 if verdict.problems else 200, UNKEPT)


def _refusal(refusal: Refused) -> JSONResponse:
    headers = {**UNKEPT, **_MORE.get(refusal.status, {})}
    if refusal.wait is not None:
        headers["Retry-After"] = str(math.ceil(refusal.wait.total_seconds()))
    return JSONResponse({"error": str(refusal)}, refusal.status, headers)


UNKEPT = {"Cache-Control": "no-store"}
_MORE = {401: {"WWW-Authenticate": "Bearer"}, 405: {"Allow": "POST"}}
UNKNOWN = (
    "The token is missing or wrong: send the header `Authorization: Bearer <token>` with that in COACH_CONTENT_TOKEN."
)
METHOD = "Only POST is taken here: send the file as its body."
LONG = f"The file has more than {MOST_BYTES:,} bytes: send a smaller part of the library."
FAST = "Requests come too fast: nothing was taken, send it again after the seconds in `Retry-After`."
FULL = "Others are being checked just now: nothing was taken, send it again after the seconds in `Retry-After`."
LATE = "The coach cannot do this just now: send it again in a moment. What was pushed twice is one more draft, and nothing else."
BROKEN = "This could not be read at all: check it with `coach content check`, and show it to whoever runs the coach."
