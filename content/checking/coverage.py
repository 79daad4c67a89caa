"""Dead ends: what nobody would ever meet, and what would have nothing behind it."""

from collections.abc import Iterator

from content.library import Library
from content.model import Competency, Place, Problem

NEEDS = ("low_energy", "heavy_load", "steady", "good")
"""What a check-in can end with; each asks for an act that fits."""


def unreachable(library: Library) -> Iterator[Problem]:
    """English lessons outside the plan, items about what no planned lesson teaches, and acts that fit no need."""
    planned = frozenset(library.plan)
    taught = {lesson.indicator for (id, at), lesson in library.lessons.items() if at == "en" and id in planned}
    for id, at in sorted(library.lessons):
        if at == "en" and id not in planned:
            place = library.place("lesson", at, id)
            yield _problem(place, f"lesson {id} does not stand in the plan, so nobody gets it", "Add it to plan.yaml.")
    for (id, at), item in sorted(library.items.items()):
        if at == "en" and item.indicator not in taught:
            what = f"item {id} asks about {item.indicator}, which no lesson of the plan teaches"
            yield _problem(library.place("item", at, id), what, "Write that lesson, or ask about what is taught.")
    for (id, at), act in sorted(library.acts.items()):
        if not act.fits:
            what = f"act {id} fits no need, so nobody gets it"
            yield _problem(library.place("act", at, id), what, f"Name one or more of {', '.join(NEEDS)}.")


def dead_ends(library: Library) -> Iterator[Problem]:
    """Competencies and indicators without a lesson or an item, and needs without an act."""
    for what, shelf in (("lesson", library.lessons), ("item", library.items)):
        about = {one.indicator for (_, at), one in shelf.items() if at == "en"}
        for competency in library.competencies:
            yield from _without(library, competency, what, about)
    for need in NEEDS if library.competencies else ():
        if not any(at == "en" and need in act.fits for (_, at), act in library.acts.items()):
            what = f"no act fits {need}, so a check-in that ends there has nothing to offer"
            yield Problem("en/acts.yaml", 1, what, "Write one, or let another fit it too.")


def _without(library: Library, competency: Competency, what: str, about: set[str]) -> Iterator[Problem]:
    mend = f"Write one {what} about it, or take it out of the framework."
    bare = [at for at, indicator in enumerate(competency.indicators) if indicator.id not in about]
    if competency.indicators and len(bare) == len(competency.indicators):
        place = library.place("competency", competency.id)
        yield _problem(place, f"competency {competency.id} has no {what}", mend)
        return
    for at in bare:
        place = library.place("competency", competency.id, "indicators", at)
        yield _problem(place, f"indicator {competency.indicators[at].id} has no {what}", mend)


def _problem(place: Place, what: str, mend: str) -> Problem:
    return Problem(place.file, place.line, what, mend)
