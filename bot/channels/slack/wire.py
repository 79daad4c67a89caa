"""The wire: one token's connections to Slack's Web API, and calls that end well or in one of the four failures."""

import asyncio
import io
import json
import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import cast

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.channels.port import Refused, Throttled, Unreachable
from bot.channels.slack.answers import Answer, Redirected, Unreadable, breakage, refusal
from bot.channels.slack.files import FETCHING, NOT_SHOWN, NOT_SLACKS, is_slacks, read
from bot.channels.slack.tiers import Tiers
from bot.clock import SystemClock

# Each kind has connections of its own: what nobody waits for may hang as long as it likes, and no card waits behind it.
CONNECTIONS = 48  # more than ever send at once in one workspace
CONNECTIONS_BESIDE = 16
WAITED_FOR = frozenset({"chat.postMessage", "chat.postEphemeral", "conversations.open", "views.open", "auth.test"})
# Together less than the 8 seconds that a delivery has. The last one counts from the beginning of the call.
ROOM_PATIENCE, CONNECT_PATIENCE, ANSWER_PATIENCE = 1.5, 3.0, 6.0
PATIENCE = aiohttp.ClientTimeout(total=ANSWER_PATIENCE, connect=CONNECT_PATIENCE, ceil_threshold=ANSWER_PATIENCE + 1)
FILE_PATIENCE = aiohttp.ClientTimeout(total=20.0, connect=CONNECT_PATIENCE)
NAME = "peercoach"
# Methods whose parameters have parts of their own; every method takes a form, and not every one takes JSON.
AS_JSON = ("chat.", "views.", "conversations.")
BYTES = "the bytes of a file"

# The library writes what is sent, and what comes back, into its log: it gets a logger that says nothing to nobody.
QUIET = logging.getLogger("bot.channels.slack.wire.library")
QUIET.addHandler(logging.NullHandler())
QUIET.propagate = False
QUIET.setLevel(logging.CRITICAL + 1)
QUIET.disabled = True


class Wire:
    """Calls Slack with one token. Connections are made when the first call is, and kept until `close`."""

    def __init__(self, token: str, api_root: str, now: Callable[[], datetime]) -> None:
        self._token, self._root, self._now = token, f"{api_root.rstrip('/')}/", now
        self._tiers = Tiers(now)
        self._sessions: dict[int, aiohttp.ClientSession] = {}
        self._is_closed = False

    async def call(self, method: str, **parameters: object) -> Mapping[str, object]:
        """Slack's answer to one call, after at most 8 seconds. Raises Refused, Throttled, Unreachable or Gone."""
        await self._room(method)
        answer = await self._answer(method, parameters)
        if isinstance(answer, Exception):
            if isinstance(answer, Throttled):
                self._tiers.pause(method, answer.until)
            raise answer  # here, and not where it was found: what the library raised holds words and the token
        return answer

    async def put(self, url: str, body: bytes) -> None:
        """Bring the bytes of a file to the address that Slack gave for them; that takes no token. Raises as `call` does."""
        failure = await self._put(url, body)
        if failure:
            raise failure

    async def get(self, url: str, most: int) -> bytes:
        """The bytes of a file that somebody sent, at most so many. The token goes to nobody but Slack. Raises as `call` does."""
        found = await self._get(url, most)
        if isinstance(found, Exception):
            raise found
        return found

    async def close(self) -> None:
        """Close every connection; after this nothing is sent any more."""
        self._is_closed = True
        for session in self._sessions.values():
            await session.close()

    async def _room(self, method: str) -> None:
        """Wait for the method's tier, but not long: a delivery that has to wait is better kept in the outbox."""
        free_at = self._tiers.free_at(method)
        if (free_at - self._now()).total_seconds() > ROOM_PATIENCE:
            raise Throttled(free_at)
        try:
            async with asyncio.timeout(ROOM_PATIENCE):
                await self._tiers.room(method)
        except TimeoutError:
            raise Throttled(self._tiers.free_at(method)) from None

    async def _answer(self, method: str, parameters: dict[str, object]) -> Mapping[str, object] | Exception:
        try:
            form: dict[str, object] | None = _form(parameters)
        except (TypeError, ValueError, RecursionError) as error:
            return Refused(f"{method}: what was to be sent cannot be written ({type(error).__name__})")
        if self._is_closed:
            return Unreachable(f"{method}: our connections are closed")
        whole, form = ({**parameters}, None) if method.startswith(AS_JSON) else (None, form)
        try:
            answer = (await self._library(method).api_call(method, json=whole, data=form)).data
        except SlackApiError as error:
            return refusal(method, _answer_in(error), self._now())
        except Exception as error:  # no connection, no answer in time, or one in which the library finds no sense
            return breakage(method, error)
        is_success = isinstance(answer, dict) and answer.get("ok") is True
        return cast("Mapping[str, object]", answer) if is_success else breakage(method, Unreadable())

    async def _put(self, url: str, body: bytes) -> Exception | None:
        if self._is_closed:
            return Unreachable(f"{BYTES}: our connections are closed")
        headers = {"Content-Type": "application/octet-stream", "User-Agent": NAME}
        try:
            async with self._connected(CONNECTIONS_BESIDE).post(url, data=io.BytesIO(body), headers=headers) as answer:
                # https://docs.slack.dev/reference/methods/files.getUploadURLExternal: 200 is all that is told.
                if answer.status == 200:
                    return None
                return refusal(BYTES, Answer(answer.status, answer.headers.get("Retry-After", ""), None), self._now())
        except Exception as error:  # as with a call
            return breakage(BYTES, error)

    async def _get(self, url: str, most: int) -> bytes | Exception:
        if not is_slacks(url, self._root):
            return Refused(NOT_SLACKS)
        if self._is_closed:
            return Unreachable(f"{FETCHING}: our connections are closed")
        headers = {"Authorization": f"Bearer {self._token}", "User-Agent": NAME, "Accept-Encoding": "identity"}
        session = self._connected(CONNECTIONS_BESIDE)
        try:
            async with session.get(url, headers=headers, timeout=FILE_PATIENCE) as answer:
                return await read(answer, most, self._now())
        except Redirected:  # so Slack leads to its login page
            return Refused(NOT_SHOWN)
        except Exception as error:  # as with a call
            return breakage(FETCHING, error)

    def _library(self, method: str) -> AsyncWebClient:
        session = self._connected(CONNECTIONS if method in WAITED_FOR else CONNECTIONS_BESIDE)
        client = AsyncWebClient(self._token, self._root, session=session, logger=QUIET, retry_handlers=[])
        client.headers["User-Agent"] = NAME
        client.proxy = None  # it takes one from the environment, where only the settings may tell where we send
        return client

    def _connected(self, most: int) -> aiohttp.ClientSession:
        if most not in self._sessions:
            self._sessions[most] = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=most),
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=PATIENCE,
                middlewares=(_straight,),
            )
        return self._sessions[most]


def wire_to(token: str, api_root: str, now: Callable[[], datetime] = SystemClock().now) -> Wire:
    """The wire of one token; nothing is sent yet. `api_root` is Slack's, "https://slack.com/api", or another host's."""
    return Wire(token, api_root, now)


async def _straight(request: aiohttp.ClientRequest, send: aiohttp.ClientHandlerType) -> aiohttp.ClientResponse:
    """Follow nobody elsewhere: words must not go to a host that only some server on the way has named."""
    answer = await send(request)
    if 300 <= answer.status < 400:
        answer.close()
        raise Redirected
    return answer


def _form(parameters: Mapping[str, object]) -> dict[str, object]:
    """The parameters as a form: what is no text goes as JSON. Raises where that cannot be."""
    form = {name: one if isinstance(one, str) else json.dumps(one) for name, one in parameters.items()}
    for one in form.values():
        one.encode()
    return {**form}


def _answer_in(error: SlackApiError) -> Answer:
    """The answer that the library did not like. It gives its own form of it, and aiohttp's where it could not read any."""
    match error.response:
        case AsyncSlackResponse() as found:
            headers = cast("Mapping[str, str]", found.headers)
            return Answer(found.status_code, headers.get("Retry-After", ""), found.data)
        case aiohttp.ClientResponse() as found:
            return Answer(found.status, found.headers.get("Retry-After", ""), None)
    return Answer(200, "", None)
