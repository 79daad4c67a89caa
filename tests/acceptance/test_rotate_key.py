"""A new key, from the command line: everything comes to be sealed with it, everybody is still known, and the old one can go."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import LargeBinary, insert, select, type_coerce

from bot.domain.update import Update, Wrote
from bot.store import inbox, leases, people, resealing
from bot.store.audit import pseudonym
from bot.store.digest_tables import contacts
from bot.store.resealing import older, reseal, sealed_columns
from bot.store.sealed import load_keys
from bot.store.work import Work
from tests.acceptance.keeping import SQLITE, Coach, Verb, come, known, now

WORDS = "Zimtstern owls"


def live(work: Work) -> None:
    """Three people, one with words in several columns, one without a plan."""
    come(work, "ann", "bo", "cy")
    ann = people.find(work, "rest", "ann")
    assert ann is not None
    work.execute(
        people.update(people.learners).where(people.learners.c.id == ann).values(plan=f'{{"signs": "{WORDS}"}}')
    )
    inbox.insert(work, Update("rest", "1", "ann", Wrote(WORDS), now()), now())
    asked = {"program_id": 1, "team_id": 1, "called": WORDS, "words": WORDS, "asked_at": now()}
    work.execute(insert(contacts).values(learner_id=ann, **asked))


def read(work: Work) -> list[object]:
    """Everything that is sealed, opened."""
    return [list(work.execute(select(column).order_by(*table.primary_key))) for table, column, _ in sealed_columns()]


def numbers(work: Work) -> set[int]:
    """The keys with which anything is sealed."""
    return {
        bytes(row[0])[0]
        for _, column, _ in sealed_columns()
        for row in work.execute(select(type_coerce(column, LargeBinary)))
        if row[0]
    }


def person(work: Work) -> tuple[int | None, str]:
    """Ann, as she is found and as she stands in the audit."""
    ann = people.find(work, "rest", "ann")
    return ann, pseudonym(ann or 0)


def test_everything_is_sealed_anew_and_then_the_old_key_may_go(coach: Coach, at: Verb, place: Path) -> None:
    at(live)
    before, ann, [first] = at(read), at(person), at(numbers)
    assert "seals from now on" in coach("rotate-key", "--new")[0]
    newest = load_keys(place).newest
    assert newest != first
    assert (at(read), at(numbers)) == (before, {first}), "what is old can be read"
    at(come, "di")
    assert at(numbers) == {first, newest}, "what is new has the new key"
    assert "values are sealed anew" in coach("rotate-key")[0]
    assert at(numbers) == {newest}
    key = place / "key"
    key.write_text("\n".join(line for line in key.read_text().splitlines() if not line.startswith(f"{first}:")))
    assert at(known, "ann", "bo", "di") == [True] * 3
    assert at(person) == ann
    assert WORDS in str(at(read))
    assert coach("rotate-key")[0].startswith("0 values")
    assert (key.stat().st_mode & 0o777) == 0o600


@pytest.mark.parametrize("limit", [1, 2])
def test_it_may_be_stopped_after_any_pass_and_goes_on(coach: Coach, at: Verb, limit: int) -> None:
    at(live)
    before = at(read)
    coach("rotate-key", "--new")
    most = at(older)
    assert 0 < at(reseal, limit) < most
    assert 0 < at(older) < most
    assert at(read) == before
    coach("rotate-key")
    assert (at(older), at(reseal), at(read)) == (0, 0, before)


def test_no_third_key_comes_before_the_second_has_everything(
    coach: Coach, refused: Callable[..., str], at: Verb
) -> None:
    at(live)
    coach("rotate-key", "--new")
    assert "run `coach rotate-key` first" in refused("rotate-key", "--new")
    coach("rotate-key")
    coach("rotate-key", "--new")


@SQLITE
def test_it_waits_for_every_coach_to_stop(coach: Coach, refused: Callable[..., str], at: Verb) -> None:
    at(leases.take, "telegram:main", leases.this_process(), now())
    for arguments in (("rotate-key",), ("rotate-key", "--new")):
        assert "stop every one and wait" in refused(*arguments)


@SQLITE
def test_it_waits_for_who_holds_no_lease_too(refused: Callable[..., str], place: Path) -> None:
    with closing(sqlite3.connect(place / "coach.db")) as other:
        other.execute("SELECT * FROM addresses").fetchall()
        for arguments in (("rotate-key",), ("rotate-key", "--new")):
            assert "another program has the database open" in refused(*arguments).lower()


@SQLITE
def test_a_key_in_the_environment_is_left_to_whoever_put_it_there(
    refused: Callable[..., str], place: Path, key_text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COACH_KEY", key_text.replace("\n", " "))
    said = refused("rotate-key", "--new")
    assert "COACH_KEY, which only you can change" in said
    assert not any(part.split(":")[1] in said for part in key_text.split())


@SQLITE
def test_a_row_whose_key_is_gone_is_named_and_nothing_is_lost(
    coach: Coach, refused: Callable[..., str], at: Verb, place: Path
) -> None:
    at(live)
    [first] = at(numbers)
    coach("rotate-key", "--new")
    at(reseal_addresses)
    key = place / "key"
    whole = key.read_text()
    key.write_text("\n".join(line for line in whole.splitlines() if not line.startswith(f"{first}:")))
    assert f"is sealed with key {first}" in refused("rotate-key")
    key.write_text(whole)
    coach("rotate-key")
    assert WORDS in str(at(read))


def reseal_addresses(work: Work) -> None:
    """Only the addresses have come to the new key."""
    for table, column, kind in sealed_columns():
        if table.name == "addresses":
            assert resealing._column(work, table, column, kind, 99) == 3
