"""What a program decided holds for its people, and for nobody else."""

import asyncio
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.clock import MovableClock
from bot.domain.access import OPERATOR
from bot.services import inviting, programs
from bot.services.housekeeping import tidy
from bot.services.inviting import Offer
from bot.services.parts import Parts
from bot.services.people import profile_of, welcome_done
from bot.store import events, people, schedules
from bot.store.events import Entry
from bot.store.work import Work
from dialogues.events import CheckedIn
from dialogues.facts import Profile, Role
from tests.bot.services.conftest import ACCOUNT, START, Notebook, coach
from tests.bot.services.living import at_once, wait

DAY = timedelta(days=1)


def team_with(work: Work, decided: dict[str, object]) -> str:
    """A program that decided these fields, and a code into its one team."""
    program = programs.add_program(work, OPERATOR, "North", decided, START)
    team = programs.add_team(work, OPERATOR, program, "Harbour", START)
    return inviting.invite(work, OPERATOR, Offer(Role.learner, team), START).code


async def joined(parts: Parts, decided: dict[str, object], address: str = "ann") -> None:
    """Somebody whose welcome is done is in a team of such a program, and not counted in its figures."""
    await parts.store.run(welcome_done, ACCOUNT, address, Profile(country="US"), START)
    code = await parts.store.run(team_with, decided)
    await at_once(parts, f"join {code}", address=address)
    await at_once(parts, "yes", "no", address=address)


def test_no_prompt_comes_on_a_holiday_of_the_program_nor_in_its_quiet_hours(home: Path, notebook: Notebook) -> None:
    async def planned(decided: dict[str, object]) -> datetime | None:
        async with coach(home, notebook) as parts:
            await joined(parts, decided)
            return await parts.store.read(schedules.next_due)

    tuesday, wednesday = START.date() + DAY, START.date() + 2 * DAY
    found = asyncio.run(planned({"holidays": (tuesday,), "quiet_from": time(20), "quiet_to": time(11)}))
    assert found is not None
    assert (found.date(), found.time()) == (wednesday, time(11))


def test_what_one_program_decided_is_nothing_to_others(home: Path, notebook: Notebook) -> None:
    async def planned() -> list[datetime]:
        async with coach(home, notebook) as parts:
            await joined(parts, {"quiet_from": time(20), "quiet_to": time(11)})
            await parts.store.run(welcome_done, ACCOUNT, "ben", Profile(country="US"), START)
            ben = await parts.store.read(people.find, ACCOUNT, "ben")
            return [one.due_at for one in await parts.store.read(schedules.of, ben)]

    assert [due.time() for due in asyncio.run(planned())] == [time(9)]


def test_check_ins_are_not_asked_on_a_channel_the_program_keeps_free_of_them(home: Path, notebook: Notebook) -> None:
    async def talk() -> None:
        async with coach(home, notebook) as parts:
            await joined(parts, {"checkins_on": ("telegram",)})
            await at_once(parts, "check in")
            assert "asks for check-ins in another app" in notebook.words[-1]
            notebook.taken.clear()
            await wait(parts, 6)
            assert notebook.words, "the week goes on"
            assert not any("how you are carrying work" in said for said in notebook.words)

    asyncio.run(talk())


def test_somebody_new_starts_in_the_zone_of_their_program(home: Path, notebook: Notebook) -> None:
    async def zone() -> str:
        async with coach(home, notebook) as parts:
            code = await parts.store.run(team_with, {"zone": "Europe/Oslo"})
            await at_once(parts, f"/start {code}")
            await at_once(parts, "yes")
            found = await parts.store.read(profile_of, ACCOUNT, "ann")
            assert found is not None
            return found.zone

    assert ZoneInfo(asyncio.run(zone())).key == "Europe/Oslo"


@pytest.mark.parametrize(("days", "left"), [(9, 2), (11, 1), (91, 0)])
def test_check_ins_are_forgotten_when_the_program_s_time_is_over(
    home: Path, notebook: Notebook, days: int, left: int
) -> None:
    async def kept(days: int) -> int:
        async with coach(home, notebook) as parts:
            await joined(parts, {"keep_days": 10})
            await parts.store.run(welcome_done, ACCOUNT, "ben", Profile(country="US"), START)
            for name in ("ann", "ben"):
                learner = await parts.store.read(people.find, ACCOUNT, name)
                entry = Entry(f"run-{name}-{days}", 0, CheckedIn(3, 3))
                await parts.store.run(events.append, learner, [entry], START)
            parts.clock = MovableClock(START + timedelta(days=days), still=True)
            await tidy(parts)
            _, found = await parts.store.read(events.since, 0)
            return sum(isinstance(event, CheckedIn) for event in found)

    assert asyncio.run(kept(days)) == left


def test_a_hard_moment_that_is_open_in_one_chat_holds_the_prompt_of_the_other_back(
    home: Path, notebook: Notebook
) -> None:
    async def talk() -> list[str]:
        async with coach(home, notebook) as parts:
            await parts.store.run(welcome_done, ACCOUNT, "ann", Profile(country="US"), START)
            await at_once(parts, "link")
            code = notebook.words[-1].split("link ", 1)[1].split()[0]
            await at_once(parts, f"link {code}", address="phone")
            await at_once(parts, "yes", address="phone")
            await wait(parts, 8.5 / 24)  # half past eleven at night
            for words in ("i want to die", "it is about me", "no"):
                await at_once(parts, words)
            await at_once(parts, "thanks", address="phone")
            notebook.taken.clear()
            await wait(parts, 10 / 24)  # half past nine in the morning: what helps is still an open question
            return notebook.words

    assert asyncio.run(talk()) == []
