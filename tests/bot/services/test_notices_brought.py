"""Notices brought: in a person's own hours, for as long as they matter, and to who fetches them when they come."""

import asyncio
from datetime import timedelta
from pathlib import Path

from bot.services.parts import Parts
from bot.store import notices, programs, shown
from bot.store.notices import Kind, Notice, To
from dialogues.facts import Role
from tests.bot.services.conftest import ACCOUNT, Notebook, coach
from tests.bot.services.living import HARBOUR, begin, found, person, say, seat, wait, words_to

NEWS, MENDED = "The room is open again.", "The number in it was wrong."


async def sent(parts: Parts, kind: Kind, words: str) -> None:
    """Send a notice to the learners of Harbour, due in a minute."""
    due = parts.clock.now() + timedelta(minutes=1)
    to = To(HARBOUR) if kind is Kind.announcement else To(0, 0, ("rights-01",), (1,))
    await parts.store.run(shown.add, await person(parts), "rights-01", 1, due)
    await parts.store.run(notices.send, Notice(kind, to, {"en": words}, "ab-cd", due), parts.clock.now())


async def learning(parts: Parts) -> None:
    """Ann learns in Harbour."""
    await begin(parts, "ann")
    await parts.store.run(found)
    await parts.store.run(seat, "ann", Role.learner, 1)


def came(notebook: Notebook, words: str) -> int:
    """How often Ann was told this."""
    return sum(words in said for said in words_to(notebook, "ann"))


def test_news_grow_old_in_a_long_leave_and_a_correction_does_not(home: Path, notebook: Notebook, database: str) -> None:
    async def talk() -> None:
        async with coach(home, notebook, database) as parts:
            await learning(parts)
            await say(parts, "leave until 30 january")
            await sent(parts, Kind.announcement, NEWS)
            await sent(parts, Kind.correction, MENDED)
            await wait(parts, 20)
            assert (came(notebook, NEWS), came(notebook, MENDED)) == (0, 0)
            await wait(parts, 15)
            assert (came(notebook, NEWS), came(notebook, MENDED)) == (0, 1)

    asyncio.run(talk())


def test_who_left_the_program_gets_no_news_of_it(home: Path, notebook: Notebook, database: str) -> None:
    async def talk() -> None:
        async with coach(home, notebook, database) as parts:
            await learning(parts)
            await sent(parts, Kind.announcement, NEWS)
            [seat_of] = await parts.store.read(programs.seats_of, await person(parts))
            await parts.store.run(programs.take_role, await person(parts), seat_of)
            await wait(parts, 2)
            assert came(notebook, NEWS) == 0

    asyncio.run(talk())


def test_who_fetches_what_is_said_to_them_gets_a_notice_when_they_come(
    home: Path, notebook: Notebook, database: str
) -> None:
    async def talk() -> None:
        async with coach(home, notebook, database) as parts:
            await learning(parts)
            parts.pulled = frozenset([ACCOUNT])
            await sent(parts, Kind.announcement, NEWS)
            await wait(parts, 1)
            assert came(notebook, NEWS) == 0
            await say(parts, "progress")
            assert came(notebook, NEWS) == 1
            await say(parts, "progress")
            assert came(notebook, NEWS) == 1

    asyncio.run(talk())
