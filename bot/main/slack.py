"""Slack, plugged in: the app, a channel for each workspace that has it, and how they come and go."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import datetime
from functools import partial

import structlog
from starlette.routing import Route

from bot.channels.port import Gone, Listener, Refused, Throttled, Unreachable
from bot.channels.slack.answers import team_of
from bot.channels.slack.app import App, Body, Told
from bot.channels.slack.channel import Bearings, SlackChannel
from bot.channels.slack.manifest import REDIRECT_PATH
from bot.channels.slack.oauth import Client
from bot.channels.slack.socket import ACCOUNT, Socket
from bot.channels.slack.updates import Came, came
from bot.channels.slack.wire import Wire, wire_to
from bot.channels.slack.words import Words
from bot.domain.installation import Installation
from bot.domain.update import Update
from bot.jobs.accounts import Accounts
from bot.main.slack_words import words_of
from bot.services.hearing import began, heard, not_heard
from bot.services.installing import has_us, install, installed, uninstall
from bot.services.pages import pages
from bot.services.parts import Parts
from bot.services.pulling import OneAtATime
from bot.services.standing import show_page
from bot.services.trouble import calls_for_help
from bot.services.turns import receive
from bot.settings import Settings
from bot.store.failures import StoreDown
from bot.web.slack import slack_route
from bot.web.slack_install import install_routes

# How soon a workspace that another process has installed is served by this one too.
LOOK = 5.0
# A crowd may take a while to be taken in; but who calls for help waits for nothing that hangs.
TURN, TURN_IN_DANGER = 10.0, 2.0
# Slack waits 3 seconds for an answer.
PATIENCE = 2.0
INTRODUCTION = "slack:token"
NOT_TAKEN = "Slack does not take COACH_SLACK_BOT_TOKEN: copy it again from OAuth & Permissions of your app"
MUTE = (
    "there is no token for this workspace, and nobody there is answered: set its COACH_SLACK_BOT_TOKEN, "
    "or install the app there by the link, or take it out there"
)

log = structlog.get_logger()


class Slack:
    """The app and its workspaces in this process."""

    def __init__(self, settings: Settings, parts: Parts) -> None:
        self._settings, self._parts = settings, parts
        secret = settings.slack_signing_secret
        self._app = App(self.take, secret.get_secret_value() if secret else "")
        self._words: Mapping[str, Words] = words_of(parts.shelf.newest)
        self._channels: dict[str, tuple[str, SlackChannel]] = {}
        self._own = ""
        self._mute: frozenset[str] = frozenset()
        self._changed = asyncio.Event()
        self._turns = OneAtATime()
        self._app_wire = self._wire(settings.slack_app_token.get_secret_value()) if settings.slack_app_token else None

    @property
    def listener(self) -> Listener | None:
        """What listens in Socket Mode; None where Slack comes to us."""
        if self._app_wire is None:
            return None
        return Socket(self._app_wire, self._app, partial(heard, self._parts, ACCOUNT))

    @property
    def routes(self) -> list[Route]:
        """The doors: for events where a signing secret is set, and for installing where the app may be installed by a link."""
        settings = self._settings
        routes = [slack_route(self._app)] if settings.slack_signing_secret else []
        if settings.slack_client_secret is None:
            return routes
        secret, back = settings.slack_client_secret.get_secret_value(), f"{settings.public_url}{REDIRECT_PATH}"
        client = Client(settings.slack_client_id, secret, settings.slack_api_root, back)
        return [*routes, *install_routes(self._parts, client, self._installed)]

    @property
    def ways_in(self) -> str:
        """How what people do reaches us."""
        over_http = [slack_route(self._app).path] if self._settings.slack_signing_secret else []
        return ", ".join([*(["Socket Mode"] if self._app_wire else []), *over_http])

    async def take(self, body: Body) -> Told:
        """Take in what one request brought, for the workspace that it is about."""
        what = came(body, self._parts.clock.now())
        _, channel = self._channels.get(f"slack:{what.team}", ("", None))
        if channel is None:
            return await self._take_alone(what)
        async with self._turn_of(what.update):
            return await channel.take(what, partial(receive, self._parts))

    async def tend(self, accounts: Accounts) -> None:
        """Begin to serve workspaces as they install the app, and end it as they take it out, for as long as the process runs."""
        pause = 1.0
        if self._settings.slack_bot_token:
            began(self._parts, INTRODUCTION)
        while True:
            well = False
            try:
                well = await self._introduced()
                self._beat()
                await self._settle(accounts)
            except StoreDown as error:
                log.error("workspaces_wait_for_database", error=str(error))
            except Exception as error:  # whatever it is, the next round may work
                log.error("workspaces_failed", error=type(error).__name__)
            pause = LOOK if well else min(pause * 2, 30.0)
            await self._rest(pause)

    async def close(self) -> None:
        """Close every connection."""
        for _, channel in self._channels.values():
            await channel.close()
        if self._app_wire:
            await self._app_wire.close()

    @asynccontextmanager
    async def _turn_of(self, update: Update | None) -> AsyncIterator[None]:
        """Wait until what somebody did before is taken: requests come side by side, and their order must not be lost."""
        async with AsyncExitStack() as held:
            if update is not None:
                danger = calls_for_help(self._parts, update.raw)
                with suppress(TimeoutError):  # then it goes first
                    async with asyncio.timeout(TURN_IN_DANGER if danger else TURN):
                        await held.enter_async_context(self._turns.of(f"{update.account} {update.address}"))
            yield

    async def _introduced(self) -> bool:
        """Ask Slack once which workspace the token of the settings is for; whether that is known."""
        token = self._settings.slack_bot_token
        if token is None or self._own:
            return True
        wire = self._wire(token.get_secret_value())
        try:
            told = await wire.call("auth.test")
            installation = Installation(
                account=f"slack:{team_of(told)}",
                name=str(told.get("team", "")),
                app=str(told.get("app_id", "")),
                bot_user=str(told.get("user_id", "")),
                installed_at=self._parts.clock.now(),
            )
            await self._parts.store.run(install, installation, self._parts.clock.now())
        except Gone:
            not_heard(self._parts, INTRODUCTION, NOT_TAKEN)
            return False
        except (Refused, Throttled, Unreachable, StoreDown) as error:
            not_heard(self._parts, INTRODUCTION, str(error))
            return False
        finally:
            await wire.close()
        self._own = installation.account
        self._parts.hearing.pop(INTRODUCTION, None)
        return True

    async def _settle(self, accounts: Accounts) -> None:
        """Serve those, and only those, that have the app now."""
        own = self._settings.slack_bot_token.get_secret_value() if self._settings.slack_bot_token else ""
        kept = await self._parts.store.read(installed)
        if self._own not in {one.account for one in kept}:
            self._own = ""  # another process was told that it took us out: whether it has us again, Slack is asked
        wanted = {one.account: own if one.account == self._own else one.token for one in kept}
        for account, (token, channel) in tuple(self._channels.items()):
            if wanted.get(account) != token:
                del self._channels[account]
                await accounts.end(account)
                await channel.close()
                log.info("workspace_ended", account=account)
        is_known = bool(self._own) or not own  # else it may be the one that the token of the settings is for
        self._tell_mute(frozenset(account for account, token in wanted.items() if is_known and not token))
        for account, token in wanted.items():
            if token and account not in self._channels:
                channel = self._channel(account, token)
                self._channels[account] = (token, channel)
                accounts.begin(channel)
                log.info("workspace_begun", account=account)

    def _tell_mute(self, mute: frozenset[str]) -> None:
        """Say once of which workspaces we have no token: nobody there can be answered, and nobody there can tell why."""
        for account in self._mute - mute:
            self._parts.hearing.pop(account, None)
        for account in mute:
            not_heard(self._parts, account, MUTE)
        self._mute = mute

    async def _take_alone(self, what: Came) -> Told:
        """Take in what concerns a workspace that is not served here: that it let us go, and what comes late from one that did.

        Else Slack is to bring it again: it may be installed this very moment, or its token may be missing.
        """
        if not what.team:
            return Told()
        account = f"slack:{what.team}"
        try:
            async with asyncio.timeout(PATIENCE):
                has = await self._parts.store.read(has_us, account)
                if has and what.removed:
                    await self._gone(account, what.removed)
                    return Told()
        except (StoreDown, TimeoutError):
            return Told(taken=False)
        return Told(taken=has is False)

    async def _installed(self, installation: Installation) -> None:
        self._changed.set()

    async def _gone(self, account: str, at: datetime | None) -> None:
        """The workspace took us out, at that time or just now: nothing is sent there until it takes us in again."""
        await self._parts.store.run(uninstall, account, self._parts.clock.now(), at)
        if account == self._own:
            self._own = ""
        self._changed.set()

    async def _rest(self, seconds: float) -> None:
        """Wait so long, or until something changed; health sees meanwhile that this is all there is to do."""
        while seconds > 0:
            self._beat()
            try:
                async with asyncio.timeout(min(seconds, LOOK)):
                    await self._changed.wait()
            except TimeoutError:
                seconds -= LOOK
            else:
                self._changed.clear()
                return

    def _beat(self) -> None:
        self._parts.pulse.beat("workspaces", self._parts.clock.now())

    def _channel(self, account: str, token: str) -> SlackChannel:
        bearings = Bearings(
            account=account,
            words=self._words,
            pages=pages(self._parts),
            now=self._parts.clock.now,
            heard=partial(heard, self._parts, account),
            gone=partial(self._gone, account),
            opened=partial(show_page, self._parts, account),
        )
        return SlackChannel(self._wire(token), bearings)

    def _wire(self, token: str) -> Wire:
        return wire_to(token, self._settings.slack_api_root, self._parts.clock.now)


@asynccontextmanager
async def slack_app(settings: Settings, parts: Parts) -> AsyncIterator[Slack | None]:
    """Slack as the settings want it, closed again at the end; None where it is off."""
    if not (settings.slack_bot_token or settings.slack_client_secret):
        yield None
        return
    slack = Slack(settings, parts)
    try:
        yield slack
    finally:
        await slack.close()
