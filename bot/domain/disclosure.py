"""Disclosure control: what may be shown of a group so that nobody can work out one person of it. Decision 0015 says why so.

Four rules. A group is shown from `fewest` people on. What is shown is a band, never a number. Groups never overlap, so that none
can be subtracted from another. And the people who are counted (the panel) change only by so many that no two figures of a group
differ by a few people: else the newcomers wait, and after somebody left the figures rest. Whoever is in one panel enters no
other before that one is over.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from dialogues.figures import Band, State

People = frozenset[int]
NOBODY: People = frozenset()
OTHERS = 0  # the group of all whose team is too small to be shown by itself, or who are in none
EDGE = 2  # what a band holds at least beside nought: one who knows their own answer must not know the others'


class Kind(StrEnum):
    """What is counted: how a group learns, or how it carries its work."""

    learning = "learning"
    wellbeing = "wellbeing"


@dataclass(frozen=True, slots=True)
class Rule:
    """The fewest people of whom anything is shown, and for how many windows figures rest once somebody left."""

    fewest: int
    rest: int


RULES = {Kind.learning: Rule(fewest=5, rest=4), Kind.wellbeing: Rule(fewest=10, rest=1)}


@dataclass(frozen=True, slots=True)
class Panel:
    """Who is counted. `size` is how many they were when last shown, so that an erased person is missed; `rests` counts down."""

    people: People = NOBODY
    size: int = 0
    rests: int = 0


EMPTY = Panel()


def carried(panel: Panel, present: People, rule: Rule) -> tuple[Panel, State]:
    """The panel of the next window, given who could be counted all through it, and whether its figures may be shown."""
    kept = panel.people & present
    joined, gone = len(present - panel.people), panel.size - len(kept)
    if panel.rests > 1:
        return replace(panel, rests=panel.rests - 1), _withheld(present, rule)
    if panel.rests or not panel.size:
        return _anew(present, rule)
    if gone:
        return replace(panel, rests=rule.rest), _withheld(present, rule)
    people = present if joined >= rule.fewest else panel.people
    return Panel(people, len(people)), State.shown


def parted(
    everybody: People, teams: Mapping[int, People], panels: Mapping[int, Panel], fewest: int
) -> dict[int, People]:
    """Who may be counted in each group: in each team that is large enough, and all others together (OTHERS).

    No two groups overlap, so nothing is left over when one is taken from another; and who is still in the panel of one group, shown
    or at rest, is in no other. Teams that are no more are there too, with nobody in them.
    """
    groups = {OTHERS, *teams, *panels}
    home = {team: people for team, people in teams.items() if len(people) >= fewest}
    home[OTHERS] = everybody.difference(*home.values())
    return {
        group: home.get(group, NOBODY).difference(*(one.people for other, one in panels.items() if other != group))
        for group in groups
    }


def leaves_few(whole: People, parts: Collection[People], fewest: int) -> bool:
    """Whether taking one part away from a whole, or all of them, leaves some people over, but too few."""
    rests = [whole - part for part in (*parts, NOBODY.union(*parts))]
    return any(0 < len(rest) < fewest for rest in rests)


def band(many: int, of: int) -> Band:
    """How many of a group, in words: up to a third is few, from two thirds on is most; nought and all are never told apart."""
    edge = max(EDGE, of // 3)
    if many <= edge:
        return Band.few
    return Band.most if many >= of - edge else Band.half


def at_least(many: int) -> int:
    """A number of people or things, rounded down to fives."""
    return many - many % 5


def banded(panel: Collection[int], those: Collection[int]) -> Band:
    """How many of a panel are among those."""
    return band(len(frozenset(panel) & frozenset(those)), len(panel))


def _anew(present: People, rule: Rule) -> tuple[Panel, State]:
    if len(present) < rule.fewest:
        return EMPTY, State.too_few
    return Panel(present, len(present)), State.shown


def _withheld(present: People, rule: Rule) -> State:
    return State.too_few if len(present) < rule.fewest else State.resting
