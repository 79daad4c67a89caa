"""Reports: what people said is wrong with a lesson, for those who can mend it."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.access import Action, Actor, Place, may
from bot.services import programs
from bot.store import programs as stored
from bot.store import reports
from bot.store.reports import Filed
from bot.store.work import Work


def open_reports(work: Work, actor: Actor, program_id: int | None = None) -> Sequence[Filed]:
    """The open reports the actor may see, without who wrote them: of one program (0: of people in none), else of all."""
    if program_id:
        programs.require(actor, Action.see_reports, Place(program_id))
        stored.find_program(work, program_id)
    found = reports.list_open(work, program_id)
    return [one for one in found if may(actor, Action.see_reports, Place(one.program_id))]


def close_report(work: Work, actor: Actor, report_id: int, now: datetime) -> Filed:
    """A report is dealt with: nobody is shown it any more. Raises NoSuchReport."""
    found = reports.find_open(work, report_id)
    programs.require(actor, Action.close_report, Place(found.program_id))
    if reports.close(work, report_id, now):
        programs.note(work, actor, "report_closed", f"report {report_id}", now)
    return found
