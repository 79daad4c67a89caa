"""Consents: what somebody says to a purpose is kept with its wording and its time, and taken back it takes effect at once."""

import asyncio
from pathlib import Path

from bot.domain.access import OPERATOR
from bot.services import inviting
from bot.services.inviting import Offer
from bot.services.parts import Parts
from bot.store import people, schedules
from dialogues.facts import Consent, Role
from tests.bot.services.conftest import Notebook, coach
from tests.bot.services.living import DAY, HARBOUR, NORTH, begin, forward, found, person, say, wait, words_to


async def said_by(parts: Parts, address: str = "ann") -> dict[str, Consent]:
    """What somebody last said to each purpose."""
    return {one.purpose: one for one in await parts.store.read(people.consents, await person(parts, address))}


async def code(parts: Parts) -> str:
    """A code that leads into the team North as a learner."""
    offer = Offer(Role.learner, NORTH, HARBOUR)
    return (await parts.store.run(inviting.invite, OPERATOR, offer, parts.clock.now())).code


async def is_planned(parts: Parts) -> bool:
    """Whether anything will come to Ann by itself."""
    return bool(await parts.store.read(schedules.of, await person(parts)))


def test_who_joins_a_team_is_asked_once_and_the_answer_is_kept(home: Path, notebook: Notebook, database: str) -> None:
    async def talk() -> None:
        async with coach(home, notebook, database) as parts:
            await parts.store.run(found)
            await begin(parts, "ann", "bo")
            made = await code(parts)
            for address, word in (("ann", "yes"), ("bo", "no")):
                await say(parts, f"join {made}", "yes", address=address)
                assert "May I count you in them?" in words_to(notebook, address)[-1]
                assert "figures" not in await said_by(parts, address)
                await say(parts, word, address=address)
            ann, bo = await said_by(parts, "ann"), await said_by(parts, "bo")
            assert (ann["figures"].given, ann["figures"].version) == (True, 1)
            assert (bo["figures"].given, bo["figures"].version) == (False, 0)
            assert ann["lessons"].given, "nothing else changes"
            assert bo["lessons"].given
            await say(parts, "/leave_seat", "2", f"join {made}", "yes")
            assert words_to(notebook, "ann")[-1].startswith("You are in."), "and not asked again"

    asyncio.run(talk())


def test_lessons_taken_back_send_nothing_until_they_are_agreed_to_again(
    home: Path, notebook: Notebook, database: str
) -> None:
    async def talk() -> None:
        async with coach(home, notebook, database) as parts:
            await begin(parts, "ann")
            await say(parts, "quiz", "1")
            assert await is_planned(parts)
            before = await said_by(parts)
            await say(parts, "/withdraw_lessons")
            taken_back = (await said_by(parts))["lessons"]
            assert (taken_back.given, taken_back.version) == (False, 1)
            assert taken_back.since > before["lessons"].since
            assert not await is_planned(parts)
            notebook.taken.clear()
            await wait(parts, 9)
            assert notebook.taken == []
            await say(parts, "/lesson", "yes")
            again = (await said_by(parts))["lessons"]
            assert (again.given, again.since > taken_back.since) == (True, True)
            assert await is_planned(parts)

    asyncio.run(talk())


def test_check_ins_taken_back_are_never_asked_for_again(home: Path, notebook: Notebook) -> None:
    async def talk() -> None:
        async with coach(home, notebook) as parts:
            await begin(parts, "ann")
            await say(parts, "check in", "yes", "3", "3", "1", "/withdraw_checkins")
            notebook.taken.clear()
            forward(parts, 7 * DAY)
            for _ in range(8):
                await wait(parts, 1)
                await say(parts, "later")
            assert notebook.taken
            assert not any("carrying work" in words or "energy for work" in words for words in notebook.words)

    asyncio.run(talk())
