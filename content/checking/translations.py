"""Translations: every text in every language, of the same shape, and made from today's English."""

from collections.abc import Iterator, Mapping

from content.library import Library
from content.model import Act, Item, Lesson, Place, Problem, Scenario
from content.translating import Unit, fingerprint, units

ENGLISH = "en"
_IN_FRAMEWORK = ("competency", "indicator")


def untranslated(library: Library) -> Iterator[Problem]:
    """English texts that a language of the library does not have, and texts in it that English does not have."""
    english = units(library, ENGLISH)
    for locale in _others(library):
        here = frozenset(units(library, locale))
        for kind, id in english:
            if (kind, id) not in here and kind not in _IN_FRAMEWORK:
                yield _missing(library, (kind, id), locale)
        for kind, id in sorted(here - frozenset(english)):
            mend = "Write the English first, mend the id, or delete this."
            yield _problem(place_of(library, (kind, id), locale), f"{kind} {id} has no English original", mend)
        yield from _unspoken(library, locale)


def translation_shapes(library: Library) -> Iterator[Problem]:
    """Translations that are not the same lesson, question or act as the English one, but for its words."""
    for locale in _others(library):
        for kind, id in units(library, locale):
            english = _shape(library, (kind, id), ENGLISH)
            for what, here in _shape(library, (kind, id), locale).items():
                if what in english and english[what] != here:
                    place = place_of(library, (kind, id), locale)
                    told = f"{kind} {id} has {what} {here} in {locale}, and {english[what]} in English"
                    yield _problem(place, told, "A translation changes words only: make both the same.")


def stale_translations(library: Library) -> Iterator[Problem]:
    """Translations of which nobody has said that they were made from the English text as it is now."""
    for locale in _others(library):
        english = frozenset(units(library, ENGLISH))
        for kind, id in units(library, locale):
            noted = library.translated.get((locale, kind, id))
            if (kind, id) in english and noted != fingerprint(library, kind, id):
                what = "was translated from an earlier English text" if noted else "is not noted as translated"
                mend = f"then say that it holds (`coach content translated {locale} {kind}:{id}`)."
                begin = "Bring it up to date" if noted else "Compare it with the English"
                yield _problem(place_of(library, (kind, id), locale), f"{kind} {id} {what}", f"{begin}, {mend}")
        yield from _left_over(library, locale)


def place_of(library: Library, unit: Unit, locale: str) -> Place:
    """Where a unit stands in this language."""
    kind, id = unit
    if kind == "competency":
        return library.place("competency", id, "name", locale)
    if kind == "indicator":
        return library.place(*_indicator(library, id), "text", locale)
    return library.place(kind, locale, id)


def _others(library: Library) -> Iterator[str]:
    return (locale for locale in library.locales if locale != ENGLISH)


def _missing(library: Library, unit: Unit, locale: str) -> Problem:
    place = place_of(library, unit, ENGLISH)
    kind, id = unit
    file = place.file.replace(f"{ENGLISH}/", f"{locale}/", 1)
    mend = f"Write {file}." if kind == "lesson" else f"Add it to {file}."
    return _problem(place, f"{kind} {id} is not translated into {locale}", mend)


def _unspoken(library: Library, locale: str) -> Iterator[Problem]:
    """Words of the framework and names of countries, which have all their languages in one place."""
    for what, words, place in _framework(library):
        if locale not in words:
            yield _problem(place, f"{what} is not translated into {locale}", f"Add `{locale}: ...`.")


def _framework(library: Library) -> Iterator[tuple[str, Mapping[str, str], Place]]:
    for competency in library.competencies:
        for part, words in (("name", competency.name), ("summary", competency.summary)):
            yield f"the {part} of {competency.id}", words, library.place("competency", competency.id, part)
        for at, indicator in enumerate(competency.indicators):
            place = library.place("competency", competency.id, "indicators", at, "text")
            yield f"indicator {indicator.id}", indicator.text, place
    for code, country in sorted(library.countries.items()):
        yield f"the name of {code}", country.name, library.place("country", code, "name")


def _shape(library: Library, unit: Unit, locale: str) -> Mapping[str, str]:
    """What a translation may not change, by what a writer calls it."""
    kind, id = unit
    match kind:
        case "lesson" if lesson := library.lessons.get((id, locale)):
            return _of_lesson(lesson)
        case "item" if item := library.items.get((id, locale)):
            return _of_item(item)
        case "scenario" if scenario := library.scenarios.get((id, locale)):
            return _of_scenario(scenario)
        case "act" if act := library.acts.get((id, locale)):
            return _of_act(act)
        case _:
            return {}


def _of_lesson(lesson: Lesson) -> Mapping[str, str]:
    return {
        "the competency": lesson.competency,
        "the indicator": lesson.indicator,
        "the sources": ", ".join(lesson.sources),
        "minutes": str(lesson.minutes),
        "cards": str(len(lesson.cards)),
        "`## Try it`": "there" if lesson.try_it else "missing",
        "`## Think about it`": "there" if lesson.reflection else "missing",
    }


def _of_item(item: Item) -> Mapping[str, str]:
    right = [str(at) for at, option in enumerate(item.options, 1) if option.correct]
    return {
        "the competency": item.competency,
        "the indicator": item.indicator,
        "the sources": ", ".join(item.sources),
        "the health topics": ", ".join(map(str, item.health_topics)) or "none",
        "options": str(len(item.options)),
        "the right option at place": ", ".join(right) or "none",
    }


def _of_scenario(scenario: Scenario) -> Mapping[str, str]:
    bounds = [[(line.trust, line.distress) for line in beat.lines] for beat in scenario.turns]
    return {
        "the competency": scenario.competency,
        "the indicator": scenario.indicator,
        "the sources": ", ".join(scenario.sources),
        "the rubric": ", ".join((*scenario.shows, "but not", *scenario.avoids)),
        "the feelings": str((dict(scenario.feelings), dict(scenario.moves))),
        "the turns and their bounds": str(bounds),
        "the endings and their bounds": str([(one.line.trust, one.line.distress) for one in scenario.endings]),
    }


def _of_act(act: Act) -> Mapping[str, str]:
    return {"the needs": ", ".join(act.fits), "the competencies": ", ".join(act.competencies) or "none"}


def _left_over(library: Library, locale: str) -> Iterator[Problem]:
    here = frozenset(units(library, locale))
    for at, kind, id in library.translated:
        if at == locale and (kind, id) not in here:
            place = library.place("translated", locale, kind, id)
            mend = "Delete the line, or write the translation."
            yield _problem(place, f"{kind} {id} is noted as translated, but is not there", mend)


def _indicator(library: Library, id: str) -> tuple[str | int, ...]:
    for competency in library.competencies:
        for at, indicator in enumerate(competency.indicators):
            if indicator.id == id:
                return ("competency", competency.id, "indicators", at)
    return ("indicator", id)


def _problem(place: Place, what: str, mend: str) -> Problem:
    return Problem(place.file, place.line, what, mend)
