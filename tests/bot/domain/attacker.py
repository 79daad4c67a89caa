"""The attacker: every supervisor together with one learner. They have all that was published, and who was where from when to when.

They are stronger than real ones: they also know who agreed to be counted, which nobody is ever told.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial
from random import Random

from bot.domain.digest import Panels, ends_block, freeze
from bot.domain.disclosure import EDGE, Kind, Panel, People
from dialogues.figures import Band, Snapshot, State
from tests.bot.domain.organisations import WHOLE, Organisation, Person, weeks_of

HALF = Fraction(1, 2)
NEAR = 4  # weeks that are taken to be alike
SMALL = 5  # an attack names people of sets smaller than this: more are a group


@dataclass(frozen=True)
class Cell:
    """What was published of a set of people in a week: between how many and how many of them have the value."""

    week: int
    group: int
    people: People
    low: int
    high: int


@dataclass(frozen=True)
class Guess:
    """An attacker says of one person in one week whether they have the value; `sure` where nothing else is possible."""

    person: int
    week: int
    value: bool
    sure: bool = False


@dataclass
class Truth:
    """What really was: of each person and week whether they have the value."""

    value: Callable[[Person, int], bool]
    organisation: Organisation
    having: dict[tuple[int, int], Fraction] = field(default_factory=dict)

    def is_right(self, guess: Guess) -> bool:
        """Whether a guess is right."""
        return self._of(guess) is guess.value

    def by_base_rate(self, guess: Guess) -> float:
        """How often one is right who says of this person what most of their team have, or of a smaller team's the program."""
        group = self.organisation.people[guess.person - 1].team(guess.week) or WHOLE
        if len(self.organisation.members(group, guess.week)) < SMALL:
            group = WHOLE
        share = self._share(group, guess.week)
        return 0.5 if share == HALF else float((share > HALF) is self._of(guess))

    def _share(self, group: int, week: int) -> Fraction:
        if (group, week) not in self.having:
            members = self.organisation.members(group, week)
            self.having[group, week] = Fraction(sum(self.value(one, week) for one in members), len(members))
        return self.having[group, week]

    def _of(self, guess: Guess) -> bool:
        return self.value(self.organisation.people[guess.person - 1], guess.week)


Publish = Callable[[Organisation, Kind], list[Cell]]
VALUES: Mapping[Kind, Callable[[Person, int], bool]] = {
    Kind.learning: lambda person, week: person.took_part[week],
    Kind.wellbeing: lambda person, week: person.heavy[week],
}


def as_we_do(organisation: Organisation, kind: Kind) -> list[Cell]:
    """What the digest publishes."""
    panels: Panels = {}
    before: Snapshot | None = None
    cells = []
    for number, week in enumerate(weeks_of(organisation)):
        before, panels = freeze(week, panels, before)
        cells += list(_shown(before, panels, number, kind))
    return cells


def unguarded(organisation: Organisation, kind: Kind, fewest: int = 1) -> list[Cell]:
    """The control: the exact number of every group from so many people on, the whole program's too."""
    cells = []
    for number, week in enumerate(weeks_of(organisation)):
        if kind is Kind.wellbeing and not ends_block(week.monday):
            continue
        there = week.present[kind]
        for group, people in {WHOLE: there.everybody, **there.teams}.items():
            if len(people) >= fewest:
                having = sum(VALUES[kind](one, number) for one in organisation.people if one.id in people)
                cells.append(Cell(number, group, people, having, having))
    return cells


def forced(cells: Sequence[Cell], known: Mapping[tuple[int, int], bool]) -> Iterator[Guess]:
    """Name whoever can have one value only."""
    for cell in _without(_with_remainders(cells), known):
        if cell.people and cell.high == 0:
            yield from (Guess(person, cell.week, value=False, sure=True) for person in cell.people)
        elif cell.people and cell.low == len(cell.people):
            yield from (Guess(person, cell.week, value=True, sure=True) for person in cell.people)


def small(cells: Sequence[Cell], known: Mapping[tuple[int, int], bool]) -> Iterator[Guess]:
    """Name everybody in a set of a few, by the middle of what is possible there."""
    for cell in _without(_with_remainders(cells), known):
        if 0 < len(cell.people) < SMALL:
            yield from _by(cell.people, cell.week, Fraction(cell.low + cell.high, 2 * len(cell.people)))


def differing(cells: Sequence[Cell], known: Mapping[tuple[int, int], bool]) -> Iterator[Guess]:
    """Name the few by whom two figures differ, of one group or of two, as if all others had stayed as they were."""
    for place, one in enumerate(cells):
        for other in cells[place + 1 :]:
            if other.week - one.week > NEAR:
                break  # they lie in the order of their weeks
            for more, less in ((one, other), (other, one)):
                few = more.people - less.people
                if one.week != other.week and 0 < len(few) < SMALL and not less.people - more.people:
                    yield from _by(few, more.week, (_middle(more) - _middle(less)) / len(few))


def _middle(cell: Cell) -> Fraction:
    return Fraction(cell.low + cell.high, 2)


ATTACKS = {"forced": forced, "small sets": small, "differences": differing}


def learned_by(organisation: Organisation, kind: Kind, dice: Random) -> dict[tuple[int, int], bool]:
    """What one learner who plays along knows: their own values, week by week."""
    one = dice.choice(organisation.people)
    return {(one.id, week): VALUES[kind](one, week) for week in range(len(one.took_part))}


PUBLISHED: Mapping[str, Publish] = {
    "as we do": as_we_do,
    "exact numbers": unguarded,
    "exact numbers from ten people on": partial(unguarded, fewest=10),
}


def _by(people: People, week: int, share: Fraction) -> Iterator[Guess]:
    if share != HALF:
        yield from (Guess(person, week, value=share > HALF) for person in people)


def _with_remainders(cells: Sequence[Cell]) -> list[Cell]:
    """The cells, and what is left of a week's whole when its teams are taken away."""
    found = list(cells)
    for whole in (cell for cell in cells if cell.group == WHOLE):
        parts = [cell for cell in cells if cell.week == whole.week and cell.group and cell.people < whole.people]
        rest = whole.people.difference(*(part.people for part in parts))
        low, high = whole.low - sum(one.high for one in parts), whole.high - sum(one.low for one in parts)
        if parts and rest:
            found.append(Cell(whole.week, -1, rest, max(0, low), min(len(rest), high)))
    return found


def _without(cells: Sequence[Cell], known: Mapping[tuple[int, int], bool]) -> Iterator[Cell]:
    """The cells without those of whom it is known already."""
    for cell in cells:
        told = {person for person in cell.people if (person, cell.week) in known}
        having = sum(known[person, cell.week] for person in told)
        yield Cell(cell.week, cell.group, cell.people - told, max(0, cell.low - having), cell.high - having)


def _shown(snapshot: Snapshot, panels: Panels, number: int, kind: Kind) -> Iterator[Cell]:
    for group in snapshot.groups:
        people = panels.get((group.team, kind), Panel()).people
        if kind is Kind.learning and group.learning and group.state is State.shown:
            yield Cell(number, group.team, people, *_span(group.learning.took_part, len(people)))
        carrying = group.carrying
        fresh = carrying and carrying.until == snapshot.week and group.carrying_state is State.shown
        if kind is Kind.wellbeing and carrying and fresh:
            yield Cell(number, group.team, people, *_span(carrying.heavy, len(people)))


def _span(band: Band, of: int) -> tuple[int, int]:
    edge = max(EDGE, of // 3)
    spans = {Band.few: (0, edge), Band.half: (edge + 1, of - edge - 1), Band.most: (of - edge, of)}
    return spans[band]
