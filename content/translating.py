"""Translating: from which English text each translation was made, so that one that fell behind is noticed."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TypeAlias

from content.library import Library, NotInLibrary
from content.model import Item, Lesson, Scenario

Unit: TypeAlias = tuple[str, str]
"""A kind (lesson, item, scenario, act, phrase, competency, indicator) and an id."""

_Words: TypeAlias = "str | Sequence[_Words] | None"
DIGITS = 12
_HEAD = (
    "# From which English text each translation was made. `coach content translated {locale}` writes it; do not edit."
)


def fingerprint(library: Library, kind: str, id: str) -> str:
    """The first 12 hexadecimal digits of the SHA-256 of the English words of a unit, in the order in which one reads them.

    Line breaks and blanks between words do not count. Raises NotInLibrary where there is no such English unit.
    """
    canonical = json.dumps([kind, id, _spaced(_english(library, kind, id))], ensure_ascii=True)
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()[:DIGITS]


def units(library: Library, locale: str) -> tuple[Unit, ...]:
    """Everything that has words in this language, in the order of kinds and ids."""
    first = (("lesson", library.lessons), ("item", library.items), ("scenario", library.scenarios))
    shelves = (*first, ("act", library.acts), ("phrase", library.phrases))
    shelved = [(kind, id) for kind, shelf in shelves for id, at in sorted(shelf) if at == locale]
    competencies = [one for one in library.competencies if locale in one.name or locale in one.summary]
    indicators = [one for competency in library.competencies for one in competency.indicators if locale in one.text]
    return (
        *shelved,
        *(("competency", one.id) for one in competencies),
        *(("indicator", one.id) for one in indicators),
    )


def translated(library: Library, locale: str, names: Collection[str] | None) -> str:
    """The new text of `<locale>/translated.yaml`: the named units are taken to be translated from today's English.

    Names are written `lesson:rights-01`; None means all. Whatever else was noted stays, unless it is gone. Raises
    NotInLibrary for a name that has no translation, or no English text.
    """
    here, english = units(library, locale), frozenset(units(library, "en"))
    stamped = _named(names, here, english, locale)
    lines = [f"{kind} {id}: {mark}" for (kind, id), mark in _marks(library, locale, here, stamped).items()]
    return "\n".join((_HEAD.format(locale=locale), *lines, ""))


def retold(old: Library, new: Library, locale: str) -> tuple[str, ...]:
    """The names of what is said in other words in this language than before, or is new in it."""
    both = frozenset(units(new, "en"))
    said = ((unit, _said(old, *unit, locale), _said(new, *unit, locale)) for unit in units(new, locale))
    return tuple(f"{kind}:{id}" for (kind, id), before, now in said if before != now and (kind, id) in both)


def _said(library: Library, kind: str, id: str, locale: str) -> object:
    shelves = {"lesson": library.lessons, "item": library.items, "scenario": library.scenarios}
    shelves |= {"act": library.acts, "phrase": library.phrases}
    if kind in shelves:
        return shelves[kind].get((id, locale))
    for competency in library.competencies:
        if (kind, id) == ("competency", competency.id):
            return competency.name.get(locale), competency.summary.get(locale)
        for indicator in competency.indicators:
            if (kind, id) == ("indicator", indicator.id):
                return indicator.text.get(locale)
    return None


def _named(
    names: Collection[str] | None, here: Sequence[Unit], english: Collection[Unit], locale: str
) -> Collection[Unit]:
    both = frozenset(here) & frozenset(english)
    if names is None:
        return both
    by_name = {f"{kind}:{id}": (kind, id) for kind, id in both}
    for name in sorted(names):
        if name not in by_name:
            raise NotInLibrary(f"There is no {name!r} that stands in both English and {locale!r}.")
    return {by_name[name] for name in names}


def _marks(library: Library, locale: str, here: Iterable[Unit], stamped: Collection[Unit]) -> Mapping[Unit, str]:
    marks = {}
    for kind, id in here:
        kept = fingerprint(library, kind, id) if (kind, id) in stamped else library.translated.get((locale, kind, id))
        if kept:
            marks[kind, id] = kept
    return marks


def _english(library: Library, kind: str, id: str) -> _Words:
    match kind:
        case "lesson" if lesson := library.lessons.get((id, "en")):
            return _of_lesson(lesson)
        case "item" if item := library.items.get((id, "en")):
            return _of_item(item)
        case "scenario" if scenario := library.scenarios.get((id, "en")):
            return _of_scenario(scenario)
        case "act" if act := library.acts.get((id, "en")):
            return act.text
        case "phrase" if phrase := library.phrases.get((id, "en")):
            return phrase.wordings
        case _:
            return _of_framework(library, kind, id)


def _of_lesson(lesson: Lesson) -> _Words:
    return (lesson.title, lesson.cards, lesson.try_it, lesson.reflection)


def _of_item(item: Item) -> _Words:
    return (item.scenario, item.question, [(option.text, option.feedback) for option in item.options])


def _of_scenario(scenario: Scenario) -> _Words:
    turns = [([line.say for line in beat.lines], beat.better, beat.because) for beat in scenario.turns]
    return (scenario.title, scenario.about, turns, [(one.line.say, one.told) for one in scenario.endings])


def _of_framework(library: Library, kind: str, id: str) -> _Words:
    for competency in library.competencies:
        if (kind, id) == ("competency", competency.id):
            return (competency.name.get("en"), competency.summary.get("en"))
        for indicator in competency.indicators:
            if (kind, id) == ("indicator", indicator.id):
                return indicator.text.get("en")
    raise NotInLibrary(f"There is no {kind} {id!r} in English.")


def _spaced(words: _Words) -> _Words:
    if words is None or isinstance(words, str):
        return words and " ".join(words.split())
    return [_spaced(one) for one in words]
