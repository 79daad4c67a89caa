"""Words that come in at the very moment when two chats become one person's: they are kept, and answered."""

import asyncio
from pathlib import Path
from threading import Event

import pytest

from bot.jobs.loops import settle
from bot.store import merging
from bot.store.work import Work
from tests.bot.services.conftest import Notebook, coach
from tests.bot.services.living import at_once, begin, hand_in, person, words_to
from tests.bot.services.test_linking import ONE, TWO, code


def test_a_call_for_help_that_comes_while_two_chats_merge_is_answered(
    home: Path, notebook: Notebook, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved, goes, last = Event(), Event(), merging._roles

    def wait_after_the_inbox(work: Work, kept: int, gone: int) -> None:
        moved.set()
        assert goes.wait(10)
        last(work, kept, gone)

    monkeypatch.setattr(merging, "JOINED", {**merging.JOINED, merging.roles: wait_after_the_inbox})

    async def talk() -> None:
        async with coach(home, notebook, database) as parts:
            await begin(parts, ONE, TWO)
            told = await code(parts, notebook)
            await at_once(parts, f"link {told}", address=TWO)
            await hand_in(parts, "yes", TWO)
            linking = asyncio.create_task(settle(parts))
            assert await asyncio.to_thread(moved.wait, 10)
            coming = [asyncio.create_task(hand_in(parts, "i want to die", chat)) for chat in (ONE, TWO)]
            await asyncio.sleep(0.2)  # so that they have come as far as they can
            goes.set()
            await linking
            await asyncio.gather(*coming)
            await settle(parts)
            assert await person(parts, ONE) == await person(parts, TWO)

    asyncio.run(talk())
    for chat in (ONE, TWO):
        assert any("988" in words for words in words_to(notebook, chat)), words_to(notebook, chat)
