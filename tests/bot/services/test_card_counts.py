"""Card counts: each card that was shown counts once, and the figures outlive events and people."""

import asyncio
from datetime import timedelta
from pathlib import Path

from bot.services.housekeeping import tidy
from bot.store import card_counts, events
from bot.store.card_counts import Cards
from bot.store.work import Store
from dialogues.events import SafetyRaised
from tests.bot.services.conftest import START, Notebook, coach
from tests.bot.services.living import at_once, begin, forward, say, wait


def test_each_card_counts_once_and_stays_when_its_event_and_its_person_are_gone(
    home: Path, notebook: Notebook, database: str
) -> None:
    async def talk() -> None:
        async with coach(home, notebook, database) as parts:
            await begin(parts, "ann", "bo")
            await say(parts, "i want to die", "not now", "help now", address="ann")
            await at_once(parts, "i want to die", address="bo")
            recorded = (await parts.store.read(events.since, 0))[1]
            shown = [one for one in recorded if isinstance(one, SafetyRaised)]
            assert len(shown) == 3
            counted = await parts.store.read(card_counts.of_year, START.year)
            assert {(one.level, one.by): one.count for one in counted} == {
                (one.level, one.by): sum((one.level, one.by) == (other.level, other.by) for other in shown)
                for one in shown
            }
            await say(parts, "not now", "erase my data", "yes", address="ann")
            await wait(parts, 1)
            forward(parts, timedelta(days=200))
            await tidy(parts)
            left = (await parts.store.read(events.since, 0))[1]
            assert not [one for one in left if isinstance(one, SafetyRaised)]
            assert await parts.store.read(card_counts.of_year, START.year) == counted
            assert await parts.store.read(card_counts.first_month) == f"{START:%Y-%m}"

    asyncio.run(talk())


def test_months_become_their_year_and_no_other(store: Store) -> None:
    async def count() -> None:
        assert await store.read(card_counts.first_month) is None
        for card, days in (
            (("risk", "screen"), 0),
            (("risk", "screen"), 40),
            (("asked", "asked"), 0),
            (("risk", "screen"), 365),
        ):
            await store.run(card_counts.add, SafetyRaised(*card), START + timedelta(days=days))
        assert await store.read(card_counts.of_year, 2027) == (Cards("asked", "asked", 1), Cards("risk", "screen", 2))
        assert await store.read(card_counts.of_year, 2028) == (Cards("risk", "screen", 1),)
        assert await store.read(card_counts.of_year, 2026) == ()

    asyncio.run(count())
