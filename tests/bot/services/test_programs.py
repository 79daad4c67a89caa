"""Programs: who may do what is asked at the door, and every change is written down."""

from collections.abc import Callable

import pytest

from bot.domain.access import OPERATOR, Actor
from bot.services import inviting, programs
from bot.services.inviting import Offer
from bot.services.programs import (
    NameRefused,
    NoSuchPerson,
    NoSuchRole,
    NotAllowed,
    TeamClosed,
    actor_of,
    policy_of,
)
from bot.store import audit, invites, people
from bot.store.audit import pseudonym
from bot.store.programs import NoSuchProgram, NoSuchTeam
from bot.store.work import Work
from dialogues.facts import Policy, Role, Seat
from tests.bot.store.making import NOW, fetch, only

Run = Callable[..., object]
NORTH, SOUTH, EAST = 1, 2, 3
HARBOUR, FJORD = 1, 2


def found(run: Run) -> None:
    """Harbour with North and South, Fjord with East."""
    for name, zone in (("Harbour", "Europe/Oslo"), ("Fjord", "Pacific/Apia")):
        run(programs.add_program, OPERATOR, name, {"zone": zone}, NOW)
    for program, name in ((HARBOUR, "North"), (HARBOUR, "South"), (FJORD, "East")):
        run(programs.add_team, OPERATOR, program, name, NOW)


@pytest.fixture(autouse=True)
def two_programs(run: Run) -> None:
    """Everything here begins with the same two programs."""
    found(run)


def joined(work: Work, name: str, offer: Offer) -> int:
    """Somebody who took up a code like this."""
    learner, _ = people.find_or_create(work, "terminal", name, NOW)
    made = inviting.invite(work, OPERATOR, offer, NOW)
    assert invites.take_up(work, made.id, learner, NOW)
    return learner


def person(run: Run, name: str, role: Role, where: int) -> Actor:
    """Somebody with a role: in a team, or for staff in a program."""
    staff = role not in {Role.learner, Role.supervisor}
    learner = run(joined, name, Offer(role, program=where) if staff else Offer(role, where))
    return run(actor_of, learner)


def roles_of(run: Run, learner: int) -> list[tuple[Role, str]]:
    return [(seat.role, seat.team_name) for seat in run(actor_of, learner).seats]


def actions(run: Run) -> list[str]:
    return [action for _, _, _, action, _ in run(audit.entries)]


def test_every_change_is_written_down_with_who_and_what_and_no_name(run: Run) -> None:
    admin = person(run, "ana", Role.admin, HARBOUR)
    run(programs.add_team, admin, HARBOUR, "West", NOW)
    run(programs.rename_team, admin, 4, "Wester", NOW)
    run(programs.change_policy, admin, HARBOUR, {"keep_days": 30}, NOW)
    made = run(inviting.invite, admin, Offer(Role.learner, 4), NOW)
    run(inviting.revoke, admin, made.id, NOW)
    run(inviting.revoke, admin, made.id, NOW)
    run(programs.close_team, admin, 4, NOW)
    run(programs.leave, admin, admin.seats[0], NOW)
    entries = [(actor, action, subject) for _, _, actor, action, subject in run(audit.entries)][5:]
    who = pseudonym(admin.learner_id)
    assert entries == [
        ("operator", "code_made", "code 1: admin of program 1"),
        (who, "code_used", "code 1: admin of program 1"),
        (who, "team_added", "program 1, team 4"),
        (who, "team_renamed", "program 1, team 4"),
        (who, "policy_changed", "program 1 decides keep_days"),
        (who, "code_made", "code 2: learner of program 1, team 4"),
        (who, "code_revoked", "code 2: learner of program 1, team 4"),
        (who, "team_closed", "program 1, team 4"),
        (who, "role_ended", f"admin of program 1: {who}"),
    ]
    assert actions(run)[:5] == ["program_added", "program_added", "team_added", "team_added", "team_added"]


@only("sqlite")
@pytest.mark.parametrize(
    "act",
    [
        lambda work, who: programs.add_program(work, who, "Third", {}, NOW),
        lambda work, who: programs.change_policy(work, who, HARBOUR, {"keep_days": 1}, NOW),
        lambda work, who: programs.add_team(work, who, HARBOUR, "West", NOW),
        lambda work, who: programs.rename_team(work, who, NORTH, "West", NOW),
        lambda work, who: programs.close_team(work, who, NORTH, NOW),
        lambda work, who: programs.people_in(work, who, HARBOUR),
        lambda work, who: inviting.invite(work, who, Offer(Role.learner, SOUTH), NOW),
        lambda work, who: inviting.invite(work, who, Offer(Role.supervisor, NORTH), NOW),
        lambda work, who: inviting.invite(work, who, Offer(Role.admin, program=HARBOUR), NOW),
        lambda work, who: inviting.hand_over(work, who, SOUTH, "", NOW),
        lambda work, who: programs.decided_by(work, who, FJORD),
    ],
)
def test_a_supervisor_is_refused_what_is_not_theirs_and_nothing_changes(run: Run, act: Callable[..., object]) -> None:
    supervisor = person(run, "ana", Role.supervisor, NORTH)
    before = actions(run)
    with pytest.raises(NotAllowed, match="ask an administrator"):
        run(act, supervisor)
    assert actions(run) == before


def test_an_administrator_of_one_program_does_nothing_in_another(run: Run) -> None:
    admin = person(run, "ana", Role.admin, FJORD)
    with pytest.raises(NotAllowed):
        run(programs.close_team, admin, NORTH, NOW)
    with pytest.raises(NotAllowed):
        run(programs.change_policy, admin, HARBOUR, {}, NOW)
    run(programs.close_team, admin, EAST, NOW)
    assert [one.name for one in run(programs.list_programs, admin)] == ["Fjord"]
    assert [one.name for one in run(programs.list_programs, OPERATOR)] == ["Harbour", "Fjord"]
    assert run(programs.list_programs, Actor(99)) == ()


def test_a_supervisor_sees_how_many_are_in_their_team_and_no_more(run: Run) -> None:
    supervisor = person(run, "ana", Role.supervisor, NORTH)
    for name, team in (("bo", NORTH), ("cy", NORTH), ("di", SOUTH)):
        person(run, name, Role.learner, team)
    [size] = run(programs.team_sizes, supervisor, HARBOUR)
    assert (size.team.name, size.learners, size.supervisors) == ("North", 2, 1)
    assert [one.learners for one in run(programs.team_sizes, OPERATOR, HARBOUR)] == [2, 1]
    assert run(programs.team_sizes, supervisor, FJORD) == ()


def test_what_is_not_there_is_named(run: Run) -> None:
    with pytest.raises(NoSuchTeam):
        run(inviting.invite, OPERATOR, Offer(Role.learner, 9), NOW)
    for act in (
        lambda work: inviting.invite(work, OPERATOR, Offer(Role.author, program=9), NOW),
        lambda work: programs.add_team(work, OPERATOR, 9, "X", NOW),
        lambda work: programs.team_sizes(work, OPERATOR, 9),
        lambda work: programs.people_in(work, OPERATOR, 9),
        lambda work: programs.change_policy(work, OPERATOR, 9, {}, NOW),
        lambda work: inviting.codes(work, OPERATOR, 9, NOW),
    ):
        with pytest.raises(NoSuchProgram):
            run(act)


@only("sqlite")
@pytest.mark.parametrize("name", ["", "  ", "x" * 81, "a\x00b", "north", " NORTH "])
def test_a_team_needs_a_name_of_its_own(run: Run, name: str) -> None:
    with pytest.raises(NameRefused):
        run(programs.add_team, OPERATOR, HARBOUR, name, NOW)
    with pytest.raises(NameRefused):
        run(programs.rename_team, OPERATOR, SOUTH, name, NOW)


def test_names_are_free_in_another_program_and_after_a_team_closed(run: Run) -> None:
    run(programs.add_team, OPERATOR, FJORD, "North", NOW)
    run(programs.rename_team, OPERATOR, NORTH, "NORTH", NOW)
    run(programs.close_team, OPERATOR, NORTH, NOW)
    run(programs.add_team, OPERATOR, HARBOUR, " North\n Sea", NOW)
    names = [one.team.name for one in run(programs.team_sizes, OPERATOR, HARBOUR)]
    assert names == ["NORTH", "South", "North Sea"]
    with pytest.raises(NameRefused, match="Harbour"):
        run(programs.add_program, OPERATOR, "Harbour", {}, NOW)


def test_with_a_closed_team_nothing_can_be_done(run: Run) -> None:
    made = run(inviting.invite, OPERATOR, Offer(Role.learner, NORTH), NOW)
    run(programs.close_team, OPERATOR, NORTH, NOW)
    assert run(invites.look_at, f"join {made.code}", NOW).problem == "revoked"
    for act in (
        lambda work: inviting.invite(work, OPERATOR, Offer(Role.learner, NORTH), NOW),
        lambda work: inviting.hand_over(work, OPERATOR, NORTH, "", NOW),
        lambda work: programs.close_team(work, OPERATOR, NORTH, NOW),
        lambda work: programs.rename_team(work, OPERATOR, NORTH, "New", NOW),
    ):
        with pytest.raises(TeamClosed, match="North"):
            run(act)


def test_a_role_is_taken_by_pseudonym_in_part_or_whole(run: Run) -> None:
    ana = person(run, "ana", Role.learner, NORTH).learner_id
    person(run, "bo", Role.learner, NORTH)
    [(shown, held), _] = run(programs.people_in, OPERATOR, HARBOUR)
    assert (shown, held.learner_id, held.since) == (pseudonym(ana), ana, NOW)
    assert run(programs.take_role, OPERATOR, shown[:8].upper(), Role.learner, NOW) == (held.seat,)
    assert roles_of(run, ana) == []
    with pytest.raises(NoSuchPerson):
        run(programs.take_role, OPERATOR, shown, Role.learner, NOW)


def test_a_pseudonym_that_is_nobodys_or_too_short_takes_nothing(run: Run) -> None:
    who = pseudonym(person(run, "ana", Role.learner, NORTH).learner_id)
    for written in ("", "-", who[:4], "zzzzz-zzzzz"):
        with pytest.raises(NoSuchPerson):
            run(programs.take_role, OPERATOR, written, Role.learner, NOW)
    with pytest.raises(NoSuchRole, match="no admin"):
        run(programs.take_role, OPERATOR, who, Role.admin, NOW)


def test_an_administrator_takes_roles_in_their_own_program_only(run: Run) -> None:
    admin = person(run, "ana", Role.admin, HARBOUR)
    bo = person(run, "bo", Role.supervisor, NORTH).learner_id
    person(run, "bo", Role.supervisor, EAST)
    cy = person(run, "cy", Role.supervisor, EAST).learner_id
    assert [seat.team_name for seat in run(programs.take_role, admin, pseudonym(bo), Role.supervisor, NOW)] == ["North"]
    assert roles_of(run, bo) == [(Role.supervisor, "East")]
    with pytest.raises(NoSuchPerson):
        run(programs.take_role, admin, pseudonym(cy), Role.supervisor, NOW)


def test_one_leaves_only_ones_own_seat_and_once(run: Run) -> None:
    ana = person(run, "ana", Role.learner, NORTH)
    assert run(programs.leave, ana, Seat(Role.admin, HARBOUR, ""), NOW) is False
    assert run(programs.leave, ana, ana.seats[0], NOW) is True
    assert run(programs.leave, ana, ana.seats[0], NOW) is False
    with pytest.raises(NotAllowed):
        run(programs.leave, OPERATOR, ana.seats[0], NOW)


def test_the_policy_in_force_is_the_programs_over_the_deployments(run: Run) -> None:
    default = Policy(on_call="555 0100")
    run(programs.change_policy, OPERATOR, HARBOUR, {"lessons_a_week": 3}, NOW)
    assert run(policy_of, HARBOUR, default) == Policy(on_call="555 0100", lessons_a_week=3)
    assert run(policy_of, FJORD, default).zone == "Pacific/Apia"
    learner = person(run, "ana", Role.learner, NORTH)
    program, decided = run(programs.decided_by, learner, HARBOUR)
    assert (program.name, decided) == ("Harbour", {"lessons_a_week": 3})


def test_no_table_of_who_is_who_holds_a_name_or_an_address(run: Run) -> None:
    person(run, "ana-maria", Role.supervisor, NORTH)
    for table in ("programs", "teams", "roles", "invites", "audit"):
        assert "ana-maria" not in str(run(fetch, f"SELECT * FROM {table}"))
