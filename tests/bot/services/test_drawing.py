"""Drawing: pictures are made beside the turns, one after the other, and nobody waits for another's."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from threading import Event
from typing import BinaryIO

import pytest
from matplotlib.figure import Figure

from bot.jobs import loops
from bot.jobs.loops import settle
from bot.services.drawing import draw_next
from bot.services.parts import Parts
from bot.services.tasks import PICTURE
from bot.services.turns import answer_some
from bot.store import people, wanted
from tests.bot.services.conftest import Notebook, coach
from tests.bot.services.living import begin, hand_in, person, words_to

PEOPLE = [f"p{place}" for place in range(30)]


@asynccontextmanager
async def serving(parts: Parts) -> AsyncIterator[None]:
    """The loops of a process at work."""
    [channel] = parts.channels.values()
    working = [asyncio.create_task(loop(parts)) for loop in (loops.inbox, loops.pictures)]
    working += [asyncio.create_task(loop(parts, channel)) for loop in (loops.outbox, loops.crisis_outbox)]
    working.append(asyncio.create_task(ticking(parts)))
    try:
        yield
    finally:
        for task in working:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


async def ticking(parts: Parts) -> None:
    """The clock brings what is due."""
    while True:
        await loops.fire_due(parts)
        await asyncio.sleep(0.05)


@pytest.fixture
def may_draw(monkeypatch: pytest.MonkeyPatch) -> Event:
    """No picture is finished before this is set."""
    allowed = Event()

    def saved(self: Figure, to: BinaryIO, **options: object) -> None:
        assert allowed.wait(30)
        to.write(b"\x89PNG")

    monkeypatch.setattr(Figure, "savefig", saved)
    return allowed


def shown_to(notebook: Notebook) -> set[str]:
    """Who got a picture."""
    return {to for (to, _), file in zip(notebook.taken, notebook.files, strict=True) if file}


async def want_pictures(parts: Parts, *addresses: str) -> None:
    """Up to the moment when each wants a picture and none is drawn yet."""
    await begin(parts, *addresses)
    for words in ("quiz", "1"):
        for address in addresses:
            await hand_in(parts, words, address)
        await settle(parts)
    for address in addresses:
        await hand_in(parts, "progress", address)
    while await answer_some(parts):
        pass


def test_a_call_for_help_is_answered_while_thirty_pictures_are_still_to_be_drawn(
    home: Path, notebook: Notebook, may_draw: Event, database: str
) -> None:
    async def talk() -> None:
        async with coach(home, notebook, database) as parts:
            await begin(parts, "other")
            await want_pictures(parts, *PEOPLE)
            async with serving(parts), asyncio.timeout(30):
                for address in ("other", PEOPLE[0], PEOPLE[-1]):
                    await hand_in(parts, "help now", address)
                    while not any("988" in words for words in words_to(notebook, address)):
                        await asyncio.sleep(0.02)
                assert not any(notebook.files), "nobody's picture is drawn yet"
                may_draw.set()
                while not set(PEOPLE[1:-1]) <= shown_to(notebook):
                    await asyncio.sleep(0.02)

    asyncio.run(talk())


def test_a_picture_that_two_processes_want_to_draw_is_drawn_once(
    home: Path, notebook: Notebook, may_draw: Event, database: str
) -> None:
    may_draw.set()

    async def talk() -> None:
        async with coach(home, notebook, database) as parts:
            await want_pictures(parts, "ann")
            drawn = await asyncio.gather(draw_next(parts), draw_next(parts), draw_next(parts))
            assert sum(drawn) == 1
            await settle(parts)

    asyncio.run(talk())
    assert len([file for file in notebook.files if file]) == 1


def test_who_was_erased_while_their_picture_was_drawn_gets_none_and_nothing_of_them_stays(
    home: Path, notebook: Notebook, may_draw: Event, database: str
) -> None:
    async def talk() -> None:
        async with coach(home, notebook, database) as parts:
            await want_pictures(parts, "ann")
            drawing = asyncio.create_task(draw_next(parts))
            while await parts.store.read(wanted.waits, PICTURE):
                await asyncio.sleep(0.02)
            await parts.store.run(people.forget, await person(parts, "ann"))
            may_draw.set()
            assert await drawing == 1
            await settle(parts)

    asyncio.run(talk())
    assert not any(notebook.files)
