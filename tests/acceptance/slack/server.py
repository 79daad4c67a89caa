"""Serves the Slack of tests on this machine: in the running loop, or in a thread of its own for tests that wait for processes."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from aiohttp import web

from tests.acceptance.slack.addresses import application
from tests.acceptance.slack.api import SlackApi

HOST = "127.0.0.1"
PATIENCE = 10.0


@asynccontextmanager
async def serving(api: SlackApi | None = None, port: int = 0) -> AsyncIterator[SlackApi]:
    """Serve this Slack, or a new one, at `api.root`. A port of your own is for coming back after a pause."""
    api = api or SlackApi()
    runner = web.AppRunner(application(api), access_log=None, handler_cancellation=True, shutdown_timeout=0.5)
    await runner.setup()
    site = web.TCPSite(runner, HOST, port)
    await site.start()
    api.join(f"http://{HOST}:{runner.addresses[0][1]}")
    try:
        yield api
    finally:
        await api.part()
        await runner.cleanup()


@contextmanager
def served(api: SlackApi | None = None, port: int = 0) -> Iterator[SlackApi]:
    """The same in a thread of its own: `api.call(coroutine)` runs there, and what people do may be said from anywhere."""
    ready = threading.Event()
    running: list[tuple[SlackApi, asyncio.AbstractEventLoop, asyncio.Event]] = []

    async def run() -> None:
        async with serving(api, port) as first:
            over = asyncio.Event()
            running.append((first, asyncio.get_running_loop(), over))
            ready.set()
            await over.wait()

    thread = threading.Thread(target=asyncio.run, args=(run(),), name="slack", daemon=True)
    thread.start()
    if not ready.wait(PATIENCE):
        raise TimeoutError("the Slack of tests did not begin to serve")
    first, loop, over = running[0]
    try:
        yield first
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join(PATIENCE)
