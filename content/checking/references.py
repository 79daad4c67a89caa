"""What a text names must exist, and no name may mean two things."""

from collections.abc import Iterator

from content.library import Library
from content.model import Item, Lesson, Place, Problem, Scenario

MOST_A_WEEK = 3


def references(library: Library) -> Iterator[Problem]:
    """Competencies, indicators and planned lessons that are named but do not exist, or exist twice."""
    homes = {indicator.id: competency.id for competency in library.competencies for indicator in competency.indicators}
    for what, taught in _taught(library):
        place = library.place(what, taught.locale, taught.id)
        if taught.competency not in {competency.id for competency in library.competencies}:
            mend = "Name one of the ten ids in framework.yaml."
            yield _problem(place, f"{what} {taught.id} belongs to {taught.competency!r}, which is no competency", mend)
        home = homes.get(taught.indicator)
        there = library.place(what, taught.locale, taught.id, "indicator")
        if home is None:
            mend = "Mend its spelling, or add it to framework.yaml."
            yield _problem(there, f"there is no indicator {taught.indicator!r}", mend)
        elif home != taught.competency:
            mend = f"Name an indicator of {taught.competency}, or move this to {home}."
            yield _problem(there, f"indicator {taught.indicator!r} belongs to {home}", mend)
    yield from _planned(library)
    yield from _acts(library)
    yield from _twice(library)


def sources_named(library: Library) -> Iterator[Problem]:
    """Lessons and items without a source, and sources that are not listed."""
    for what, taught in _taught(library):
        name = (what, taught.locale, taught.id, "sources")
        if not taught.sources:
            yield _problem(
                library.place(*name), f"{what} {taught.id} names no source", "Name an entry of sources.yaml."
            )
        for at, source in enumerate(taught.sources):
            yield from _unlisted(library, source, library.place(*name, at))
    for country in library.countries.values():
        for at, line in enumerate(country.lines):
            yield from _unlisted(library, line.source, library.place("country", country.code, "lines", at, "source"))


def _taught(library: Library) -> Iterator[tuple[str, Lesson | Item | Scenario]]:
    yield from (("lesson", lesson) for lesson in library.lessons.values())
    yield from (("item", item) for item in library.items.values())
    yield from (("scenario", scenario) for scenario in library.scenarios.values())


def _planned(library: Library) -> Iterator[Problem]:
    for at, id in enumerate(library.plan):
        place = library.place("plan", at)
        if (id, "en") not in library.lessons:
            yield _problem(
                place, f"the plan names {id}, but there is no such English lesson", "Write it, or take it out."
            )
        if id in library.plan[:at]:
            yield _problem(place, f"the plan names {id} twice", "Keep the first.")


def plan_weeks(library: Library) -> Iterator[Problem]:
    """Weeks that do not add up to the lessons of the plan, or bring more than the days of a week can hold."""
    place, planned = library.place("weeks"), sum(library.weeks)
    if library.weeks and planned != len(library.plan):
        what = f"the weeks bring {planned} lessons and the plan has {len(library.plan)}"
        yield _problem(place, what, "Make the numbers add up.")
    for at, many in enumerate(library.weeks):
        if not 1 <= many <= MOST_A_WEEK:
            what = f"week {at + 1} brings {many} lessons"
            yield _problem(library.place("weeks", at), what, f"A week brings 1 to {MOST_A_WEEK}.")


def _acts(library: Library) -> Iterator[Problem]:
    known = {competency.id for competency in library.competencies}
    for act in library.acts.values():
        for named in act.competencies:
            if named not in known:
                place = library.place("act", act.locale, act.id)
                what = f"act {act.id} goes with {named!r}, which is no competency"
                yield _problem(place, what, "Name one of the ten ids in framework.yaml.")


def _twice(library: Library) -> Iterator[Problem]:
    seen: dict[tuple[str, str], Place] = {}
    for kind, id, place in _inner_ids(library):
        first = seen.setdefault((kind, id), place)
        if first is not place:
            yield _problem(place, f"{kind} {id} stands already in {first.file}:{first.line}", "Give it another id.")


def _inner_ids(library: Library) -> Iterator[tuple[str, str, Place]]:
    for competency in library.competencies:
        for at, indicator in enumerate(competency.indicators):
            yield "indicator", indicator.id, library.place("competency", competency.id, "indicators", at, "id")
    for country in library.countries.values():
        for at, line in enumerate(country.lines):
            yield "crisis line", line.id, library.place("country", country.code, "lines", at, "id")


def _unlisted(library: Library, source: str, place: Place) -> Iterator[Problem]:
    if source not in library.sources:
        mend = "Add it to sources.yaml, or mend its spelling."
        yield _problem(place, f"there is no source {source!r}", mend)


def _problem(place: Place, what: str, mend: str) -> Problem:
    return Problem(place.file, place.line, what, mend)
