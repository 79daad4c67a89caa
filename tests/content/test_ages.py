"""What grows too old, and days that are still to come; for a crisis line the day of the last look counts."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from content.checking import aged, check
from content.library import Library
from content.loading import parse
from content.model import Country, CrisisLine

NORWAY = "crisis_lines/no.yaml"


def test_a_line_that_nobody_checked_is_as_old_as_its_compiling(files: dict[str, str]) -> None:
    library = parse(files)
    assert aged(library, date(2027, 4, 30)) == []
    assert [str(problem) for problem in aged(library, date(2027, 5, 1))] == [
        f"{NORWAY}:15: no-116123 was last compiled on 2026-11-01, 181 days ago; 180 are the most. "
        "Ask at the source whether it is still right, then set verified_on and verified_by."
    ]


def test_a_checked_line_is_as_old_as_its_check(files: dict[str, str]) -> None:
    files[NORWAY] = files[NORWAY].replace("on: none yet", "on: 2027-03-01").replace("by: none yet", "by: Kim")
    library = parse(files)
    assert check(library) == []
    assert aged(library, date(2027, 5, 1)) == []
    assert [(problem.line, problem.what) for problem in aged(library, date(2027, 9, 1))] == [
        (16, "no-116123 was last checked on 2027-03-01, 184 days ago; 180 are the most")
    ]


def test_a_check_that_is_still_to_come_is_no_check(files: dict[str, str]) -> None:
    told = [str(problem) for problem in aged(parse(files), date(2026, 10, 31)) if problem.file == NORWAY]
    assert told == [
        f"{NORWAY}:15: no-116123 was compiled on 2026-11-01, which is still to come. "
        "Write the day on which it was really done."
    ]


@given(compiled=st.dates(date(2020, 1, 1), date(2030, 1, 1)), days=st.integers(0, 4000))
def test_a_line_is_too_old_exactly_after_180_days(compiled: date, days: int) -> None:
    line = CrisisLine(
        "a",
        "A",
        "helpline",
        primary=True,
        phone="1",
        sms=None,
        chat=None,
        hours="24/7",
        languages=("en",),
        source="own",
        compiled_on=compiled,
    )
    country = Country("NO", {"en": "Norway"}, "113", (line,))
    library = Library((), (), {}, {}, {}, {}, {}, {"NO": country})
    assert bool(aged(library, compiled + timedelta(days=days))) == (days > 180)


LESSON, ITEMS = "en/lessons/rights/rights-01.md", "en/items/rights.yaml"


def test_a_lesson_is_due_for_review_after_its_day(files: dict[str, str]) -> None:
    files[LESSON] = files[LESSON].replace("review_by: 2027-11-22", "review_by: 2027-02-01")
    library = parse(files)
    assert aged(library, date(2027, 2, 1)) == []
    assert [str(problem) for problem in aged(library, date(2027, 2, 3))] == [
        f"{LESSON}:9: lesson rights-01 was due for review by 2027-02-01, 2 days ago. "
        "Read it again, bring it up to date, and set review_by to the day of the next look."
    ]


def test_nothing_is_written_checked_or_signed_on_a_day_still_to_come(files: dict[str, str]) -> None:
    files[LESSON] = files[LESSON].replace("verified_on: none yet", "verified_on: 2026-12-01")
    files[ITEMS] = files[ITEMS].replace("written_on: 2026-11-22", "written_on: 2026-12-01", 1)
    files["overrides.yaml"] = (
        f"- file: {LESSON}\n  check: jargon\n  reason: r\n  signed_by: Kim\n  signed_on: 2026-12-01\n"
    )
    library = parse(files)
    assert aged(library, date(2026, 12, 1)) == []
    day = "on 2026-12-01, which is still to come. Write the day on which it was really done."
    assert [str(problem) for problem in aged(library, date(2026, 11, 30))] == [
        f"{LESSON}:10: lesson rights-01 was checked {day}",
        f"{ITEMS}:15: item rights-q01 was written {day}",
        f"overrides.yaml:5: the override of jargon was signed {day}",
    ]
