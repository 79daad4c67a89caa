"""Programs: who runs it. Programs and their policies, teams, and the roles people have in them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import cast

import structlog
from sqlalchemy import Row, and_, bindparam, delete, func, insert, not_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert  # SQLite has the same words for a conflict
from sqlalchemy.util.typing import TupleAny

from bot.store.codec import POLICIES, Unreadable
from bot.store.prepared import Prepared
from bot.store.program_tables import WHOLE_PROGRAM, programs, roles, teams
from bot.store.tables import schedules
from bot.store.work import Work
from dialogues.facts import Policy, Role, Seat

log = structlog.get_logger()


class NoSuchProgram(Exception):
    """There is no program with this number."""


class NoSuchTeam(Exception):
    """There is no team with this number."""


@dataclass(frozen=True, slots=True)
class Program:
    """One program; `policy` is what it decided itself, as stored."""

    id: int
    name: str
    policy: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Team:
    """One team of a program; closed since `closed_at`, or open when that is None."""

    id: int
    program_id: int
    name: str
    created_at: datetime
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """A role that somebody has, and since when."""

    learner_id: int
    seat: Seat
    since: datetime


def add_program(work: Work, name: str, now: datetime) -> int:
    """A new program that decides nothing itself yet; its number."""
    added = work.execute(_ADD_PROGRAM, {"name": name, "created_at": now}).value(int)
    assert added is not None
    return added


def list_programs(work: Work) -> tuple[Program, ...]:
    """Every program, in the order in which they were added."""
    return tuple(_program(row) for row in work.execute(_PROGRAMS))


def find_program(work: Work, program_id: int, *, hold: bool = False) -> Program:
    """The program with this number; with `hold` nobody else changes it or its teams until this transaction ends."""
    row = work.execute(_HOLD_PROGRAM if hold else _PROGRAM, {"program": program_id}).one_or_none()
    if row is None:
        raise NoSuchProgram(f"there is no program {program_id}: `coach program list` shows those there are")
    return _program(row)


def program_policy(work: Work, program_id: int) -> str:
    """What the program decided, as stored; "{}" when it decided nothing, or is not there."""
    return work.execute(_POLICY, {"program": program_id}).value(str) or "{}"


def write_policy(work: Work, program_id: int, written: str) -> None:
    """Put what the program decides in place of what it decided; `written` comes from `POLICIES.dump_some`."""
    work.execute(_WRITE_POLICY, {"program": program_id, "written": written})


@lru_cache(maxsize=256)
def merged(written: str, default: Policy) -> Policy:
    """The policy of a program: each field it decided over the deployment's own. What cannot be read decides nothing."""
    try:
        return cast("Callable[..., Policy]", replace)(default, **POLICIES.load_some(written))
    except Unreadable as error:
        # A turn must be answered whatever became of a policy: a card does not wait for it.
        log.error("policy_unreadable", error=str(error))
        return default


def add_team(work: Work, program_id: int, name: str, now: datetime) -> int:
    """A new team of a program; its number."""
    added = work.execute(_ADD_TEAM, {"program_id": program_id, "name": name, "created_at": now}).value(int)
    assert added is not None
    return added


def list_teams(work: Work, program_id: int | None = None) -> tuple[Team, ...]:
    """The teams of a program, closed ones too; of all programs when none is named."""
    found = work.execute(_TEAMS) if program_id is None else work.execute(_TEAMS_OF, {"program": program_id})
    return tuple(_team(row) for row in found)


def find_team(work: Work, team_id: int, *, hold: bool = False) -> Team:
    """The team with this number; with `hold` nobody else closes or renames it until this transaction ends."""
    row = work.execute(_HOLD_TEAM if hold else _TEAM, {"team": team_id}).one_or_none()
    if row is None:
        raise NoSuchTeam(f"there is no team {team_id}: `coach team list` shows those there are")
    return _team(row)


def rename_team(work: Work, team_id: int, name: str) -> None:
    """Give a team another name."""
    work.execute(_RENAME_TEAM, {"team": team_id, "called": name})


def close_team(work: Work, team_id: int, now: datetime) -> None:
    """Close a team: its learners stay in the program, without a team, and its other roles end. Codes are `invites`' business."""
    work.execute(_CLOSE_TEAM, {"team": team_id, "now": now})
    work.execute(_STAY, {"team": team_id})
    work.execute(_EMPTY, {"team": team_id})


def seats_of(work: Work, learner_id: int) -> tuple[Seat, ...]:
    """The roles somebody has, and where, the oldest first."""
    return tuple(_seat(row) for row in work.execute(_SEATS, {"learner": learner_id}))


def give_role(work: Work, learner_id: int, seat: Seat, now: datetime) -> bool:
    """Somebody has this role from now on; False when they had it. A learner's older team ends. Lock the learner first."""
    values = {"learner_id": learner_id, "program_id": seat.program, "team_id": seat.team, "role": seat.role}
    if seat.role is Role.learner:
        work.execute(_MOVE_ON, {"learner": learner_id, "program": seat.program, "team": seat.team})
    return bool(work.execute(_GIVE, {**values, "since": now}).all())


def take_role(work: Work, learner_id: int, seat: Seat) -> bool:
    """Somebody has this role no longer; False when they did not have it."""
    values = {"learner": learner_id, "program": seat.program, "team": seat.team, "role": seat.role}
    return bool(work.execute(_TAKE, values).rowcount)


def keep_one_team(work: Work, learner_id: int) -> None:
    """Somebody whom a merge left a learner in several teams is one in the team they joined last, and no other."""
    learning = [seat for seat in seats_of(work, learner_id) if seat.role is Role.learner]
    if len(learning) > 1:
        work.execute(_MOVE_ON, {"learner": learner_id, "program": learning[-1].program, "team": learning[-1].team})


def held(work: Work, program_id: int) -> tuple[Held, ...]:
    """Who has which role in a program since when, the oldest first."""
    return tuple(Held(row.learner_id, _seat(row), row.since) for row in work.execute(_HELD, {"program": program_id}))


def holding(work: Work, program_id: int, role: Role) -> tuple[int, ...]:
    """The people who have a role in a program."""
    return tuple(sorted({one.learner_id for one in held(work, program_id) if one.seat.role is role}))


def without(work: Work, role: Role, kind: str) -> list[int]:
    """Who has this role, and no schedule of this kind."""
    return [row.learner_id for row in work.execute(_WITHOUT, {"role": role.value, "kind": kind})]


def count_people(work: Work, program_id: int) -> dict[tuple[int, Role], int]:
    """How many have each role, by team (0 is the whole program)."""
    return {(row.team_id, Role(row.role)): row.people for row in work.execute(_COUNT, {"program": program_id})}


def _program(row: Row[*TupleAny]) -> Program:
    return Program(row.id, row.name, row.policy, row.created_at)


def _team(row: Row[*TupleAny]) -> Team:
    return Team(row.id, row.program_id, row.name, row.created_at, row.closed_at)


def _seat(row: Row[*TupleAny]) -> Seat:
    return Seat(Role(row.role), row.program_id, row.program_name, row.team_id, cast("str", row.team_name))


_programs = select(programs).order_by(programs.c.id)
_program_here = programs.c.id == bindparam("program")
_ADD_PROGRAM = Prepared(insert(programs).returning(programs.c.id))
_PROGRAMS = Prepared(_programs)
_PROGRAM = Prepared(_programs.where(_program_here))
_HOLD_PROGRAM = Prepared(_programs.where(_program_here).with_for_update(key_share=True))
_POLICY = Prepared(select(programs.c.policy).where(_program_here))
_WRITE_POLICY = Prepared(update(programs).where(_program_here).values(policy=bindparam("written")))

_teams = select(teams).order_by(teams.c.program_id, teams.c.id)
_team_here = teams.c.id == bindparam("team")
_ADD_TEAM = Prepared(insert(teams).returning(teams.c.id))
_TEAMS = Prepared(_teams)
_TEAMS_OF = Prepared(_teams.where(teams.c.program_id == bindparam("program")))
_TEAM = Prepared(_teams.where(_team_here))
_HOLD_TEAM = Prepared(_teams.where(_team_here).with_for_update(key_share=True))
_RENAME_TEAM = Prepared(update(teams).where(_team_here).values(name=bindparam("called")))
_CLOSE_TEAM = Prepared(
    update(teams)
    .where(_team_here, teams.c.closed_at.is_(None))
    .values(closed_at=bindparam("now", type_=teams.c.closed_at.type))
)

_in_team = roles.c.team_id == bindparam("team")
_is_learner = roles.c.role == Role.learner.value
_STAY = Prepared(update(roles).where(_in_team, _is_learner).values(team_id=WHOLE_PROGRAM))
_EMPTY = Prepared(delete(roles).where(_in_team))
_named = (
    select(
        roles.c.learner_id,
        roles.c.role,
        roles.c.program_id,
        programs.c.name.label("program_name"),
        roles.c.team_id,
        func.coalesce(teams.c.name, "").label("team_name"),
        roles.c.since,
    )
    .join(programs, programs.c.id == roles.c.program_id)
    .outerjoin(teams, teams.c.id == roles.c.team_id)
    .order_by(roles.c.since, roles.c.id)
)
_of_learner = roles.c.learner_id == bindparam("learner")
_same_place = and_(roles.c.program_id == bindparam("program"), _in_team)
_SEATS = Prepared(_named.where(_of_learner))
_HELD = Prepared(_named.where(roles.c.program_id == bindparam("program")))
_GIVE = Prepared(upsert(roles).on_conflict_do_nothing().returning(roles.c.id))
_TAKE = Prepared(delete(roles).where(_of_learner, _same_place, roles.c.role == bindparam("role")))
_MOVE_ON = Prepared(delete(roles).where(_of_learner, _is_learner, not_(_same_place)))
_WITHOUT = Prepared(
    select(roles.c.learner_id)
    .where(
        roles.c.role == bindparam("role"),
        ~select(schedules.c.id)
        .where(schedules.c.learner_id == roles.c.learner_id, schedules.c.kind == bindparam("kind"))
        .exists(),
    )
    .distinct()
)
_COUNT = Prepared(
    select(roles.c.team_id, roles.c.role, func.count().label("people"))
    .where(roles.c.program_id == bindparam("program"))
    .group_by(roles.c.team_id, roles.c.role)
)
