"""Overrides: a person may sign that one check is wrong about one file, and why; never about what keeps people safe."""

from collections.abc import Collection, Iterator, Mapping

from content.library import Library
from content.model import Override, Problem

MAY_BE_SILENCED = frozenset(
    {"reading_grade", "jargon", "sentence_length", "answer_places", "wording_alone", "duplicates"}
)
SHORTEST_REASON = 20


def overridden(library: Library, found: Mapping[str, Collection[Problem]]) -> set[Problem]:
    """What is still a problem of what each check found, with what is wrong with the overrides themselves."""
    good = {at for at, one in enumerate(library.overrides) if not any(_faults(library, one, found))}
    silenced = {(one.file, one.check) for at, one in enumerate(library.overrides) if at in good}
    left = {
        problem for check, problems in found.items() for problem in problems if (problem.file, check) not in silenced
    }
    return left | set(_of_overrides(library, found))


def _of_overrides(library: Library, found: Mapping[str, Collection[Problem]]) -> Iterator[Problem]:
    for at, one in enumerate(library.overrides):
        for part, what, mend in _faults(library, one, found):
            place = library.place("override", at, part)
            yield Problem(place.file, place.line, what, mend)


def _faults(
    library: Library, one: Override, found: Mapping[str, Collection[Problem]]
) -> Iterator[tuple[str, str, str]]:
    if one.file not in {place.file for place in library.places.values()}:
        yield "file", f"there is no file {one.file!r} in this library", "Name it as problems do: en/items/rights.yaml."
    elif one.check not in found:
        names = ", ".join(sorted(MAY_BE_SILENCED))
        yield "check", f"there is no check {one.check!r}", f"Name one of {names}."
    elif one.check not in MAY_BE_SILENCED:
        yield "check", f"{one.check} cannot be overridden, whoever signs", "Mend the text, and delete this override."
    elif not any(problem.file == one.file for problem in found[one.check]):
        yield "check", f"{one.check} has nothing against {one.file}, so this override silences nothing", "Delete it."
    if len(one.reason) < SHORTEST_REASON:
        what = f"the reason has {len(one.reason)} characters; {SHORTEST_REASON} are the fewest"
        yield "reason", what, "Say why the text is right as it stands."
