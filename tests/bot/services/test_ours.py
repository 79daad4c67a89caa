"""Ours: what this process knows of its accounts is asked anew when it may be wrong."""

import asyncio
from datetime import timedelta
from pathlib import Path

from bot.services.leaving import give_back, let_go
from bot.services.ours import is_ours
from bot.store import leases
from bot.store.failures import StoreDown
from tests.bot.services.conftest import ACCOUNT, START, Notebook, coach
from tests.bot.services.test_trouble import locked

ELSEWHERE = "elsewhere:1:1"


def test_a_clock_that_was_set_back_does_not_keep_an_account_that_another_process_has(
    home: Path, notebook: Notebook
) -> None:
    async def live() -> None:
        async with coach(home, notebook) as parts:
            await parts.store.run(leases.take, ACCOUNT, ELSEWHERE, START)
            parts.account_taken_at[ACCOUNT] = START + timedelta(hours=1)
            assert not await is_ours(parts, ACCOUNT)
            assert ACCOUNT not in parts.account_taken_at

    asyncio.run(live())


def test_giving_back_waits_for_no_database(home: Path, notebook: Notebook) -> None:
    async def live() -> None:
        async with coach(home, notebook) as parts:
            assert await is_ours(parts, ACCOUNT)
            holding = locked(home)
            await give_back(parts)
            holding.close()

    asyncio.run(live())


def test_while_the_database_is_locked_all_that_waits_for_it_is_given_up_together(
    home: Path, notebook: Notebook
) -> None:
    async def live() -> None:
        async with coach(home, notebook) as parts:
            holding = locked(home)
            waiting = [asyncio.create_task(parts.store.run(leases.take, name, ELSEWHERE, START)) for name in "abc"]
            await let_go(parts)
            ends = await asyncio.gather(*waiting, return_exceptions=True)
            assert [type(end) for end in ends] == [StoreDown] * 3
            await give_back(parts)
            holding.close()

    asyncio.run(live())


def test_a_database_that_answers_is_let_finish(home: Path, notebook: Notebook, url: str) -> None:
    async def live() -> None:
        async with coach(home, notebook, url) as parts:
            await let_go(parts)
            assert await is_ours(parts, ACCOUNT)
            await give_back(parts)
            assert await parts.store.run(leases.take, ACCOUNT, ELSEWHERE, START)

    asyncio.run(live())
