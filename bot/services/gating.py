"""Gating: whether files may become a release: they make a library, every check passes, and nothing in them is too old."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.services.stories import story_problems
from content.checking import aged, check
from content.library import Library
from content.loading import ContentBroken, parse
from content.model import Problem


@dataclass(frozen=True, slots=True)
class Gated:
    """The library that files make, None where they make none, and what keeps it from being a release."""

    library: Library | None
    problems: tuple[Problem, ...]


def gate(files: Mapping[str, str], today: date) -> Gated:
    """Try files as a release."""
    try:
        library = parse(files)
    except ContentBroken as broken:
        return Gated(None, broken.problems)
    return Gated(library, tuple(problems_of(library, today)))


def problems_of(library: Library, today: date) -> Sequence[Problem]:
    """Everything that keeps a library from being a release today: its checks, what is too old, and stories that fail."""
    return [*check(library), *aged(library, today), *story_problems(library)]
