"""Asking a supervisor to get in touch: once, at once, in the words that were chosen, and never silently lost."""

import asyncio
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from bot.services.housekeeping import tidy
from bot.services.parts import Parts
from bot.store import people
from bot.store.digest_tables import contacts
from bot.store.work import Work
from dialogues.facts import Role
from tests.bot.services.conftest import Notebook, coach
from tests.bot.services.living import NORTH, begin, forward, found, person, say, seat, wait, words_to

ANN, BOSS, OTHER = "ann", "boss", "other"
ASK = ("contact my supervisor", "yes", "Sam", "Please call me.", "send it")


async def team(parts: Parts, *bosses: str) -> None:
    await parts.store.run(found)
    await begin(parts, ANN, *bosses)
    await parts.store.run(seat, ANN, Role.learner, NORTH)
    for boss in bosses:
        await parts.store.run(seat, boss, Role.supervisor, NORTH)


def kept(work: Work) -> list[tuple[str, str, bool]]:
    return [(row.called, row.words, row.seen_at is not None) for row in work.execute(select(contacts)).all()]


def test_it_reaches_every_supervisor_at_once_and_the_first_who_read_it_is_told_back(
    home: Path, notebook: Notebook, database: str
) -> None:
    async def talk() -> None:
        async with coach(home, notebook, database) as parts:
            await team(parts, BOSS, OTHER)
            await say(parts, *ASK)
            for boss in (BOSS, OTHER):
                (came,) = words_to(notebook, boss)
                assert came.startswith("Sam of North asked you to get in touch. In their words: Please call me.")
            await say(parts, "/contact_seen", address=OTHER)
            assert words_to(notebook, ANN)[-1].startswith("Your supervisor has read")
            await say(parts, "/contact_seen", address=BOSS)
            assert words_to(notebook, BOSS)[-1].startswith("Someone has said so already")
            assert await parts.store.read(kept) == [("Sam", "Please call me.", True)]
            before = len(words_to(notebook, ANN))
            await wait(parts, 2)
            assert not any("has not said" in words for words in words_to(notebook, ANN)[before:])

    asyncio.run(talk())


def test_who_is_not_heard_is_told_after_a_day_and_asked_for_no_second_time(home: Path, notebook: Notebook) -> None:
    async def talk() -> None:
        async with coach(home, notebook) as parts:
            await team(parts, BOSS)
            await say(parts, *ASK)
            await say(parts, "contact my supervisor")
            assert words_to(notebook, ANN)[-1].startswith("You asked on Monday 4 January 2027")
            await wait(parts, 1.1)
            assert any(words.startswith("Your supervisor has not said") for words in words_to(notebook, ANN))
            assert len([words for words in words_to(notebook, BOSS) if "asked you to get in touch" in words]) == 1

    asyncio.run(talk())


def test_where_nobody_can_be_reached_it_is_said_before_anything_is_asked(home: Path, notebook: Notebook) -> None:
    async def talk() -> None:
        async with coach(home, notebook) as parts:
            await team(parts, BOSS)
            await say(parts, "stop", address=BOSS)
            await say(parts, "contact my supervisor")
            assert words_to(notebook, ANN)[-1].startswith("There is no supervisor I can reach")

    asyncio.run(talk())


def test_a_supervisor_who_goes_while_it_is_written_is_not_written_to(home: Path, notebook: Notebook) -> None:
    async def talk() -> None:
        async with coach(home, notebook) as parts:
            await team(parts, BOSS)
            await say(parts, *ASK[:-1])
            await say(parts, "stop", address=BOSS)
            await say(parts, "send it")
            assert words_to(notebook, ANN)[-1].startswith("There is no supervisor I can reach")
            assert await parts.store.read(kept) == []

    asyncio.run(talk())


def test_who_is_erased_takes_their_request_with_them_and_nobody_is_written_to_any_more(
    home: Path, notebook: Notebook
) -> None:
    async def talk() -> None:
        async with coach(home, notebook) as parts:
            await team(parts, BOSS)
            await say(parts, *ASK)
            ann = await person(parts, ANN)
            await parts.store.run(people.forget, ann)
            assert await parts.store.read(kept) == []
            await say(parts, "/contact_seen", address=BOSS)
            assert words_to(notebook, BOSS)[-1].startswith("Someone has said so already")

    asyncio.run(talk())


def test_a_request_is_kept_for_thirty_days(home: Path, notebook: Notebook, database: str) -> None:
    async def talk() -> None:
        async with coach(home, notebook, database) as parts:
            await team(parts, BOSS)
            await say(parts, *ASK)
            forward(parts, timedelta(days=29))
            await tidy(parts)
            assert len(await parts.store.read(kept)) == 1
            forward(parts, timedelta(days=2))
            await tidy(parts)
            assert await parts.store.read(kept) == []

    asyncio.run(talk())
