"""Listening: one process hears an account at a time, trouble is waited out and told, and a lost database makes nobody deaf."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update as change
from structlog.testing import capture_logs

from bot.channels.port import Refused, Throttled, Unreachable
from bot.domain.update import Wrote
from bot.services import hearing
from bot.services.health import look
from bot.services.leaving import give_back
from bot.services.parts import Parts
from bot.store import leases
from bot.store.tables import accounts
from bot.store.work import Work
from tests.bot.jobs.conftest import Ear, listened, until
from tests.bot.services.conftest import ACCOUNT, START, coach, update
from tests.bot.services.living import forward
from tests.bot.services.test_trouble import locked

SECRET = "words of a learner"
FAILURES = (Unreachable("it is away"), Refused("it will not have us"), Throttled(START), RuntimeError(SECRET))


def beside(parts: Parts) -> Parts:
    """Another process that works on the same database."""
    return replace(parts, owner="elsewhere:1:1", account_taken_at={}, hearing={})


@pytest.mark.parametrize("failure", FAILURES)
def test_a_failure_is_waited_out_and_said_once_until_it_changes(failure: Exception, home: Path) -> None:
    async def live() -> None:
        ear = Ear(failures=[failure] * 4)
        async with coach(home, ear) as parts:
            ear.on_run = lambda: None if ear.failures else hearing.heard(parts, ACCOUNT)
            async with listened(parts, ear):
                await until(lambda: ear.hears)
            assert ear.runs == 5

    with capture_logs() as logs:
        asyncio.run(live())
    told = [one["event"] for one in logs if one["event"] in ("channel_not_heard", "channel_heard")]
    assert told == ["channel_not_heard", "channel_heard"]
    assert SECRET not in str(logs)


def test_other_trouble_is_said_again_and_counts_from_the_time_since_when_nobody_is_heard(home: Path) -> None:
    async def live() -> None:
        ear = Ear(failures=[Unreachable("away"), Unreachable("away"), Refused("no")])
        async with coach(home, ear) as parts:
            ear.on_run = lambda: forward(parts, timedelta(seconds=1))
            async with listened(parts, ear):
                await until(lambda: ear.hears)
                assert parts.hearing[ACCOUNT].what == "no"
                assert parts.hearing[ACCOUNT].since == START

    with capture_logs() as logs:
        asyncio.run(live())
    assert [one["because"] for one in logs if one["event"] == "channel_not_heard"] == ["away", "no"]


@pytest.mark.parametrize("failure", FAILURES)
def test_health_names_an_account_that_has_not_been_heard_for_a_minute(failure: Exception, home: Path) -> None:
    async def live() -> None:
        ear = Ear(failures=[failure] * 100_000)
        async with coach(home, ear) as parts, listened(parts, ear):
            hearing.heard(parts, ACCOUNT)
            assert (await look(parts)).deaf == ()
            await until(lambda: parts.hearing[ACCOUNT].what != hearing.WELL)
            forward(parts, timedelta(seconds=59))
            assert (await look(parts)).deaf == (), "that was a blip"
            forward(parts, timedelta(seconds=2))
            health = await look(parts)
            assert health.deaf == (ACCOUNT,)
            assert not health.well
            assert health.as_json()["channels"] != {ACCOUNT: hearing.WELL}
            assert SECRET not in str(health)
            hearing.heard(parts, ACCOUNT)
            assert (await look(parts)).channels == {ACCOUNT: hearing.WELL}

    asyncio.run(live())


def test_health_names_an_account_that_nobody_has_heard_yet_and_after_a_minute_that_is_not_well(home: Path) -> None:
    async def live() -> None:
        ear = Ear()
        async with coach(home, ear) as parts, listened(parts, ear):
            await until(lambda: ear.hears)
            health = await look(parts)
            assert (health.channels, health.deaf) == ({ACCOUNT: "not heard yet"}, ())
            assert health.as_json()["channels"] == {ACCOUNT: "not heard yet"}
            forward(parts, timedelta(seconds=61))
            assert (await look(parts)).deaf == (ACCOUNT,)
            hearing.heard(parts, ACCOUNT)
            health = await look(parts)
            assert (health.channels, health.deaf) == ({ACCOUNT: hearing.WELL}, ())

    asyncio.run(live())


def test_who_takes_an_account_over_has_not_heard_it_yet(home: Path) -> None:
    async def live() -> None:
        ear = Ear()
        async with coach(home, ear) as parts:
            await parts.store.run(leases.take, ACCOUNT, "elsewhere:1:1", START)
            async with listened(parts, ear):
                await until(lambda: ACCOUNT not in parts.hearing)
                assert (await look(parts)).channels == {}, "another process has it"
                forward(parts, timedelta(seconds=11))
                await until(lambda: ear.hears)
                assert (await look(parts)).channels == {ACCOUNT: "not heard yet"}
                assert parts.hearing[ACCOUNT].since == START + timedelta(seconds=11)

    asyncio.run(live())


def test_as_long_as_the_platform_asks_nobody_listens_even_after_a_long_time_without_trouble(home: Path) -> None:
    async def live() -> None:
        ear = Ear(failures=[Throttled(START + timedelta(hours=2))])
        async with coach(home, ear) as parts:
            ear.on_run = lambda: forward(parts, timedelta(hours=1))
            async with listened(parts, ear):
                await until(lambda: ear.runs)
                await asyncio.sleep(0.3)
                assert ear.runs == 1

    asyncio.run(live())


@pytest.mark.parametrize("ending", ["it stops", "it is gone"])
def test_a_second_process_does_not_listen_until_the_first_is_gone(ending: str, home: Path, url: str) -> None:
    async def live() -> None:
        mine, theirs = Ear(), Ear()
        async with coach(home, mine, url) as parts:
            other = beside(parts)
            async with listened(parts, mine):
                await until(lambda: mine.hears)
                async with listened(other, theirs):
                    await asyncio.sleep(0.2)
                    assert theirs.runs == 0
                    assert (await look(other)).channels == {}, "what another process hears is not for us to tell"
            if ending == "it stops":
                await give_back(parts)
            else:
                forward(parts, timedelta(seconds=11))
            async with listened(other, theirs):
                await until(lambda: theirs.hears)
                assert not mine.hears

    asyncio.run(live())


def test_who_lost_the_account_stops_listening(home: Path) -> None:
    async def live() -> None:
        ear = Ear()
        async with coach(home, ear) as parts, listened(parts, ear):
            await until(lambda: ear.hears)
            hearing.heard(parts, ACCOUNT)
            await parts.store.run(_taken_over, parts)
            forward(parts, timedelta(seconds=4))
            await until(lambda: not ear.hears)
            await until(lambda: ACCOUNT not in parts.hearing)
            assert ear.runs == 1

    asyncio.run(live())


def test_with_the_database_down_who_had_the_account_goes_on_and_gives_cards(home: Path) -> None:
    async def live() -> None:
        ear = Ear()
        async with coach(home, ear) as parts, listened(parts, ear):
            await until(lambda: ear.hears)
            holding = locked(home)
            try:
                for minute in range(3):
                    forward(parts, timedelta(seconds=61))
                    await asyncio.sleep(0.5)
                    assert ear.hears is not None
                    assert await ear.hears(update(Wrote("help now"), f"call {minute}")) is False
            finally:
                holding.close()
            assert ear.runs == 1
            await until(lambda: len(ear.sent) == 3)

    asyncio.run(live())


def test_with_the_database_down_nobody_new_begins_to_listen(home: Path) -> None:
    async def live() -> None:
        ear = Ear()
        async with coach(home, ear) as parts:
            holding = locked(home)
            async with listened(parts, ear):
                await asyncio.sleep(0.5)
                assert ear.runs == 0
                holding.close()
                await until(lambda: ear.hears)

    asyncio.run(live())


def _taken_over(work: Work, parts: Parts) -> None:
    work.execute(
        change(accounts).values(lease_owner="elsewhere:1:1", lease_until=parts.clock.now() + timedelta(days=1))
    )
