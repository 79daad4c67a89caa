"""Socket: Slack's Socket Mode. What comes is acknowledged only once it is saved; what is not comes again."""

import asyncio
import json
from collections.abc import Callable, Mapping
from contextlib import suppress

import aiohttp
import structlog

from bot.channels.port import Gone, Receive, Refused, Unreachable
from bot.channels.slack.app import App
from bot.channels.slack.wire import Wire

ACCOUNT = "slack"
# Slack's own client asks every 5 to 10 seconds whether the other side is still there.
HEARTBEAT = 10.0
CONNECTING = aiohttp.ClientTimeout(total=None, sock_connect=10)
# A socket that is accepted may still never be answered, or never say hello.
OPENING_PATIENCE, HELLO_PATIENCE, LAST_PATIENCE = 10.0, 10.0, 3.0
NO_SOCKET = (
    "Slack does not take COACH_SLACK_APP_TOKEN: make an app-level token with connections:write for this app, "
    "and turn Socket Mode on"
)

log = structlog.get_logger()


class Socket:
    """Listens for one app, for all its workspaces. Slack shares events among all who listen, so one of us does at a time."""

    def __init__(self, wire: Wire, app: App, heard: Callable[[], None]) -> None:
        self.account = ACCOUNT
        self._wire, self._app, self._heard = wire, app, heard

    async def run(self, receive: Receive) -> None:
        """Listen, and open a new connection whenever Slack asks for one. The app takes in what comes.

        Raises Unreachable when Slack drops us or cannot be reached, Throttled, and Refused when it will not have us.
        """
        leaving: set[asyncio.Task[None]] = set()
        async with aiohttp.ClientSession(timeout=CONNECTING) as session:
            try:
                while True:
                    connection = _Connection(await self._connect(session), self._app)
                    try:
                        await connection.converse(self._heard)
                    finally:
                        # The next one is opened at once: what the old one has in hand is acknowledged on it meanwhile.
                        task = asyncio.create_task(connection.leave())
                        leaving.add(task)
                        task.add_done_callback(leaving.discard)
            finally:
                await asyncio.gather(*leaving, return_exceptions=True)

    async def _connect(self, session: aiohttp.ClientSession) -> aiohttp.ClientWebSocketResponse:
        try:
            url = (await self._wire.call("apps.connections.open")).get("url")
        except Gone:
            raise Refused(NO_SOCKET) from None
        if not isinstance(url, str):
            raise Unreachable("Slack named no socket to connect to")
        try:
            async with asyncio.timeout(OPENING_PATIENCE):
                return await session.ws_connect(url, heartbeat=HEARTBEAT)
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
            # What the error says may hold the ticket that is part of the address.
            raise Unreachable(f"the socket could not be opened ({type(error).__name__})") from None


class _Connection:
    """One connection, and what came by it and is not yet acknowledged."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, app: App) -> None:
        self._socket, self._app = socket, app
        self._tasks: set[asyncio.Task[None]] = set()

    async def converse(self, heard: Callable[[], None]) -> None:
        """Take in what comes until Slack asks us to connect anew. Raises Unreachable when it drops us, or says no hello."""
        try:
            async with asyncio.timeout(HELLO_PATIENCE) as silence:
                await self._converse(heard, silence)
        except TimeoutError:
            raise Unreachable("Slack said no hello on the socket") from None

    async def leave(self) -> None:
        """Acknowledge what is in hand, and close."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=LAST_PATIENCE)
        for task in tuple(self._tasks):
            task.cancel()
        with suppress(aiohttp.ClientError, OSError, TimeoutError):
            await self._socket.close()

    async def _converse(self, heard: Callable[[], None], silence: asyncio.Timeout) -> None:
        async for frame in self._socket:
            message = _read(frame)
            match message.get("type"):
                case "hello":
                    silence.reschedule(None)
                    heard()
                case "disconnect" if message.get("reason") == "link_disabled":
                    raise Refused(NO_SOCKET)
                case "disconnect":
                    return
                case _ if isinstance(message.get("envelope_id"), str):
                    self._begin(message)
        raise Unreachable("the socket was dropped")

    def _begin(self, envelope: Mapping[str, object]) -> None:
        task = asyncio.create_task(self._take(envelope))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _take(self, envelope: Mapping[str, object]) -> None:
        payload = envelope.get("payload")
        try:
            answer = await self._app.over_socket(payload if isinstance(payload, dict) else {})
            if answer.status != 200:
                return  # not acknowledged: it comes again
            told: dict[str, object] = {"envelope_id": envelope["envelope_id"]}
            if answer.body and envelope.get("accepts_response_payload"):
                told["payload"] = json.loads(answer.body)
            await self._socket.send_str(json.dumps(told))
        except Exception as error:  # mostly the socket is closed by now; whatever it is, it comes again
            log.info("slack_not_acknowledged", error=type(error).__name__)


def _read(frame: aiohttp.WSMessage) -> Mapping[str, object]:
    """What a frame says; of what cannot be read, nothing."""
    if frame.type is not aiohttp.WSMsgType.TEXT:
        return {}
    try:
        message = json.loads(frame.data)
    except (ValueError, RecursionError):
        return {}
    return message if isinstance(message, dict) else {}
