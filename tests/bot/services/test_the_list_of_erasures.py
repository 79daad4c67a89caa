"""Who is erased, in the chat or by the operator, is put on the list of erasures, and the list lies beside the database too."""

import asyncio
from datetime import timedelta
from pathlib import Path

from bot.domain.access import OPERATOR
from bot.services import erasing
from bot.services.erasing import Whom
from bot.services.housekeeping import tidy
from bot.store import audit, erasures, people
from bot.store.erasures import LISTED, in_file
from tests.bot.services.conftest import ACCOUNT, Notebook, coach
from tests.bot.services.living import begin, forward, say, wait


def test_an_erasure_in_the_chat_is_listed_and_an_hour_later_in_the_file(
    home: Path, notebook: Notebook, database: str
) -> None:
    async def talk() -> None:
        async with coach(home, notebook, database) as parts:
            await begin(parts, "ann", "bo")
            await say(parts, "erase my data", "yes")
            await wait(parts, 0.1)
            listed = await parts.store.read(erasures.listed)
            assert {one.hash for one in listed} == {erasures.recognised(ACCOUNT, "ann")}
            assert not (home / "erasures").exists()
            await tidy(parts)
            assert in_file(home / "erasures").erased == listed
            forward(parts, LISTED + timedelta(days=1))
            await tidy(parts)
            assert await parts.store.read(erasures.listed) == frozenset()
            assert (home / "erasures").read_text() == ""

    asyncio.run(talk())


def test_who_was_brought_back_is_erased_again_and_the_audit_says_so(
    home: Path, notebook: Notebook, database: str
) -> None:
    async def talk() -> None:
        async with coach(home, notebook, database) as parts:
            await begin(parts, "ann", "bo")
            now = parts.clock.now()
            await parts.store.run(erasing.erase_known, OPERATOR, Whom(account=ACCOUNT, address="ann"), now)
            erased = await parts.store.read(erasures.listed)
            await begin(parts, "ann")  # as a copy from before would have them, with the time from before
            later = now + timedelta(days=1)
            assert await parts.store.run(erasing.erase_again, erased, later) == 1
            assert await parts.store.run(erasing.erase_again, erased, later) == 0
            assert await parts.store.read(erasures.listed) == erased, "with the time at which they asked"
            known = [await parts.store.read(people.find, ACCOUNT, name) for name in ("ann", "bo")]
            assert [one is None for one in known] == [True, False]
            assert [entry[2:4] for entry in await parts.store.read(audit.entries)] == [("operator", "erased")] * 2

    asyncio.run(talk())
