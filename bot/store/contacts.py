"""Contacts: who asked their supervisors to get in touch, under the name and in the words that they chose."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, and_, bindparam, delete, insert, select, update
from sqlalchemy.util.typing import TupleAny

from bot.store.digest_tables import contacts
from bot.store.prepared import Prepared
from bot.store.program_tables import roles
from bot.store.work import Work
from dialogues.facts import Role


@dataclass(frozen=True, slots=True)
class Contact:
    """One request: who asked, of which team, under which name and in which words; seen at, or None."""

    id: int
    learner_id: int
    program_id: int
    team_id: int
    called: str
    words: str
    asked_at: datetime
    seen_at: datetime | None = None


def add(work: Work, asked: Contact) -> int:
    """Keep a request; its number. The id of `asked` is not looked at."""
    kept = {
        name: getattr(asked, name) for name in ("learner_id", "program_id", "team_id", "called", "words", "asked_at")
    }
    added = work.execute(_ADD, kept).value(int)
    assert added is not None
    return added


def find(work: Work, contact_id: int) -> Contact | None:
    """The request with this number; None when it is gone, with whoever asked or by its time."""
    row = work.execute(_FIND, {"contact": contact_id}).one_or_none()
    return _contact(row) if row else None


def waiting(work: Work, learner_id: int, team_id: int) -> Contact | None:
    """The request of somebody to a team's supervisors that none of them has seen yet."""
    rows = work.execute(_WAITING, {"learner": learner_id, "team": team_id}).all()
    return _contact(rows[0]) if rows else None


def unseen_of(work: Work, supervisor: int) -> list[Contact]:
    """The requests to somebody's teams that nobody has seen yet."""
    return [_contact(row) for row in work.execute(_UNSEEN, {"supervisor": supervisor})]


def see(work: Work, contact_id: int, now: datetime) -> bool:
    """A supervisor has seen it; False when one had already."""
    return work.execute(_SEE, {"contact": contact_id, "now": now}).rowcount == 1


def supervisors(work: Work, program_id: int, team_id: int) -> list[int]:
    """Who supervises a team."""
    return [row.learner_id for row in work.execute(_SUPERVISORS, {"program": program_id, "team": team_id})]


def forget_old(work: Work, before: datetime) -> int:
    """Forget what was asked before a moment; how many."""
    return work.execute(_FORGET, {"before": before}).rowcount


def _contact(row: Row[*TupleAny]) -> Contact:
    return Contact(
        *(row.id, row.learner_id, row.program_id, row.team_id, row.called, row.words, row.asked_at, row.seen_at)
    )


_this = contacts.c.id == bindparam("contact")
_supervises = and_(roles.c.role == Role.supervisor.value, roles.c.team_id != 0)
_ADD = Prepared(insert(contacts).returning(contacts.c.id))
_FIND = Prepared(select(contacts).where(_this))
_WAITING = Prepared(
    select(contacts)
    .where(
        contacts.c.learner_id == bindparam("learner"),
        contacts.c.team_id == bindparam("team"),
        contacts.c.seen_at.is_(None),
    )
    .order_by(contacts.c.id)
)
_UNSEEN = Prepared(
    select(contacts)
    .join(roles, and_(roles.c.team_id == contacts.c.team_id, roles.c.program_id == contacts.c.program_id))
    .where(
        _supervises,
        roles.c.learner_id == bindparam("supervisor"),
        roles.c.since <= contacts.c.asked_at,  # else it never reached them
        contacts.c.seen_at.is_(None),
    )
    .order_by(contacts.c.id)
)
_SEE = Prepared(
    update(contacts)
    .where(_this, contacts.c.seen_at.is_(None))
    .values(seen_at=bindparam("now", type_=contacts.c.seen_at.type))
)
_SUPERVISORS = Prepared(
    select(roles.c.learner_id)
    .where(_supervises, roles.c.program_id == bindparam("program"), roles.c.team_id == bindparam("team"))
    .order_by(roles.c.since, roles.c.id)
)
_FORGET = Prepared(delete(contacts).where(contacts.c.asked_at < bindparam("before", type_=contacts.c.asked_at.type)))
