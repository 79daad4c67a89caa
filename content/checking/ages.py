"""How long ago a crisis line was checked. A wrong number in a crisis is worse than none."""

from collections.abc import Iterator
from datetime import date

from content.library import Library
from content.model import CrisisLine, Place, Problem

MOST_DAYS = 180


def aged(library: Library, today: date) -> list[Problem]:
    """Crisis lines last checked, or else compiled, more than 180 days before today. A start warns; publishing refuses."""
    return [
        problem
        for code, country in sorted(library.countries.items())
        for at, line in enumerate(country.lines)
        for problem in _aged(line, today, _place(library, code, at, line))
    ]


def _aged(line: CrisisLine, today: date, place: Place) -> Iterator[Problem]:
    since, done = (line.verified_on, "checked") if line.verified_on else (line.compiled_on, "compiled")
    days = (today - since).days
    if days > MOST_DAYS:
        what = f"{line.id} was last {done} on {since}, {days} days ago; {MOST_DAYS} are the most"
        mend = "Ask at the source whether it is still right, then set verified_on and verified_by."
        yield Problem(place.file, place.line, what, mend)
    elif days < 0:
        what = f"{line.id} was {done} on {since}, which is still to come"
        yield Problem(place.file, place.line, what, "Write the day on which it was really done.")


def _place(library: Library, code: str, at: int, line: CrisisLine) -> Place:
    return library.place("country", code, "lines", at, "verified_on" if line.verified_on else "compiled_on")
