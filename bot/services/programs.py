"""Programs: the use cases around programs, teams and roles. Each is one transaction, checks who may, and is written down."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.access import OWN, Action, Actor, Place, may
from bot.store import audit, invites, people, programs
from bot.store.audit import named, pseudonym
from bot.store.codec import POLICIES
from bot.store.programs import Held, Program, Team
from bot.store.work import Work
from dialogues.facts import Policy, Role, Seat

LONGEST_NAME = 80
SHORTEST_PSEUDONYM = 5


class NotAllowed(Exception):
    """The actor has no role that allows this. The message says what was asked for."""


class NameRefused(Exception):
    """A program or a team cannot be called this. The message says why."""


class TeamClosed(Exception):
    """The team is closed, and nothing can be done with it any more."""


class NoSuchPerson(Exception):
    """Nobody with a role is known by this pseudonym, or several are."""


class NoSuchRole(Exception):
    """The person does not have this role."""


@dataclass(frozen=True, slots=True)
class TeamSize:
    """A team and how many people are in it; of the people nothing else is told."""

    team: Team
    learners: int
    supervisors: int


def actor_of(work: Work, learner_id: int) -> Actor:
    """A person as somebody who acts, with the roles they have now."""
    return Actor(learner_id, programs.seats_of(work, learner_id))


def require(actor: Actor, action: Action, place: Place) -> None:
    """Raise `NotAllowed` unless the actor may do this there."""
    if not may(actor, action, place):
        where = f"team {place.team}" if place.team else f"program {place.program}" if place.program else "this"
        raise NotAllowed(f"no role of yours lets you {action} ({where}): ask an administrator of the program")


def add_program(work: Work, actor: Actor, name: str, decided: Mapping[str, object], now: datetime) -> int:
    """Add a program that decides the given fields of its policy; its number."""
    require(actor, Action.add_program, Place())
    name = _fit(name, [one.name for one in programs.list_programs(work)])
    added = programs.add_program(work, name, now)
    programs.write_policy(work, added, POLICIES.dump_some(decided))
    note(work, actor, "program_added", f"program {added}", now)
    return added


def list_programs(work: Work, actor: Actor) -> tuple[Program, ...]:
    """The programs whose policy the actor may see."""
    return tuple(one for one in programs.list_programs(work) if may(actor, Action.see_policy, Place(one.id)))


def decided_by(work: Work, actor: Actor, program_id: int) -> tuple[Program, Mapping[str, object]]:
    """A program, and the fields of its policy that it decided itself."""
    require(actor, Action.see_policy, Place(program_id))
    program = programs.find_program(work, program_id)
    return program, POLICIES.load_some(program.policy)


def policy_of(work: Work, program_id: int, default: Policy) -> Policy:
    """The policy in force for people of a program; the deployment's own where the program decided nothing."""
    return programs.merged(programs.program_policy(work, program_id), default)


def change_policy(work: Work, actor: Actor, program_id: int, decided: Mapping[str, object], now: datetime) -> Program:
    """Let a program decide these fields, and none else, from now on. The values were checked where they came in."""
    require(actor, Action.change_policy, Place(program_id))
    program = programs.find_program(work, program_id, hold=True)
    programs.write_policy(work, program_id, POLICIES.dump_some(decided))
    subject = f"program {program_id} decides {', '.join(sorted(decided)) or 'nothing'}"
    note(work, actor, "policy_changed", subject, now)
    return program


def add_team(work: Work, actor: Actor, program_id: int, name: str, now: datetime) -> int:
    """Open a team in a program; its number."""
    require(actor, Action.manage_teams, Place(program_id))
    programs.find_program(work, program_id, hold=True)  # or two at once could give two teams one name
    added = programs.add_team(work, program_id, _fit(name, _taken(work, program_id)), now)
    note(work, actor, "team_added", f"program {program_id}, team {added}", now)
    return added


def rename_team(work: Work, actor: Actor, team_id: int, name: str, now: datetime) -> None:
    """Give an open team another name."""
    team = open_team(work, team_id)
    require(actor, Action.manage_teams, Place(team.program_id, team_id))
    programs.find_program(work, team.program_id, hold=True)
    taken = [one for one in _taken(work, team.program_id) if one != team.name]
    programs.rename_team(work, team_id, _fit(name, taken))
    note(work, actor, "team_renamed", f"program {team.program_id}, team {team_id}", now)


def close_team(work: Work, actor: Actor, team_id: int, now: datetime) -> Team:
    """Close a team: its codes end, its learners stay in the program without a team, its supervisors' role ends."""
    team = open_team(work, team_id)
    require(actor, Action.manage_teams, Place(team.program_id, team_id))
    # The codes first: whoever is using one now is in the team before it is emptied, and nobody comes after.
    invites.revoke_team(work, team_id, now)
    programs.close_team(work, team_id, now)
    note(work, actor, "team_closed", f"program {team.program_id}, team {team_id}", now)
    return team


def open_team(work: Work, team_id: int) -> Team:
    """A team that is open, and stays so until this transaction ends."""
    team = programs.find_team(work, team_id, hold=True)
    if team.closed_at is not None:
        raise TeamClosed(f"team {team_id}, {team.name}, is closed: use another, or open one with `coach team add`")
    return team


def team_sizes(work: Work, actor: Actor, program_id: int) -> tuple[TeamSize, ...]:
    """The teams of a program whose size the actor may see, with how many are in each."""
    programs.find_program(work, program_id)
    counted = programs.count_people(work, program_id)
    return tuple(
        TeamSize(team, counted.get((team.id, Role.learner), 0), counted.get((team.id, Role.supervisor), 0))
        for team in programs.list_teams(work, program_id)
        if may(actor, Action.count_team, Place(program_id, team.id))
    )


def people_in(work: Work, actor: Actor, program_id: int) -> tuple[tuple[str, Held], ...]:
    """Who has which role in a program since when, each under a pseudonym."""
    require(actor, Action.see_people, Place(program_id))
    programs.find_program(work, program_id)
    return tuple((pseudonym(one.learner_id), one) for one in programs.held(work, program_id))


def take_role(work: Work, actor: Actor, person: str, role: Role, now: datetime) -> tuple[Seat, ...]:
    """Take a role from the person with this pseudonym, wherever the actor may; the seats that ended."""
    wanted = [one for one in known_as(work, actor, person) if one.seat.role is role]
    if not wanted:
        raise NoSuchRole(f"{person} is no {role} in a program of yours: `coach role list` shows who has which role")
    for one in wanted:
        require(actor, Action.manage_roles, Place(one.seat.program, one.seat.team))
        people.lock(work, one.learner_id)
        _end(work, actor, one.learner_id, one.seat, now)
    return tuple(one.seat for one in wanted)


def known_as(work: Work, actor: Actor, person: str) -> list[Held]:
    """The roles of the one person whose pseudonym begins like this, in the programs where the actor may see people."""
    asked = person.strip().lower().replace("-", "")
    seen = [one for one in programs.list_programs(work) if may(actor, Action.see_people, Place(one.id))]
    everybody = [one for program in seen for one in programs.held(work, program.id)]
    fitting = [one for one in everybody if pseudonym(one.learner_id).replace("-", "").startswith(asked)]
    several = {one.learner_id for one in fitting}
    if len(asked) < SHORTEST_PSEUDONYM or not several:
        raise NoSuchPerson(f"nobody with a role is known as {person!r}: `coach role list` shows the pseudonyms")
    if len(several) > 1:
        raise NoSuchPerson(f"{len(several)} people are known as {person!r}: write the whole pseudonym")
    return fitting


def leave(work: Work, actor: Actor, seat: Seat, now: datetime) -> bool:
    """Give up a role of one's own; False when one did not have it."""
    require(actor, Action.leave_seat, OWN)
    return _end(work, actor, actor.learner_id, seat, now)


def one_line(name: str) -> str:
    """A name as it is kept: in one line, with single spaces."""
    return " ".join(name.split())


def written_down(work: Work, actor: Actor, most: int) -> tuple[tuple[int, datetime, str, str, str], ...]:
    """The newest entries of the audit, the newest last: number, time, who, what and about whom or what."""
    require(actor, Action.see_audit, Place())
    return audit.latest(work, most)


def note(work: Work, actor: Actor, action: str, subject: str, now: datetime) -> None:
    """Write down what the actor did."""
    audit.note(work, audit.OPERATOR if actor.operator else pseudonym(actor.learner_id), action, subject, now)


def _end(work: Work, actor: Actor, learner_id: int, seat: Seat, now: datetime) -> bool:
    ended = programs.take_role(work, learner_id, seat)
    if ended:
        if seat.role is Role.supervisor:
            invites.revoke_handed(work, learner_id, seat.team, now)
        note(work, actor, "role_ended", f"{named(seat)}: {pseudonym(learner_id)}", now)
    return ended


def _taken(work: Work, program_id: int) -> list[str]:
    return [team.name for team in programs.list_teams(work, program_id) if team.closed_at is None]


def _fit(name: str, taken: list[str]) -> str:
    """The name as it is kept: no longer than fits a line in a chat, and not another's."""
    name = one_line(name)
    if not name or not name.isprintable() or len(name) > LONGEST_NAME:
        raise NameRefused(f"a name has 1 to {LONGEST_NAME} characters in one line: choose another")
    if name.casefold() in {one.casefold() for one in taken}:
        raise NameRefused(f"there is one called {name} already: choose a name that people can tell apart")
    return name
