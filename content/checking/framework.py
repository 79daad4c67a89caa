"""The ten competencies, complete and in order."""

from collections.abc import Iterator

from content.library import Library
from content.model import Competency, Indicator, Problem

FEWEST_INDICATORS, MOST_INDICATORS = 4, 6
SAMHSA_CATEGORIES = 12
TELEHEALTH_AREAS = 5


def ten_competencies(library: Library) -> Iterator[Problem]:
    """Exactly ten, numbered 1 to 10, each with a handful of indicators and English words."""
    numbers = [competency.number for competency in library.competencies]
    if sorted(numbers) != list(range(1, 11)):
        shown = ", ".join(map(str, sorted(numbers))) or "none"
        place = library.place("competency", library.competencies[0].id) if library.competencies else None
        file, line = (place.file, place.line) if place else ("framework.yaml", 1)
        what = f"the competencies are numbered {shown}; there are ten, 1 to 10"
        yield Problem(file, line, what, "Give each of the ten its own number.")
    for competency in library.competencies:
        yield from _competency(library, competency)


def _competency(library: Library, competency: Competency) -> Iterator[Problem]:
    place = library.place("competency", competency.id)
    if not FEWEST_INDICATORS <= len(competency.indicators) <= MOST_INDICATORS:
        what = f"{competency.id} has {len(competency.indicators)} indicators"
        mend = f"Keep {FEWEST_INDICATORS} to {MOST_INDICATORS} that a colleague could see."
        yield Problem(place.file, place.line, what, mend)
    spoken = [("name", competency.name), ("summary", competency.summary)]
    spoken += [(indicator.id, indicator.text) for indicator in competency.indicators]
    for what, words in spoken:
        if "en" not in words:
            yield Problem(place.file, place.line, f"{what} has no English words in {competency.id}", "Add `en: ...`.")
    for at, indicator in enumerate(competency.indicators):
        if not indicator.id.startswith(f"{competency.id}."):
            there = library.place("competency", competency.id, "indicators", at, "id")
            mend = f"Name it {competency.id}.<what-one-sees>."
            yield Problem(there.file, there.line, f"indicator {indicator.id} does not belong to {competency.id}", mend)
        for part, what, mend in _walked_across(indicator):
            there = library.place("competency", competency.id, "indicators", at, part)
            yield Problem(there.file, there.line, f"indicator {indicator.id} {what}", mend)


def _walked_across(indicator: Indicator) -> Iterator[tuple[str, str, str]]:
    """What is wrong with its places in the two published lists that docs/curriculum.md names."""
    categories = f"Give at least one of SAMHSA's categories, 1 to {SAMHSA_CATEGORIES}."
    if not indicator.samhsa:
        yield "samhsa", "names no category of SAMHSA", categories
    for number in indicator.samhsa:
        if not 1 <= number <= SAMHSA_CATEGORIES:
            yield "samhsa", f"names category {number} of SAMHSA, which there is not", categories
    for number in indicator.telehealth:
        if not 1 <= number <= TELEHEALTH_AREAS:
            mend = f"Give task areas of telehealth peer support, 1 to {TELEHEALTH_AREAS}, or leave the key out."
            yield "telehealth", f"names task area {number}, which there is not", mend
