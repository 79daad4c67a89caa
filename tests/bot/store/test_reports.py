"""Reports: kept sealed, shown by program, the newest first, and gone with who wrote them."""

from collections.abc import Callable

from sqlalchemy import text

from bot.store import people, reports
from bot.store.reports import Report
from bot.store.work import Work
from tests.bot.store.making import NOW, fetch, someone

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
    assert b"Zimtstern" not in bytes(row[0])  # type: ignore[call-overload]  # sealed bytes
    run(people.forget, ana)
    assert run(reports.open_of, HARBOUR, 5) == []
