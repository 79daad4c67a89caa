"""All gates in the order they are applied. Each is a function from a library to what it finds wrong, and has a name."""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TypeAlias

from content.checking.answers import answer_places, wording_alone
from content.checking.coverage import dead_ends, unreachable
from content.checking.duplicates import duplicates
from content.checking.framework import ten_competencies
from content.checking.items import item_forms, wide_options
from content.checking.jargon import jargon
from content.checking.lengths import message_lengths
from content.checking.lessons import lesson_forms
from content.checking.lines import crisis_lines
from content.checking.main_message import main_messages
from content.checking.markup import markup, places
from content.checking.menu import menu_forms
from content.checking.overrides import overridden
from content.checking.reading_grade import reading_grades
from content.checking.references import plan_weeks, references, sources_named
from content.checking.scenarios import scenario_forms
from content.checking.sentence_length import sentence_lengths
from content.checking.translations import stale_translations, translation_shapes, untranslated
from content.checking.wording import guilt, promises, unsafe_words
from content.library import Library
from content.model import Problem

Gate: TypeAlias = Callable[[Library], Iterable[Problem]]

GATES: Mapping[str, Gate] = {
    "framework": ten_competencies,
    "references": references,
    "plan_weeks": plan_weeks,
    "sources": sources_named,
    "dead_ends": dead_ends,
    "unreachable": unreachable,
    "lesson_form": lesson_forms,
    "main_message": main_messages,
    "item_form": item_forms,
    "scenario_form": scenario_forms,
    "answer_places": answer_places,
    "wording_alone": wording_alone,
    "duplicates": duplicates,
    "crisis_lines": crisis_lines,
    "markup": markup,
    "places": places,
    "message_length": message_lengths,
    "menu": menu_forms,
    "safe_messaging": unsafe_words,
    "guilt": guilt,
    "promises": promises,
    "jargon": jargon,
    "sentence_length": sentence_lengths,
    "reading_grade": reading_grades,
    "untranslated": untranslated,
    "translation_shape": translation_shapes,
    "stale_translation": stale_translations,
}
"""By name; an override names one of those that `content.checking.overrides` lists."""


def check(library: Library) -> list[Problem]:
    """Everything that keeps this library from being published, in the order of its files. Ages are asked of `aged`."""
    return _in_order(overridden(library, {name: frozenset(gate(library)) for name, gate in GATES.items()}))


def notes(library: Library) -> list[Problem]:
    """What a writer should know but may keep: it is shown in another way on some channel."""
    return _in_order(frozenset(wide_options(library)))


def _in_order(found: Collection[Problem]) -> list[Problem]:
    return sorted(found, key=lambda problem: (problem.file, problem.line, problem.what))
