"""Sending again: soon after an outage, not for ever what perhaps arrived, and in time when the clock was set back."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.channels.port import Limits, Throttled, Unreachable
from bot.domain.delivery import Priority
from bot.domain.pace import Room
from bot.services.deliveries import PERHAPS_SENT
from bot.services.draining import CrisisDrain, Drain
from bot.store import outbox
from tests.bot.services.conftest import START, coach
from tests.bot.services.wire import Wire, kept, landed, later, put

SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)
CUT = Unreachable("cut", perhaps_sent=True)
DOWN = Unreachable("down")
SOON = [(Priority.crisis, 3), (Priority.reply, 10)]


@pytest.mark.parametrize(("priority", "seconds"), SOON)
def test_after_an_outage_the_old_and_the_new_leave_soon(
    priority: Priority, seconds: int, home: Path, database: str
) -> None:
    wire = Wire(failures={"ann": [DOWN] * 1000})

    async def talk() -> None:
        async with coach(home, wire, database) as parts:
            drain = Drain(parts, wire)
            await put(parts, "ann first", priority=priority)
            for _ in range(60):
                await drain.step()
                await landed(parts)
                later(parts, timedelta(seconds=5))
            await drain.step()
            await landed(parts)
            wire.failures.clear()
            await put(parts, "ann second", priority=priority)
            later(parts, timedelta(seconds=seconds))
            for _ in range(2):
                assert await drain.step() == 1
                await landed(parts)

    asyncio.run(talk())
    assert wire.sent == ["ann first", "ann second"]


@pytest.mark.parametrize("outage", [0, 30])
@pytest.mark.parametrize(("priority", "more"), [(Priority.crisis, 60), (Priority.reply, 20)])
def test_what_perhaps_arrived_is_not_sent_again_for_ever(
    priority: Priority, more: int, outage: int, home: Path, database: str
) -> None:
    wire = Wire(failures={"ann": [DOWN] * outage + [CUT] * 100})

    async def talk() -> tuple[list[str], list[str]]:
        async with coach(home, wire, database) as parts:
            drain = Drain(parts, wire)
            await put(parts, "ann hello", priority=priority)
            for _ in range(outage + 100):
                await drain.step()
                await landed(parts)
                later(parts, timedelta(seconds=10))
            return await kept(parts, "status"), await kept(parts, "error")

    assert asyncio.run(talk()) == (["dropped"], [PERHAPS_SENT])
    assert 100 - len(wire.failures["ann"]) == 1 + more


def test_a_chat_has_no_pause_from_what_a_clock_said_that_was_set_back(home: Path, database: str) -> None:
    wire = Wire(limits=Limits(30, SECOND))

    async def talk() -> None:
        async with coach(home, wire, database) as parts:
            drain, crisis = Drain(parts, wire), CrisisDrain(parts, wire)
            await put(parts, "ann answer", "bo answer")
            while len(wire.sent) < 2:
                await drain.step()
                await landed(parts)
                later(parts, timedelta(milliseconds=50))
            later(parts, -HOUR)
            await put(parts, "ann card", priority=Priority.crisis)
            await put(parts, "bo again")
            later(parts, 2 * SECOND)
            assert await crisis.step() == 1
            later(parts, timedelta(milliseconds=50))
            assert await drain.step() == 1
            await landed(parts)

    asyncio.run(talk())
    assert sorted(wire.sent[2:]) == ["ann card", "bo again"]


def test_what_the_platform_asked_for_holds_for_cards_too(home: Path) -> None:
    wire = Wire(limits=Limits(30, SECOND), failures={"ann": [Throttled(START + timedelta(seconds=30))]})

    async def talk() -> list[int]:
        async with coach(home, wire) as parts:
            crisis = CrisisDrain(parts, wire)
            await put(parts, "ann card", priority=Priority.crisis)
            steps = [await crisis.step()]
            await landed(parts)
            for seconds in (29, 1):
                later(parts, timedelta(seconds=seconds))
                steps.append(await crisis.step())
            await crisis.finish()
            return steps

    assert asyncio.run(talk()) == [1, 0, 1]


@pytest.mark.parametrize(("failure", "held"), [(CUT, True), (DOWN, False)])
def test_a_chat_has_a_pause_after_what_perhaps_arrived(failure: Exception, held: bool, home: Path) -> None:
    wire = Wire(limits=Limits(chat_pause=SECOND), failures={"ann": [failure]})

    async def talk() -> None:
        async with coach(home, wire) as parts:
            drain, crisis = Drain(parts, wire), CrisisDrain(parts, wire)
            await put(parts, "ann prompt", priority=Priority.prompt)
            assert await drain.step() == 1
            await landed(parts)
            await put(parts, "ann card", priority=Priority.crisis)
            assert await crisis.step() == (0 if held else 1)
            later(parts, SECOND)
            assert await crisis.step() == (1 if held else 0)
            await crisis.finish()

    asyncio.run(talk())


def test_one_process_keeps_the_pause_that_follows_what_another_sent(home: Path, database: str) -> None:
    wire = Wire(limits=Limits(chat_pause=SECOND))

    async def talk() -> None:
        async with coach(home, wire, database) as parts:
            drain = Drain(parts, wire)
            await put(parts, "ann answer")
            assert await drain.step() == 1
            await landed(parts)
            await put(parts, "ann card", priority=Priority.crisis)
            claim = parts.store.run
            pause = Room(1, 0, SECOND)
            assert await claim(outbox.claim_crisis, wire.account, "elsewhere:1:2", parts.clock.now(), pause) == []
            later(parts, SECOND)
            [card] = await claim(outbox.claim_crisis, wire.account, "elsewhere:1:2", parts.clock.now(), pause)
            assert card.message.text.words == "ann card"

    asyncio.run(talk())
