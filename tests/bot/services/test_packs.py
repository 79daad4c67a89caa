"""Packs: what becomes of a file that was read, where its sender changed their mind meanwhile."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.channels.terminal.channel import TerminalChannel
from bot.domain.update import FileRef
from bot.services import packs
from bot.services.packs import LARGEST, MOST_TOLD, PACK, Read
from bot.store import drafts, wanted
from bot.store.wanted import Wanted
from bot.store.work import Work
from content.model import Problem
from tests.bot.services.conftest import coach
from tests.bot.store.making import NOW, someone

Run = Callable[..., Any]
WRONG = Problem("en/acts.yaml", 1, "the file is empty", "Write its content, or delete it.")


def sent(work: Work) -> Wanted:
    """Somebody has just sent a file."""
    learner, address = someone(work)
    drafts.put_incoming(work, learner, "terminal", FileRef("acts.yaml", "ref"), NOW)
    return Wanted(learner, address)


def read(work: Work, asked: Wanted, problems: tuple[Problem, ...] = (WRONG,)) -> Read:
    """What was read of all that waits."""
    return Read({}, problems, ids=tuple(one.id for one in drafts.incoming_of(work, asked.learner)))


def test_what_was_dropped_while_it_was_read_stays_dropped(run: Run) -> None:
    def talk(work: Work) -> tuple[bool, bool]:
        asked = sent(work)
        before = read(work, asked)
        drafts.drop(work, asked.learner)
        packs.bring(work, asked, before, NOW)
        dropped = drafts.of(work, asked.learner) is None
        drafts.put_incoming(work, asked.learner, "terminal", FileRef("acts.yaml", "ref"), NOW)
        packs.bring(work, asked, read(work, asked), NOW)
        return dropped, drafts.of(work, asked.learner) is not None

    assert run(talk) == (True, True)


@pytest.mark.parametrize("many", [1, MOST_TOLD + 1, 25_000])
def test_of_very_many_problems_the_first_are_kept_and_all_are_counted(run: Run, many: int) -> None:
    def talk(work: Work) -> tuple[str, ...]:
        asked = sent(work)
        packs.bring(work, asked, read(work, asked, (WRONG,) * many), NOW)
        draft = drafts.of(work, asked.learner)
        assert draft
        return draft.told

    told = run(talk)
    assert told[0] == f"problems={many}"
    assert len(told) == 1 + min(many, MOST_TOLD)


def test_what_is_too_large_is_not_asked_for_again_as_it_is(home: Path) -> None:
    large = home / "acts.yaml"
    large.write_bytes(b"a" * (LARGEST + 1))

    def sends(work: Work) -> int:
        learner, address = someone(work)
        drafts.put_incoming(work, learner, "terminal", FileRef("acts.yaml", str(large)), NOW)
        wanted.put(work, learner, PACK, address)
        return learner

    async def talk() -> str:
        async with coach(home, TerminalChannel(lambda message: None)) as parts:
            learner = await parts.store.run(sends)
            await packs.read_packs(parts)
            draft = await parts.store.read(drafts.of, learner)
            assert draft
            return " ".join(draft.told)

    assert "has 5,000,000 bytes at most" in asyncio.run(talk())
