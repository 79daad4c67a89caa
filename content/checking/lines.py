"""Crisis lines: one that comes first in each country, each with a way to reach it."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from content.library import Library
from content.model import Country, Problem


def crisis_lines(library: Library) -> Iterator[Problem]:
    """Countries without exactly one primary line, lines nobody can reach, and zones that do not exist."""
    for country in library.countries.values():
        for part, what, mend in _misfits(country):
            place = library.place("country", country.code, *part)
            yield Problem(place.file, place.line, what, mend)


def _misfits(country: Country) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    first = sum(line.primary for line in country.lines)
    if first != 1:
        yield ("lines",), f"{country.code} has {first} primary lines", "Mark exactly one with `primary: true`."
    if not any(character.isdigit() for character in country.emergency):
        yield ("emergency",), f"{country.emergency!r} is no emergency number", 'Write the number, such as "112".'
    for at, line in enumerate(country.lines):
        if not (line.phone or line.sms or line.chat):
            yield ("lines", at), f"nobody can reach {line.id}", "Add `phone`, `sms` or `chat`."
        if (line.verified_on is None) != (line.verified_by is None):
            what = f"the check of {line.id} needs both a day and the person who signed"
            yield ("lines", at, "verified_on"), what, "Give both, or `none yet` for both."
    for at, zone in enumerate(country.zones):
        if not _is_zone(zone):
            yield ("zones", at), f"there is no time zone {zone!r}", "Write it as in the IANA list: America/New_York."


def _is_zone(zone: str) -> bool:
    try:
        ZoneInfo(zone)
    except (LookupError, ValueError, OSError):  # a folder's name, such as America, is an OSError
        return False
    return True
