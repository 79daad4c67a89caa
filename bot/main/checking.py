"""Checking a library for the command line: what blocks a release, and what only warns."""

from pathlib import Path

from bot.clock import SystemClock
from bot.main.parts import LIBRARY
from content.checking import aged, check, notes
from content.loading import ContentBroken, load


def problems_in(directory: Path | None) -> tuple[list[str], list[str]]:
    """The problems of a library, each as one line, and its warnings; a library that cannot be read has only problems."""
    try:
        library = load(directory or LIBRARY)
    except ContentBroken as broken:
        return [str(problem) for problem in broken.problems], []
    today = SystemClock().now().date()
    warnings = [f"{problem} (a warning)" for problem in (*notes(library), *aged(library, today))]
    return [str(problem) for problem in check(library)], warnings
