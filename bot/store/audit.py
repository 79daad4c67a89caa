"""Audit: who did what to whom, by pseudonyms that only the key can make again. It outlives the people in it."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from sqlalchemy import bindparam, insert, select

from bot.store.prepared import Prepared
from bot.store.program_tables import audit
from bot.store.sealed import keys_in_force
from bot.store.work import Work
from dialogues.facts import Seat

OPERATOR = "operator"
MERGED = "merged"  # two chats became one person's: the actor is who stays
SIGNS = 10


def note(work: Work, actor: str, action: str, subject: str, now: datetime) -> None:
    """Write down that `actor` (a pseudonym or OPERATOR) did `action`; `subject` holds numbers and pseudonyms, never words."""
    work.execute(_NOTE, {"at": now, "actor": actor, "action": action, "subject": subject})


def pseudonym(learner_id: int) -> str:
    """What a person is called where nobody may know them: always the same with this key, and nothing without it."""
    drawn = keys_in_force().fingerprint("pseudonym", str(learner_id))[:SIGNS]
    return f"{drawn[: SIGNS // 2]}-{drawn[SIGNS // 2 :]}"


def every_name(work: Work, name: str) -> frozenset[str]:
    """A person's pseudonym, and those they had in chats that were joined to theirs."""
    joined = {row.subject: row.actor for row in work.execute(_MERGED)}
    return frozenset({name, *(one for one in joined if name in _followed(joined, one))})


def _followed(joined: Mapping[str, str], name: str) -> Iterator[str]:
    while name in joined:
        name = joined[name]
        yield name


def named(seat: Seat) -> str:
    """A seat in numbers, as it stands in a subject."""
    return f"{seat.role} of program {seat.program}" + (f", team {seat.team}" if seat.team else "")


def entries(work: Work, after: int = 0, most: int = 100) -> tuple[tuple[int, datetime, str, str, str], ...]:
    """Number, time, actor, action and subject of what was written down after entry `after`."""
    return tuple(
        (row.id, row.at, row.actor, row.action, row.subject)
        for row in work.execute(_ENTRIES, {"after": after, "most": most})
    )


def latest(work: Work, most: int) -> tuple[tuple[int, datetime, str, str, str], ...]:
    """The newest entries, as many as `most`, the newest last; each as in `entries`."""
    rows = work.execute(_NEWEST, {"most": most}).all()
    return tuple((row.id, row.at, row.actor, row.action, row.subject) for row in reversed(rows))


_NOTE = Prepared(insert(audit))
_MERGED = select(audit.c.actor, audit.c.subject).where(audit.c.action == MERGED).order_by(audit.c.id)
_ENTRIES = select(audit).where(audit.c.id > bindparam("after")).order_by(audit.c.id).limit(bindparam("most"))
_NEWEST = select(audit).order_by(audit.c.id.desc()).limit(bindparam("most"))
