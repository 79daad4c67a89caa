"""Notices: what staff say to many, and to whom it goes. Each person gets a schedule of their own, and so is met in their hours."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Row, Select, bindparam, delete, func, insert, literal, select, true, update
from sqlalchemy.dialects.postgresql import insert as put  # SQLite has the same words for a conflict
from sqlalchemy.util.typing import TupleAny

from bot.domain.schedule import NOTICE
from bot.store.columns import UtcDateTime
from bot.store.program_tables import roles
from bot.store.release_tables import notices, shown
from bot.store.tables import learners, schedules
from bot.store.work import Work
from dialogues.facts import Role


class Kind(StrEnum):
    """What a notice is: news of a program, or the correction of something that was wrong."""

    announcement = "announcement"
    correction = "correction"


class NoSuchNotice(Exception):
    """There is no notice with this number."""


@dataclass(frozen=True, slots=True)
class To:
    """To whom a notice goes: the learners of a program or of one team (0 is all), and who was shown `subjects` of `releases`.

    Program 0 is everybody; without subjects it does not matter what somebody was shown.
    """

    program: int = 0
    team: int = 0
    subjects: tuple[str, ...] = ()
    releases: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice: what it is, to whom, its words by language, by whom (a pseudonym), to how many, and when it begins to go out."""

    kind: Kind
    to: To
    words: Mapping[str, str]
    by: str
    due_at: datetime
    people: int = 0
    id: int = 0
    cancelled_at: datetime | None = field(default=None)


def count(work: Work, to: To) -> int:
    """How many would get it: who finished the welcome, and did not say stop."""
    found: int = work.execute(select(func.count()).select_from(_people(to).subquery())).scalar_one()
    return found


def send(work: Work, notice: Notice, now: datetime) -> int:
    """Keep a notice, and plan it for everybody it goes to; its number."""
    to, people = notice.to, count(work, notice.to)
    values = {
        "kind": notice.kind.value,
        "program_id": to.program,
        "team_id": to.team,
        "subjects": json.dumps(to.subjects),
        "releases": json.dumps(to.releases),
        "words": json.dumps(dict(notice.words), ensure_ascii=False),
        "by": notice.by,
        "people": people,
        "made_at": now,
        "due_at": notice.due_at,
    }
    number: int = work.execute(insert(notices).values(values).returning(notices.c.id)).scalar_one()
    whom = _people(to).subquery()
    due = literal(notice.due_at, UtcDateTime())
    planned = select(whom.c.id, literal(NOTICE), literal(str(number)), due).where(true())
    columns = ["learner_id", "kind", "subject", "due_at"]
    work.execute(put(schedules).from_select(columns, planned).on_conflict_do_nothing())
    return number


def find(work: Work, number: int) -> Notice:
    """The notice with this number."""
    row = work.execute(_FIND, {"number": number}).one_or_none()
    if row is None:
        raise NoSuchNotice(f"there is no notice {number}: `coach announce-list` shows those there are")
    return _notice(row)


def newest(work: Work, most: int) -> Sequence[Notice]:
    """The newest notices, the newest first."""
    return [_notice(row) for row in work.execute(_NEWEST, {"most": most})]


def last_by(work: Work, by: str) -> Notice | None:
    """What somebody sent last."""
    row = work.execute(_LAST_BY, {"by": by}).one_or_none()
    return _notice(row) if row else None


def cancel(work: Work, number: int, now: datetime) -> int:
    """Take a notice back from everybody it has not reached yet; how many those are."""
    work.execute(_CANCEL, {"number": number, "now": now})
    return work.execute(_UNPLAN, {"subject": str(number)}).rowcount


def _people(to: To) -> Select[int]:
    found = select(learners.c.id).where(learners.c.welcomed_at.is_not(None), learners.c.stopped_at.is_(None))
    if to.program:
        here = [
            roles.c.learner_id == learners.c.id,
            roles.c.role == Role.learner.value,
            roles.c.program_id == to.program,
        ]
        here += [roles.c.team_id == to.team] if to.team else []
        found = found.where(select(roles.c.id).where(*here).exists())
    if to.subjects:
        met = [shown.c.learner_id == learners.c.id, shown.c.subject.in_(to.subjects), shown.c.release.in_(to.releases)]
        found = found.where(select(shown.c.id).where(*met).exists())
    return found


def _notice(row: Row[*TupleAny]) -> Notice:
    to = To(row.program_id, row.team_id, tuple(json.loads(row.subjects)), tuple(json.loads(row.releases)))
    words = json.loads(row.words)
    return Notice(Kind(row.kind), to, words, row.by, row.due_at, row.people, row.id, row.cancelled_at)


_FIND = select(notices).where(notices.c.id == bindparam("number"))
_NEWEST = select(notices).order_by(notices.c.id.desc()).limit(bindparam("most"))
_LAST_BY = select(notices).where(notices.c.by == bindparam("by")).order_by(notices.c.id.desc()).limit(1)
_CANCEL = (
    update(notices)
    .where(notices.c.id == bindparam("number"), notices.c.cancelled_at.is_(None))
    .values(cancelled_at=bindparam("now", type_=UtcDateTime()))
)
_UNPLAN = delete(schedules).where(
    schedules.c.kind == NOTICE, schedules.c.subject == bindparam("subject"), schedules.c.due_at.is_not(None)
)
