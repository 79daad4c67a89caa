"""Socket Mode: several connections share what comes, and what is not acknowledged comes again.

https://docs.slack.dev/apis/events-api/using-socket-mode
"""

import asyncio
import itertools
import json
from contextlib import suppress
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web

from tests.acceptance.slack.flaws import Json

MOST = 10  # connections of one app
_Told = tuple[str, Json, int, str]  # kind, payload, how many tries before, and why they failed


@dataclass(eq=False, slots=True)
class Connection:
    """One open socket, and what it has not acknowledged."""

    socket: web.WebSocketResponse
    transport: asyncio.Transport
    envelopes: dict[str, asyncio.Future[str]] = field(default_factory=dict)
    leaving: bool = False


class Sockets:
    """All connections of one app."""

    def __init__(self) -> None:
        self.connections: list[Connection] = []
        self.tickets: set[str] = set()
        self.opened = 0  # so many connections there ever were
        self.acknowledged: list[str] = []  # by envelope, as they came; also those that came too late
        self.enabled = True
        self.linger = 0.5  # seconds from being asked to refresh until the connection is closed
        self._numbers = itertools.count(1)
        self._turn = 0
        self._came: list[asyncio.Future[None]] = []

    def ticket(self) -> str:
        """What lets a client connect once."""
        self.tickets.add(ticket := f"ticket-{next(self._numbers)}")
        return ticket

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One client's connection, until either side ends it."""
        if request.query.get("ticket") not in self.tickets:
            return web.Response(status=404, text="the ticket was used, or never given")
        self.tickets.remove(request.query["ticket"])
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        connection = Connection(socket, request.transport)
        self.connections.append(connection)
        self.opened += 1
        try:
            debug = {"host": "applink-1", "build_number": 1, "approximate_connection_time": 18060}
            hello = {"type": "hello", "num_connections": len(self.connections), "debug_info": debug}
            await socket.send_json({**hello, "connection_info": {"app_id": request.query.get("app_id", "")}})
            self._arrived()
            async for frame in socket:
                if frame.type is WSMsgType.TEXT:
                    self._acknowledge(connection, json.loads(frame.data))
        except ConnectionError:
            pass  # the client is gone
        finally:
            self._forget(connection)
        return socket

    async def bring(self, told: _Told, patience: float, *, patient: bool) -> tuple[bool, str, str]:
        """Bring one envelope by one connection: whether it was acknowledged, with what, and why not.

        The `patient` waits until somebody listens.
        """
        connection = await self._next(None if patient else 0.0)
        if connection is None:
            return False, "", "connection_failed"
        name = f"{next(self._numbers):08x}-aaaa-bbbb-cccc-0123456789ab"
        kind, payload, tries, why = told
        envelope = {
            "envelope_id": name,
            "type": kind,
            "payload": payload,
            "accepts_response_payload": kind != "events_api",
        }
        if kind == "events_api":
            envelope |= {"retry_attempt": tries, "retry_reason": why}
        done = connection.envelopes[name] = asyncio.get_running_loop().create_future()
        try:
            await connection.socket.send_str(json.dumps(envelope))
            async with asyncio.timeout(patience):
                return True, await done, ""
        except TimeoutError:
            return False, "", "timeout"
        except (ConnectionError, RuntimeError):
            return False, "", "connection_failed"
        finally:
            connection.envelopes.pop(name, None)

    async def ask_to_leave(self, reason: str = "refresh_requested") -> int:
        """Ask every client to connect anew (`warning`: soon), and close what is left a moment later; how many were asked."""
        asked = [one for one in self.connections if not one.leaving]
        for connection in asked:
            connection.leaving = reason != "warning"
            with suppress(ConnectionError, RuntimeError):
                told = {"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-1"}}
                await connection.socket.send_json(told)
            if connection.leaving:
                asyncio.get_running_loop().call_later(self.linger, connection.transport.close)
        return len(asked)

    async def turn_off(self) -> None:
        """Somebody switched Socket Mode off in the app's settings."""
        self.enabled = False
        await self.ask_to_leave("link_disabled")

    def drop(self) -> int:
        """Reset every connection without a word; how many there were."""
        dropped = list(self.connections)
        for connection in dropped:
            connection.transport.abort()
            self._forget(connection)
        return len(dropped)

    async def close(self) -> None:
        """The platform serves no more."""
        for connection in list(self.connections):
            with suppress(ConnectionError, RuntimeError):
                connection.transport.abort()
            self._forget(connection)
        self.tickets.clear()

    def _acknowledge(self, connection: Connection, said: Json) -> None:
        name = said.get("envelope_id")
        if name is None:
            return
        self.acknowledged.append(name)
        done = connection.envelopes.get(name)
        if done and not done.done():
            done.set_result(json.dumps(said["payload"]) if said.get("payload") else "")

    async def _next(self, patience: float | None) -> Connection | None:
        """The connection whose turn it is."""
        while not (open_ones := [one for one in self.connections if not one.leaving]):
            if patience is not None:
                return None
            came = asyncio.get_running_loop().create_future()
            self._came.append(came)
            await came
        self._turn += 1
        return open_ones[self._turn % len(open_ones)]

    def _arrived(self) -> None:
        came, self._came = self._came, []
        for one in came:
            if not one.done():
                one.set_result(None)

    def _forget(self, connection: Connection) -> None:
        if connection in self.connections:
            self.connections.remove(connection)
        for done in connection.envelopes.values():
            if not done.done():
                done.set_exception(ConnectionError("the socket was closed"))
