"""Erasing by the operator: the same as in the chat, for somebody who lost theirs; and never over an unanswered call for help."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.domain.access import OPERATOR, Actor
from bot.jobs.loops import settle
from bot.services import erasing, programs
from bot.services.erasing import NotAnsweredYet, Whom
from bot.services.programs import NoSuchPerson, NotAllowed
from bot.store import audit, people
from bot.store.audit import pseudonym
from bot.store.work import Store, Work
from dialogues.facts import Role
from tests.bot.services.conftest import ACCOUNT, START, Notebook, coach
from tests.bot.services.living import NORTH, begin, found, hand_in, person, say, seat, words_to
from tests.bot.services.scanning import found_in_files, found_in_tables, rows_of
from tests.bot.services.test_erasing import CHAT, LEARNER, live

Run = Callable[..., object]
ANN = Whom(account=ACCOUNT, address="ann")


def test_who_is_erased_by_the_operator_is_found_nowhere_but_under_their_pseudonym(
    home: Path, notebook: Notebook, database: str
) -> None:
    async def talk() -> None:
        async with coach(home, notebook, database) as parts:
            traces = await live(parts, notebook)
            assert set(await parts.store.read(found_in_tables, traces.needles)), "so it would be seen"
            whom, who = Whom(account=ACCOUNT, address=CHAT), pseudonym(LEARNER + 1)
            await parts.store.run(erasing.erase_known, OPERATOR, whom, parts.clock.now())
            await parts.store.scrub()
            assert await parts.store.read(rows_of, LEARNER + 1) == {}
            assert await parts.store.read(found_in_tables, traces.needles) == set()
            assert found_in_files(home, traces.raw) == set()
            assert (await parts.store.read(audit.entries))[-1][2:] == (audit.OPERATOR, "erased", who)
            notebook.taken.clear()
            await settle(parts)
            assert notebook.taken == [], "what waited for them is gone, and nothing fails"

    asyncio.run(talk())


def test_a_call_for_help_is_answered_before_anybody_is_erased(home: Path, notebook: Notebook, database: str) -> None:
    async def talk() -> None:
        async with coach(home, notebook, database) as parts:
            await begin(parts, "ann")
            await say(parts, "lesson")
            ann, now = await person(parts), parts.clock.now()
            await hand_in(parts, "i want to die")
            before = await parts.store.read(rows_of, ann)
            with pytest.raises(NotAnsweredYet, match="call for help; nothing was erased"):
                await parts.store.run(erasing.erase_known, OPERATOR, ANN, now)
            assert await parts.store.read(rows_of, ann) == before
            assert await parts.store.read(audit.entries) == ()
            await settle(parts)
            assert "988" in words_to(notebook, "ann")[-1]
            await parts.store.run(erasing.erase_known, OPERATOR, ANN, now)
            assert await parts.store.read(people.find, ACCOUNT, "ann") is None

    asyncio.run(talk())


def test_of_two_only_the_one_who_is_meant_goes(home: Path, notebook: Notebook, database: str) -> None:
    async def talk() -> None:
        async with coach(home, notebook, database) as parts:
            await begin(parts, "ann", "bo")
            await say(parts, "quiz", "2", address="bo")
            bo = await person(parts, "bo")
            before = await parts.store.read(rows_of, bo)
            await parts.store.run(erasing.erase_known, OPERATOR, ANN, parts.clock.now())
            assert await parts.store.read(rows_of, bo) == before
            assert await parts.store.read(people.find, ACCOUNT, "ann") is None

    asyncio.run(talk())


@pytest.fixture
def of_north(run: Run) -> int:
    """Ann, a learner of North who also leads it, beside Bo, who learns there."""
    run(found)
    run(seat, "ann", Role.learner, NORTH)
    run(seat, "ann", Role.supervisor, NORTH)
    run(seat, "bo", Role.learner, NORTH)
    ann: int = run(people.find, ACCOUNT, "ann")  # as `run` is typed
    return ann


@pytest.mark.parametrize("written", [str, str.upper, lambda who: f" {who.replace('-', '')} "])
def test_somebody_with_roles_is_found_by_their_whole_pseudonym(
    run: Run, of_north: int, written: Callable[[str], str]
) -> None:
    whom = Whom(written(pseudonym(of_north)))
    known = run(erasing.find, OPERATOR, whom)
    assert (known.learner_id, [one.role for one in known.seats]) == (of_north, [Role.learner, Role.supervisor])
    run(erasing.erase_known, OPERATOR, whom, START)
    assert run(people.find, ACCOUNT, "ann") is None
    assert run(people.find, ACCOUNT, "bo") is not None
    with pytest.raises(NoSuchPerson, match="nobody with a role"):
        run(erasing.erase_known, OPERATOR, whom, START)


@pytest.mark.parametrize("signs", [0, 4, 5, 10])
def test_part_of_a_pseudonym_is_not_enough_to_erase_somebody(run: Run, of_north: int, signs: int) -> None:
    with pytest.raises(NoSuchPerson, match="role list"):
        run(erasing.erase_known, OPERATOR, Whom(pseudonym(of_north)[:signs]), START)
    assert run(people.find, ACCOUNT, "ann") == of_north


def test_who_was_erased_meanwhile_is_not_erased_twice(run: Run, of_north: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone_meanwhile(work: Work, learner_id: int) -> None:
        people.forget(work, learner_id)

    monkeypatch.setattr(people, "lock_door", gone_meanwhile)
    with pytest.raises(NoSuchPerson, match="just now"):
        run(erasing.erase_known, OPERATOR, ANN, START)
    assert "erased" not in [entry[3] for entry in run(audit.entries)]


@pytest.mark.parametrize("role", Role)
def test_nobody_but_the_operator_and_the_person_erases_them(store: Store, run: Run, of_north: int, role: Role) -> None:
    team = NORTH if role in {Role.learner, Role.supervisor} else 0
    run(seat, "cy", role, team)
    cy = run(people.find, ACCOUNT, "cy")
    other = run(programs.actor_of, cy)
    with pytest.raises(NotAllowed, match="erase a person's data"):
        run(erasing.erase_person, of_north, other, START)
    with pytest.raises(NotAllowed, match="erase a person's data"):
        run(erasing.find, other, ANN)
    assert run(people.find, ACCOUNT, "ann") == of_north
    run(erasing.erase_person, cy, Actor(other.learner_id), START)
    assert run(people.find, ACCOUNT, "cy") is None


def test_nobody_is_known_in_a_chat_that_never_was_and_nobody_is_made_there(run: Run) -> None:
    with pytest.raises(NoSuchPerson, match="nobody is known as 'eve' on 'rest'"):
        run(erasing.find, OPERATOR, Whom(account="rest", address="eve"))
    assert run(people.find, "rest", "eve") is None
