"""Linking: two chats of one person become one, by a code, and what protects them in either holds in both."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.domain.schedule import PUSH
from bot.jobs.loops import settle
from bot.services.parts import Parts
from bot.services.people import welcome_done
from bot.store import audit, events, people, programs, schedules
from bot.store.audit import pseudonym
from bot.store.tables import schedules as schedules_table
from bot.store.work import Work
from dialogues.facts import Profile, Role
from tests.bot.services.conftest import ACCOUNT, START, Notebook, coach
from tests.bot.services.living import (
    NORTH,
    at_once,
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
from tests.bot.services.scanning import rows_of

SOUTH = 2
CODE = re.compile(r"\blink ([2-9A-Z]{5}-[2-9A-Z]{5})\b")
ONE, TWO = "one", "two"
Talk = Callable[[Parts], Awaitable[None]]


async def code(parts: Parts, notebook: Notebook, address: str = ONE) -> str:
    """The code that one chat is told."""
    await at_once(parts, "link", address=address)
    return CODE.findall("\n".join(words_to(notebook, address)))[-1]


async def link(parts: Parts, notebook: Notebook) -> None:
    """Ask for a code in chat one, and use it in chat two."""
    told = await code(parts, notebook)
    await say(parts, f"link {told}", "yes", address=TWO)
    assert await person(parts, ONE) == await person(parts, TWO)


def together(home: Path, notebook: Notebook, database: str, talk: Talk) -> None:
    """A coach with two people who are one: each has finished the welcome in a chat of their own."""

    async def begun() -> None:
        async with coach(home, notebook, database) as parts:
            await begin(parts, ONE, TWO)
            await talk(parts)

    asyncio.run(begun())


def test_both_records_become_one_and_nothing_of_the_other_stays(home: Path, notebook: Notebook, database: str) -> None:
    async def talk(parts: Parts) -> None:
        await say(parts, "lesson", "next", "next", "did it", "no", "quiz", "1", address=ONE)
        await say(parts, "quiz", "2", "2", address=TWO)
        ids = [await person(parts, ONE), await person(parts, TWO)]
        before = [await parts.store.read(events.studied, one) for one in ids]
        counted = [await parts.store.read(rows_of, one) for one in ids]
        await link(parts, notebook)
        kept = await person(parts, ONE)
        [gone] = [one for one in ids if one != kept]
        assert await parts.store.read(rows_of, gone) == {}
        after = await parts.store.read(events.studied, kept)
        assert set(after) == set(before[0]) | set(before[1])
        for subject, seen in after.items():
            assert seen.times == sum(one[subject].times for one in before if subject in one)
        rows = await parts.store.read(rows_of, kept)
        assert rows["addresses"] == rows["conversations"] == 2
        assert rows["events"] > counted[0]["events"] + counted[1]["events"]
        assert await parts.store.read(task_left) == [], "what was asked for is done"
        [*_, last] = await parts.store.read(audit.entries)
        assert last[2:] == (pseudonym(kept), "merged", pseudonym(gone))

    together(home, notebook, database, talk)


def task_left(work: Work) -> list[str]:
    """What was asked for and is not done yet."""
    return [row.subject for row in work.execute(select(schedules_table).where(schedules_table.c.kind == "task"))]


def test_both_chats_are_answered_afterwards_and_the_last_used_one_gets_the_prompt(
    home: Path, notebook: Notebook, database: str
) -> None:
    async def talk(parts: Parts) -> None:
        await link(parts, notebook)
        for last in (ONE, TWO):
            other = TWO if last == ONE else ONE
            await say(parts, "settings", address=other)
            await say(parts, "settings", address=last)
            for chat in (ONE, TWO):
                assert any(words.startswith("Your settings") for words in words_to(notebook, chat))
            notebook.taken.clear()
            await wait(parts, 1)
            assert {address for address, _ in notebook.taken} == {last}

    together(home, notebook, database, talk)


def test_who_had_a_prompt_today_in_one_chat_gets_no_second_one(home: Path, notebook: Notebook, database: str) -> None:
    async def talk(parts: Parts) -> None:
        late = Profile(country="US", hour=time(12, 0))
        await parts.store.run(change_profile, TWO, late)
        set_clock(parts, START.replace(hour=10) + timedelta(days=1))
        await settle(parts)
        assert words_to(notebook, ONE)
        assert not words_to(notebook, TWO)
        await link(parts, notebook)
        notebook.taken.clear()
        await wait(parts, 0.5)
        assert notebook.taken == []
        await wait(parts, 0.5)
        assert {address for address, _ in notebook.taken} == {TWO}
        assert len([words for words in notebook.words if "Question" in words or "min" in words]) <= 1
        [planned] = [one for one in await parts.store.read(schedules.of, await person(parts, ONE)) if one.kind == PUSH]
        assert planned.due_at - parts.clock.now() < timedelta(days=1)

    together(home, notebook, database, talk)


def change_profile(work: Work, address: str, profile: Profile) -> None:
    """Other settings, and nothing planned by the old ones."""
    learner = people.load(work, people.find(work, ACCOUNT, address) or 0)
    people.save(work, replace(learner, profile=profile, welcomed_at=None))
    welcome_done(work, ACCOUNT, address, profile, START)


@pytest.mark.parametrize("stopped", [ONE, TWO])
def test_a_stop_in_either_chat_stops_both_and_they_are_told(stopped: str, home: Path, notebook: Notebook) -> None:
    async def talk(parts: Parts) -> None:
        told = await code(parts, notebook)
        await say(parts, "stop", address=stopped)
        await at_once(parts, f"/link_accept {told}", f"link {told}", "yes", address=TWO)
        assert "You said stop in one of them" in words_to(notebook, TWO)[-1]
        notebook.taken.clear()
        await wait(parts, 5)
        assert notebook.taken == []
        await say(parts, "resume", address=ONE)
        await wait(parts, 3)
        assert len(words_to(notebook, ONE)) > 1

    together(home, notebook, "", talk)


@pytest.mark.parametrize("hurt", [ONE, TWO])
def test_a_hard_talk_in_either_chat_keeps_the_day_quiet_in_both(hurt: str, home: Path, notebook: Notebook) -> None:
    async def talk(parts: Parts) -> None:
        await say(parts, "i want to die", "me", "no", "3", "no", address=hurt)
        await link(parts, notebook)
        for chat in (ONE, TWO):
            await say(parts, "quiz", address=chat)
            assert "a day to go gently" in words_to(notebook, chat)[-1]

    together(home, notebook, "", talk)


def test_what_waits_for_silence_and_what_was_promised_go_on(home: Path, notebook: Notebook, database: str) -> None:
    async def talk(parts: Parts) -> None:
        await say(parts, "help now", "not now", "yes", address=ONE)
        told = await code(parts, notebook)
        await say(parts, "help now", address=TWO)  # its question waits a quarter of an hour
        await at_once(parts, f"link {told}", "yes", address=TWO)
        assert await person(parts, ONE) == await person(parts, TWO)
        notebook.taken.clear()
        await wait(parts, 0.02)
        assert "danger right now?" in words_to(notebook, TWO)[-1]
        await wait(parts, 0.02)
        notebook.taken.clear()
        await wait(parts, 0.9)
        assert [address for address, _ in notebook.taken] == [ONE], "the promise, and no prompt beside it"
        assert "How are you today?" in notebook.words[-1]

    together(home, notebook, database, talk)


@pytest.mark.parametrize("later", ["yes", "no"])
@pytest.mark.parametrize("chat", [ONE, TWO])
def test_of_two_words_on_check_ins_the_later_one_holds(chat: str, later: str, home: Path, notebook: Notebook) -> None:
    async def talk(parts: Parts) -> None:
        other, earlier = (TWO if chat == ONE else ONE), ("no" if later == "yes" else "yes")
        await say(parts, "check in", earlier, address=other)
        await say(parts, "check in", later, address=chat)
        await link(parts, notebook)
        given, declined = await parts.store.read(people.agreements, await person(parts, ONE))
        assert ("checkins" in given, "checkins" in declined) == (later == "yes", later == "no")
        assert "lessons" in given

    together(home, notebook, "", talk)


def test_both_plans_are_joined_and_shown_in_either_chat(home: Path, notebook: Notebook, database: str) -> None:
    async def talk(parts: Parts) -> None:
        await say(parts, "my plan", "1", "I skip meals", "3", "The old bridge", "done", address=ONE)
        await say(parts, "my plan", "1", "I stop answering", "2", "Rosa", "done", address=TWO)
        await link(parts, notebook)
        for chat in (ONE, TWO):
            await say(parts, "my plan", address=chat)
            shown = words_to(notebook, chat)[-1]
            assert all(own in shown for own in ("I skip meals", "I stop answering", "Rosa", "The old bridge"))

    together(home, notebook, database, talk)


def test_seats_are_kept_and_of_two_teams_the_one_joined_last(home: Path, notebook: Notebook, database: str) -> None:
    async def talk(parts: Parts) -> None:
        await parts.store.run(found)
        for chat, role, team in ((ONE, Role.learner, SOUTH), (TWO, Role.learner, NORTH), (TWO, Role.supervisor, SOUTH)):
            await parts.store.run(seat, chat, role, team)
        await link(parts, notebook)
        seats = await parts.store.read(programs.seats_of, await person(parts, ONE))
        assert {(one.role, one.team) for one in seats} == {(Role.learner, NORTH), (Role.supervisor, SOUTH)}
        await say(parts, "my team", address=ONE)
        assert words_to(notebook, ONE)[-1].startswith("South")

    together(home, notebook, database, talk)


@pytest.mark.parametrize("asker", [ONE, TWO])
def test_a_quiz_that_waits_in_either_chat_goes_on(asker: str, home: Path, notebook: Notebook) -> None:
    async def talk(parts: Parts) -> None:
        await say(parts, "quiz", "1", address=asker)
        await link(parts, notebook)
        notebook.taken.clear()
        await say(parts, "2", address=asker)
        assert "Question 3 of 4" in words_to(notebook, asker)[-1]

    together(home, notebook, "", talk)


def test_a_new_chat_joins_before_its_welcome_and_is_not_asked_again(
    home: Path, notebook: Notebook, database: str
) -> None:
    async def talk(parts: Parts) -> None:
        await say(parts, "hello", address="new")
        told = await code(parts, notebook)
        await say(parts, f"link {told}", "yes", "settings", address="new")
        assert words_to(notebook, "new")[-1].startswith("Your settings")
        assert await person(parts, "new") == await person(parts, ONE)

    together(home, notebook, database, talk)


def test_a_code_that_is_wrong_over_used_or_ones_own_changes_nothing(
    home: Path, notebook: Notebook, database: str
) -> None:
    async def talk(parts: Parts) -> None:
        told = await code(parts, notebook)
        await say(parts, f"link {told}", address=ONE)
        assert "for your other chat" in words_to(notebook, ONE)[-1]
        await say(parts, "link 22222-22222", address=TWO)
        assert "do not know that code" in words_to(notebook, TWO)[-1]
        renewed = await code(parts, notebook)
        await say(parts, f"link {told}", address=TWO)
        assert "do not know that code" in words_to(notebook, TWO)[-1], "a newer code ends the older one"
        forward(parts, timedelta(minutes=20))
        await at_once(parts, f"link {renewed}", address=TWO)
        assert "has ended" in words_to(notebook, TWO)[-1]
        last = await code(parts, notebook)
        await at_once(parts, f"link {last}", address=TWO)
        forward(parts, timedelta(minutes=20))
        await at_once(parts, "yes", address=TWO)
        assert "nothing has changed" in words_to(notebook, TWO)[-1], "it ended between the question and the answer"
        assert await person(parts, ONE) != await person(parts, TWO)
        await link(parts, notebook)
        used = CODE.findall("\n".join(words_to(notebook, ONE)))[-1]
        await begin(parts, "three")
        await say(parts, f"link {used}", address="three")
        assert "do not know that code" in words_to(notebook, "three")[-1]

    together(home, notebook, database, talk)
