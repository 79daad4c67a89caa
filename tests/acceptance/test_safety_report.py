"""The yearly count of cards, from the command line: no small figure is told."""

import asyncio
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.store import card_counts
from bot.store.sealed import load_keys
from bot.store.work import Store, Work
from dialogues.events import SafetyRaised

Coach = Callable[..., list[str]]
YEAR = SystemClock().now().year


@pytest.fixture
def counted(place: Path, url: str) -> None:
    """Seven cards of one kind and four of another in this year, five in the year before."""

    def add(work: Work) -> None:
        now = SystemClock().now()
        for many, card in ((7, ("risk", "screen")), (4, ("asked", "asked"))):
            for _ in range(many):
                card_counts.add(work, SafetyRaised(*card), now)
        for _ in range(5):
            card_counts.add(work, SafetyRaised("imminent", "screen"), now.replace(year=YEAR - 1, day=1))

    async def once() -> None:
        store = Store.open(url, load_keys(place))
        await store.run(add)
        await store.close()

    asyncio.run(once())


@pytest.mark.usefixtures("counted")
def test_what_is_told_to_people(coach: Coach) -> None:
    lines = coach("safety-report", str(YEAR))
    assert f"in {YEAR} so far" in lines[0]
    assert [re.split(r" {2,}", line) for line in lines[1:4]] == [
        ["Level", "Shown after", "Cards"],
        ["asked", "a call for help", "fewer than 5"],
        ["risk", "words that were heard", "7"],
    ]
    assert re.search(rf"counted is of {YEAR - 1}-\d\d\.", lines[4])
    assert any("docs/safety-protocol.md of version" in line for line in lines)
    before = coach("safety-report", str(YEAR - 1))
    assert "so far" not in before[0]
    assert re.split(r" {2,}", before[2]) == ["imminent", "words that were heard", "5"]


@pytest.mark.usefixtures("counted")
def test_what_is_told_to_programs(coach: Coach) -> None:
    coach("program", "add", "Harbour")
    [line] = coach("safety-report", str(YEAR), "--json")
    found = json.loads(line)
    assert found["cards"] == [
        {"level": "asked", "by": "asked", "count": "fewer than 5"},
        {"level": "risk", "by": "screen", "count": 7},
    ]
    assert (found["year"], found["so_far"]) == (YEAR, True)
    assert (found["protocol"]["programs"], found["protocol"]["programs_with_own_card"]) == (1, 0)
    assert "4" not in re.findall(r"\b\d+\b", json.dumps(found["cards"]))


def test_a_year_without_cards_and_one_that_has_not_begun(coach: Coach, refused: Callable[..., str]) -> None:
    lines = coach("safety-report", str(YEAR - 3))
    assert lines[1:3] == ["No card was counted in it.", "No card was ever counted here."]
    assert "has not begun" in refused("safety-report", str(YEAR + 1))
