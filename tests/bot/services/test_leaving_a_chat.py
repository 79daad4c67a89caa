"""Leaving: who blocks the coach is left alone at once, everything of theirs is kept, and they find it when they come back."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.domain.schedule import FOLLOWUP, PUSH, Schedule
from bot.domain.update import Left, Pressed, Raw, Update, Wrote
from bot.jobs.loops import settle
from bot.services.housekeeping import tidy
from bot.services.parts import Parts
from bot.services.turns import receive
from bot.store import events, people, schedules
from bot.store.schema import metadata
from bot.store.tables import addresses
from bot.store.tables import outbox as deliveries
from bot.store.work import Work
from tests.bot.services.conftest import ACCOUNT, Notebook, coach
from tests.bot.services.living import (
    at_once,
    begin,
    forward,
    hand_in,
    person,
    say,
    wait,
)
from tests.bot.services.test_linking import ONE, TWO, code, link

BACK = "Good to see you again. Nothing has piled up."


async def do(parts: Parts, raw: Raw, name: str, address: str = "ann") -> None:
    """Do something just now, and let the coach answer."""
    forward(parts, timedelta(seconds=10))
    await receive(parts, now(parts, raw, name, address))
    await settle(parts)


def now(parts: Parts, raw: Raw, name: str, address: str = "ann") -> Update:
    """What somebody does at this moment."""
    return Update(ACCOUNT, name, address, raw, parts.clock.now())


def _rows(work: Work) -> dict[str, int]:
    return {
        table.name: work.execute(select(func.count().label("many")).select_from(table)).scalar_one()
        for table in metadata.sorted_tables
    }


def _fates(work: Work) -> list[str]:
    return [
        row.status
        for row in work.execute(
            select(deliveries.c.status)
            .join(addresses, addresses.c.id == deliveries.c.address_id)
            .where(addresses.c.gone_at.is_not(None))
            .order_by(deliveries.c.id)
        )
    ]


def _put(work: Work, learner: int, schedule: Schedule) -> None:
    schedules.put(work, learner, schedule)


def test_after_leaving_nothing_more_is_sent_and_what_waits_ends_as_gone(
    home: Path, database: str, notebook: Notebook
) -> None:
    async def live() -> None:
        async with coach(home, notebook, database) as parts:
            await begin(parts, "ann")
            await say(parts, "/lesson")
            parts.channels = {}  # nobody sends just now
            await at_once(parts, "/quiz")
            parts.channels = {ACCOUNT: notebook}
            sent = len(notebook.taken)
            forward(parts, timedelta(seconds=10))
            assert await receive(parts, now(parts, Left(), "left"))
            fates = await parts.store.read(_fates)
            assert fates.count("gone") >= 1
            assert "waiting" not in fates
            for _ in range(5):
                await wait(parts, 3)
                await tidy(parts)
            assert len(notebook.taken) == sent
            assert not await parts.store.read(schedules.of, await person(parts)), "nothing is planned into the void"

    asyncio.run(live())


def test_a_silence_that_comes_due_after_leaving_is_kept_and_says_nothing(home: Path, notebook: Notebook) -> None:
    async def live() -> None:
        async with coach(home, notebook) as parts:
            await begin(parts, "ann")
            await say(parts, "i want to die")
            sent = len(notebook.taken)
            await do(parts, Left(), "left")
            await wait(parts, 0.5)
            assert len(notebook.taken) == sent
            assert set(await parts.store.read(_fates)) == {"sent", "gone"}

    asyncio.run(live())


def test_somebody_unknown_who_leaves_makes_no_row_in_any_table(home: Path, database: str, notebook: Notebook) -> None:
    async def live() -> None:
        async with coach(home, notebook, database) as parts:
            await settle(parts)  # the account is taken
            before = await parts.store.read(_rows)
            assert await receive(parts, now(parts, Left(), "left"))
            await settle(parts)
            assert await parts.store.read(_rows) == before

    asyncio.run(live())
    assert notebook.words == []


def test_whoever_is_erased_and_then_leaves_makes_no_row(home: Path, database: str, notebook: Notebook) -> None:
    async def live() -> None:
        async with coach(home, notebook, database) as parts:
            await begin(parts, "ann")
            await say(parts, "erase my data", "yes")
            await wait(parts, 0.01)
            assert await parts.store.read(people.find, ACCOUNT, "ann") is None
            before = await parts.store.read(_rows)
            await do(parts, Left(), "left")
            assert await parts.store.read(_rows) == before

    asyncio.run(live())


def test_who_asks_to_be_erased_and_leaves_at_once_is_erased_all_the_same(home: Path, notebook: Notebook) -> None:
    async def live() -> None:
        async with coach(home, notebook) as parts:
            await begin(parts, "ann")
            await say(parts, "erase my data", "yes")
            await do(parts, Left(), "left")
            await wait(parts, 0.01)
            assert await parts.store.read(people.find, ACCOUNT, "ann") is None

    asyncio.run(live())


@pytest.mark.parametrize("raw", [Wrote("/start"), Wrote("hi"), Pressed("zzz", 0)])
def test_who_comes_back_is_welcomed_finds_their_record_and_gets_prompts_again(
    raw: Raw, home: Path, notebook: Notebook
) -> None:
    async def live() -> None:
        async with coach(home, notebook) as parts:
            await begin(parts, "ann")
            await say(parts, "/lesson", "next", "next", "did it")
            learner = await person(parts)
            studied = await parts.store.read(events.studied, learner)
            assert studied
            await do(parts, Left(), "left")
            await wait(parts, 5)
            notebook.taken.clear()
            await do(parts, raw, "back")
            assert BACK in notebook.words[0]
            assert await person(parts) == learner
            assert await parts.store.read(events.studied, learner) == studied
            assert any(one.kind == PUSH for one in await parts.store.read(schedules.of, learner))
            notebook.taken.clear()
            await at_once(parts, "hi")
            assert BACK not in "\n".join(notebook.words), "it is said once"
            notebook.taken.clear()
            await wait(parts, 5)
            assert notebook.taken, "and prompts come again"

    asyncio.run(live())


def test_who_comes_back_with_a_call_for_help_gets_the_card_and_no_welcome(home: Path, notebook: Notebook) -> None:
    async def live() -> None:
        async with coach(home, notebook) as parts:
            await begin(parts, "ann")
            await do(parts, Left(), "left")
            notebook.taken.clear()
            await do(parts, Wrote("i want to die"), "back")

    asyncio.run(live())
    assert "988" in notebook.words[0]
    assert BACK not in "\n".join(notebook.words)


def test_an_old_update_that_comes_once_more_after_leaving_does_not_reopen_the_chat(
    home: Path, notebook: Notebook
) -> None:
    async def live() -> None:
        async with coach(home, notebook) as parts:
            await begin(parts, "ann")
            hello = now(parts, Wrote("hi"), "hello")
            await receive(parts, hello)
            await settle(parts)
            sent = len(notebook.taken)
            await do(parts, Left(), "left")
            forward(parts, timedelta(hours=1))
            assert await receive(parts, hello), "we have it"
            await settle(parts)
            await wait(parts, 3)
            assert len(notebook.taken) == sent

    asyncio.run(live())


def test_news_of_leaving_that_comes_once_more_or_late_does_not_close_a_chat_that_is_open_again(
    home: Path, database: str, notebook: Notebook
) -> None:
    async def live() -> None:
        async with coach(home, notebook, database) as parts:
            await begin(parts, "ann")
            await say(parts, "hi")
            forward(parts, timedelta(seconds=10))
            left = now(parts, Left(), "left")
            await receive(parts, left)
            await do(parts, Wrote("/start"), "back")
            notebook.taken.clear()
            await receive(parts, left)
            await settle(parts)
            assert await parts.store.read(people.chats, await person(parts)) == 1
            await wait(parts, 5)
            assert notebook.taken, "prompts still come"

    asyncio.run(live())


def test_of_a_person_with_two_chats_the_other_takes_over(home: Path, notebook: Notebook) -> None:
    async def live() -> None:
        async with coach(home, notebook) as parts:
            await begin(parts, ONE, TWO)
            await link(parts, notebook)
            await do(parts, Left(), "left", TWO)
            notebook.taken.clear()
            await wait(parts, 5)

    asyncio.run(live())
    assert {address for address, _ in notebook.taken} == {ONE}


def test_a_follow_up_that_was_promised_in_a_chat_they_left_comes_in_the_other(home: Path, notebook: Notebook) -> None:
    async def live() -> None:
        async with coach(home, notebook) as parts:
            await begin(parts, ONE, TWO)
            await link(parts, notebook)
            learner = await person(parts, ONE)
            places = await parts.store.read(people.address_ids, learner)
            due_at = parts.clock.now() + timedelta(days=1)
            await parts.store.run(_put, learner, Schedule(FOLLOWUP, due_at, address_id=max(places)))
            await do(parts, Left(), "left", TWO)
            notebook.taken.clear()
            await wait(parts, 1.1)

    asyncio.run(live())
    assert {address for address, _ in notebook.taken} == {ONE}
    assert notebook.taken


def test_two_chats_that_become_one_say_nothing_to_a_chat_that_was_left(home: Path, notebook: Notebook) -> None:
    async def live() -> None:
        async with coach(home, notebook) as parts:
            await begin(parts, ONE, TWO)
            told = await code(parts, notebook)
            await do(parts, Left(), "left", ONE)
            notebook.taken.clear()
            await say(parts, f"link {told}", "yes", address=TWO)
            assert await person(parts, ONE) == await person(parts, TWO)
            assert await parts.store.read(people.chats, await person(parts, TWO)) == 1

    asyncio.run(live())
    assert {address for address, _ in notebook.taken} == {TWO}


def test_what_was_written_just_before_leaving_is_answered_into_the_void_and_harms_nobody(
    home: Path, notebook: Notebook
) -> None:
    async def live() -> None:
        async with coach(home, notebook) as parts:
            await begin(parts, "ann")
            await hand_in(parts, "i want to die")
            await do(parts, Left(), "left")
            assert await parts.store.read(people.find, ACCOUNT, "ann")

    asyncio.run(live())
    assert "988" in "\n".join(notebook.words), (
        "a call for help is answered, whatever the order in which we hear of things"
    )
