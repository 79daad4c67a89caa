"""Reports: what people said is wrong with a lesson. Their words lie sealed until staff read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, insert, select

from bot.store.prepared import Prepared
from bot.store.program_tables import reports
from bot.store.work import Work


@dataclass(frozen=True, slots=True)
class Report:
    """One report: of which lesson in which release, what is wrong ("hard", "wrong", "unkind", "other"), and the words."""

    lesson: str
    release: int
    what: str
    words: str


def add(work: Work, learner_id: int, program_id: int, report: Report, now: datetime) -> None:
    """Keep a report; `program_id` is 0 for somebody in no program."""
    values = {"learner_id": learner_id, "program_id": program_id, "lesson": report.lesson, "release": report.release}
    work.execute(_ADD, {**values, "what": report.what, "words": report.words, "at": now})


def open_of(work: Work, program_id: int, limit: int) -> Sequence[Report]:
    """The newest open reports of a program."""
    rows = work.execute(_OPEN, {"program": program_id, "most": limit})
    return [Report(row.lesson, row.release, row.what, row.words) for row in rows]


_ADD = Prepared(insert(reports))
_OPEN = Prepared(
    select(reports)
    .where(reports.c.program_id == bindparam("program"), reports.c.closed_at.is_(None))
    .order_by(reports.c.id.desc())
    .limit(bindparam("most"))
)
