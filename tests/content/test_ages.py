"""Crisis lines grow too old; the day of the last look is what counts."""

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
    assert [str(problem) for problem in aged(parse(files), date(2026, 10, 31))] == [
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
