"""Inviting: codes lead where they were meant to, and a team passes from hand to hand."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from bot.domain.access import OPERATOR
from bot.services import inviting, programs
from bot.services.inviting import Made, Offer, OfferRefused
from bot.services.programs import NoSuchPerson, NotAllowed
from bot.store import invites, people
from bot.store.audit import pseudonym
from bot.store.work import Work
from dialogues.facts import Role
from tests.bot.services.test_programs import (
    FJORD,
    HARBOUR,
    NORTH,
    SOUTH,
    actions,
    found,
    person,
    roles_of,
)
from tests.bot.store.making import NOW, only

Run = Callable[..., object]


@pytest.fixture(autouse=True)
def two_programs(run: Run) -> None:
    """Everything here begins with the same two programs."""
    found(run)


def test_a_code_works_through_its_last_day_where_the_program_is(run: Run) -> None:
    made = run(inviting.invite, OPERATOR, Offer(Role.learner, NORTH, days=3), NOW)
    assert (made.until, made.uses, made.seat.team_name) == (date(2026, 3, 5), 20, "North")
    last = datetime.fromisoformat("2026-03-05T23:59:59+01:00")
    assert run(invites.look_at, f"join {made.code}", last).problem == ""
    assert run(invites.look_at, f"join {made.code}", last + timedelta(seconds=1)).problem == "over"
    assert [until for _, until in run(inviting.codes, OPERATOR, HARBOUR, NOW)] == [date(2026, 3, 5)]


@only("sqlite")
@pytest.mark.parametrize(
    ("offer", "says"),
    [
        (Offer(Role.learner), "name the team"),
        (Offer(Role.supervisor, program=HARBOUR), "name the team"),
        (Offer(Role.learner, NORTH, FJORD), "belongs to program 1"),
        (Offer(Role.author), "name the program"),
        (Offer(Role.author, NORTH, HARBOUR), "no team"),
        (Offer(Role.learner, NORTH, days=0), "1 to 365 days"),
        (Offer(Role.learner, NORTH, days=366), "1 to 365 days"),
        (Offer(Role.learner, NORTH, uses=0), "1 to 1000 people"),
        (Offer(Role.learner, NORTH, uses=1001), "1 to 1000 people"),
    ],
)
def test_an_offer_that_leads_nowhere_is_refused_with_the_way_out(run: Run, offer: Offer, says: str) -> None:
    with pytest.raises(OfferRefused, match=says):
        run(inviting.invite, OPERATOR, offer, NOW)


def taken(run: Run, made: Made, name: str) -> int:
    def take(work: Work) -> int:
        learner, _ = people.find_or_create(work, "terminal", name, NOW)
        assert invites.take_up(work, made.id, learner, NOW)
        return learner

    return run(take)


def test_a_supervisor_hands_their_team_over_and_is_one_until_somebody_takes_it(run: Run) -> None:
    ana = person(run, "ana", Role.supervisor, NORTH)
    made = run(inviting.hand_over, ana, NORTH, "", NOW)
    assert (made.uses, made.giver) == (1, pseudonym(ana.learner_id))
    assert roles_of(run, ana.learner_id) == [(Role.supervisor, "North")]
    bo = taken(run, made, "bo")
    assert roles_of(run, bo) == [(Role.supervisor, "North")]
    assert roles_of(run, ana.learner_id) == []
    assert actions(run)[-2:] == ["code_used", "handed_over"]


def test_the_operator_hands_over_from_the_only_supervisor_or_from_the_one_named(run: Run) -> None:
    first = run(inviting.hand_over, OPERATOR, NORTH, "", NOW)
    assert first.giver == "", "a team without a supervisor is given one"
    ana = taken(run, first, "ana")
    assert run(inviting.hand_over, OPERATOR, NORTH, "", NOW).giver == pseudonym(ana)
    bo = person(run, "bo", Role.supervisor, NORTH).learner_id
    with pytest.raises(NoSuchPerson, match="--from"):
        run(inviting.hand_over, OPERATOR, NORTH, "", NOW)
    with pytest.raises(NoSuchPerson, match="no supervisor"):
        run(inviting.hand_over, OPERATOR, NORTH, "00000-00000", NOW)
    cy = taken(run, run(inviting.hand_over, OPERATOR, NORTH, pseudonym(bo), NOW), "cy")
    assert roles_of(run, bo) == []
    assert roles_of(run, ana) == roles_of(run, cy) == [(Role.supervisor, "North")]


def test_who_left_or_lost_the_role_cannot_hand_the_team_over_any_more(run: Run) -> None:
    for name, end in (
        ("ana", lambda work, who: programs.leave(work, who, who.seats[0], NOW)),
        ("bo", lambda work, who: programs.take_role(work, OPERATOR, pseudonym(who.learner_id), Role.supervisor, NOW)),
    ):
        who = person(run, name, Role.supervisor, NORTH)
        made = run(inviting.hand_over, who, NORTH, "", NOW)
        assert run(end, who)
        assert run(invites.look_at, f"join {made.code}", NOW).problem == "revoked"


def test_a_supervisor_revokes_the_codes_of_their_team_and_not_those_for_supervisors(run: Run) -> None:
    ana = person(run, "ana", Role.supervisor, NORTH)
    learners = run(inviting.invite, OPERATOR, Offer(Role.learner, NORTH), NOW)
    handed = run(inviting.hand_over, ana, NORTH, "", NOW)
    other = run(inviting.invite, OPERATOR, Offer(Role.supervisor, NORTH), NOW)
    abroad = run(inviting.invite, OPERATOR, Offer(Role.learner, SOUTH), NOW)
    for one in (learners, handed):
        run(inviting.revoke, ana, one.id, NOW)
    for one in (other, abroad):
        with pytest.raises(NotAllowed):
            run(inviting.revoke, ana, one.id, NOW)
    assert {one.seat.team for one, _ in run(inviting.codes, ana, HARBOUR, NOW)} == {NORTH}


def test_a_supervisor_ends_all_codes_of_their_team_but_those_for_supervisors(run: Run) -> None:
    ana = person(run, "ana", Role.supervisor, NORTH)
    ended = [run(inviting.invite, OPERATOR, Offer(Role.learner, NORTH), NOW).id for _ in range(2)]
    ended.append(run(inviting.hand_over, ana, NORTH, "", NOW).id)
    run(inviting.invite, OPERATOR, Offer(Role.supervisor, NORTH), NOW)
    run(inviting.invite, OPERATOR, Offer(Role.learner, SOUTH), NOW)
    assert run(inviting.revoke_all, ana, NORTH, NOW) == 3
    assert run(inviting.revoke_all, ana, NORTH, NOW) == 0
    every = run(inviting.codes, OPERATOR, HARBOUR, NOW)
    assert [one.id for one, _ in every if one.problem == "revoked"] == ended
    assert actions(run).count("code_revoked") == 3
    with pytest.raises(NotAllowed):
        run(inviting.revoke_all, ana, SOUTH, NOW)
    assert run(inviting.revoke_all, OPERATOR, NORTH, NOW) == 2, "those for supervisors"
