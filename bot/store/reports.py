"""Reports: what people said is wrong with a lesson. Their words lie sealed until staff read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, bindparam, func, insert, select, update
from sqlalchemy.util.typing import TupleAny

from bot.store.prepared import Prepared
from bot.store.program_tables import reports
from bot.store.work import Work


class NoSuchReport(Exception):
    """There is no open report with this number."""


@dataclass(frozen=True, slots=True)
class Report:
    """One report: of which lesson in which release, what is wrong ("hard", "wrong", "unkind", "other"), and the words."""

    lesson: str
    release: int
    what: str
    words: str


@dataclass(frozen=True, slots=True)
class Filed:
    """An open report as it lies there: its number, the program it is for (0 is none), and when it came."""

    id: int
    program_id: int
    report: Report
    at: datetime


def add(work: Work, learner_id: int, program_id: int, report: Report, now: datetime) -> None:
    """Keep a report; `program_id` is 0 for somebody in no program."""
    values = {"learner_id": learner_id, "program_id": program_id, "lesson": report.lesson, "release": report.release}
    work.execute(_ADD, {**values, "what": report.what, "words": report.words, "at": now})


def open_of(work: Work, program_id: int, limit: int) -> Sequence[Report]:
    """The newest open reports of a program."""
    rows = work.execute(_OPEN, {"program": program_id, "most": limit})
    return [_report(row) for row in rows]


def list_open(work: Work, program_id: int | None = None) -> Sequence[Filed]:
    """Every open report of a program, the oldest first; of all programs and of none when none is named."""
    here = _FILED if program_id is None else _FILED.where(_here)
    rows = work.execute(here, {} if program_id is None else {"program": program_id}).all()
    return [Filed(row.id, row.program_id, _report(row), row.at) for row in rows]


def count_open(work: Work, program_id: int) -> int:
    """How many reports of a program are open; `program_id` is 0 for those of people in no program."""
    return work.execute(_COUNT, {"program": program_id}).value(int) or 0


def find_open(work: Work, report_id: int) -> Filed:
    """The open report with this number."""
    row = work.execute(_FILED.where(_this), {"report": report_id}).one_or_none()
    if row is None:
        raise NoSuchReport(f"there is no open report {report_id}: `coach report list` shows those there are")
    return Filed(row.id, row.program_id, _report(row), row.at)


def close(work: Work, report_id: int, now: datetime) -> bool:
    """The report is dealt with, and shown no more; False when it was closed before, or is not there."""
    return work.execute(_CLOSE, {"report": report_id, "now": now}).rowcount == 1


def _report(row: Row[*TupleAny]) -> Report:
    return Report(row.lesson, row.release, row.what, row.words)


_ADD = Prepared(insert(reports))
_here, _this = reports.c.program_id == bindparam("program"), reports.c.id == bindparam("report")
_is_open = reports.c.closed_at.is_(None)
_OPEN = Prepared(select(reports).where(_here, _is_open).order_by(reports.c.id.desc()).limit(bindparam("most")))
_FILED = select(reports).where(_is_open).order_by(reports.c.id)
_COUNT = Prepared(select(func.count().label("many")).where(_here, _is_open))
_CLOSE = Prepared(
    update(reports).where(_this, _is_open).values(closed_at=bindparam("now", type_=reports.c.closed_at.type))
)
