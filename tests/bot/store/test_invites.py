"""Invites: a code is told once, used as often as it says, and leads exactly where it was meant to."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.store import audit, invites, programs
from bot.store.audit import pseudonym
from bot.store.invites import ALPHABET, NoSuchInvite, Terms, code_in
from bot.store.work import Store, Work
from dialogues.facts import Invitation, Role, Seat
from tests.bot.store.making import DAY, NOW, fetch, someone
from tests.bot.store.test_programs import ABROAD, ADMIN, NORTH, OVER_NORTH, SOUTH, found

Run = Callable[..., object]
MONTH = NOW + 30 * DAY


def make(work: Work, seat: Seat = NORTH, most: int = 20, giver: int | None = None) -> tuple[int, str]:
    return invites.make(work, seat, Terms(MONTH, most, giver), NOW)


def prepared_code(run: Run, seat: Seat = NORTH, most: int = 20, giver: int | None = None) -> tuple[int, str]:
    """Programs, teams, people and a code."""
    run(found)
    return run(make, seat, most, giver)


def test_a_code_is_two_groups_of_signs_nobody_mistakes_and_lies_nowhere_in_the_database(run: Run) -> None:
    number, code = prepared_code(run)
    first, second = code.split("-")
    assert number == 1
    assert (len(first), len(second)) == (5, 5)
    assert set(first + second) <= set(ALPHABET)
    for alike in ("0O", "1IL", "2Z", "5S", "8B", "UV"):
        assert len(set(alike) & set(ALPHABET)) <= 1
    [row] = run(fetch, "SELECT * FROM invites")
    assert not [cell for cell in row if first.lower() in str(cell).lower() or second.lower() in str(cell).lower()]


@pytest.mark.parametrize(
    "form",
    [
        "join {}",
        "/join {}",
        "/start {}",
        "  JOIN  {}. ",
        "Join: {}",
        "/join@peercoach_bot {}",
        'join "{}"!',
        "/start\n{}",
    ],
)
def test_a_code_is_found_in_the_ways_people_write_it(run: Run, form: str) -> None:
    number, code = prepared_code(run)
    for written in (code, code.lower(), code.replace("-", ""), code.replace("-", " "), code.replace("-", "–")):
        assert run(invites.look_at, form.format(written), NOW) == Invitation(number, NORTH)


@pytest.mark.parametrize(
    "words",
    [
        *("join", "/start", "hello", "join us", "join the team", "join discussion", "join hello world", "start lesson"),
        *("join room 42", "start at 9", "K7QM2-9XWPT", "please join K7QM2-9XWPT", "join 2026-2027", "join 12345 67890"),
        *("", "/start 12345678", "join " + "K" * 5000, "join K7QM2-9XWPT now"),
    ],
)
def test_words_are_no_code(words: str) -> None:
    asked = invites._ASKED.fullmatch(words.strip())
    assert asked is None or code_in(asked[1]) is None


@pytest.mark.parametrize("words", ["join K7QM2-9XWP0", "join K7QM2-9XWP", "/start k7qm29xwptt", "join OO7M2 9XWPT"])
def test_a_mistyped_code_is_an_unknown_one(run: Run, words: str) -> None:
    assert run(invites.look_at, words, NOW) == Invitation(problem="unknown")


@pytest.mark.parametrize(
    "words",
    ["/start ZZZZZ-ZZZZZ", "join ZZZZZ-ZZZZZ", "/join@peer_bot zzzzz-zzzzz.", "/start 12345678", "JOIN: LOOOO–LOOOO"],
)
def test_what_can_be_no_code_at_all_but_came_as_one_is_an_unknown_code(run: Run, words: str) -> None:
    assert run(invites.look_at, words, NOW) == Invitation(problem="unknown")


@pytest.mark.parametrize("words", ["/start", "start", "start now", "join us", "join hello world", "join 2026-2027"])
def test_who_only_says_start_or_speaks_of_joining_named_no_code(run: Run, words: str) -> None:
    assert run(invites.look_at, words, NOW) is None


@given(st.text(max_size=30))
def test_no_words_can_break_the_reading(words: str) -> None:
    code = code_in(words)
    assert code is None or code.isalnum()


def test_a_code_nobody_made_is_unknown(run: Run) -> None:
    assert run(invites.look_at, "join K7QM2-9XWPT", NOW) == Invitation(problem="unknown")
    assert run(invites.take_up, 9, run(someone)[0], NOW) is None


def test_who_takes_up_a_code_has_its_role_and_the_code_counts_them_once(run: Run) -> None:
    number, code = prepared_code(run, most=2)
    assert run(invites.take_up, number, 1, NOW) == NORTH
    assert run(invites.take_up, number, 1, NOW) == NORTH
    assert run(programs.seats_of, 1) == (NORTH,)
    assert run(invites.find_invite, number, NOW).used == 1
    assert run(invites.look_at, f"join {code}", NOW).problem == ""
    assert run(invites.take_up, number, 2, NOW) == NORTH
    assert run(invites.look_at, f"join {code}", NOW) == Invitation(number, NORTH, "used_up")
    assert run(invites.take_up, number, 3, NOW) is None
    assert run(programs.seats_of, 3) == ()
    assert run(invites.take_up, number, 1, NOW) == NORTH, "who has the role keeps it"


def test_a_code_ends_when_its_time_is_over(run: Run) -> None:
    number, code = prepared_code(run)
    last = MONTH - timedelta(microseconds=1)
    assert run(invites.look_at, f"join {code}", last).problem == ""
    assert run(invites.look_at, f"join {code}", MONTH) == Invitation(number, NORTH, "over")
    assert run(invites.take_up, number, 1, MONTH) is None
    assert run(invites.take_up, number, 1, last) == NORTH


def test_a_revoked_code_leads_nowhere_even_for_who_looked_at_it_before(run: Run) -> None:
    number, code = prepared_code(run)
    assert run(invites.look_at, f"join {code}", NOW).problem == ""
    assert run(invites.revoke, number, NOW) is True
    assert run(invites.revoke, number, NOW) is False
    assert run(invites.look_at, f"join {code}", NOW) == Invitation(number, NORTH, "revoked")
    assert run(invites.take_up, number, 1, NOW) is None


def test_the_codes_of_one_team_are_revoked_and_no_others(run: Run) -> None:
    run(found)
    numbers = [run(make, seat)[0] for seat in (NORTH, OVER_NORTH, SOUTH, ADMIN)]
    assert run(invites.revoke_team, 1, NOW) == 2
    assert run(invites.revoke_team, 1, NOW) == 0
    assert [run(invites.find_invite, one, NOW).problem for one in numbers] == ["revoked", "revoked", "", ""]
    assert [one.id for one in run(invites.list_invites, 1, NOW)] == numbers
    assert run(invites.list_invites, 2, NOW) == ()
    with pytest.raises(NoSuchInvite, match="number 9"):
        run(invites.find_invite, 9, NOW)


def test_a_learner_who_takes_up_another_teams_code_leaves_the_older_team(run: Run) -> None:
    run(found)
    for seat in (NORTH, OVER_NORTH, SOUTH, ABROAD):
        run(invites.take_up, run(make, seat)[0], 1, NOW)
    assert run(programs.seats_of, 1) == (OVER_NORTH, ABROAD)
    noted = [(action, subject) for _, _, _, action, subject in run(audit.entries)]
    who = pseudonym(1)
    assert ("role_ended", f"learner of program 1, team 1: {who}") in noted
    assert ("role_ended", f"learner of program 1, team 2: {who}") in noted
    assert ("code_used", "code 4: learner of program 2, team 3") in noted


def test_a_team_is_handed_over_with_one_code(run: Run) -> None:
    number, _ = prepared_code(run, OVER_NORTH, most=1, giver=1)
    run(programs.give_role, 1, OVER_NORTH, NOW)
    run(programs.give_role, 1, NORTH, NOW)
    assert run(invites.take_up, number, 1, NOW) == OVER_NORTH, "to oneself changes nothing"
    assert run(invites.take_up, number, 2, NOW) == OVER_NORTH
    assert run(programs.seats_of, 1) == (NORTH,)
    assert run(programs.seats_of, 2) == (OVER_NORTH,)
    assert run(invites.take_up, number, 2, NOW) == OVER_NORTH
    assert run(invites.take_up, number, 3, NOW) is None
    assert [action for _, _, _, action, _ in run(audit.entries)] == ["code_used", "handed_over"]


def test_a_team_is_handed_over_to_a_second_supervisor_as_well(run: Run) -> None:
    number, _ = prepared_code(run, OVER_NORTH, most=1, giver=1)
    for learner in (1, 2):
        run(programs.give_role, learner, OVER_NORTH, NOW)
    assert run(invites.take_up, number, 2, NOW) == OVER_NORTH
    assert run(programs.seats_of, 1) == ()


def test_who_is_no_supervisor_any_more_has_nothing_to_hand_over(run: Run) -> None:
    number, _ = prepared_code(run, OVER_NORTH, most=1, giver=1)
    other, _ = run(make, SOUTH)
    assert run(invites.revoke_handed, 1, 1, NOW) == 1
    assert run(invites.take_up, number, 2, NOW) is None
    assert run(invites.take_up, other, 2, NOW) == SOUTH


def test_the_last_use_taken_by_two_at_once_goes_to_one(store: Store) -> None:
    async def rush(turn: int) -> list[Seat | None]:
        people = [(await store.run(someone, f"p{turn}.{number}"))[0] for number in range(12)]
        number, _ = await store.run(make, NORTH, 3)
        return await asyncio.gather(*(store.run(invites.take_up, number, one, NOW) for one in people))

    asyncio.run(store.run(found))
    for turn in range(3):
        seats = asyncio.run(rush(turn))
        assert sorted(seat == NORTH for seat in seats) == [False] * 9 + [True] * 3
    assert asyncio.run(store.read(fetch, "SELECT used FROM invites")) == [(3,)] * 3


def test_one_person_who_sends_a_code_often_at_once_is_counted_once(store: Store) -> None:
    async def often(learner: int, number: int) -> list[Seat | None]:
        return await asyncio.gather(*(store.run(invites.take_up, number, learner, NOW) for _ in range(12)))

    async def everybody() -> list[list[Seat | None]]:
        await store.run(found)
        people = [(await store.run(someone, f"p{one}"))[0] for one in range(6)]
        return [await often(one, (await store.run(make, SOUTH, 5))[0]) for one in people]

    assert asyncio.run(everybody()) == [[SOUTH] * 12] * 6
    assert asyncio.run(store.read(fetch, "SELECT used FROM invites")) == [(1,)] * 6


def test_nobody_joins_a_team_while_it_is_closed(store: Store) -> None:
    def close(work: Work) -> None:
        programs.find_team(work, 1, hold=True)
        invites.revoke_team(work, 1, NOW)
        programs.close_team(work, 1, NOW)

    async def rush() -> None:
        await store.run(found)
        people = [(await store.run(someone, f"p{number}"))[0] for number in range(10)]
        number, _ = await store.run(make, NORTH)
        taking = [store.run(invites.take_up, number, one, NOW) for one in people]
        await asyncio.gather(*taking[:5], store.run(close), *taking[5:])

    asyncio.run(rush())
    assert asyncio.run(store.read(fetch, "SELECT count(*) FROM roles WHERE team_id = 1")) == [(0,)]


def test_a_pseudonym_is_always_the_same_and_tells_nothing_without_the_key(run: Run) -> None:
    learner, _ = run(someone)
    assert pseudonym(learner) == pseudonym(learner) != pseudonym(learner + 1)
    assert len(pseudonym(learner)) == 11
    run(audit.note, pseudonym(learner), "role_ended", audit.named(Seat(Role.admin, 4, "Secret name")), NOW)
    [(number, at, actor, action, subject)] = run(audit.entries)
    assert (number, at, actor, action) == (1, NOW, pseudonym(learner), "role_ended")
    assert subject == "admin of program 4"
    assert run(audit.entries, 1) == ()
