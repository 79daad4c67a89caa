"""Right answers that nobody can guess: neither from their place nor from their length."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from content.library import Library
from content.model import Item, Problem

PLACES = (1, 2, 3)
FEWEST_ITEMS = 6
"""With fewer, shares say nothing."""
LEAST_SHARE, MOST_SHARE = 20, 47
"""How many of a hundred right answers of a competency may stand at one place."""
MOST_SHARE_IN_ALL = 40


def answer_places(library: Library) -> Iterator[Problem]:
    """Competencies, and languages, in which the right answer stands too often, or too seldom, at one place."""
    for items in _by_competency(library):
        least, most = -(-len(items) * LEAST_SHARE // 100), len(items) * MOST_SHARE // 100
        counted = _counted(items)
        for place, many in zip(PLACES, counted, strict=True):
            if not least <= many <= most:
                what = f"{many} of the {len(items)} right answers of {items[0].competency} stand at place {place}"
                yield _problem(library, items, f"{what}; {least} to {most} may", "Change the order of some options.")
    for locale in library.locales:
        everything = [item for item in _sorted(library) if item.locale == locale]
        for place, many in zip(PLACES, _counted(everything), strict=True):
            if len(everything) >= FEWEST_ITEMS and many * 100 > len(everything) * MOST_SHARE_IN_ALL:
                what = f"{many} of all {len(everything)} right answers in {locale} stand at place {place}"
                mend = "Change the order of options in some items."
                yield _problem(library, everything, f"{what}; {MOST_SHARE_IN_ALL} % are the most", mend)


def wording_alone(library: Library) -> Iterator[Problem]:
    """Competencies in which the right option is the longest, or the shortest, in more than half of the items."""
    for items in _by_competency(library):
        for what, extreme in (("longest", 1), ("shortest", -1)):
            many = sum(_stands_out(item, extreme) for item in items)
            if many * 2 > len(items):
                told = f"in {many} of the {len(items)} items of {items[0].competency} the right option is the {what}"
                mend = "Change some options until it is so in at most half of them."
                yield _problem(library, items, told, mend)


def _by_competency(library: Library) -> Iterator[Sequence[Item]]:
    for _, group in groupby(_sorted(library), key=lambda item: (item.locale, item.competency)):
        items = list(group)
        if len(items) >= FEWEST_ITEMS:
            yield items


def _sorted(library: Library) -> list[Item]:
    return sorted(library.items.values(), key=lambda item: (item.locale, item.competency, item.id))


def _counted(items: Sequence[Item]) -> list[int]:
    """How many right answers stand at each place."""
    right = [at for item in items for at, option in enumerate(item.options, 1) if option.correct]
    return [right.count(place) for place in PLACES]


def _stands_out(item: Item, extreme: int) -> bool:
    """Whether the right option is the longest (1) or the shortest (-1); where two are alike, none stands out."""
    right = [extreme * len(option.text) for option in item.options if option.correct]
    others = [extreme * len(option.text) for option in item.options if not option.correct]
    return bool(right and others) and right[0] > max(others)


def _problem(library: Library, items: Sequence[Item], what: str, mend: str) -> Problem:
    place = library.place("item", items[0].locale, items[0].id)
    return Problem(place.file, place.line, what, mend)
