"""The library we ship keeps its own rules."""

from pathlib import Path

from content.checking import check
from content.loading import load

SHIPPED = Path(__file__).parents[2] / "content" / "library"


def test_the_shipped_library_has_no_problems() -> None:
    assert [str(problem) for problem in check(load(SHIPPED))] == []
