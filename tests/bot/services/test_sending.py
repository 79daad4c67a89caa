"""Sending: a slow chat delays nobody else's card, an adapter's own fault ends, and each failure has its fate."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from bot.channels.port import UNLIMITED, File, Limits, Receive, Refused, Throttled, Unreachable
from bot.clock import MovableClock
from bot.domain.delivery import MOST_FAULTS, Fate, Priority
from bot.domain.update import Pressed, Wrote
from bot.jobs import loops
from bot.jobs.loops import settle
from bot.services.people import welcome_done
from bot.services.recording import LATEST
from bot.services.turns import receive
from bot.store import outbox
from dialogues.facts import Profile
from dialogues.message import Message
from tests.bot.services.conftest import ACCOUNT, START, Notebook, coach, update
from tests.bot.services.living import begin, forward, wait
from tests.bot.services.test_trouble import locked


@dataclass
class Slow:
    """A channel on which one chat never comes to an end; all others are taken at once."""

    taken: list[tuple[str, Message]] = field(default_factory=list)
    account: str = ACCOUNT
    limits: Limits = UNLIMITED
    redraws: bool = False

    async def run(self, receive: Receive) -> None:
        """Nothing to listen to."""

    async def send(self, address: str, message: Message, token: str, file: File | None = None) -> str:
        """Hang for one person."""
        if address == "slow":
            await asyncio.sleep(3600)
        self.taken.append((address, message))
        return token

    async def redraw(self, address: str, sent_as: str, token: str, message: Message, place: int | None) -> None:
        """What was sent stays as it is."""


def test_one_hanging_chat_does_not_hold_up_anothers_card(home: Path) -> None:
    channel = Slow()

    async def talk() -> None:
        async with coach(home, channel) as parts:
            for person in ("slow", "ann"):
                await parts.store.run(welcome_done, ACCOUNT, person, Profile(country="US"), START)
            working = [asyncio.create_task(loop(parts)) for loop in (loops.inbox,)]
            working += [asyncio.create_task(loop(parts, channel)) for loop in (loops.outbox, loops.crisis_outbox)]
            await receive(parts, update(Wrote("settings"), "1", address="slow"))
            await asyncio.sleep(0.5)
            await receive(parts, update(Wrote("help now"), "2"))
            async with asyncio.timeout(5):
                while not channel.taken:
                    await asyncio.sleep(0.02)
            for task in working:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task

    asyncio.run(talk())
    [(address, card)] = channel.taken
    assert address == "ann"
    assert "988" in card.text.words


@pytest.mark.parametrize(
    ("failures", "fate"),
    [
        ([Refused("bad")], Fate.refused),
        ([Unreachable("down"), Unreachable("down")], Fate.sent),
        ([Throttled(START + timedelta(minutes=1))], Fate.sent),
        ([RuntimeError("the adapter is wrong")] * MOST_FAULTS[Priority.reply], Fate.refused),
        ([RuntimeError("once")], Fate.sent),
    ],
    ids=["refused", "unreachable", "throttled", "always at fault", "once at fault"],
)
def test_each_failure_has_its_fate(failures: list[Exception], fate: Fate, home: Path, notebook: Notebook) -> None:
    async def talk() -> Fate:
        async with coach(home, notebook) as parts:
            await parts.store.run(welcome_done, ACCOUNT, "ann", Profile(country="US"), START)
            notebook.failures = list(failures)
            await receive(parts, update(Wrote("thanks"), "1"))
            assert isinstance(parts.clock, MovableClock)
            for minute in range(60):
                parts.clock.move(START + timedelta(minutes=minute))
                await settle(parts)
            [found] = [one for one, many in (await parts.store.read(outbox.counts)).items() if many]
            return found

    assert asyncio.run(talk()) is fate
    assert len(notebook.taken) == (1 if fate is Fate.sent else 0)


def test_a_tap_in_a_crisis_talk_gets_the_card_when_the_database_is_stopped(home: Path, notebook: Notebook) -> None:
    async def talk() -> None:
        async with coach(home, notebook) as parts:
            await parts.store.run(welcome_done, ACCOUNT, "ann", Profile(country="US"), START)
            await receive(parts, update(Wrote("i want to die"), "1"))
            await settle(parts)
            [token] = parts.help_taps
            notebook.taken.clear()
            holding = locked(home)
            await receive(parts, update(Pressed(token, 0), "2"))
            await receive(parts, update(Wrote("are you there? what do i do"), "3"))
            holding.close()

    asyncio.run(talk())
    assert len(notebook.words) == 2
    assert all("988" in words for words in notebook.words)


def test_a_new_country_counts_at_once_when_the_database_stops(home: Path, notebook: Notebook) -> None:
    async def talk() -> None:
        async with coach(home, notebook) as parts:
            await parts.store.run(welcome_done, ACCOUNT, "ann", Profile(country="US"), START)
            for words in ("/country", "Norway"):
                await receive(parts, update(Wrote(words), words))
                await settle(parts)
            notebook.taken.clear()
            holding = locked(home)
            await receive(parts, update(Wrote("help now"), "2"))
            holding.close()

    asyncio.run(talk())
    [card] = notebook.words
    assert "116 123" in card
    assert "988" not in card


def test_after_days_without_a_way_out_one_prompt_goes_out_and_not_yesterdays(
    home: Path, notebook: Notebook, database: str
) -> None:
    async def talk() -> None:
        async with coach(home, notebook, database) as parts:
            await begin(parts, "ann")
            notebook.failures = [Unreachable("down")] * 100_000
            await wait(parts, 4)
            fates = await parts.store.read(outbox.counts)
            assert fates[Fate.cancelled] >= 2
            assert fates.get(Fate.waiting, 0) <= 2, "the last prompt's own messages at most"
            notebook.failures.clear()
            forward(parts, LATEST + timedelta(minutes=1))
            await settle(parts)

    asyncio.run(talk())
    assert notebook.words == [], "half a day later a prompt is a nuisance"


def test_a_prompt_that_finds_no_way_out_ends_where_quiet_hours_begin(home: Path, notebook: Notebook) -> None:
    async def talk() -> tuple[int, int]:
        async with coach(home, notebook) as parts:
            await begin(parts, "ann")  # quiet from 20:00, and the next prompt is tomorrow at 9
            notebook.failures = [Unreachable("down")] * 100_000
            await wait(parts, 18 / 24)
            before = (await parts.store.read(outbox.counts)).get(Fate.cancelled, 0)
            await wait(parts, 11.2 / 24)
            notebook.failures.clear()
            forward(parts, timedelta(minutes=6))
            await settle(parts)
            return before, (await parts.store.read(outbox.counts)).get(Fate.cancelled, 0)

    assert asyncio.run(talk())[0] == 0
    assert notebook.words == []
