"""The pace of sending: an account's slots, a chat's pause, and what becomes of a message that perhaps arrived."""

import asyncio
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.channels.port import Limits, Throttled, Unreachable
from bot.domain.delivery import Priority
from bot.jobs import loops
from bot.services.draining import CrisisDrain, Drain
from bot.services.ours import is_ours
from bot.store import leases
from tests.bot.services.conftest import ACCOUNT, START, coach
from tests.bot.services.test_trouble import locked
from tests.bot.services.wire import Wire, at_work, kept, landed, later, put, until

SLOT = timedelta(seconds=1.05) / 30
SECOND = timedelta(seconds=1)


def test_an_answer_takes_the_next_slot_and_prompts_wait_for_theirs(home: Path, database: str) -> None:
    wire = Wire(limits=Limits(30))

    async def talk() -> None:
        async with coach(home, wire, database) as parts:
            drain = Drain(parts, wire)
            await put(parts, *(f"p{number} prompt" for number in range(5)), priority=Priority.prompt)
            assert [await drain.step() for _ in range(3)] == [1, 0, 0]
            await put(parts, "ann answer")
            assert await drain.step() == 0
            later(parts, SLOT)
            assert await drain.step() == 1
            later(parts, 2 * SLOT)
            assert await drain.step() == 1
            await drain.finish()

    asyncio.run(talk())
    assert wire.sent == ["p0 prompt", "ann answer", "p1 prompt"]


def test_everything_leaves_when_the_clock_goes_on(home: Path) -> None:
    wire = Wire(limits=Limits(30, SECOND))
    lines = [f"p{number} prompt" for number in range(20)]

    async def talk() -> None:
        async with coach(home, wire) as parts, at_work(partial(loops.outbox, parts, wire)):
            await put(parts, *lines, priority=Priority.prompt)
            async with asyncio.timeout(20):
                while len(wire.sent) < len(lines):
                    later(parts, SLOT / 4)
                    await asyncio.sleep(0.001)

    asyncio.run(talk())
    assert wire.sent == lines


def test_a_card_waits_for_no_slot_but_takes_one(home: Path) -> None:
    wire = Wire(limits=Limits(30))

    async def talk() -> None:
        async with coach(home, wire) as parts:
            drain, crisis = Drain(parts, wire), CrisisDrain(parts, wire)
            await put(parts, "ann answer", "bo answer")
            assert await drain.step() == 1
            await put(parts, "cy card", "di card", priority=Priority.crisis)
            assert await crisis.step() == 2
            later(parts, SLOT)
            assert await drain.step() == 0
            later(parts, 2 * SLOT)
            assert await drain.step() == 1
            for one in (drain, crisis):
                await one.finish()

    asyncio.run(talk())
    assert sorted(wire.sent) == ["ann answer", "bo answer", "cy card", "di card"]


def test_after_a_message_its_chat_has_a_pause_and_no_other_chat(home: Path, database: str) -> None:
    wire = Wire(limits=Limits(chat_pause=SECOND))

    async def talk() -> None:
        async with coach(home, wire, database) as parts:
            drain, crisis = Drain(parts, wire), CrisisDrain(parts, wire)
            await put(parts, "ann 1", "ann 2", "bo 1")
            assert await drain.step() == 2
            await landed(parts)
            await put(parts, "ann card", priority=Priority.crisis)
            later(parts, SECOND - timedelta(milliseconds=1))
            assert [await one.step() for one in (drain, crisis)] == [0, 0]
            later(parts, timedelta(milliseconds=1))
            assert await drain.step() == 2
            await landed(parts)

    asyncio.run(talk())
    assert sorted(wire.sent) == ["ann 1", "ann 2", "ann card", "bo 1"]


def test_where_no_pause_is_needed_none_is_kept(home: Path) -> None:
    wire = Wire()

    async def talk() -> None:
        async with coach(home, wire) as parts:
            drain = Drain(parts, wire)
            await put(parts, "ann 1", "ann 2")
            for _ in range(2):
                assert await drain.step() == 1
                await landed(parts)
            read = "SELECT count(*) FROM addresses WHERE throttled_until IS NOT NULL"
            assert await parts.store.read(lambda work: work.execute(text(read)).scalar_one()) == 0

    asyncio.run(talk())


def test_a_pause_never_shortens_what_the_platform_asked_for(home: Path) -> None:
    wire = Wire(limits=Limits(chat_pause=SECOND))

    async def talk() -> None:
        async with coach(home, wire) as parts:
            drain = Drain(parts, wire)
            wire.held["ann"] = asyncio.Event()
            await put(parts, "ann answer")
            assert await drain.step() == 1
            await until(lambda: wire.under_way == ["ann"])
            wire.failures["ann"] = [Throttled(START + timedelta(seconds=30))]
            await put(parts, "ann prompt", priority=Priority.prompt)
            assert await drain.step() == 1
            await until(lambda: wire.under_way == ["ann", "ann"])
            wire.held["ann"].set()  # the answer fails, and then the prompt arrives
            await landed(parts)
            later(parts, timedelta(seconds=29))
            assert await drain.step() == 0
            later(parts, SECOND)
            assert await drain.step() == 1
            await drain.finish()

    asyncio.run(talk())
    assert wire.sent == ["ann prompt", "ann answer"]


@pytest.mark.parametrize("priority", list(Priority))
@pytest.mark.parametrize("failure", [Unreachable("cut", perhaps_sent=True), TimeoutError()])
def test_what_perhaps_arrived_is_sent_again_if_somebody_waits_for_it_and_else_dropped(
    failure: Exception, priority: Priority, home: Path
) -> None:
    wire = Wire(failures={"ann": [failure]})

    async def talk() -> tuple[list[str], list[str]]:
        async with coach(home, wire) as parts:
            drain = Drain(parts, wire)
            await put(parts, "ann hello", priority=priority)
            assert await drain.step() == 1
            await landed(parts)
            why = await kept(parts, "error")
            later(parts, timedelta(seconds=2))
            await drain.step()
            await drain.finish()
            return why, await kept(parts, "status")

    [why], [fate] = asyncio.run(talk())
    assert why.startswith("in doubt")
    assert fate == ("sent" if priority <= Priority.reply else "dropped")
    assert len(wire.sent) == (priority <= Priority.reply)


def test_a_send_that_never_comes_back_is_in_doubt_and_gives_its_connection_free(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.services.deliveries.SEND_PATIENCE", 0.01)
    wire = Wire(held={"ann": asyncio.Event(), "bo": asyncio.Event()})

    async def talk() -> list[str]:
        async with coach(home, wire) as parts:
            drain = Drain(parts, wire)
            await put(parts, "ann prompt", priority=Priority.prompt)
            await put(parts, "bo answer")
            assert await drain.step() == 2
            await landed(parts)
            return await kept(parts, "status")

    assert asyncio.run(talk()) == ["dropped", "waiting"]


def test_what_surely_did_not_arrive_waits_longer_each_time(home: Path) -> None:
    wire = Wire(failures={"ann": [Unreachable("down")] * 3})

    async def talk() -> None:
        async with coach(home, wire) as parts:
            drain = Drain(parts, wire)
            await put(parts, "ann prompt", priority=Priority.prompt)
            for wait in (2, 4, 8):
                assert await drain.step() == 1
                await landed(parts)
                later(parts, timedelta(seconds=wait - 1))
                assert await drain.step() == 0
                later(parts, SECOND)
            assert await drain.step() == 1
            await drain.finish()

    asyncio.run(talk())
    assert wire.sent == ["ann prompt"]


def test_nothing_but_cards_leaves_while_another_process_has_the_account(home: Path, database: str) -> None:
    wire = Wire()

    async def talk() -> None:
        async with coach(home, wire, database) as parts:
            assert await parts.store.run(leases.take, ACCOUNT, "elsewhere:1:2", START)
            drain, crisis = Drain(parts, wire), CrisisDrain(parts, wire)
            await put(parts, "ann answer")
            await put(parts, "bo card", priority=Priority.crisis)
            assert [await drain.step(), await crisis.step()] == [0, 1]
            await crisis.finish()
            later(parts, leases.LEASE)
            assert await drain.step() == 1
            await drain.finish()

    asyncio.run(talk())
    assert wire.sent == ["bo card", "ann answer"]


@pytest.mark.parametrize("had", [True, False], ids=["had it", "did not have it"])
def test_while_the_database_is_down_an_account_stays_with_whoever_had_it(had: bool, home: Path) -> None:
    wire = Wire()

    async def talk() -> tuple[bool, bool]:
        async with coach(home, wire) as parts:
            if had:
                assert await is_ours(parts, ACCOUNT)
            later(parts, timedelta(seconds=60))
            holding = locked(home)
            during = await is_ours(parts, ACCOUNT)
            holding.close()
            return during, await is_ours(parts, ACCOUNT)

    assert asyncio.run(talk()) == (had, True)


def test_an_account_that_another_process_took_meanwhile_is_no_longer_ours(home: Path) -> None:
    wire = Wire()

    async def talk() -> list[bool]:
        async with coach(home, wire) as parts:
            answers = [await is_ours(parts, ACCOUNT)]
            later(parts, leases.LEASE)
            assert await parts.store.run(leases.take, ACCOUNT, "elsewhere:1:2", parts.clock.now())
            answers.append(await is_ours(parts, ACCOUNT))
            later(parts, leases.LEASE)
            return [*answers, await is_ours(parts, ACCOUNT)]

    assert asyncio.run(talk()) == [True, False, True]
