"""The weekly digest, from what people did to the supervisor's chat: frozen, sent once, and the same for everybody who looks."""

import asyncio
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.jobs.loops import settle
from bot.services import digests, figures
from bot.services.housekeeping import tidy
from bot.services.parts import Parts
from bot.store import events, people, schedules, snapshots
from bot.store.digest_tables import panels
from bot.store.digest_tables import snapshots as frozen
from bot.store.events import Entry
from bot.store.work import Work
from dialogues.events import CheckedIn, ItemAnswered, LessonFinished
from dialogues.facts import Role
from dialogues.figures import Band, State
from dialogues.message import Image
from tests.bot.services.conftest import ACCOUNT, START, Notebook, coach
from tests.bot.services.living import (
    HARBOUR,
    NORTH,
    begin,
    forward,
    found,
    person,
    say,
    seat,
    set_clock,
    wait,
    words_to,
)

BOSS = "boss"
TEAM = tuple(f"peer-{number}" for number in range(12))
WEEK = timedelta(weeks=1)
FIRST_MONDAY = datetime(2027, 1, 11, tzinfo=UTC)  # after the first whole week, where the program is: in UTC


async def team_of(parts: Parts, *addresses: str, boss: str = BOSS) -> None:
    """The team North with these people, who agreed to be counted, and its supervisor."""
    await parts.store.run(found)
    await begin(parts, boss, *addresses)
    await parts.store.run(seat, boss, Role.supervisor, NORTH)
    for address in addresses:
        await parts.store.run(seat, address, Role.learner, NORTH)
    await parts.store.run(agree, addresses)
    await parts.store.run(stop_prompts, (boss, *addresses))
    await parts.store.run(lambda work: digests.plan(work, people.find(work, ACCOUNT, boss) or 0, parts.policy, START))


def agree(work: Work, addresses: Iterable[str]) -> None:
    for address in addresses:
        for purpose in ("figures", "checkins"):
            people.give_consent(work, people.find(work, ACCOUNT, address) or 0, purpose, 1, START)


def stop_prompts(work: Work, addresses: Iterable[str]) -> None:
    """Their prompts would only make the tests longer."""
    for address in addresses:
        schedules.cancel(work, people.find(work, ACCOUNT, address) or 0, "push")


def learn(work: Work, addresses: Iterable[str], at: datetime) -> None:
    for address in addresses:
        entry = Entry(f"made {address} {at}", 0, LessonFinished("rights-01", "rights"))
        asked = Entry(f"made {address} {at}", 1, ItemAnswered("rights-q01", "rights", "rights.consent", correct=False))
        load = Entry(f"made {address} {at}", 2, CheckedIn(3, 5))
        events.append(work, people.find(work, ACCOUNT, address) or 0, [entry, asked, load], at)


def digests_to(notebook: Notebook, address: str = BOSS) -> list[str]:
    """The digests that one chat got, in order."""
    return [words for words in words_to(notebook, address) if words.startswith("North")]


def count(work: Work, table: object) -> int:
    return work.execute(select(func.count()).select_from(table)).scalar_one()  # type: ignore[arg-type, attr-defined]


def test_the_digest_comes_once_on_its_day_with_a_picture_and_not_again_while_nothing_changes(
    home: Path, notebook: Notebook, database: str
) -> None:
    async def talk() -> None:
        async with coach(home, notebook, database) as parts:
            await team_of(parts, *TEAM)
            for week in range(1, 3):
                await parts.store.run(learn, TEAM[:10], START + week * WEEK + timedelta(days=1))
            await wait(parts, 21)
            sent = digests_to(notebook)
            assert [words.split("\n", 1)[0][:24] for words in sent] == [
                "North: I show no figures",  # in the first week nobody was there all through it
                "North · week of 11 Janua",
            ], "and the week after it shows the very same"
            assert all("Most met: Rights." in words for words in sent[1:])
            pictures = [message.attachment for to, message in notebook.taken if message.text.words in sent]
            assert [isinstance(one, Image) for one in pictures] == [False, True]
            await wait(parts, 60)
            assert len(digests_to(notebook)) <= len(sent) + 2, (
                "empty weeks are told once, and what is pooled when it ends"
            )

    asyncio.run(talk())


def test_figures_are_frozen_once_a_week_whoever_looks(home: Path, notebook: Notebook, database: str) -> None:
    async def talk() -> None:
        async with coach(home, notebook, database) as parts:
            await team_of(parts, *TEAM)
            await parts.store.run(learn, TEAM, START + WEEK)
            set_clock(parts, START + 2 * WEEK)
            assert await figures.freeze_due(parts) == 2
            assert await figures.freeze_due(parts) == 0
            shown = await parts.store.read(snapshots.newest, HARBOUR)
            group = shown[0].of(NORTH)
            assert (group.state, group.learning and group.learning.took_part) == (State.shown, Band.most)
            await parts.store.run(learn, TEAM, START + WEEK + timedelta(days=1))  # comes too late: it is frozen
            again = await parts.store.run(figures.newest, HARBOUR, parts.policy, parts.clock.now())
            assert again == shown[0]
            assert await parts.store.read(count, frozen) == 2
            assert await parts.store.read(count, panels) == len(TEAM)

    asyncio.run(talk())


def test_who_did_not_agree_is_not_counted_and_who_is_erased_leaves_a_gap(
    home: Path, notebook: Notebook, database: str
) -> None:
    async def talk() -> None:
        async with coach(home, notebook, database) as parts:
            await team_of(parts, *TEAM[:7])
            await parts.store.run(
                lambda work: people.withdraw_consent(work, people.find(work, ACCOUNT, TEAM[0]) or 0, "figures", START)
            )
            await parts.store.run(learn, TEAM[:7], START + WEEK)
            set_clock(parts, START + 2 * WEEK)
            await figures.freeze_due(parts)
            assert await parts.store.read(count, panels) == 6
            await parts.store.run(lambda work: people.forget(work, people.find(work, ACCOUNT, TEAM[1]) or 0))
            set_clock(parts, START + 3 * WEEK)
            await figures.freeze_due(parts)
            newest = (await parts.store.read(snapshots.newest, HARBOUR))[0].of(NORTH)
            assert newest.state is State.resting

    asyncio.run(talk())


@pytest.mark.parametrize("chosen", ["digest_off", "digest_pause", "stop"])
def test_who_wants_none_gets_none_and_may_still_ask(chosen: str, home: Path, notebook: Notebook) -> None:
    async def talk() -> None:
        async with coach(home, notebook) as parts:
            await team_of(parts, *TEAM)
            await parts.store.run(learn, TEAM, START + timedelta(days=8))
            await say(parts, f"/{chosen}", address=BOSS)
            await wait(parts, 16)
            assert digests_to(notebook) == []
            await say(parts, "/digest", address=BOSS)
            assert digests_to(notebook)[0].startswith("North · week of 11 January")

    asyncio.run(talk())


def test_it_comes_at_an_hour_of_its_own_where_the_supervisor_is(home: Path, notebook: Notebook) -> None:
    async def talk() -> None:
        async with coach(home, notebook) as parts:
            await team_of(parts, *TEAM)
            await say(parts, "/digest_hour", "10:30", address=BOSS)
            planned = {one.kind: one.due_at for one in await parts.store.read(schedules.of, await person(parts, BOSS))}
            assert planned["digest"] == datetime(2027, 1, 11, 10, 30, tzinfo=UTC)
            await say(parts, "/zone", "10:05", address=BOSS)

    asyncio.run(talk())


def test_before_a_week_is_over_there_is_none_and_a_learner_has_none(home: Path, notebook: Notebook) -> None:
    async def talk() -> None:
        async with coach(home, notebook) as parts:
            await team_of(parts, *TEAM)
            await say(parts, "/digest", address=BOSS)
            assert "There is no digest yet" in words_to(notebook, BOSS)[-1]
            await say(parts, "/digest", address=TEAM[0])
            assert "for people who supervise a team" in words_to(notebook, TEAM[0])[-1]

    asyncio.run(talk())


def test_the_learner_sees_what_the_supervisor_sees_and_their_part_in_it(
    home: Path, notebook: Notebook, database: str
) -> None:
    async def talk() -> None:
        async with coach(home, notebook, database) as parts:
            await team_of(parts, *TEAM)
            await parts.store.run(learn, TEAM, START + WEEK)
            set_clock(parts, START + 2 * WEEK)
            await say(parts, "/digest", address=BOSS)
            await say(parts, "what my supervisor sees", address=TEAM[0])
            seen, mirrored = words_to(notebook, BOSS)[-1], words_to(notebook, TEAM[0])[-1]
            shared = [line for line in seen.split("\n") if "people" in line or "met" in line]
            assert all(line in mirrored for line in shared)
            assert "You are counted in" in mirrored

    asyncio.run(talk())


def test_a_supervisor_without_a_team_any_more_is_forgotten_by_the_clock(home: Path, notebook: Notebook) -> None:
    async def talk() -> None:
        async with coach(home, notebook) as parts:
            await team_of(parts, *TEAM)
            await parts.store.run(learn, TEAM, START + WEEK)
            boss = await person(parts, BOSS)
            await say(parts, "/leave_seat", "2", address=BOSS)
            assert "digest" not in {one.kind for one in await parts.store.read(schedules.of, boss)}
            forward(parts, 2 * WEEK)
            await settle(parts)
            assert digests_to(notebook) == []

    asyncio.run(talk())


def test_staff_get_their_own_week(home: Path, notebook: Notebook, database: str) -> None:
    async def talk() -> None:
        async with coach(home, notebook, database) as parts:
            await team_of(parts, *TEAM)
            await begin(parts, "writer")
            await parts.store.run(seat, "writer", Role.author)
            for week in range(1, 9):
                await parts.store.run(learn, TEAM, START + week * WEEK + timedelta(days=1))
            await tidy(parts)  # plans the digest of whoever has none
            await wait(parts, 64)
            weeks = [
                words for words in words_to(notebook, "writer") if words.startswith("Harbour · the week for staff")
            ]
            assert len(weeks) > 5
            assert any("• rights-q01: few were right." in words for words in weeks), "of a whole block of weeks"

    asyncio.run(talk())
