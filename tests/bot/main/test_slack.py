"""Slack, plugged in: which workspaces are served, and what is said where one cannot be."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from structlog.testing import capture_logs

from bot.channels.slack.app import Told
from bot.domain.installation import Installation
from bot.jobs.accounts import Accounts
from bot.main import slack as plugged
from bot.main.slack import INTRODUCTION, MUTE, Slack, slack_app
from bot.services.installing import has_us, install, installed, uninstall
from bot.services.parts import Parts
from bot.settings import Settings
from tests.bot.channels.slack.small_slack import OK, SmallSlack, error, small_slack
from tests.bot.services.conftest import START, Notebook, coach

HOME, AWAY = "slack:T0001AAA", "slack:T0002BBB"
WELL = {**OK, "team_id": "T0001AAA", "team": "North Hope", "user_id": "UB"}
BOT = {"slack_bot_token": SecretStr("xoxb-1111-settings-of-a-test")}
LINK = {
    "slack_client_id": "1.2",
    "slack_client_secret": SecretStr("0123456789abcdef0123456789abcdef"),
    "public_url": "https://coach.example.org",
}


@dataclass
class Place:
    """One process with Slack, and what it stands in."""

    slack: Slack
    parts: Parts
    wire: SmallSlack

    async def kept(self, account: str, token: str = "") -> None:
        """This workspace has installed the coach."""
        await self.parts.store.run(install, Installation(account, "North Hope", "A1", "UB", START, token), START)

    def is_heard_as(self, account: str, what: str) -> bool:
        """Whether this is what is said of how an account is heard."""
        hearing = self.parts.hearing.get(account)
        return hearing is not None and hearing.what == what

    async def brings(self, account: str, **event: object) -> Told:
        """Slack brings an event of a workspace."""
        body = {"type": "event_callback", "event_id": "Ev1", "event_time": int(START.timestamp()) + 60}
        return await self.slack.take({**body, "team_id": account.removeprefix("slack:"), "event": event})


@asynccontextmanager
async def process(home: Path, **more: object) -> AsyncIterator[Place]:
    """A process with Slack that does not tend it yet."""
    async with small_slack() as wire, coach(home, Notebook()) as parts:
        wire.says("auth.test", WELL)
        settings = Settings(
            home=home,
            slack_signing_secret=SecretStr("8f742231b10e8888abcd99yyyzzz85a5"),
            slack_api_root=wire.api,
            _env_file=None,
            **more,
        )
        async with slack_app(settings, parts) as slack:
            yield Place(slack, parts, wire)


@asynccontextmanager
async def tended(place: Place) -> AsyncIterator[None]:
    """Meanwhile its workspaces come and go."""
    accounts = Accounts(place.parts, lambda: None)
    task = asyncio.create_task(place.slack.tend(accounts))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait({task})
        for account in tuple(place.parts.channels):
            await accounts.end(account)


async def becomes(holds: Callable[[], bool]) -> None:
    """Wait until something holds."""
    async with asyncio.timeout(20):
        while not holds():
            await asyncio.sleep(0.02)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plugged, "LOOK", 0.05)


def test_a_workspace_that_another_process_has_let_go_introduces_itself_again(home: Path) -> None:
    async def story() -> None:
        async with process(home, **BOT) as place, tended(place):
            await becomes(lambda: HOME in place.parts.channels)
            place.wire.says("auth.test", error("token_revoked"))
            await place.parts.store.run(uninstall, HOME, START)
            await becomes(lambda: INTRODUCTION in place.parts.hearing)
            assert HOME not in place.parts.channels
            place.wire.says("auth.test", WELL)
            await becomes(lambda: HOME in place.parts.channels)
            assert await place.parts.store.read(has_us, HOME)

    asyncio.run(story())


def test_a_workspace_without_a_token_is_told_of_once_until_there_is_one(home: Path) -> None:
    async def story() -> None:
        async with process(home, **LINK) as place:
            await place.kept(AWAY)
            with capture_logs() as logs:
                async with tended(place):
                    await becomes(lambda: AWAY in place.parts.hearing)
                    assert place.parts.hearing[AWAY].what == MUTE
                    assert not (await place.brings(AWAY, type="message", channel="D1", text="help")).taken
                    await asyncio.sleep(0.3)  # some rounds
                    await place.kept(AWAY, "xoxb-2-abc")
                    await becomes(lambda: AWAY in place.parts.channels and not place.is_heard_as(AWAY, MUTE))
            assert sum(line.get("because") == MUTE for line in logs) == 1

    asyncio.run(story())


def test_a_workspace_without_a_token_may_still_take_the_app_out(home: Path) -> None:
    async def story() -> None:
        async with process(home, **LINK) as place, tended(place):
            await place.kept(AWAY)
            await becomes(lambda: AWAY in place.parts.hearing)
            assert (await place.brings(AWAY, type="app_uninstalled")).taken
            await becomes(lambda: AWAY not in place.parts.hearing)
            assert await place.parts.store.read(installed) == []

    asyncio.run(story())


def test_while_it_is_not_known_whose_token_the_settings_have_no_workspace_is_called_mute(home: Path) -> None:
    async def story() -> None:
        async with process(home, **BOT) as place:
            await place.kept(HOME)
            place.wire.says("auth.test", error("invalid_auth"))
            async with tended(place):
                await becomes(lambda: INTRODUCTION in place.parts.hearing and len(place.wire.asks("auth.test")) > 1)
                assert set(place.parts.hearing) == {INTRODUCTION}

    asyncio.run(story())


def test_what_comes_late_from_a_workspace_that_let_us_go_is_nothing_and_from_one_unknown_it_comes_again(
    home: Path,
) -> None:
    async def story() -> None:
        async with process(home, **LINK) as place:
            await place.kept(AWAY, "xoxb-2-abc")
            late = {"type": "message", "channel": "D1", "channel_type": "im", "user": "UANN", "ts": "1.2", "text": "hi"}
            assert not (await place.brings(AWAY, **late)).taken, "it is installed this very moment"
            await place.parts.store.run(uninstall, AWAY, START)
            assert (await place.brings(AWAY, **late)).taken
            assert (await place.brings(AWAY, type="app_uninstalled")).taken
            assert not (await place.brings("slack:T0003CCC", **late)).taken
            await place.parts.store.close()
            assert not (await place.brings(AWAY, **late)).taken, "nobody knows"

    asyncio.run(story())


def test_tending_comes_round_for_health_while_the_token_of_the_settings_is_refused(home: Path) -> None:
    async def story() -> None:
        async with process(home, **BOT) as place:
            place.wire.says("auth.test", error("invalid_auth"))
            async with tended(place):
                await becomes(lambda: INTRODUCTION in place.parts.hearing)
                asked = len(place.wire.asks("auth.test"))
                place.parts.clock.move(START + timedelta(seconds=20))
                await becomes(lambda: "workspaces" not in place.parts.pulse.stale(place.parts.clock.now()))
                assert len(place.wire.asks("auth.test")) == asked, "it waits still"

    asyncio.run(story())


@pytest.mark.parametrize("told", [{}, {"team_id": None}, {"team_id": "T 1"}, {"team_id": 7}])
def test_an_introduction_that_names_no_workspace_is_trouble_and_installs_nothing(
    told: dict[str, object], home: Path
) -> None:
    async def story() -> None:
        async with process(home, **BOT) as place:
            place.wire.says("auth.test", {**OK, **told})
            async with tended(place):
                await becomes(lambda: "named no workspace" in str(place.parts.hearing.get(INTRODUCTION)))
                assert await place.parts.store.read(installed) == []

    asyncio.run(story())
