"""Erasing: whoever asks for it is gone from every table and every file; all that stays is a pseudonym in the audit."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import ForeignKey, inspect

from bot.channels.port import Unreachable
from bot.domain.update import FileRef
from bot.jobs.loops import settle
from bot.services.parts import Parts
from bot.services.tasks import ERASED_AFTER
from bot.store import audit, drafts, people, schedules
from bot.store.audit import pseudonym
from bot.store.drafts import Draft
from bot.store.export import owner_of
from bot.store.schema import metadata
from bot.store.sealed import keys_in_force
from bot.store.work import Store, Work
from dialogues.facts import Role
from tests.bot.services.conftest import ACCOUNT, Notebook, coach
from tests.bot.services.living import (
    NORTH,
    WELCOME,
    at_once,
    begin,
    counted,
    forward,
    found,
    person,
    say,
    seat,
    set_clock,
    wait,
    words_to,
)
from tests.bot.services.scanning import count_from, found_in_files, found_in_tables, rows_of, sealed_of

CHAT = "chat-9182736455"
LEARNER, PLACE = 7_700_400, 8_800_400
WORDS = ("Zwergfink", "Hagebutte", "Zimtstern owls", "Rosalindra", "Quokkabay", "Gingko lane")
LIFE = (
    *(*WELCOME, "next", "next", "did it", "yes", "2", "check in", "yes", "3", "4", "1"),
    *("my plan", "1", "The Zimtstern owls keep quacking", "2", "Rosalindra at the quay", "done"),
    *("report", "2", "The part on Quokkabay is old", "export my data", "progress", "quiz", "1"),
    *("i want to die", "me", "no", "4", "no", "my plan", "3", "Gingko lane"),
)


@dataclass
class Traces:
    """What can be recognised of one person: in tables, and in files as it lies there sealed."""

    needles: tuple[str, ...]
    sealed: set[bytes] = field(default_factory=set)

    @property
    def raw(self) -> list[bytes]:
        """All of it as bytes."""
        return [*self.sealed, *(needle.encode() for needle in self.needles)]


def writing(work: Work, learner_id: int, now: datetime) -> None:
    """Somebody works on a lesson, and has just sent a file of it."""
    drafts.keep(work, learner_id, Draft({"en/stories/Zwergfink.txt": "Sanddorn"}, 1, 0, ()), now)
    drafts.put_incoming(work, learner_id, ACCOUNT, FileRef("Zwergfink.md", "Hagebutte"), now)


async def live(parts: Parts, notebook: Notebook) -> Traces:
    """Everything that can be known of somebody, in the tables at once."""
    await parts.store.run(found)
    await parts.store.run(count_from, "learners", LEARNER)
    await parts.store.run(count_from, "addresses", PLACE)
    traces = Traces((CHAT, keys_in_force().fingerprint(ACCOUNT, CHAT), *WORDS, str(LEARNER + 1), str(PLACE + 1)))
    for line in LIFE:
        await say(parts, line, address=CHAT)
        traces.sealed |= await parts.store.read(sealed_of, LEARNER + 1)
    assert await person(parts, CHAT) == LEARNER + 1
    await parts.store.run(seat, CHAT, Role.supervisor, NORTH)
    await parts.store.run(counted, LEARNER + 1, parts.clock.now())
    await parts.store.run(writing, LEARNER + 1, parts.clock.now())
    await wait(parts, 0.7)
    due = await parts.store.read(schedules.next_due)
    assert due is not None
    notebook.failures = [Unreachable("down")]  # the prompt waits
    set_clock(parts, due)
    await settle(parts)
    await at_once(parts, "link", "erase my data", "yes", "my plan", "3", "Gingko lane again", address=CHAT)
    traces.sealed |= await parts.store.read(sealed_of, LEARNER + 1)
    return traces


def test_who_is_erased_is_found_nowhere_but_under_their_pseudonym_in_the_audit(
    home: Path, notebook: Notebook, database: str
) -> None:
    async def talk() -> None:
        async with coach(home, notebook, database) as parts:
            traces = await live(parts, notebook)
            who = pseudonym(LEARNER + 1)
            kept = await parts.store.read(rows_of, LEARNER + 1)
            assert set(kept) == {table.name for table in metadata.sorted_tables if owner_of(table)}, "live has it all"
            before = await parts.store.read(found_in_tables, traces.needles)
            assert {one.split(": ")[1] for one in before} == set(traces.needles), "each can be found"
            in_files = found_in_files(home, traces.raw)
            assert database or len(in_files) > len(traces.sealed) / 2, "so it would be seen in the files"

            forward(parts, ERASED_AFTER)
            await settle(parts)
            assert await parts.store.read(rows_of, LEARNER + 1) == {}
            assert await parts.store.read(found_in_tables, traces.needles) == set()
            assert found_in_files(home, traces.raw) == set()
            where = await parts.store.read(found_in_tables, [who])
            assert where == {f"audit.actor: {who}", f"audit.subject: {who}"}
            assert [entry[3] for entry in await parts.store.read(audit.entries)][-1] == "erased"

    asyncio.run(talk())


def test_the_memory_of_the_process_holds_nothing_of_them(home: Path, notebook: Notebook) -> None:
    async def talk() -> None:
        async with coach(home, notebook) as parts:
            await begin(parts, CHAT)
            parts.told[ACCOUNT, CHAT] = True
            await at_once(parts, "erase my data", "yes", address=CHAT)
            parts.told[ACCOUNT, CHAT] = True
            held = (parts.places, parts.told, parts.help_taps)
            assert CHAT in repr(held)
            forward(parts, ERASED_AFTER)
            await settle(parts)
            assert CHAT not in repr(held)

    asyncio.run(talk())


def test_of_two_only_the_one_who_asked_goes(home: Path, notebook: Notebook, database: str) -> None:
    async def talk() -> None:
        async with coach(home, notebook, database) as parts:
            await begin(parts, "ann", "bo")
            await say(parts, "quiz", "2", address="ann")
            await say(parts, "my plan", "1", "Zimtstern owls", "done", "quiz", "2", address="bo")
            bo = await person(parts, "bo")
            before = await parts.store.read(rows_of, bo)
            await say(parts, "erase my data", "yes", address="ann")
            forward(parts, ERASED_AFTER)
            await settle(parts)
            assert await parts.store.read(people.find, ACCOUNT, "ann") is None
            assert await parts.store.read(rows_of, bo) == before
            await say(parts, "1", address="bo")

    asyncio.run(talk())
    assert "Question 3 of" in words_to(notebook, "bo")[-1]


def test_a_no_or_no_answer_erases_nothing(home: Path, notebook: Notebook) -> None:
    async def talk() -> None:
        async with coach(home, notebook) as parts:
            await begin(parts, "ann", "bo")
            await say(parts, "erase my data", "no", address="ann")
            await say(parts, "erase my data", address="bo")
            await wait(parts, 0.5)
            assert await person(parts, "ann") != await person(parts, "bo")

    asyncio.run(talk())


def test_who_writes_again_afterwards_starts_fresh(home: Path, notebook: Notebook, database: str) -> None:
    async def talk() -> tuple[int, int]:
        async with coach(home, notebook, database) as parts:
            await begin(parts, "ann")
            await say(parts, "quiz", "2", "stop", "/erase", "yes")
            before = await person(parts)
            await wait(parts, 1)
            notebook.taken.clear()
            await wait(parts, 3)
            assert notebook.taken == [], "nobody is there to be written to"
            await say(parts, "hello")
            after = await person(parts)
            assert set(await parts.store.read(rows_of, after)) <= {
                *("learners", "addresses", "conversations", "inbox", "outbox"),
            }
            return before, after

    before, after = asyncio.run(talk())
    assert before != after
    assert "I am an automated bot" in notebook.words[-1]


def owners(work: Work) -> dict[str, set[str]]:
    """For each table of the database with a `learner_id`: what happens to its rows when the learner goes."""
    look = inspect(work.connection)
    with_owner = [
        name for name in look.get_table_names() if "learner_id" in {one["name"] for one in look.get_columns(name)}
    ]
    return {
        name: {
            key["options"].get("ondelete", "")
            for key in look.get_foreign_keys(name)
            if (key["constrained_columns"], key["referred_table"]) == (["learner_id"], "learners")
        }
        for name in with_owner
    }


def test_every_table_with_a_learner_goes_with_them(store: Store) -> None:
    there = asyncio.run(store.read(owners))
    assert set(there) == {table.name for table in metadata.tables.values() if "learner_id" in table.c}
    assert {name: how for name, how in there.items() if how != {"CASCADE"}} == {}


@pytest.mark.parametrize("table", metadata.tables.values(), ids=lambda table: table.name)
def test_nothing_that_points_at_a_learner_or_at_their_address_holds_them_back(table: object) -> None:
    keys: set[ForeignKey] = table.foreign_keys
    held = [str(key.parent) for key in keys if key.ondelete not in ("CASCADE", "SET NULL")]
    assert held == []


def test_who_is_erased_hands_no_team_over_any_more(home: Path, notebook: Notebook, database: str) -> None:
    async def talk() -> None:
        async with coach(home, notebook, database) as parts:
            await parts.store.run(found)
            await begin(parts, "ann", "bo")
            await parts.store.run(seat, "ann", Role.supervisor, NORTH)
            await say(parts, "my team", "3", "yes")
            code = notebook.words[-1].split("join ")[1].split()[0]
            await say(parts, "erase my data", "yes")
            await wait(parts, 1)
            await say(parts, f"join {code}", "yes", address="bo")
            assert await parts.store.read(people.find, ACCOUNT, "ann") is None

    asyncio.run(talk())
    assert any("was taken back" in words for words in words_to(notebook, "bo"))
