"""Invites: the codes that lead into a role. A code is told once, when it is made; kept is only what recognises it."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, and_, bindparam, func, insert, select, update
from sqlalchemy.util.typing import TupleAny

from bot.store import audit, people, programs
from bot.store.audit import named, pseudonym
from bot.store.columns import UtcDateTime
from bot.store.prepared import Prepared
from bot.store.program_tables import invites, teams
from bot.store.program_tables import programs as programs_table
from bot.store.sealed import keys_in_force
from bot.store.work import Work
from dialogues.facts import Invitation, Role, Seat

# Without vowels it spells nothing, and without 0 O, 1 I L, 2 Z, 5 S, 8 B as pairs nobody mistakes one sign for another.
ALPHABET = "2346789CDFGHJKMNPQRTVWXY"
GROUP = 5


class NoSuchInvite(Exception):
    """There is no code with this number."""


@dataclass(frozen=True, slots=True)
class Terms:
    """Until when and by how many a code may be used; `giver_id` has a team handed over and loses the role to whoever uses it."""

    expires_at: datetime
    most: int
    giver_id: int | None = None


@dataclass(frozen=True, slots=True)
class Invite:
    """A code as it is kept: where it leads and how far it is used; `problem` is as an Invitation's."""

    id: int
    seat: Seat
    terms: Terms
    made_at: datetime
    used: int
    problem: str


def make(work: Work, seat: Seat, terms: Terms, now: datetime) -> tuple[int, str]:
    """A new code for a seat: its number, and the code itself, which nobody can ask for again."""
    code = new_code()
    values = {"program_id": seat.program, "team_id": seat.team, "role": seat.role, "hash": _recognised(code)}
    kept = {"made_at": now, "expires_at": terms.expires_at, "most": terms.most, "giver_id": terms.giver_id}
    number = work.execute(_MAKE, {**values, **kept}).value(int)
    assert number is not None
    return number, shown(code)


def look_at(work: Work, words: str, now: datetime) -> Invitation | None:
    """Where the code in somebody's words ("/start CODE", "/join CODE", "join CODE") leads; None when they name none."""
    asked = _ASKED.fullmatch(words.strip()) if len(words) <= _LONGEST else None
    if asked is None:
        return None
    code = code_in(asked[1])
    if code is None:  # of signs that no code has: who came with it must not believe that they have joined
        return Invitation(problem="unknown") if _LIKE_A_CODE.fullmatch(words.strip()) else None
    row = work.execute(_BY_HASH, {"hash": _recognised(code)}).one_or_none()
    if row is None:
        return Invitation(problem="unknown")
    found = _invite(row, now)
    return Invitation(found.id, found.seat, found.problem)


def new_code() -> str:
    """A fresh code, as it is recognised; `shown` is how people see it."""
    return "".join(secrets.choice(ALPHABET) for _ in range(2 * GROUP))


def shown(code: str) -> str:
    """A code in two groups, so that it can be read aloud and typed."""
    return f"{code[:GROUP]}-{code[GROUP:]}"


def code_in(written: str) -> str | None:
    """The code that somebody wrote, as it is recognised, also one they mistyped; None when these are words, and no code."""
    groups = [re.sub(r"\W|_", "", group) for group in written[:_LONGEST].upper().split()]
    code = "".join(groups)
    if len(code) == 2 * GROUP and set(code) <= set(ALPHABET):
        return code
    return code if _is_mistyped(groups) else None


def take_up(work: Work, invitation_id: int, learner_id: int, now: datetime) -> Seat | None:
    """Give somebody the role their code leads to; None when it cannot be used any more.

    Who has the role already keeps it, and the code is not used up by them. A learner's older team ends; where a team is handed
    over, so does the giver's role.
    """
    people.lock(work, learner_id)
    row = work.execute(_BY_ID, {"invite": invitation_id}).one_or_none()
    if row is None:
        return None
    found = _invite(row, now)
    seat, giver = found.seat, found.terms.giver_id
    before = programs.seats_of(work, learner_id)
    if seat in before and giver in (None, learner_id):
        return seat
    # The row is held from here on: of two who come for the last use, the second finds it gone.
    if not work.execute(_USE, {"invite": invitation_id, "now": now}).rowcount:
        return seat if seat in before else None
    programs.give_role(work, learner_id, seat, now)
    _write_down(work, learner_id, found, before, now)
    if giver is not None and giver != learner_id:
        _end(work, giver, seat, now)
    return seat


def find_invite(work: Work, invite_id: int, now: datetime) -> Invite:
    """The code with this number."""
    row = work.execute(_BY_ID, {"invite": invite_id}).one_or_none()
    if row is None:
        raise NoSuchInvite(f"there is no code number {invite_id}: `coach invite list` shows those there are")
    return _invite(row, now)


def list_invites(work: Work, program_id: int, now: datetime) -> tuple[Invite, ...]:
    """Every code of a program, the oldest first."""
    return tuple(_invite(row, now) for row in work.execute(_OF_PROGRAM, {"program": program_id}))


def revoke(work: Work, invite_id: int, now: datetime) -> bool:
    """Nobody can use this code any more; False when it was revoked before."""
    return bool(work.execute(_REVOKE, {"invite": invite_id, "now": now}).rowcount)


def revoke_team(work: Work, team_id: int, now: datetime) -> int:
    """Nobody can use a code of this team any more; how many there were."""
    return work.execute(_REVOKE_TEAM, {"team": team_id, "now": now}).rowcount


def revoke_handed(work: Work, giver_id: int, team_id: int, now: datetime) -> int:
    """Nobody can take this team over from this person any more, who has nothing left to hand over; how many codes there were."""
    return work.execute(_REVOKE_HANDED, {"giver": giver_id, "team": team_id, "now": now}).rowcount


def _recognised(code: str) -> str:
    return keys_in_force().fingerprint("invite", code)


def _is_mistyped(groups: list[str]) -> bool:
    """Whether it looks like a code and not like words: letters and digits mixed, in one group or in two of five."""
    mixed = any(sign.isdigit() for sign in "".join(groups)) and any(sign.isalpha() for sign in "".join(groups))
    if len(groups) == 1:
        return mixed and abs(len(groups[0]) - 2 * GROUP) <= 2
    return mixed and [len(group) for group in groups] == [GROUP, GROUP]


def _write_down(work: Work, learner_id: int, found: Invite, before: Sequence[Seat], now: datetime) -> None:
    who = pseudonym(learner_id)
    audit.note(work, who, "code_used", f"code {found.id}: {named(found.seat)}", now)
    for older in before:
        if older.role is found.seat.role is Role.learner and older != found.seat:
            audit.note(work, who, "role_ended", f"{named(older)}: {who}", now)


def _end(work: Work, giver_id: int, seat: Seat, now: datetime) -> None:
    revoke_handed(work, giver_id, seat.team, now)
    if programs.take_role(work, giver_id, seat):
        who = pseudonym(giver_id)
        audit.note(work, who, "handed_over", f"{named(seat)}: {who}", now)


def _invite(row: Row[*TupleAny], now: datetime) -> Invite:
    seat = Seat(Role(row.role), row.program_id, row.program_name, row.team_id, row.team_name)
    terms = Terms(row.expires_at, row.most, row.giver_id)
    return Invite(row.id, seat, terms, row.made_at, row.used, _problem(row, now))


def _problem(row: Row[*TupleAny], now: datetime) -> str:
    if row.revoked_at is not None:
        return "revoked"
    if row.expires_at <= now:
        return "over"
    return "used_up" if row.used >= row.most else ""


_LONGEST = 80
# One word behind a command comes from a link; two groups of five with a line between them come from a note with a code.
_LIKE_A_CODE = re.compile(r"/(?:start|join)(?:@\w+)?\s+\S+|join[\s:]+\w{5}[-\u2010-\u2014]\w{5}\W*", re.IGNORECASE)
_ASKED = re.compile(r"/?(?:start|join)(?:@\w+)?[\s:]+(.+)", re.IGNORECASE | re.DOTALL)

_NOW = bindparam("now", type_=UtcDateTime())
_MAKE = Prepared(insert(invites).returning(invites.c.id))
_named = (
    select(
        invites,
        programs_table.c.name.label("program_name"),
        func.coalesce(teams.c.name, "").label("team_name"),
    )
    .join(programs_table, programs_table.c.id == invites.c.program_id)
    .outerjoin(teams, teams.c.id == invites.c.team_id)
    .order_by(invites.c.id)
)
_here = invites.c.id == bindparam("invite")
_BY_ID = Prepared(_named.where(_here))
_BY_HASH = Prepared(_named.where(invites.c.hash == bindparam("hash")))
_OF_PROGRAM = Prepared(_named.where(invites.c.program_id == bindparam("program")))
_USE = Prepared(
    update(invites)
    .where(_here, invites.c.revoked_at.is_(None), invites.c.expires_at > _NOW, invites.c.used < invites.c.most)
    .values(used=invites.c.used + 1)
)
_in_force = and_(invites.c.revoked_at.is_(None), invites.c.team_id == bindparam("team"))
_revoked = update(invites).values(revoked_at=_NOW)
_REVOKE = Prepared(_revoked.where(_here, invites.c.revoked_at.is_(None)))
_REVOKE_TEAM = Prepared(_revoked.where(_in_force))
_REVOKE_HANDED = Prepared(_revoked.where(_in_force, invites.c.giver_id == bindparam("giver")))
