"""A page that could not be drawn is drawn again: after a pause, or when the platform says, and nobody waits for it."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.channels.port import Throttled, Unreachable
from bot.main import serve
from bot.services import standing
from bot.services.parts import PAGES_AT_ONCE, Parts
from bot.services.standing import show_page
from tests.bot.services.conftest import ACCOUNT, START
from tests.bot.services.living import at_once, begin, wait
from tests.bot.services.paged import Wall, beside, headings_of, walled, words_of


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody pauses long here."""
    monkeypatch.setattr(standing, "PAUSES", (0.01, 0.01, 0.01))


async def rested(parts: Parts) -> None:
    """Wait until a page rests."""
    async with asyncio.timeout(5):
        while not parts.resting:
            await asyncio.sleep(0.005)


@pytest.mark.parametrize("failure", [Unreachable("away"), Throttled(START), TimeoutError()])
def test_a_page_that_could_not_be_drawn_is_drawn_again(failure: Exception, home: Path) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        await begin(parts, "ann")
        wall.open, wall.failures = {"ann"}, [failure, failure]
        await at_once(parts, "/hour", "10:30")
        await beside(parts)
        assert "A prompt at 10:30" in words_of(wall.pages[-1][1])
        assert parts.showing == {}

    walled(home, steps)


def test_what_is_away_for_long_is_given_up(home: Path) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        wall.failures = [Unreachable("away")] * 9
        show_page(parts, ACCOUNT, "ann")
        await beside(parts)
        assert len(wall.failures) == 5
        assert wall.pages == []
        assert parts.showing == {}

    walled(home, steps)


def test_a_platform_that_says_when_is_not_asked_before(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paused = []

    async def rest(parts: Parts, seconds: float) -> None:
        paused.append(seconds)

    monkeypatch.setattr(standing, "_rest", rest)

    async def steps(parts: Parts, wall: Wall) -> None:
        now = parts.clock.now()
        wall.failures = [Throttled(now + timedelta(seconds=40)), Throttled(now + timedelta(hours=2))]
        show_page(parts, ACCOUNT, "ann")
        await beside(parts)
        assert paused == [40.0, standing.LONGEST_PAUSE]
        assert len(wall.pages) == 1

    walled(home, steps)


def test_the_database_may_be_away_for_a_moment(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standing, "PAUSES", (0.05, 0.05, 10.0))

    async def steps(parts: Parts, wall: Wall) -> None:
        async def today(*names: object) -> object:
            if not tried:
                tried.append(1)
                raise standing.StoreDown("away")
            return await real(*names)

        tried, real = [], standing.today
        monkeypatch.setattr(standing, "today", today)
        show_page(parts, ACCOUNT, "ann")
        await beside(parts)
        assert len(wall.pages) == 1

    walled(home, steps)


def test_a_page_that_rests_is_not_waited_for_when_the_process_stops(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standing, "PAUSES", (3600.0,))

    async def steps(parts: Parts, wall: Wall) -> None:
        wall.failures = [Unreachable("away")]
        show_page(parts, ACCOUNT, "ann")
        await rested(parts)
        assert not parts.beside
        async with asyncio.timeout(1):
            await serve._done(parts)
        assert not parts.resting
        assert parts.showing == {}

    walled(home, steps)


def test_of_a_flood_of_pages_only_a_few_are_drawn_at_once(home: Path) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        busy, most, real = set(), [], wall.show

        async def show(address: str, page: object) -> None:
            busy.add(address)
            most.append(len(busy))
            await asyncio.sleep(0.01)
            busy.discard(address)
            await real(address, page)

        wall.show = show
        for number in range(4 * PAGES_AT_ONCE):
            show_page(parts, ACCOUNT, f"u{number}")
        await beside(parts)
        assert len(wall.pages) == 4 * PAGES_AT_ONCE
        assert max(most) == PAGES_AT_ONCE

    walled(home, steps)


def test_who_is_erased_sees_it_on_their_page_also_when_nobody_knew_that_they_look(home: Path) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        await begin(parts, "ann")
        wall.failures = [Unreachable("away"), TimeoutError()]
        await at_once(parts, "/erase", "yes")
        await wait(parts, 0.01)
        await beside(parts)
        [(address, page)] = wall.pages
        assert address == "ann"
        assert headings_of(page)[1] == "Hello"

    walled(home, steps)
