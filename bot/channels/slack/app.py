"""App: slack-bolt as a wire. It checks signatures and answers Slack's own questions; our one middleware takes in the rest."""

import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.signature import SignatureVerifier

Body = Mapping[str, object]

# What is not written like this is no signature, and would break the library, which calculates with it.
TIMESTAMP, STAMP = "x-slack-request-timestamp", re.compile(r"[0-9]{1,12}", re.ASCII)
SIGNATURE, PROOF = "x-slack-signature", re.compile(r"v0=[0-9a-f]{1,100}", re.ASCII)
# Slack looks at our certificate with this form, and does not sign it; whatever else stands in a form, it is another one.
LOOK = re.compile(rb"(?:token=[0-9A-Za-z]{0,100}&)?ssl_check=1(?:&token=[0-9A-Za-z]{0,100})?")
UNSIGNED, NONSENSE = "The signature is missing or wrong.", "This is no request of Slack's."
RETRY = "Not saved: bring it again."
# The library writes bodies and signatures into its log: it gets a logger that says nothing.
QUIET = logging.getLogger("bot.channels.slack.bolt")
QUIET.disabled = True

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Told:
    """What Slack is told about one request: whether we have it, and what is shown at once, where anything is."""

    taken: bool = True
    body: Body | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer: over HTTP a status and a body, over the socket an acknowledgement if the status is 200."""

    status: int
    body: str = ""
    content_type: str = "text/plain"


TakeIn = Callable[[Body], Awaitable[Told]]


class App:
    """One app of Slack's: whatever it brings goes to `take_in`, and Slack is told that we have it only when that says so."""

    def __init__(self, take_in: TakeIn, signing_secret: str = "") -> None:
        self._verifier = SignatureVerifier(signing_secret) if signing_secret else None
        self._app = AsyncApp(
            name="peercoach",
            logger=QUIET,
            process_before_response=True,
            # Without one nothing comes by HTTP; the library must not look for another in the environment.
            signing_secret=signing_secret or "none",
            before_authorize=_inserting(take_in),
            authorize=_nobody,
        )

    async def over_http(self, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Answer one request that came by HTTP. What stands in it is read only when Slack has signed it."""
        if LOOK.fullmatch(body):
            return Answer(200)
        if self._verifier is None or not _may_be_signed(headers):
            return Answer(401, UNSIGNED)
        try:
            text = body.decode("utf-8")
        except UnicodeDecodeError:  # what is signed is text
            return Answer(400, NONSENSE)
        if not self._verifier.is_valid(text, headers[TIMESTAMP], headers[SIGNATURE]):
            return Answer(401, UNSIGNED)
        return await self._answered("http", text, dict(headers)) or Answer(400, NONSENSE)

    async def over_socket(self, body: dict[str, object]) -> Answer:
        """Answer one request that came by the socket; one without sense is taken, for it would have no more the next time."""
        return await self._answered("socket_mode", body, {}) or Answer(200)

    async def _answered(self, mode: str, body: str | dict[str, object], headers: Mapping[str, str]) -> Answer | None:
        """The answer to a request; None where there is no sense in it."""
        try:
            request = AsyncBoltRequest(mode=mode, body=body, headers=dict(headers))
            response = await self._app.async_dispatch(request)
            kind = next(iter(response.headers.get("content-type", ())), "text/plain").partition(";")[0]
            return Answer(response.status, response.body or "", kind)
        except Exception as error:  # the library raises what comes to hand; what we do ourselves raises nothing
            log.info("slack_request_not_understood", error=type(error).__name__)
            return None


def _may_be_signed(headers: Mapping[str, str]) -> bool:
    is_dated = STAMP.fullmatch(headers.get(TIMESTAMP, ""))
    return bool(is_dated and PROOF.fullmatch(headers.get(SIGNATURE, "")))


def _inserting(take_in: TakeIn) -> Callable[..., Awaitable[BoltResponse]]:
    """The one middleware: it inserts, and only then may Slack be told. What is Slack's own question passes on."""

    async def insert(body: dict[str, object], next: Callable[[], Awaitable[BoltResponse]]) -> BoltResponse:  # noqa: A002  # the library gives arguments by name
        if body.get("type") == "url_verification":
            return await next()
        try:
            told = await take_in(body)
        except Exception as error:  # Slack brings it again, and then it may work
            log.error("slack_request_not_taken", error=type(error).__name__)
            told = Told(taken=False)
        if not told.taken:
            return BoltResponse(status=503, body=RETRY)
        return BoltResponse(status=200, body=dict(told.body) if told.body else "")

    return insert


async def _nobody() -> AuthorizeResult:
    """Nobody needs to be authorized: the middleware answers before it comes to that."""
    return AuthorizeResult(enterprise_id=None, team_id=None)
