"""Exporting: a person's copy has all of theirs and nothing of anybody else's, and is for them alone."""

import asyncio
import json
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.services.exporting import FILENAME, PAGE
from bot.services.housekeeping import tidy
from bot.services.parts import Parts
from bot.store import blobs
from bot.store.export import FILES, INNER, owner_of
from bot.store.program_tables import blobs as blobs_table
from bot.store.schema import metadata
from bot.store.sealed import keys_in_force
from bot.store.work import Work
from dialogues.facts import Role
from dialogues.message import Document
from tests.bot.services.conftest import ACCOUNT, Notebook, coach
from tests.bot.services.living import (
    NORTH,
    WELCOME,
    at_once,
    begin,
    forward,
    found,
    person,
    say,
    seat,
    words_to,
)
from tests.bot.services.scanning import rows_of

CHAT, OTHER = "chat-9182736455", "chat-5546372819"
LIFE = (
    *(*WELCOME, "next", "next", "did it", "yes", "2", "check in", "yes", "3", "4", "1"),
    *("my plan", "1", "The Zimtstern “owls” keep\nquacking 🦉", "done", "report", "2", "Quokkabay is old", "quiz"),
)
ELSEWHERE = ("my plan", "1", "Somebody else's words", "done", "quiz", "1")
Parts_ = Mapping[str, Mapping[str, object]]


async def copy_of(parts: Parts, notebook: Notebook, address: str) -> str:
    """The copy that comes through the channel, as text."""
    await say(parts, "export my data", address=address)
    return handed_over(notebook, address)[FILENAME]


def handed_over(notebook: Notebook, address: str) -> dict[str, str]:
    """The two files that came last, by their names; both in the same answer."""
    sent = [(to, message, file) for (to, message), file in zip(notebook.taken, notebook.files, strict=True) if file][
        -2:
    ]
    assert [(to, file.name) for to, _, file in sent] == [(address, FILENAME), (address, PAGE)]
    for _, message, file in sent:
        assert isinstance(message.attachment, Document)
        assert message.attachment.filename == file.name
    return {file.name: file.body.decode("utf-8") for _, _, file in sent}


async def live(parts: Parts) -> None:
    """One whole life, and another person's beside it."""
    await parts.store.run(found)
    await begin(parts, OTHER)
    await parts.store.run(seat, OTHER, Role.learner, NORTH)
    await say(parts, *ELSEWHERE, address=OTHER)
    await say(parts, *LIFE, address=CHAT)
    await parts.store.run(seat, CHAT, Role.learner, NORTH)
    await at_once(parts, "link", address=CHAT)


def test_the_copy_has_every_table_with_its_rows_and_what_they_are_for(
    home: Path, notebook: Notebook, database: str
) -> None:
    async def talk() -> None:
        async with coach(home, notebook, database) as parts:
            await live(parts)
            kept = await parts.store.read(rows_of, await person(parts, CHAT))
            copy = json.loads(await copy_of(parts, notebook, CHAT))
            told: Parts_ = copy["parts"]
            assert set(told) == set(kept) - FILES | {"conversations"}
            for name, part in told.items():
                assert part["what_for"], name
                rows = part["rows"]
                assert isinstance(rows, list)
                assert len(rows) >= kept.get(name, 0)
            [learner] = told["learners"]["rows"]  # JSON
            assert learner["plan"] == {"signs": "The Zimtstern “owls” keep\nquacking 🦉"}
            assert (learner["country"], learner["zone"]) == ("US", "America/New_York")
            assert told["addresses"]["rows"][0]["address"] == CHAT  # JSON
            assert "Quokkabay is old" in json.dumps(told["reports"])

    asyncio.run(talk())


def test_the_copy_has_nothing_of_anybody_else_and_nothing_of_how_the_machine_works(
    home: Path, notebook: Notebook, database: str
) -> None:
    async def talk() -> None:
        async with coach(home, notebook, database) as parts:
            await live(parts)
            other = await person(parts, OTHER)
            written = await copy_of(parts, notebook, CHAT)
            copy: Parts_ = json.loads(written)["parts"]
            for theirs in (
                "Somebody else",
                OTHER,
                keys_in_force().fingerprint(ACCOUNT, CHAT),
                (home / "key").read_text(),
            ):
                assert theirs not in written
            rows = [row for part in copy.values() for row in part["rows"]]  # JSON
            assert {row["learner_id"] for row in rows if "learner_id" in row} == {await person(parts, CHAT)}
            assert other not in {row["id"] for row in copy["learners"]["rows"]}  # JSON
            assert not {name for row in rows for name in row} & INNER
            assert "Somebody else" in await copy_of(parts, notebook, OTHER), "it would be seen"

    asyncio.run(talk())


def test_no_column_that_recognises_somebody_or_names_a_machine_is_told() -> None:
    columns = {column.name for table in metadata.sorted_tables if owner_of(table) for column in table.columns}
    assert {name for name in columns if "hash" in name or name.startswith("lease") or name == "key"} <= INNER
    assert columns >= INNER, "a name in this list that no table has any more"


@pytest.mark.parametrize("text_only", [True, False])
def test_who_wants_words_only_still_gets_the_copy(text_only: bool, home: Path, notebook: Notebook) -> None:
    async def talk() -> None:
        async with coach(home, notebook) as parts:
            await begin(parts, CHAT)
            await say(parts, "/text_only" if text_only else "/pictures", address=CHAT)
            assert json.loads(await copy_of(parts, notebook, CHAT))["parts"]["learners"]

    asyncio.run(talk())


def test_who_has_stopped_and_who_is_not_welcomed_get_theirs_too(home: Path, notebook: Notebook) -> None:
    async def talk() -> None:
        async with coach(home, notebook) as parts:
            await say(parts, "hello", "/export", address="new")
            await begin(parts, "ann")
            await say(parts, "stop", "/export", address="ann")
            assert [file.name for file in notebook.files if file] == [FILENAME, PAGE] * 2

    asyncio.run(talk())


def test_a_copy_and_a_picture_are_gone_after_a_day(home: Path, notebook: Notebook, database: str) -> None:
    async def talk() -> None:
        async with coach(home, notebook, database) as parts:
            await begin(parts, CHAT)
            await say(parts, "quiz", "1", "export my data", "progress", address=CHAT)
            [copy, page, _] = [message.attachment for _, message in notebook.taken if message.attachment]
            assert isinstance(copy, Document)
            assert isinstance(page, Document)
            learner = await person(parts, CHAT)
            forward(parts, timedelta(hours=23))
            await tidy(parts)
            assert await parts.store.read(blobs.get, learner, copy.blob)
            assert await parts.store.read(blobs.get, learner, page.blob)
            assert await parts.store.read(blobs.get, learner + 1, copy.blob) is None, "nobody else's"
            forward(parts, timedelta(hours=2))
            await tidy(parts)
            assert await parts.store.read(files_left) == 0

    asyncio.run(talk())


def files_left(work: Work) -> int:
    """How many files are kept, of anybody."""
    return len(work.execute(select(blobs_table.c.id)).all())


def test_half_a_character_in_somebodys_plan_does_not_keep_their_copy_from_them(home: Path, notebook: Notebook) -> None:
    async def talk() -> None:
        async with coach(home, notebook) as parts:
            await begin(parts, CHAT)
            await say(parts, "my plan", "1", "broken \ud83e here", "done", address=CHAT)
            copy = json.loads(await copy_of(parts, notebook, CHAT))
            assert copy["parts"]["learners"]["rows"][0]["plan"] == {"signs": "broken ? here"}

    asyncio.run(talk())


def test_what_cannot_be_unsealed_is_said_to_be_unreadable_and_the_rest_comes(home: Path, notebook: Notebook) -> None:
    async def talk() -> None:
        async with coach(home, notebook) as parts:
            await live(parts)
            await parts.store.run(break_reports)
            copy = json.loads(await copy_of(parts, notebook, CHAT))["parts"]
            assert "unreadable" in copy["reports"]["rows"][0]
            assert copy["learners"]["rows"][0]["plan"]
            assert any(words.startswith("Here is all") for words in words_to(notebook, CHAT))

    asyncio.run(talk())


def break_reports(work: Work) -> None:
    """What a lost key looks like."""
    work.connection.exec_driver_sql("UPDATE reports SET words = x'ff00112233445566778899aabbccddeeff0011223344'")
