"""Figures on a page: `--write` puts what a benchmark printed between the marks of the page that quotes it."""

import contextlib
import io
import re
import sys
from collections.abc import Callable
from pathlib import Path

MARKS = re.compile(r"(<!-- figures -->\n).*?(<!-- /figures -->)", re.DOTALL)


def printed(bench: Callable[[], int], page: Path) -> int:
    """Run a benchmark; with `--write` what it prints also stands on the page from then on."""
    if "--write" not in sys.argv[1:]:
        return bench()
    told = io.StringIO()
    with contextlib.redirect_stdout(told):
        missed = bench()
    print(told.getvalue())
    text = page.read_text(encoding="utf-8")
    page.write_text(
        MARKS.sub(lambda found: found[1] + told.getvalue().strip() + "\n" + found[2], text), encoding="utf-8"
    )
    return missed
