"""Many at once, and one person many times at once: every turn is answered once, in order, on both databases."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from bot.domain.update import Wrote
from bot.jobs.loops import settle
from bot.services.people import welcome_done
from bot.services.turns import receive
from dialogues.facts import Profile
from tests.bot.services.conftest import ACCOUNT, START, Notebook, coach, update

CROWD = 100


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    """The URL of a fresh database; empty for the SQLite file in the data folder."""
    return "" if request.param == "sqlite" else request.getfixturevalue("new_postgresql")()


def test_a_hundred_people_at_once_are_each_answered_once(home: Path, notebook: Notebook, database: str) -> None:
    async def talk() -> None:
        async with coach(home, notebook, database) as parts:
            people = [f"person-{place}" for place in range(CROWD)]
            for person in people:
                await parts.store.run(welcome_done, ACCOUNT, person, Profile(country="US"), START)
            said = [update(Wrote("settings"), person, address=person) for person in people]
            # The platform tells everything three times, and out of order.
            await asyncio.gather(*(receive(parts, one) for one in (*said, *reversed(said), *said)))
            await asyncio.gather(settle(parts), settle(parts))

    asyncio.run(talk())
    assert sorted(address for address, _ in notebook.taken) == sorted(f"person-{place}" for place in range(CROWD))


def test_one_person_a_hundred_times_at_once_is_answered_in_order(home: Path, notebook: Notebook, database: str) -> None:
    async def talk() -> list[int]:
        async with coach(home, notebook, database) as parts:
            await parts.store.run(welcome_done, ACCOUNT, "ann", Profile(country="US"), START)
            for turn in range(CROWD):
                await receive(parts, update(Wrote("settings" if turn % 2 else "thanks"), str(turn)))
            await asyncio.gather(settle(parts), settle(parts), settle(parts))
            await settle(parts)
            return [len(notebook.taken), len([words for words in notebook.words if words.startswith("Your settings")])]

    assert asyncio.run(talk()) == [CROWD, CROWD // 2]
    kinds = [words.startswith("Your settings") for words in notebook.words]
    assert kinds == [bool(turn % 2) for turn in range(CROWD)]


def test_a_call_for_help_gets_the_card_when_postgresql_is_gone(
    home: Path, notebook: Notebook, postgresql: Engine, new_postgresql: Callable[[], str]
) -> None:
    url = new_postgresql()
    name = url.rsplit("/", 1)[-1].split("?")[0]

    async def call() -> bool:
        async with coach(home, notebook, url) as parts:
            await parts.store.run(welcome_done, ACCOUNT, "ann", Profile(country="ES"), START)
            await receive(parts, update(Wrote("hello"), "1"))
            with postgresql.connect() as admin:
                admin.execute(text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false"))
                admin.execute(
                    text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"), {"name": name}
                )
            return await receive(parts, update(Wrote("help now"), "2"))

    assert asyncio.run(call()) is False
    [card] = notebook.words
    assert "024" in card
    assert "112" in card
