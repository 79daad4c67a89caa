"""Whatever happened, somebody who should get a prompt gets one again; and what was promised comes, once, unless they said STOP."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from bot.channels.port import Gone
from bot.clock import MovableClock
from bot.domain.schedule import PUSH
from bot.domain.update import Wrote
from bot.jobs.loops import settle
from bot.services.housekeeping import tidy
from bot.services.parts import Parts
from bot.services.people import welcome_done
from bot.services.schedules import fire_due
from bot.services.turns import receive
from bot.store import people, schedules
from bot.store.work import Work
from dialogues.facts import Profile
from tests.bot.services.conftest import ACCOUNT, START, Notebook, coach, update
from tests.bot.services.living import wait

DAY = timedelta(days=1)


async def begin(parts: Parts) -> None:
    """A learner whose welcome is done; it is 15:00 UTC on a Monday, and their hour is 09:00."""
    await parts.store.run(welcome_done, ACCOUNT, "ann", Profile(country="US"), START)


async def say(parts: Parts, words: str) -> None:
    """Say something, and hear the answer."""
    await receive(parts, update(Wrote(words), f"{words}-{parts.clock.now()}"))
    await settle(parts)


def lose_the_plan(work: Work) -> None:
    """What no code should do: a schedule that is gone."""
    schedules.cancel(work, 1, PUSH)


def test_somebody_who_left_and_came_back_gets_prompts_again(home: Path, notebook: Notebook) -> None:
    async def talk() -> int:
        async with coach(home, notebook) as parts:
            await begin(parts)
            notebook.failures = [Gone()]
            await wait(parts, 7)
            await say(parts, "hello, i am back")
            heard = len(notebook.taken)
            await wait(parts, 4)
            return len(notebook.taken) - heard

    assert asyncio.run(talk()) >= 3


def test_a_lost_plan_is_made_again_by_the_next_turn_or_the_next_tidying(home: Path, notebook: Notebook) -> None:
    async def talk() -> list[bool]:
        async with coach(home, notebook) as parts:
            await begin(parts)
            planned = []
            for heal in (lambda: say(parts, "thanks"), lambda: tidy(parts)):
                await parts.store.run(lose_the_plan)
                assert await parts.store.read(schedules.next_due) is None
                await heal()
                planned.append(await parts.store.read(schedules.next_due) is not None)
            return planned

    assert asyncio.run(talk()) == [True, True]


def test_a_clock_a_little_behind_plans_for_tomorrow_and_not_for_the_same_moment_again(
    home: Path, notebook: Notebook
) -> None:
    async def talk() -> list[float]:
        async with coach(home, notebook) as parts:
            await begin(parts)
            await wait(parts, 1)  # to Wednesday, which is a day for a lesson
            notebook.taken.clear()
            due = await parts.store.read(schedules.next_due)
            assert due is not None
            parts.clock = MovableClock(due, still=True)
            await fire_due(parts)
            parts.clock = MovableClock(due - timedelta(milliseconds=20), still=True)
            await settle(parts)
            following = await parts.store.read(schedules.next_due)
            assert following is not None
            return [(following - due).total_seconds(), len(notebook.taken)]

    assert asyncio.run(talk()) == [DAY.total_seconds(), 1]


def test_the_promised_follow_up_takes_the_place_of_that_days_prompt(home: Path, notebook: Notebook) -> None:
    async def talk() -> list[str]:
        async with coach(home, notebook) as parts:
            await begin(parts)
            for words in ("help now", "not now", "yes"):
                await say(parts, words)
            notebook.taken.clear()
            await wait(parts, 0.9)
            return notebook.words

    [only] = asyncio.run(talk())
    assert "How are you today?" in only


def test_stop_takes_a_promised_follow_up_off_the_list_even_at_the_last_moment(home: Path, notebook: Notebook) -> None:
    async def talk() -> None:
        async with coach(home, notebook) as parts:
            await begin(parts)
            for words in ("help now", "not now", "yes"):
                await say(parts, words)
            due = await parts.store.read(schedules.next_due)
            assert due is not None
            assert isinstance(parts.clock, MovableClock)
            parts.clock.move(due)
            await receive(parts, update(Wrote("STOP"), "the last moment"))
            notebook.taken.clear()
            await fire_due(parts)
            await settle(parts)

    asyncio.run(talk())
    assert len(notebook.words) == 1
    assert "I have stopped" in notebook.words[0]


def test_a_follow_up_that_would_come_in_quiet_hours_waits_for_the_morning(home: Path, notebook: Notebook) -> None:
    async def talk() -> list[str]:
        async with coach(home, notebook) as parts:
            await begin(parts)
            for words in ("help now", "not now", "yes"):
                await say(parts, words)
            notebook.taken.clear()
            assert isinstance(parts.clock, MovableClock)
            parts.clock.move(START + timedelta(days=1, hours=12))  # the process was down until 03:00
            await settle(parts)
            night = len(notebook.taken)
            await wait(parts, 0.3)
            return [str(night), *notebook.words]

    night, morning = asyncio.run(talk())
    assert night == "0"
    assert "How are you today?" in morning


def test_check_ins_safety_days_and_left_talks_are_forgotten_in_time(home: Path, notebook: Notebook) -> None:
    async def talk() -> tuple[datetime | None, datetime | None, tuple[str, ...]]:
        async with coach(home, notebook) as parts:
            await begin(parts)
            for words in ("check in", "yes", "3", "3", "4", "help now", "not now", "no", "/zone"):
                await say(parts, words)
            learner = await parts.store.read(people.load, 1)
            await parts.store.run(people.save, replace(learner, stopped_at=START))
            assert isinstance(parts.clock, MovableClock)
            parts.clock.move(START + timedelta(days=91))
            await tidy(parts)
            after = await parts.store.read(people.load, 1)
            kinds = await parts.store.read(kept_kinds)
            return after.cooling_until, after.checked_in_at, kinds

    cooling, checked_in, kinds = asyncio.run(talk())
    assert (cooling, checked_in) == (None, None)
    assert not {"CheckedIn", "SafetyRaised", "SafetyAnswered"} & set(kinds)


def kept_kinds(work: Work) -> tuple[str, ...]:
    """The kinds of events that are still kept, and a marker for each talk."""
    rows = work.connection.exec_driver_sql("SELECT kind FROM events UNION ALL SELECT 'a talk' FROM conversations").all()
    kinds = tuple(str(row[0]) for row in rows)
    assert "a talk" not in kinds
    return kinds
