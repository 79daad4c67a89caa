"""Serve: jobs, channels and web in one process, until it is told to stop."""

import asyncio
import signal
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import structlog
import uvicorn
from starlette.routing import Route

from bot.channels.rest.channel import RestChannel
from bot.channels.telegram.channel import TelegramChannel
from bot.clock import SystemClock
from bot.jobs import loops
from bot.jobs.accounts import Accounts
from bot.jobs.listening import listen
from bot.jobs.ticks import metronome
from bot.jobs.watching import Tasks, refuse_ended, stop_when_one_ends
from bot.main.logs import plain_logs
from bot.main.parts import opened
from bot.main.slack import Slack, slack_app
from bot.main.telegram import bots_of, telegram_channels
from bot.services.judging import check_with, push_with
from bot.services.leaving import give_back, let_go
from bot.services.parts import Parts
from bot.services.pulling import Pulling
from bot.services.verdict import Judge
from bot.settings import BadSettings, Settings
from bot.web.app import web_app
from bot.web.bounds import Rates
from bot.web.content import content_routes
from bot.web.rest import PATH, Door, Rest
from bot.web.telegram import telegram_routes

# What is being answered when the process is told to stop is finished, but not waited for longer than this.
GRACE = 3
ANSWERING_GRACE = 2
CARDS_GRACE = 3
BACKLOG = 2048
# Longer than clients keep an idle connection: else now and then a request comes in just as we close it.
KEEP_ALIVE = 75

log = structlog.get_logger()


async def serve_all(settings: Settings) -> None:
    """Run everything until SIGTERM or SIGINT; what is in hand is finished first."""
    plain_logs(settings.log_level)
    rest = RestChannel() if settings.rest_token else None
    bots = bots_of(settings)
    async with (
        opened(settings, SystemClock(), [rest] if rest else []) as parts,
        telegram_channels(settings, parts, bots) as telegram,
        slack_app(settings, parts) as slack,
    ):
        parts.pulled = frozenset([rest.account] if rest else [])
        doors = content_route(settings, check_with(parts), push_with(parts))
        routes = (*_telegram_routes(settings, parts, telegram), *(slack.routes if slack else ()), *doors)
        app = web_app(parts, _rest_route(settings, parts, rest), routes)
        config = uvicorn.Config(
            app, log_config=None, access_log=False, timeout_graceful_shutdown=GRACE, timeout_keep_alive=KEEP_ALIVE
        )
        with _listening(settings) as listening:
            server = uvicorn.Server(config)
            accounts = Accounts(parts, partial(_stop, server))
            for channel in telegram.values():
                accounts.begin(channel)
            _tell_what_serves(parts, listening, slack)
            await _serve(parts, server, listening, _Loops(accounts, *_begun(parts, accounts, slack)))


@dataclass(frozen=True, slots=True)
class _Loops:
    """What runs until the process stops: the loops of accounts, and those that listen or work for all of them."""

    accounts: Accounts
    listening: Tasks
    at_work: Tasks

    @property
    def hearing(self) -> Tasks:
        """Whatever takes something in."""
        return (*self.listening, *self.accounts.hearing)

    @property
    def working(self) -> Tasks:
        """Whatever ends what it has in hand."""
        return (*self.at_work, *self.accounts.working)


async def _serve(parts: Parts, server: uvicorn.Server, listening: socket.socket, running: _Loops) -> None:
    scheduler = metronome(parts)
    scheduler.start()
    stop_when_one_ends((*running.listening, *running.at_work), partial(_stop, server))
    loop = asyncio.get_running_loop()
    for signal_number in (signal.SIGTERM, signal.SIGINT):
        # uvicorn stops on these, and raises them again when it is done: then they must find somebody who is at home.
        loop.add_signal_handler(signal_number, log.info, "stopping_asked")
    try:
        await server.serve([listening])
        refuse_ended((*running.hearing, *running.working))
    finally:
        scheduler.shutdown(wait=False)
        await _stopped(parts, running)
        await give_back(parts)
        log.info("serving_ended")


def _begun(parts: Parts, accounts: Accounts, slack: Slack | None) -> tuple[Tasks, Tasks]:
    """The loops that listen for more than one account, and those that work for all, at work."""
    listening = []
    if slack:
        listening.append(asyncio.create_task(slack.tend(accounts), name="workspaces"))
    if slack and slack.listener:
        listening.append(asyncio.create_task(listen(parts, slack.listener), name=f"listening {slack.listener.account}"))
    working = [
        asyncio.create_task(loop(parts), name=loop.__name__) for loop in (loops.inbox, loops.pictures, loops.packs)
    ]
    return tuple(listening), tuple(working)


def _tell_what_serves(parts: Parts, listening: socket.socket, slack: Slack | None) -> None:
    host, port, *_ = listening.getsockname()
    log.info("serving_started", listen=f"{host}:{port}", channels=sorted(parts.channels) or "none yet")
    log.info(
        "rest_channel", state="on" if "rest" in parts.pulled else "off, set COACH_REST_TOKEN to turn it on", path=PATH
    )
    bots = [account for account in parts.channels if account.startswith("telegram:")]
    log.info("telegram_bots", state=sorted(bots) or "off, set COACH_TELEGRAM_TOKEN to turn Telegram on")
    log.info("slack_app", state=slack.ways_in if slack else "off, set COACH_SLACK_BOT_TOKEN to turn Slack on")


def _listening(settings: Settings) -> socket.socket:
    """The bound socket. Raises BadSettings when somebody else has the port, or the host is not ours."""
    host, port = settings.listen.rsplit(":", 1)
    try:
        return socket.create_server((host, int(port)), backlog=BACKLOG)
    except OSError as error:
        raise BadSettings(
            f"COACH_LISTEN: {settings.listen} cannot be listened on ({error.strerror}). Choose another."
        ) from None


def _telegram_routes(settings: Settings, parts: Parts, bots: Mapping[str, TelegramChannel]) -> Sequence[Route]:
    secret = settings.telegram_webhook_secret
    return telegram_routes(parts, bots, secret.get_secret_value()) if secret else ()


def _rest_route(settings: Settings, parts: Parts, channel: RestChannel | None) -> Rest | None:
    if channel is None or settings.rest_token is None:
        return None
    door = Door(settings.rest_token.get_secret_value(), Rates(settings.rest_per_minute))
    return Rest(parts, Pulling(parts, channel), door)


def content_route(settings: Settings, check: Judge, push: Judge) -> Sequence[Route]:
    """The door for a program's own CI; none where no token is set."""
    token = settings.content_token
    return content_routes(token.get_secret_value(), check, push, SystemClock().now) if token else ()


def _stop(server: uvicorn.Server) -> None:
    server.should_exit = True


async def _stopped(parts: Parts, running: _Loops) -> None:
    """Take nothing more in, finish what is being answered, and let the loops end what they have in hand."""
    working = running.working
    await _ended(running.hearing)
    await let_go(parts)
    for _ in range(ANSWERING_GRACE * 20):
        if not parts.answering:
            break
        await asyncio.sleep(0.05)
    await asyncio.gather(_ended(working), _done(parts))


async def _done(parts: Parts) -> None:
    """Cards that were given past the outbox may be on their way: they get as long as what is in flight. What rests gets nothing."""
    for _ in range(CARDS_GRACE * 20):
        if not parts.beside:
            break
        await asyncio.sleep(0.05)
    await _ended((*parts.beside, *parts.resting))


async def _ended(tasks: Tasks) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
