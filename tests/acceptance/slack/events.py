"""What the platform brings to the app: signed over HTTP, or by the socket; events again and again, taps and commands once."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field

import aiohttp

from bot.clock import Clock
from tests.acceptance.slack import limits
from tests.acceptance.slack.flaws import Json
from tests.acceptance.slack.signing import signed, written
from tests.acceptance.slack.socket_mode import Sockets

EVENT = "events_api"
INTERACTIVE, COMMAND = "interactive", "slash_commands"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to bring something, and what came back; a status of 0: nothing that could be read."""

    at: float
    number: int
    status: int
    body: str = ""
    reason: str = ""  # why it failed, in Slack's word
    again: bool = True  # whether the app wants it again

    @property
    def taken(self) -> bool:
        """Whether the app said that it has it."""
        return 200 <= self.status < 300


@dataclass(slots=True)
class Sending:
    """One thing on its way to the app. `id` is its event_id or trigger_id."""

    kind: str
    payload: Json
    user: str
    id: str
    reacts: Callable[["Sending"], None] | None = None  # what the person's client does with the answer
    attempts: list[Attempt] = field(default_factory=list)
    _over: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def taken(self) -> bool:
        """Whether the app said that it has it."""
        return bool(self.attempts) and self.attempts[-1].taken

    @property
    def answer(self) -> object:
        """What the app answered at once: an object, or a text, or None."""
        body = self.attempts[-1].body if self.taken else ""
        try:
            return json.loads(body) if body else None
        except ValueError:
            return body

    async def over(self, timeout: float = 10.0) -> "Sending":
        """Wait until the app has it, or the platform has given up."""
        async with asyncio.timeout(timeout):
            await self._over.wait()
        return self

    def finish(self) -> None:
        """No more tries."""
        if self.reacts:
            self.reacts(self)
        self._over.set()


class Events:
    """Brings things to `request_url`, or by the sockets when there is none."""

    def __init__(self, clock: Clock, secret: str, sockets: Sockets) -> None:
        self.request_url = ""
        self.secret = secret
        self.sent: list[Sending] = []
        self.patience = limits.ACKNOWLEDGED_WITHIN
        self.retries = (0.1, 2.0, 5.0)  # limits.RETRIES, at the scale of tests
        self.in_order = True  # what one person does is first brought one after the other
        self._clock, self._sockets = clock, sockets
        self._waiting: list[Sending] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._turns: dict[str, asyncio.Lock] = {}
        self._session: aiohttp.ClientSession | None = None

    def add(self, sending: Sending) -> Sending:
        """Something happened; it is brought from now on, or when the platform serves again."""
        self.sent.append(sending)
        if self._session is None:
            self._waiting.append(sending)
        else:
            self._begin(sending)
        return sending

    def start(self) -> None:
        """The platform serves."""
        self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        self._turns.clear()
        waiting, self._waiting = self._waiting, []
        for sending in waiting:
            self._begin(sending)

    async def stop(self) -> None:
        """The platform serves no more; what is on its way waits."""
        session, self._session = self._session, None
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if session:
            await session.close()

    async def verify(self, url: str) -> bool:
        """Ask a request URL whether it is ours, as the app's settings page does."""
        challenge = "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P"
        asked = {"token": "verification", "challenge": challenge, "type": "url_verification"}
        answer = await self._posted(url, Sending(EVENT, asked, "", ""), 0, "")
        return answer.taken and challenge in (answer.body, answer.body and _challenge(answer.body))

    def _begin(self, sending: Sending) -> None:
        task = asyncio.get_running_loop().create_task(self._bring(sending))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _bring(self, sending: Sending) -> None:
        try:
            reason = ""
            for number, wait in enumerate((0.0, *self.retries) if sending.kind == EVENT else (0.0,)):
                if wait:
                    await asyncio.sleep(wait)
                attempt = await self._try(sending, number, reason)
                sending.attempts.append(attempt)
                reason = attempt.reason
                if attempt.taken or not attempt.again:
                    break
        except asyncio.CancelledError:
            self._waiting.append(sending)
            raise
        sending.finish()

    async def _try(self, sending: Sending, number: int, reason: str) -> Attempt:
        if not self.request_url:
            at = asyncio.get_running_loop().time()
            told = (sending.kind, sending.payload, number, reason)
            taken, body, why = await self._sockets.bring(told, self.patience, patient=sending.kind == EVENT)
            return Attempt(at, number, 200 if taken else 0, body, why)
        if number or not self.in_order:
            return await self._posted(self.request_url, sending, number, reason)
        async with self._turns.setdefault(sending.user, asyncio.Lock()):
            return await self._posted(self.request_url, sending, number, reason)

    async def _posted(self, url: str, sending: Sending, number: int, reason: str) -> Attempt:
        body, kind = written(sending.kind, sending.payload)
        headers = {"Content-Type": kind, **signed(self.secret, body, int(self._clock.now().timestamp()))}
        if number:
            headers |= {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": reason}
        at = asyncio.get_running_loop().time()
        try:
            async with asyncio.timeout(self.patience), self._session.post(url, data=body, headers=headers) as answer:
                said, again = await answer.text(), answer.headers.get("X-Slack-No-Retry") != "1"
                return Attempt(at, number, answer.status, said, "" if answer.ok else "http_error", again)
        except TimeoutError:
            return Attempt(at, number, 0, reason="http_timeout")
        except aiohttp.ClientError:
            return Attempt(at, number, 0, reason="connection_failed")


def _challenge(body: str) -> object:
    try:
        return json.loads(body).get("challenge")
    except (ValueError, AttributeError):
        return None
