"""Who told their platform not to be disturbed: prompts wait for them, answers and cards do not."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.delivery import Priority
from bot.jobs.loops import settle
from bot.services import deliveries
from bot.services.parts import Parts
from tests.bot.services.conftest import START
from tests.bot.services.filled import DANGER
from tests.bot.services.living import DAY, at_once, begin, forward, wait
from tests.bot.services.paged import Wall, walled
from tests.bot.services.wire import kept, put

SOON = START + timedelta(minutes=40)
BULK = (Priority.prompt, Priority.digest, Priority.broadcast)


@pytest.mark.parametrize("priority", BULK)
def test_what_nobody_waits_for_waits_until_they_may_be_disturbed(priority: Priority, home: Path, database: str) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        wall.quiet["ann"] = SOON
        await put(parts, "ann hello", priority=priority)
        await settle(parts)
        assert wall.sent == []
        assert await kept(parts, "attempts") == [0]
        wall.quiet.clear()
        forward(parts, timedelta(minutes=39))
        await settle(parts)
        assert wall.sent == [], "it is not tried before"
        forward(parts, timedelta(minutes=2))
        await settle(parts)
        assert wall.words == ["ann hello"]
        assert await kept(parts, "status") == ["sent"]

    walled(home, steps, database)


def test_an_answer_and_a_card_ask_nobody(home: Path) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        await begin(parts, "ann")
        wall.quiet["ann"] = SOON
        await at_once(parts, "/why", DANGER)
        assert len(wall.sent) == 2
        assert wall.asked_quiet == []

    walled(home, steps)


def test_somebody_else_is_not_held_up(home: Path) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        wall.quiet["ann"] = SOON
        await put(parts, "ann hello", "bo hello", priority=Priority.prompt)
        await settle(parts)
        assert wall.words == ["bo hello"]

    walled(home, steps)


@pytest.mark.parametrize("quiet", [None, START, START - timedelta(hours=1), RuntimeError("a fault"), OSError("away")])
def test_where_nothing_holds_it_or_nobody_knows_it_comes(quiet: object, home: Path) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        wall.quiet["ann"] = quiet
        await put(parts, "ann hello", priority=Priority.prompt)
        await settle(parts)
        assert wall.words == ["ann hello"]

    walled(home, steps)


def test_a_platform_that_does_not_answer_is_not_waited_for(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deliveries, "QUIET_PATIENCE", 0.05)

    async def silent(address: str) -> None:
        await asyncio.sleep(3600)

    async def steps(parts: Parts, wall: Wall) -> None:
        wall.quiet_until = silent
        await put(parts, "ann hello", priority=Priority.prompt)
        await settle(parts)
        assert wall.words == ["ann hello"]

    walled(home, steps)


def test_a_prompt_for_which_it_is_too_late_by_then_is_never_sent(home: Path, database: str) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        await begin(parts, "ann")
        wall.quiet["ann"] = START + 10 * DAY
        await wait(parts, 1)
        assert wall.sent == []
        assert await kept(parts, "status") == ["waiting"]
        wall.quiet.clear()
        await wait(parts, 1)
        assert len(wall.sent) == 1, "the next day's comes in its place"
        assert sorted(await kept(parts, "status")) == ["cancelled", "sent"]

    walled(home, steps, database)
