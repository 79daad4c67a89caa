"""Verdict: what became of content that a program's own CI handed in."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from content.model import Problem


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is wrong with what was handed in, or else what learners would see changed.

    `release` is the draft that was made of it, which waits for a person's approval; None where none was made.
    """

    problems: tuple[Problem, ...] = ()
    changes: tuple[str, ...] = ()
    release: int | None = None


# Judges what was handed in, by its name and its bytes. Raises StoreDown where it cannot now.
Judge = Callable[[str, bytes], Awaitable[Verdict]]
