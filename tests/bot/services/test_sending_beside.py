"""Sending beside each other: a chat that hangs or is throttled keeps one connection, and nothing else of anybody."""

import asyncio
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.channels.port import Limits, Throttled
from bot.domain.delivery import Priority
from bot.jobs import loops
from bot.services.draining import AT_ONCE, CRISES_AT_ONCE, MOST_BULK, CrisisDrain, Drain
from tests.bot.services.conftest import START, coach
from tests.bot.services.wire import Wire, at_work, landed, later, put, until

SECOND = timedelta(seconds=1)
OTHERS = [f"p{number} hello" for number in range(3 * AT_ONCE)]


@pytest.mark.parametrize("priority", [Priority.reply, Priority.prompt, Priority.broadcast])
def test_one_hanging_chat_delays_nobody(priority: Priority, home: Path, database: str) -> None:
    wire = Wire(held={"slow": asyncio.Event()})

    async def talk() -> None:
        async with coach(home, wire, database) as parts, at_work(partial(loops.outbox, parts, wire)):
            await put(parts, "slow hello", *OTHERS, priority=priority)
            await until(lambda: len(wire.sent) == len(OTHERS))
            assert wire.under_way == ["slow"]
            wire.held["slow"].set()
            await until(lambda: "slow hello" in wire.sent)

    asyncio.run(talk())


def test_when_every_chat_with_a_prompt_hangs_an_answer_still_leaves(home: Path) -> None:
    wire = Wire()

    async def talk() -> None:
        async with coach(home, wire) as parts, at_work(partial(loops.outbox, parts, wire)):
            holding = asyncio.Event()
            wire.held = dict.fromkeys((words.split()[0] for words in OTHERS), holding)
            await put(parts, *OTHERS, priority=Priority.prompt)
            await until(lambda: len(wire.under_way) == MOST_BULK)
            await put(parts, "ann answer", "bo answer")
            await until(lambda: len(wire.sent) == 2)
            assert len(wire.under_way) == MOST_BULK
            holding.set()
            await until(lambda: len(wire.sent) == 2 + len(OTHERS))

    asyncio.run(talk())


@pytest.mark.parametrize(("a_second", "at_once"), [(10, 20), (30, 30), (1000, 60)])
def test_of_bulk_as_much_is_under_way_as_leaves_within_a_second(a_second: int, at_once: int, home: Path) -> None:
    wire = Wire(limits=Limits(a_second))

    async def talk() -> None:
        async with coach(home, wire) as parts:
            holding = asyncio.Event()
            wire.held = dict.fromkeys((words.split()[0] for words in OTHERS), holding)
            await put(parts, *OTHERS, priority=Priority.prompt)
            drain = Drain(parts, wire)
            for _ in range(at_once + 10):
                await drain.step()
                later(parts, 1.05 * SECOND / a_second)
            await until(lambda: len(wire.under_way) == at_once)
            await put(parts, "ann answer")
            assert await drain.step() == 1
            holding.set()
            await drain.finish()

    asyncio.run(talk())
    assert "ann answer" in wire.sent


def test_forty_half_open_chats_hold_up_nobody_elses_answer(home: Path, database: str) -> None:
    hanging = [f"h{number} answer" for number in range(40)]
    wire = Wire(limits=Limits(30, SECOND))

    async def talk() -> None:
        async with coach(home, wire, database) as parts:
            holding = asyncio.Event()
            wire.held = dict.fromkeys((words.split()[0] for words in hanging), holding)
            drain = Drain(parts, wire)
            await put(parts, *hanging)
            for _ in hanging:
                await drain.step()
                later(parts, 1.05 * SECOND / 30)
            await until(lambda: len(wire.under_way) == len(hanging))
            await put(parts, "ann answer")
            assert await drain.step() == 1
            await until(lambda: wire.sent == ["ann answer"])
            holding.set()
            await drain.finish()

    asyncio.run(talk())


def test_no_more_is_claimed_than_there_are_connections(home: Path) -> None:
    wire = Wire()

    async def talk() -> None:
        async with coach(home, wire) as parts:
            holding = asyncio.Event()
            wire.held = dict.fromkeys((words.split()[0] for words in OTHERS), holding)
            await put(parts, *OTHERS)
            drain = Drain(parts, wire)
            assert [await drain.step() for _ in range(3)] == [AT_ONCE, 0, 0]
            assert len(parts.sending) == AT_ONCE, "their leases are kept"
            holding.set()
            await landed(parts)
            assert await drain.step() == AT_ONCE
            await drain.finish()

    asyncio.run(talk())


def test_two_answers_to_one_chat_are_never_on_their_way_together_and_keep_their_order(
    home: Path, database: str
) -> None:
    wire = Wire()
    lines = [f"{person} {number}" for number in range(8) for person in ("ann", "bo", "cy")]

    async def talk() -> None:
        async with coach(home, wire, database) as parts, at_work(partial(loops.outbox, parts, wire)):
            await put(parts, *lines)
            await until(lambda: len(wire.sent) == len(lines))

    asyncio.run(talk())
    assert not wire.crowded
    for person in ("ann", "bo", "cy"):
        assert [words for words in wire.sent if words.startswith(person)] == [f"{person} {n}" for n in range(8)]


def test_twenty_throttled_chats_hold_up_nobody_else(home: Path, database: str) -> None:
    wire = Wire()
    throttled = [f"t{number} hello" for number in range(20)]
    until_then = START + timedelta(seconds=30)

    async def talk() -> None:
        async with coach(home, wire, database) as parts, at_work(partial(loops.outbox, parts, wire)):
            wire.failures = {words.split()[0]: [Throttled(until_then)] for words in throttled}
            await put(parts, *throttled)
            await until(lambda: not any(wire.failures.values()))
            await put(parts, "ann hello", *(words + " again" for words in throttled))
            await until(lambda: "ann hello" in wire.sent)
            assert wire.sent == ["ann hello"]
            later(parts, timedelta(seconds=30))
            await until(lambda: len(wire.sent) == 41)

    asyncio.run(talk())
    assert not wire.crowded


def test_a_slow_card_does_not_hold_up_the_next_one(home: Path) -> None:
    wire = Wire()
    slow = [f"s{number} card" for number in range(CRISES_AT_ONCE - 1)]

    async def talk() -> None:
        async with coach(home, wire) as parts, at_work(partial(loops.crisis_outbox, parts, wire)):
            holding = asyncio.Event()
            wire.held = dict.fromkeys((words.split()[0] for words in slow), holding)
            await put(parts, *slow, priority=Priority.crisis)
            await until(lambda: len(wire.under_way) == len(slow))
            for person in ("ann", "bo", "cy"):
                await put(parts, f"{person} card", priority=Priority.crisis)
                await until(lambda card=f"{person} card": card in wire.sent)
            assert len(wire.under_way) == len(slow)
            holding.set()

    asyncio.run(talk())


def test_a_crisis_drain_sends_cards_only_and_no_more_than_it_has_connections(home: Path) -> None:
    wire = Wire()
    cards = [f"s{number} card" for number in range(CRISES_AT_ONCE + 1)]

    async def talk() -> None:
        async with coach(home, wire) as parts:
            await put(parts, "ann answer")
            await put(parts, *cards, priority=Priority.crisis)
            drain = CrisisDrain(parts, wire)
            assert [await drain.step() for _ in range(2)] == [CRISES_AT_ONCE, 0]
            await drain.finish()
            assert await drain.step() == 1
            await drain.finish()
            assert await drain.step() == 0

    asyncio.run(talk())
    assert sorted(wire.sent) == sorted(cards)
