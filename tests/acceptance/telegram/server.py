"""Serves Bot APIs on this machine: in the running loop, or in a thread of its own for tests that wait for processes."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from tests.acceptance.telegram.api import BotApi
from tests.acceptance.telegram.refusals import UNAUTHORIZED, Refused
from tests.acceptance.telegram.wire import Request, Response, converse

HOST = "127.0.0.1"
PATIENCE = 10.0


@asynccontextmanager
async def serving(*bots: BotApi, port: int = 0) -> AsyncIterator[BotApi]:
    """Serve these bots, or one, at `root`; the first of them. A port of your own is for coming back after a pause."""
    known = {bot.token: bot for bot in bots or (BotApi(),)}
    first = next(iter(known.values()))
    conversations: set[asyncio.Task[None]] = set()

    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        conversations.add(asyncio.current_task())
        try:
            await converse(reader, writer, lambda request: _respond(known, request))
        except asyncio.CancelledError:
            pass  # the server ends, and with it this connection
        finally:
            conversations.discard(asyncio.current_task())

    server = await asyncio.start_server(meet, HOST, port)
    root = f"http://{HOST}:{server.sockets[0].getsockname()[1]}"
    for bot in known.values():
        bot.join(root)
    try:
        yield first
    finally:
        server.close()
        for bot in known.values():
            bot.part()
        for conversation in conversations:
            conversation.cancel()
        await asyncio.gather(*conversations)
        await server.wait_closed()


@contextmanager
def served(*bots: BotApi, port: int = 0) -> Iterator[BotApi]:
    """The same in a thread of its own: `api.call(coroutine)` runs there, and what people do may be said from anywhere."""
    ready = threading.Event()
    running: list[tuple[BotApi, asyncio.AbstractEventLoop, asyncio.Event]] = []

    async def run() -> None:
        async with serving(*bots, port=port) as api:
            over = asyncio.Event()
            running.append((api, asyncio.get_running_loop(), over))
            ready.set()
            await over.wait()

    thread = threading.Thread(target=asyncio.run, args=(run(),), name="telegram", daemon=True)
    thread.start()
    if not ready.wait(PATIENCE):
        raise TimeoutError("the Bot API did not begin to serve")
    api, loop, over = running[0]
    try:
        yield api
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join(PATIENCE)


async def _respond(known: dict[str, BotApi], request: Request) -> Response:
    """Find the bot by its token, and let it answer; or hand out a file."""
    is_file = request.path.startswith("/file/bot")
    token, _, rest = request.path.removeprefix("/file").removeprefix("/bot").partition("/")
    bot = known.get(token)
    if bot is None:
        return _told(Refused(*UNAUTHORIZED))
    if not is_file:
        return await bot.respond(rest, request)
    stored = next((one for one in bot.world.files.values() if one.path == rest), None)
    if stored is None:
        return _told(Refused(404, "Not Found"))
    return Response(200, stored.content, "application/octet-stream")


def _told(refusal: Refused) -> Response:
    return Response(refusal.code, _json(refusal))


def _json(refusal: Refused) -> bytes:
    return f'{{"ok":false,"error_code":{refusal.code},"description":"{refusal.description}"}}'.encode()
