"""Access: what each role may do, and to whose data. One table; `docs/access.md` says the same for people."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from dialogues.facts import Role, Seat


class Who(StrEnum):
    """Who acts: anyone at all, somebody through one of their roles, or the operator on the command line."""

    anyone = "anyone"
    learner = "learner"
    supervisor = "supervisor"
    author = "author"
    approver = "approver"
    admin = "admin"
    operator = "operator"


class Whose(StrEnum):
    """Whose data it is: one's own, one's team's, the rest of one's program's, or another program's."""

    own = "own"
    own_team = "own team"
    own_program = "own program"
    other_program = "other program"


class Action(StrEnum):
    """What can be done. The value is how it is said in a sentence."""

    see_record = "see a learning record"
    export_record = "export a learning record"
    erase_record = "erase a person's data"
    leave_seat = "give up a role"
    count_team = "see how many people are in a team"
    see_figures = "see a team's weekly figures"
    see_people = "see who has which role, by pseudonym"
    see_policy = "see a program's policy"
    see_codes = "see which codes there are"
    invite_learner = "make or revoke a code for learners"
    invite_supervisor = "make or revoke a code for a supervisor"
    invite_staff = "make or revoke a code for staff"
    hand_over_team = "hand over a team"
    manage_teams = "open, rename or close a team"
    manage_roles = "give or withdraw a role"
    change_policy = "change a program's policy"
    add_program = "add a program"
    write_content = "write content"
    approve_content = "approve content"
    send_notice = "send a notice to many"
    see_reports = "see what was reported about content"
    close_report = "close a report about content"
    see_audit = "see the audit"
    see_answers = "see quiz answers and practice"
    see_checkins = "see check-ins"
    see_safety = "see safety talks"
    see_skips = "see what was skipped, and when somebody was there"
    see_plan = "see a wellness plan"
    see_address = "see a name or an address"


NEVER = frozenset(
    {
        *(Action.see_record, Action.export_record, Action.see_answers, Action.see_checkins, Action.see_safety),
        *(Action.see_skips, Action.see_plan, Action.see_address),
    }
)

_OWN = frozenset({Whose.own})
_TEAM = frozenset({Whose.own_team})
_PROGRAM = frozenset({Whose.own_team, Whose.own_program})
_EVERYWHERE = frozenset({Whose.own_team, Whose.own_program, Whose.other_program})
_NOBODY: frozenset[Whose] = frozenset()

# What is not here is not allowed. "Own" content is what one wrote oneself, and nobody approves that.
ALLOWED: Mapping[tuple[Who, Action], frozenset[Whose]] = MappingProxyType(
    {
        **{(Who.anyone, action): _OWN for action in (*NEVER, Action.erase_record, Action.leave_seat)},
        (Who.learner, Action.count_team): _TEAM,
        (Who.learner, Action.see_figures): _TEAM,
        (Who.learner, Action.see_policy): _PROGRAM,
        (Who.supervisor, Action.count_team): _TEAM,
        (Who.supervisor, Action.see_figures): _TEAM,
        (Who.supervisor, Action.see_policy): _PROGRAM,
        (Who.supervisor, Action.see_codes): _TEAM,
        (Who.supervisor, Action.invite_learner): _TEAM,
        (Who.supervisor, Action.hand_over_team): _TEAM,
        (Who.author, Action.see_policy): _PROGRAM,
        (Who.author, Action.write_content): _OWN | _PROGRAM,
        (Who.author, Action.see_reports): _PROGRAM,
        (Who.author, Action.send_notice): _PROGRAM,
        (Who.approver, Action.see_policy): _PROGRAM,
        (Who.approver, Action.approve_content): _PROGRAM,
        (Who.approver, Action.see_reports): _PROGRAM,
        (Who.approver, Action.send_notice): _PROGRAM,
        (Who.admin, Action.count_team): _PROGRAM,
        (Who.admin, Action.see_people): _PROGRAM,
        (Who.admin, Action.see_policy): _PROGRAM,
        (Who.admin, Action.see_codes): _PROGRAM,
        (Who.admin, Action.invite_learner): _PROGRAM,
        (Who.admin, Action.invite_supervisor): _PROGRAM,
        (Who.admin, Action.invite_staff): _PROGRAM,
        (Who.admin, Action.hand_over_team): _PROGRAM,
        (Who.admin, Action.manage_teams): _PROGRAM,
        (Who.admin, Action.manage_roles): _PROGRAM,
        (Who.admin, Action.change_policy): _PROGRAM,
        (Who.admin, Action.see_reports): _PROGRAM,
        (Who.admin, Action.send_notice): _PROGRAM,
        **{(Who.operator, one): _EVERYWHERE for one in Action if one not in {*NEVER, Action.leave_seat}},
    }
)


@dataclass(frozen=True, slots=True)
class Place:
    """What is acted on: a program, one team of it (0 is the program itself), or what belongs to the actor (`own`)."""

    program: int = 0
    team: int = 0
    own: bool = False


OWN = Place(own=True)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a learner with their seats, or the operator, who has neither."""

    learner_id: int = 0
    seats: tuple[Seat, ...] = ()
    operator: bool = False


OPERATOR = Actor(operator=True)


def may(actor: Actor, action: Action, place: Place) -> bool:
    """Whether the actor may do this there; one of their roles that allows it is enough."""
    if actor.operator:
        return (Whose.own if place.own else Whose.other_program) in allowed(Who.operator, action)
    if place.own and Whose.own in allowed(Who.anyone, action):
        return True
    return any(whose(seat, place) in allowed(Who(seat.role), action) for seat in actor.seats)


def allowed(who: Who, action: Action) -> frozenset[Whose]:
    """Whose data this may be done to; empty when it is not allowed at all."""
    return ALLOWED.get((who, action), _NOBODY)


def whose(seat: Seat, place: Place) -> Whose:
    """How a place looks from a seat."""
    if place.program and place.program != seat.program:
        return Whose.other_program
    if place.own:
        return Whose.own
    if not place.program:
        return Whose.other_program
    return Whose.own_team if place.team and place.team == seat.team else Whose.own_program


def needs_team(role: Role) -> bool:
    """Whether somebody has this role in one team; the others are had in the whole program."""
    return role in {Role.learner, Role.supervisor}


def action_to_invite(role: Role) -> Action:
    """What one must be allowed to do to make or revoke a code for this role."""
    if role is Role.learner:
        return Action.invite_learner
    return Action.invite_supervisor if role is Role.supervisor else Action.invite_staff
