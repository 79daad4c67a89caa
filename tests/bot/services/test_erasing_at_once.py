"""Erasing at the very moment when something else happens: nobody who calls for help goes unheard."""

import asyncio
from pathlib import Path
from threading import Event

from bot.jobs.loops import settle
from bot.services.parts import Parts
from bot.services.schedules import fire_due
from bot.services.tasks import ERASED_AFTER
from bot.services.turns import answer_some
from bot.store import people, schedules
from bot.store.work import Work
from tests.bot.services.conftest import ACCOUNT, Notebook, coach
from tests.bot.services.living import at_once, begin, forward, hand_in, person, set_clock, wait


async def ask_to_be_erased(parts: Parts) -> None:
    """Up to the moment when it comes due."""
    await begin(parts, "ann")
    await at_once(parts, "erase my data", "yes")
    forward(parts, ERASED_AFTER)


def test_what_came_before_the_moment_is_answered_and_then_they_go(
    home: Path, notebook: Notebook, database: str
) -> None:
    async def talk() -> None:
        async with coach(home, notebook, database) as parts:
            await ask_to_be_erased(parts)
            await hand_in(parts, "settings")
            await settle(parts)
            assert await parts.store.read(people.find, ACCOUNT, "ann") is None

    asyncio.run(talk())
    assert any(words.startswith("Your settings") for words in notebook.words)


def test_a_prompt_that_is_due_at_that_moment_does_not_come_any_more(home: Path, notebook: Notebook) -> None:
    async def talk() -> None:
        async with coach(home, notebook) as parts:
            await begin(parts, "ann")
            due = await parts.store.read(schedules.next_due)
            assert due is not None
            set_clock(parts, due - ERASED_AFTER)
            await at_once(parts, "erase my data", "yes")
            notebook.taken.clear()
            set_clock(parts, due)
            await settle(parts)
            await settle(parts)
            assert await parts.store.read(people.find, ACCOUNT, "ann") is None

    asyncio.run(talk())


def test_a_call_for_help_that_comes_at_that_very_moment_is_answered_and_the_erasing_waits(
    home: Path, notebook: Notebook, database: str
) -> None:
    async def talk() -> None:
        async with coach(home, notebook, database) as parts:
            await ask_to_be_erased(parts)
            await fire_due(parts)  # the erasing lies in the inbox now, and what comes next lies behind it
            await hand_in(parts, "i want to die")
            notebook.taken.clear()
            await settle(parts)
            assert "988" in "\n".join(notebook.words)
            await wait(parts, 1)
            assert await parts.store.read(people.find, ACCOUNT, "ann") is None

    asyncio.run(talk())


def test_words_that_arrive_while_somebody_is_erased_are_taken_in_all_the_same(
    home: Path, notebook: Notebook, database: str
) -> None:
    async def talk() -> None:
        async with coach(home, notebook, database) as parts:
            await begin(parts, *(f"p{place}" for place in range(20)))
            for place in range(20):
                await at_once(parts, "erase my data", "yes", address=f"p{place}")
            forward(parts, ERASED_AFTER)
            await fire_due(parts)
            notebook.taken.clear()
            came = (hand_in(parts, "help now", f"p{place}") for place in range(20))
            await asyncio.gather(answer_some(parts), *came)
            await settle(parts)
            cards = {address for address, message in notebook.taken if "findahelpline" in message.text.words}
            cards |= {address for address, message in notebook.taken if "988" in message.text.words}
            assert cards == {f"p{place}" for place in range(20)}
            forward(parts, 2 * ERASED_AFTER)
            await settle(parts)

    asyncio.run(talk())


def test_words_that_arrive_while_the_rows_go_find_a_fresh_start(home: Path, notebook: Notebook, database: str) -> None:
    gone, goes = Event(), Event()

    def forget_slowly(work: Work, learner: int) -> None:
        people.forget(work, learner)
        gone.set()
        assert goes.wait(10)

    async def talk() -> None:
        async with coach(home, notebook, database) as parts:
            await begin(parts, "ann")
            erasing = asyncio.create_task(parts.store.run(forget_slowly, await person(parts)))
            await asyncio.to_thread(gone.wait, 10)
            coming = asyncio.create_task(hand_in(parts, "hello"))
            await asyncio.sleep(0.1)  # so that it has come as far as it can
            goes.set()
            await erasing
            await coming
            await settle(parts)

    asyncio.run(talk())
    assert "I am an automated bot" in notebook.words[-1]
