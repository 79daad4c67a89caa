"""Pages that people have open: drawn anew after each turn, never in the way of the talk, and never more often than needed."""

import asyncio
from pathlib import Path

import pytest

from bot.channels.port import Gone, Refused
from bot.domain.update import Filled
from bot.services.parts import Parts
from bot.services.standing import show_page
from tests.bot.services.conftest import ACCOUNT, Notebook, coach
from tests.bot.services.filled import DANGER
from tests.bot.services.living import at_once, begin, wait
from tests.bot.services.paged import Wall, beside, headings_of, walled, words_of
from tests.bot.services.test_tapping import do
from tests.bot.services.test_trouble import locked


def test_a_page_that_somebody_looks_at_is_true_after_every_turn(home: Path, database: str) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        await begin(parts, "ann", "bo")
        wall.open = {"ann"}
        await at_once(parts, "/hour", "10:30")
        await at_once(parts, "/hour", "11:30", address="bo")
        await beside(parts)
        assert {address for address, _ in wall.pages} == {"ann"}, "nobody else looks"
        assert "A prompt at 10:30" in words_of(wall.pages[-1][1])

    walled(home, steps, database)


def test_a_form_in_the_window_and_the_talk_and_the_page_are_one_state(home: Path, database: str) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        await begin(parts, "ann")
        wall.open = {"ann"}
        await at_once(parts, "/hour")
        await do(parts, Filled("settings", {"hour": "12:00"}), "view:1")
        await beside(parts)
        page = words_of(wall.pages[-1][1])
        assert "A prompt at 12:00" in page
        assert "We are in the middle of something" not in page, "the question in the chat is answered too"

    walled(home, steps, database)


def test_what_the_clock_brings_is_on_the_page_too(home: Path) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        await begin(parts, "ann")
        wall.open = {"ann"}
        await wait(parts, 1)
        await beside(parts)
        assert "My last message came on one of your days." in words_of(wall.pages[-1][1])

    walled(home, steps)


def test_a_call_for_help_puts_the_card_on_the_page(home: Path) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        await begin(parts, "ann")
        wall.open = {"ann"}
        await at_once(parts, DANGER)
        await beside(parts)
        assert "988" in wall.pages[-1][1].sections[0].text.words

    walled(home, steps)


def test_who_is_erased_sees_the_page_of_somebody_new(home: Path, database: str) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        await begin(parts, "ann")
        wall.open = {"ann"}
        await at_once(parts, "/erase", "yes")
        await wait(parts, 0.01)
        await beside(parts)
        assert headings_of(wall.pages[-1][1])[1] == "Hello"

    walled(home, steps, database)


def test_who_opens_their_page_gets_it_also_when_nobody_knows_them(home: Path) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        show_page(parts, ACCOUNT, "somebody new")
        show_page(parts, "another account", "somebody new")
        await beside(parts)
        [(address, page)] = wall.pages
        assert address == "somebody new"
        assert headings_of(page)[1] == "Hello"

    walled(home, steps)


def test_while_a_page_is_drawn_all_that_happens_has_it_drawn_once_more(home: Path) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        await begin(parts, "ann")
        wall.open, wall.held = {"ann"}, asyncio.Event()
        for hour in ("10:00", "11:00", "12:00"):
            await at_once(parts, "/hour", hour)
        assert wall.pages == []
        wall.held.set()
        await beside(parts)
        assert len(wall.pages) == 2
        assert "A prompt at 12:00" in words_of(wall.pages[-1][1])
        assert parts.showing == {}

    walled(home, steps)


@pytest.mark.parametrize(
    "failure",
    [Gone(), Refused("no"), RuntimeError("our own fault")],
)
def test_where_a_page_cannot_be_drawn_the_talk_goes_on(failure: Exception, home: Path) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        await begin(parts, "ann")
        wall.open, wall.failures = {"ann"}, [failure]
        await at_once(parts, "/why")
        await beside(parts)
        assert wall.pages == []
        assert parts.showing == {}
        await at_once(parts, "/why")
        await beside(parts)
        assert len(wall.pages) == 1
        assert len(wall.sent) == 2, "and nobody is taken for gone because of it"

    walled(home, steps)


def test_with_the_database_away_an_open_page_stays_as_it_is(home: Path) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        await begin(parts, "ann")
        wall.open = {"ann"}
        holding = locked(home)
        try:
            show_page(parts, ACCOUNT, "ann")
            await beside(parts)
        finally:
            holding.close()
        assert parts.showing == {}
        assert wall.sent == []

    walled(home, steps)


def test_a_channel_without_pages_is_asked_for_none(home: Path, notebook: Notebook) -> None:
    async def talk() -> None:
        async with coach(home, notebook) as parts:
            await begin(parts, "ann")
            await at_once(parts, "/why")
            show_page(parts, ACCOUNT, "ann")
            assert not parts.beside

    asyncio.run(talk())
    assert len(notebook.words) == 1
