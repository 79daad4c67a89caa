"""Serve: jobs, channels and web in one process, until it is told to stop."""

import asyncio
import contextlib
import signal

import structlog
import uvicorn

from bot.clock import SystemClock
from bot.jobs import loops
from bot.jobs.ticks import metronome
from bot.main.logs import plain_logs
from bot.main.parts import opened
from bot.services.parts import Parts
from bot.settings import Settings
from bot.web.app import web_app

log = structlog.get_logger()


async def serve_all(settings: Settings) -> None:
    """Run everything until SIGTERM or SIGINT; what is in hand is finished first."""
    plain_logs(settings.log_level)
    async with opened(settings, SystemClock(), []) as parts:
        host, port = settings.listen.rsplit(":", 1)
        config = uvicorn.Config(web_app(parts), host=host, port=int(port), log_config=None, access_log=False)
        server = uvicorn.Server(config)
        scheduler = metronome(parts)
        scheduler.start()
        working = [asyncio.create_task(loops.inbox(parts))]
        for channel in parts.channels.values():
            working += [asyncio.create_task(loop(parts, channel)) for loop in (loops.outbox, loops.crisis_outbox)]
        loop = asyncio.get_running_loop()
        for signal_number in (signal.SIGTERM, signal.SIGINT):
            # uvicorn stops on these, and raises them again when it is done: then they must find somebody who is at home.
            loop.add_signal_handler(signal_number, log.info, "stopping_asked")
        log.info("serving_started", listen=settings.listen, channels=sorted(parts.channels) or "none yet")
        try:
            await server.serve()
        finally:
            scheduler.shutdown(wait=False)
            await _stopped(parts, working)
            log.info("serving_ended")


async def _stopped(parts: Parts, working: list[asyncio.Task[None]]) -> None:
    """Let the loops finish what they claimed, then end them."""
    for _ in range(100):
        if not parts.answering and not parts.sending:
            break
        await asyncio.sleep(0.05)
    for task in working:
        task.cancel()
    for task in working:
        with contextlib.suppress(asyncio.CancelledError):
            await task
