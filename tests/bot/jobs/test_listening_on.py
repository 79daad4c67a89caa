"""Listening goes on: whatever the database says does not end it, and it comes round for as long as the process runs."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from bot.channels.port import Throttled, Unreachable
from bot.jobs import listening
from bot.services import hearing
from bot.services.health import look
from bot.services.parts import Hearing, Parts
from bot.store import leases
from bot.store.work import Work
from tests.bot.jobs.conftest import Ear, listened, until
from tests.bot.services.conftest import ACCOUNT, START, coach
from tests.bot.services.living import forward

LOOP = f"listening {ACCOUNT}"
NEVER = Hearing("", START)


@pytest.mark.parametrize("ours", [True, False])
def test_whatever_the_database_says_is_told_and_does_not_end_listening(ours: bool, home: Path, url: str) -> None:
    async def live() -> None:
        ear = Ear()
        async with coach(home, ear, url) as parts:
            if not ours:
                await parts.store.run(leases.take, ACCOUNT, "elsewhere:1:1", START)
            async with listened(parts, ear):
                await until(lambda: ear.hears if ours else ACCOUNT not in parts.hearing)
                await parts.store.run(_renamed, "accounts", "accounts_away")
                forward(parts, timedelta(seconds=11))
                await until(lambda: parts.hearing.get(ACCOUNT, NEVER).what not in ("", hearing.NOT_YET))
                assert ear.hears is None
                await parts.store.run(_renamed, "accounts_away", "accounts")
                await until(lambda: ear.hears)

    with capture_logs() as logs:
        asyncio.run(live())
    assert {"listening_failed", "channel_not_heard"} <= {one["event"] for one in logs}


def test_health_waits_for_listening_as_for_every_loop_of_an_account(home: Path) -> None:
    async def live() -> None:
        ear = Ear()
        async with coach(home, ear) as parts:
            assert (await look(parts)).stale[LOOP] == -1
            async with listened(parts, ear):
                await comes_round(parts)
            forward(parts, timedelta(seconds=16))
            assert (await look(parts)).stale[LOOP] > 15

    asyncio.run(live())


@pytest.mark.parametrize("failure", [Throttled(START + timedelta(hours=2)), Unreachable("away")])
def test_waiting_is_coming_round_too(failure: Exception, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "FIRST_WAIT", 3600)

    async def live() -> None:
        ear = Ear(failures=[failure])
        async with coach(home, ear) as parts, listened(parts, ear):
            await until(lambda: ear.runs)
            await comes_round(parts)

    asyncio.run(live())


def test_who_waits_for_the_account_comes_round_too(home: Path) -> None:
    async def live() -> None:
        ear = Ear()
        async with coach(home, ear) as parts:
            await parts.store.run(leases.take, ACCOUNT, "elsewhere:1:1", START + timedelta(days=1))
            async with listened(parts, ear):
                await until(lambda: ACCOUNT not in parts.hearing)
                await comes_round(parts)
                assert ear.runs == 0

    asyncio.run(live())


async def comes_round(parts: Parts) -> None:
    """Wait until listening has come round, and then again after a minute."""
    for _ in range(2):
        forward(parts, timedelta(seconds=61))
        await until(lambda: LOOP in parts.pulse.loops() and LOOP not in parts.pulse.stale(parts.clock.now()))


def _renamed(work: Work, before: str, after: str) -> None:
    work.execute(text(f"ALTER TABLE {before} RENAME TO {after}"))
