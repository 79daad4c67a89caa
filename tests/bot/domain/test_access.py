"""Access: the page people read and the table the coach obeys say the same, cell by cell."""

import re
from pathlib import Path

import pytest

from bot.domain.access import (
    NEVER,
    OPERATOR,
    OWN,
    Action,
    Actor,
    Place,
    Who,
    Whose,
    action_to_invite,
    allowed,
    may,
    needs_team,
    whose,
)
from dialogues.facts import Role, Seat

PAGE = Path(__file__).parent.parent.parent.parent / "docs" / "access.md"
WORDS = {
    "no": set(),
    "own": {Whose.own},
    "own team": {Whose.own_team},
    "own program": {Whose.own_team, Whose.own_program},
    "every program": {Whose.own_team, Whose.own_program, Whose.other_program},
}
HARBOUR, FJORD = 1, 2
NORTH, SOUTH = 3, 4


def rows() -> list[list[str]]:
    """The rows of the page's tables, as their cells."""
    lines = [line for line in PAGE.read_text("utf-8").splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def told() -> dict[tuple[str, str], set[Whose]]:
    """What the page says: by role and action, whose data."""
    heads = [row for row in rows() if row[0] == "What"]
    assert all(head == heads[0] for head in heads)
    found = {}
    for what, *cells in (row for row in rows() if row[0] != "What"):
        for who, cell in zip(heads[0][1:], cells, strict=True):
            assert (who, what) not in found, f"{what} stands there twice"
            found[who, what] = set().union(*(WORDS[word] for word in cell.split(", ")))
    return found


TOLD = told()


def test_the_page_has_every_role_and_every_action_and_no_other() -> None:
    assert set(TOLD) == {(who.capitalize(), named(action)) for who in Who for action in Action}


@pytest.mark.parametrize("one", Whose)
@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("who", Who)
def test_the_page_says_what_the_table_says(who: Who, action: Action, one: Whose) -> None:
    assert (one in TOLD[who.capitalize(), named(action)]) == (one in allowed(who, action))


@pytest.mark.parametrize("action", sorted(NEVER))
def test_what_is_a_persons_own_is_nobody_elses_and_the_page_says_why(action: Action) -> None:
    assert allowed(Who.anyone, action) == {Whose.own}
    assert not any(allowed(who, action) for who in Who if who is not Who.anyone)
    section = PAGE.read_text("utf-8").split("## What nobody may see")[1]
    assert f"| {named(action)} |" in section
    assert re.search(rf"^- \*\*{re.escape(named(action))}\.\*\* .{{40}}", section, re.MULTILINE)


def named(action: Action) -> str:
    """The action as the page writes it."""
    return action.value[0].upper() + action.value[1:]


def seat(role: Role, program: int = HARBOUR, team: int = 0) -> Seat:
    return Seat(role, program, "", team, "")


def someone(*seats: Seat) -> Actor:
    return Actor(7, seats)


EVERY_ROLE = someone(*(seat(role, HARBOUR, NORTH if needs_team(role) else 0) for role in Role))


@pytest.mark.parametrize(
    ("place", "how"),
    [
        (Place(HARBOUR, NORTH), Whose.own_team),
        (Place(HARBOUR, SOUTH), Whose.own_program),
        (Place(HARBOUR), Whose.own_program),
        (Place(FJORD), Whose.other_program),
        (Place(FJORD, NORTH), Whose.other_program),
        (Place(), Whose.other_program),
        (OWN, Whose.own),
        (Place(HARBOUR, own=True), Whose.own),
        (Place(FJORD, own=True), Whose.other_program),
    ],
)
def test_how_a_place_looks_from_a_seat(place: Place, how: Whose) -> None:
    assert whose(seat(Role.supervisor, team=NORTH), place) is how


def test_a_supervisor_invites_into_their_own_team_only() -> None:
    supervisor = someone(seat(Role.supervisor, team=NORTH))
    assert may(supervisor, Action.invite_learner, Place(HARBOUR, NORTH))
    assert not may(supervisor, Action.invite_learner, Place(HARBOUR, SOUTH))
    assert not may(supervisor, Action.invite_learner, Place(FJORD, NORTH))
    assert not may(supervisor, Action.invite_supervisor, Place(HARBOUR, NORTH))
    assert not may(supervisor, Action.manage_teams, Place(HARBOUR, NORTH))


def test_an_administrator_runs_their_program_and_no_other() -> None:
    admin = someone(seat(Role.admin))
    for action in (Action.manage_teams, Action.change_policy, Action.manage_roles, Action.invite_staff):
        assert may(admin, action, Place(HARBOUR, SOUTH))
        assert not may(admin, action, Place(FJORD))
    assert not may(admin, Action.add_program, Place())


def test_one_role_that_allows_it_is_enough() -> None:
    both = someone(seat(Role.learner, team=NORTH), seat(Role.supervisor, team=SOUTH))
    assert may(both, Action.invite_learner, Place(HARBOUR, SOUTH))
    assert not may(both, Action.invite_learner, Place(HARBOUR, NORTH))


def test_nobody_approves_what_they_wrote_whatever_roles_they_have() -> None:
    assert may(EVERY_ROLE, Action.approve_content, Place(HARBOUR))
    assert not may(EVERY_ROLE, Action.approve_content, Place(HARBOUR, own=True))
    assert may(EVERY_ROLE, Action.write_content, Place(HARBOUR, own=True))
    assert not may(EVERY_ROLE, Action.write_content, Place(FJORD, own=True))


@pytest.mark.parametrize("action", sorted(NEVER))
@pytest.mark.parametrize("actor", [EVERY_ROLE, OPERATOR], ids=["every role at once", "operator"])
def test_all_roles_together_see_nothing_of_another_person(actor: Actor, action: Action) -> None:
    for place in (Place(HARBOUR, NORTH), Place(HARBOUR), Place(FJORD), Place()):
        assert not may(actor, action, place)


def test_everybody_has_their_own_record_and_the_operator_has_none() -> None:
    for action in (*NEVER, Action.erase_record, Action.leave_seat):
        assert may(someone(), action, OWN)
        assert not may(OPERATOR, action, OWN)
    assert may(OPERATOR, Action.add_program, Place())
    assert not may(someone(), Action.add_program, Place())


def test_what_must_be_allowed_to_invite() -> None:
    asked = {role: action_to_invite(role) for role in Role}
    assert asked.pop(Role.learner) is Action.invite_learner
    assert asked.pop(Role.supervisor) is Action.invite_supervisor
    assert set(asked.values()) == {Action.invite_staff}
