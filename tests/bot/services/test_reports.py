"""Reports: seen and closed by those who may, without who wrote them."""

from collections.abc import Callable

import pytest

from bot.domain.access import OPERATOR
from bot.services import programs
from bot.services.programs import NotAllowed
from bot.services.reports import close_report, open_reports
from bot.store import audit, people, reports
from bot.store.programs import NoSuchProgram
from bot.store.reports import NoSuchReport, Report
from bot.store.work import Work
from dialogues.facts import Role
from tests.bot.services.conftest import ACCOUNT, START
from tests.bot.services.living import HARBOUR, NORTH, found, seat

Run = Callable[..., object]
FJORD = 2


def told(work: Work) -> None:
    """Three reports: for Harbour, for Fjord, and from somebody in no program."""
    programs.add_program(work, OPERATOR, "Fjord", {}, START)
    ann, _ = people.find_or_create(work, ACCOUNT, "ann", START)
    for program in (HARBOUR, FJORD, 0):
        reports.add(work, ann, program, Report("rights-01", 1, "hard", f"words {program}"), START)


@pytest.fixture(autouse=True)
def three_reports(run: Run) -> None:
    """Everything here begins with the same reports."""
    run(found)
    run(told)


def numbers(run: Run, actor: object, *program: int) -> list[int]:
    return [one.id for one in run(open_reports, actor, *program)]


def test_the_operator_sees_all_or_those_of_one_program_or_of_none(run: Run) -> None:
    assert numbers(run, OPERATOR) == [1, 2, 3]
    assert [numbers(run, OPERATOR, program) for program in (HARBOUR, FJORD, 0)] == [[1], [2], [3]]
    with pytest.raises(NoSuchProgram, match="no program 9"):
        run(open_reports, OPERATOR, 9)


@pytest.mark.parametrize("role", Role)
def test_staff_see_those_of_their_program_and_others_none(run: Run, role: Role) -> None:
    staff = role not in {Role.learner, Role.supervisor}
    run(seat, "cy", role, 0 if staff else NORTH)
    actor = run(programs.actor_of, run(people.find, ACCOUNT, "cy"))
    assert numbers(run, actor) == ([1] if staff else [])
    assert numbers(run, actor, 0) == []
    with pytest.raises(NotAllowed):
        run(open_reports, actor, FJORD)
    with pytest.raises(NotAllowed, match="close a report"):
        run(close_report, actor, 1, START)
    assert numbers(run, OPERATOR) == [1, 2, 3]


def test_closing_one_is_written_down_without_its_words(run: Run) -> None:
    assert run(close_report, OPERATOR, 2, START).report.words == "words 2"
    assert numbers(run, OPERATOR) == [1, 3]
    assert run(audit.latest, 1)[0][1:] == (START, "operator", "report_closed", "report 2")
    with pytest.raises(NoSuchReport):
        run(close_report, OPERATOR, 2, START)
    assert [entry[3] for entry in run(audit.entries)].count("report_closed") == 1
