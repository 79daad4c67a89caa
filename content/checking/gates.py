"""All gates in the order they are applied. Each is a function from a library to what it finds wrong."""

from collections.abc import Callable, Iterable
from typing import TypeAlias

from content.checking.framework import ten_competencies
from content.checking.items import item_forms, wide_options
from content.checking.lessons import lesson_forms
from content.checking.lines import crisis_lines
from content.checking.markup import markup, places
from content.checking.menu import menu_forms
from content.checking.reading_grade import reading_grades
from content.checking.references import references, sources_named
from content.checking.wording import guilt, promises, unsafe_words
from content.library import Library
from content.model import Problem

Gate: TypeAlias = Callable[[Library], Iterable[Problem]]

GATES: tuple[Gate, ...] = (
    ten_competencies,
    references,
    sources_named,
    lesson_forms,
    item_forms,
    crisis_lines,
    markup,
    places,
    menu_forms,
    unsafe_words,
    guilt,
    promises,
    reading_grades,
)


def check(library: Library) -> list[Problem]:
    """Everything that keeps this library from being published, in the order of its files. Ages are asked of `aged`."""
    return _found(GATES, library)


def notes(library: Library) -> list[Problem]:
    """What a writer should know but may keep: it is shown in another way on some channel."""
    return _found((wide_options,), library)


def _found(gates: Iterable[Gate], library: Library) -> list[Problem]:
    found = {problem for gate in gates for problem in gate(library)}
    return sorted(found, key=lambda problem: (problem.file, problem.line, problem.what))
