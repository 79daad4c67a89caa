"""The ten competencies, complete and in order."""

from collections.abc import Iterator

from content.library import Library
from content.model import Competency, Problem

FEWEST_INDICATORS, MOST_INDICATORS = 3, 5


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
