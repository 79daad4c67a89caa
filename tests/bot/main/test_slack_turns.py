"""What one person does on Slack is taken in the order in which it came, though all of it comes side by side."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import create_engine, select, text
from structlog.testing import capture_logs

from bot.channels.slack.app import App
from bot.jobs.accounts import Accounts
from bot.main import slack as slack_module
from bot.main.slack import Slack, slack_app
from bot.services.parts import Parts
from bot.settings import Settings
from bot.store.engine import normalised
from bot.store.tables import inbox
from bot.store.work import Work
from tests.bot.channels.slack.raw_slack import AUTHORIZED, TEAM, enveloped
from tests.bot.channels.slack.small_slack import TOKEN, small_slack
from tests.bot.services.conftest import Notebook, coach
from tests.bot.services.test_trouble import locked

PEOPLE, MANY = [f"U0PEER{number}" for number in range(3)], 8


@asynccontextmanager
async def served(home: Path, url: str = "") -> AsyncIterator[tuple[Slack, Parts]]:
    """Slack, plugged in, that serves one workspace; nobody answers."""
    async with coach(home, Notebook(), url) as parts, small_slack() as there:
        there.says("auth.test", {"ok": True, "team_id": TEAM, "team": "North Hope", "user_id": "U0COACH"})
        settings = Settings(
            home=home,
            key=None,
            slack_bot_token=SecretStr(TOKEN),
            slack_signing_secret=SecretStr("a" * 32),
            slack_api_root=there.api,
            _env_file=None,
        )
        async with slack_app(settings, parts) as slack:
            accounts = Accounts(parts, lambda: None)
            tending = asyncio.create_task(slack.tend(accounts))
            while f"slack:{TEAM}" not in parts.channels:
                await asyncio.sleep(0.01)
            yield slack, parts
            tending.cancel()
            with suppress(asyncio.CancelledError):
                await tending
            await accounts.end(f"slack:{TEAM}")


def wrote(user: str, number: int, words: str = "why") -> dict[str, object]:
    """The envelope of what somebody wrote."""
    ts = f"1800000{number:03d}.000200"
    said = {"type": "message", "channel": f"D{user}", "channel_type": "im", "user": user, "text": words, "ts": ts}
    return dict(enveloped(said, event_id=f"Ev{user}.{number:03d}", authorizations=[AUTHORIZED]))


def kept(work: Work) -> list[str]:
    """What is in the inbox, by its external ids, in the order in which it will be answered."""
    return list(work.execute(select(inbox.c.external_id).order_by(inbox.c.id)).scalars())


def test_one_persons_quick_messages_keep_their_order(home: Path, new_postgresql: Callable[[], str]) -> None:
    async def go() -> list[str]:
        url = new_postgresql()
        async with served(home, url) as (slack, parts):
            app, engine = App(slack.take), create_engine(normalised(url))
            # As the socket does: each envelope a task, begun in their order; and the database takes all of them at once.
            with engine.begin() as busy:
                busy.execute(text("LOCK TABLE inbox IN ACCESS EXCLUSIVE MODE"))
                envelopes = [wrote(user, number) for number in range(MANY) for user in PEOPLE]
                tasks = [asyncio.create_task(app.over_socket(one)) for one in envelopes]
                await asyncio.sleep(0.3)
            assert {(await task).status for task in tasks} == {200}
            engine.dispose()
            return await parts.store.read(kept)

    told = asyncio.run(go())
    assert len(told) == MANY * len(PEOPLE)
    for user in PEOPLE:
        mine = [one for one in told if user in one]
        assert mine == sorted(mine)


def test_what_hangs_does_not_hold_up_a_call_for_help(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slack_module, "TURN_IN_DANGER", 0.1)
    order: list[str] = []

    async def go() -> None:
        async with served(home) as (slack, _):

            async def take(number: int, words: str) -> None:
                told = await slack.take(wrote(PEOPLE[0], number, words))
                assert not told.taken
                order.append(words)

            holding = locked(home)
            try:
                await asyncio.gather(take(0, "why"), take(1, "i want to die"))
            finally:
                holding.close()

    with capture_logs():
        asyncio.run(go())
    assert order == ["i want to die", "why"]
