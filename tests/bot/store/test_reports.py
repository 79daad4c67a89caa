"""Reports: kept sealed, shown by program, the newest first, and gone with who wrote them."""

from collections.abc import Callable

import pytest
from sqlalchemy import text

from bot.store import people, reports
from bot.store.reports import NoSuchReport, Report
from bot.store.work import Work
from tests.bot.store.making import DAY, NOW, fetch, someone

Run = Callable[..., object]
HARBOUR, FJORD = 1, 2


def one(words: str) -> Report:
    """A report with these words."""
    return Report("rights-01", 3, "wrong", words)


def close_first(work: Work) -> None:
    """Staff have dealt with the oldest."""
    work.execute(text("UPDATE reports SET closed_at = at WHERE id = (SELECT min(id) FROM reports)"))


def test_a_program_sees_its_own_open_reports_the_newest_first(run: Run) -> None:
    ana, _ = run(someone)
    for program, words in (
        (HARBOUR, "first"),
        (HARBOUR, "second"),
        (FJORD, "elsewhere"),
        (HARBOUR, "third"),
        (0, "none"),
    ):
        run(reports.add, ana, program, one(words), NOW)
    assert run(reports.open_of, HARBOUR, 5) == [one("third"), one("second"), one("first")]
    assert run(reports.open_of, HARBOUR, 1) == [one("third")]
    run(close_first)
    assert [found.words for found in run(reports.open_of, HARBOUR, 5)] == ["third", "second"]


def test_their_words_lie_sealed_and_go_with_who_wrote_them(run: Run) -> None:
    ana, _ = run(someone)
    run(reports.add, ana, HARBOUR, one("Zimtstern"), NOW)
    [row] = run(fetch, "SELECT words FROM reports")
    assert b"Zimtstern" not in bytes(row[0])  # sealed bytes
    run(people.forget, ana)
    assert run(reports.open_of, HARBOUR, 5) == []


def test_the_open_ones_are_counted_by_program_and_none_is_a_program_too(run: Run) -> None:
    ana, _ = run(someone)
    for program in (HARBOUR, HARBOUR, 0):
        run(reports.add, ana, program, one("words"), NOW)
    assert [run(reports.count_open, program) for program in (HARBOUR, FJORD, 0)] == [2, 0, 1]
    assert run(reports.close, 1, NOW)
    assert [run(reports.count_open, program) for program in (HARBOUR, FJORD, 0)] == [1, 0, 1]


def test_all_open_ones_are_listed_with_their_number_the_oldest_first(run: Run) -> None:
    ana, _ = run(someone)
    for day, program in enumerate((FJORD, HARBOUR, 0)):
        run(reports.add, ana, program, one(f"words {day}"), NOW + day * DAY)
    found = [(filed.id, filed.program_id, filed.report.words, filed.at) for filed in run(reports.list_open)]
    assert found == [(day + 1, program, f"words {day}", NOW + day * DAY) for day, program in enumerate((2, 1, 0))]
    assert [filed.id for filed in run(reports.list_open, 0)] == [3]
    assert [filed.id for filed in run(reports.list_open, HARBOUR)] == [2]
    assert run(reports.find_open, 2) == run(reports.list_open, HARBOUR)[0]


def test_one_is_closed_once_and_then_shown_no_more(run: Run) -> None:
    ana, _ = run(someone)
    run(reports.add, ana, HARBOUR, one("words"), NOW)
    assert run(reports.close, 1, NOW + DAY)
    assert not run(reports.close, 1, NOW + 2 * DAY)
    assert not run(reports.close, 9, NOW)
    assert [str(closed)[:10] for (closed,) in run(fetch, "SELECT closed_at FROM reports")] == ["2026-03-03"]
    assert list(run(reports.list_open)) == list(run(reports.open_of, HARBOUR, 5)) == []
    with pytest.raises(NoSuchReport, match="no open report 1: `coach report list`"):
        run(reports.find_open, 1)
