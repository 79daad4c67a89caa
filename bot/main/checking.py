"""Checking a library for the command line: what blocks a release, and what only warns."""

from pathlib import Path

from bot.clock import SystemClock
from bot.main.parts import LIBRARY
from bot.services.gating import problems_of
from content.checking import notes
from content.loading import ContentBroken, load


def problems_in(directory: Path | None) -> tuple[list[str], list[str]]:
    """The problems of a library, each as one line, and its warnings; a library that cannot be read has only problems."""
    try:
        library = load(directory or LIBRARY)
    except ContentBroken as broken:
        return [str(problem) for problem in broken.problems], []
    today = SystemClock().now().date()
    warnings = [f"{note} (a warning)" for note in notes(library)]
    return [str(problem) for problem in problems_of(library, today)], warnings
