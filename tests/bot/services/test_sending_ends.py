"""The end of sending: what is in flight when the process stops, and a claim that nobody waits for any more."""

import asyncio
import gc
from pathlib import Path

import pytest

from bot.domain.delivery import Delivery, Priority
from bot.jobs import loops
from bot.services.draining import Drain, Flights
from bot.store.failures import StoreDown
from tests.bot.services.conftest import coach
from tests.bot.services.test_trouble import locked
from tests.bot.services.wire import Wire, kept, landed, put, until


def test_what_is_in_flight_is_finished_when_everything_stops(home: Path, database: str) -> None:
    wire = Wire(held={"ann": asyncio.Event()})

    async def talk() -> list[str]:
        async with coach(home, wire, database) as parts:
            sending = asyncio.create_task(loops.outbox(parts, wire))
            await put(parts, "ann hello", "bo hello", priority=Priority.prompt)
            await until(lambda: wire.under_way == ["ann"])
            sending.cancel()
            await asyncio.sleep(0.01)
            assert not sending.done()
            wire.held["ann"].set()
            await asyncio.wait([sending])
            assert not parts.sending
            return await kept(parts, "status")

    assert asyncio.run(talk()) == ["sent", "sent"]


def test_what_is_just_being_claimed_when_everything_stops_is_still_sent(home: Path) -> None:
    wire = Wire()

    async def talk() -> list[str]:
        async with coach(home, wire) as parts:
            drain = Drain(parts, wire)
            assert await drain.step() == 0
            await put(parts, "ann hello", priority=Priority.prompt)
            holding = locked(home)
            step = asyncio.create_task(drain.step())
            await asyncio.sleep(0.05)
            step.cancel()
            await asyncio.wait([step])
            holding.close()
            await drain.finish()
            return await kept(parts, "status")

    assert asyncio.run(talk()) == ["sent"]


def test_what_never_arrives_is_cut_off_when_everything_stops(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.services.draining.LAST_PATIENCE", 0.01)
    wire = Wire(held={"ann": asyncio.Event()})

    async def talk() -> list[str]:
        async with coach(home, wire) as parts:
            drain = Drain(parts, wire)
            await put(parts, "ann hello")
            assert await drain.step() == 1
            await drain.finish()
            await landed(parts)
            return await kept(parts, "status")

    assert asyncio.run(talk()) == ["sending"], "whoever comes next decides, as after a crash"


def test_a_claim_that_fails_when_nobody_waits_for_it_any_more_is_no_surprise(home: Path) -> None:
    surprises: list[str] = []
    wire = Wire()

    async def talk() -> None:
        async with coach(home, wire) as parts:
            asyncio.get_running_loop().set_exception_handler(lambda _, told: surprises.append(told["message"]))
            flights, down = Flights(parts, wire, parts.wake.bell("outbox")), asyncio.Event()

            async def claim() -> list[Delivery]:
                await down.wait()
                raise StoreDown("locked")

            step = asyncio.create_task(flights.begin(claim()))
            await asyncio.sleep(0)
            step.cancel()
            await asyncio.wait([step])
            down.set()
            await flights.finish()
            del flights
            gc.collect()

    asyncio.run(talk())
    assert surprises == []


def test_whoever_waits_for_a_claim_hears_that_the_database_is_down(home: Path) -> None:
    wire = Wire()

    async def claim() -> list[Delivery]:
        raise StoreDown("locked")

    async def talk() -> None:
        async with coach(home, wire) as parts:
            await Flights(parts, wire, parts.wake.bell("outbox")).begin(claim())

    with pytest.raises(StoreDown):
        asyncio.run(talk())


def test_a_claim_that_never_ends_is_given_up_when_everything_stops(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.services.draining.LAST_PATIENCE", 0.01)
    wire, ended = Wire(), asyncio.Event()

    async def claim() -> list[Delivery]:
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()
        return []

    async def talk() -> None:
        async with coach(home, wire) as parts:
            flights = Flights(parts, wire, parts.wake.bell("outbox"))
            step = asyncio.create_task(flights.begin(claim()))
            await asyncio.sleep(0)
            step.cancel()
            await flights.finish()
            async with asyncio.timeout(20):
                await ended.wait()

    asyncio.run(talk())
