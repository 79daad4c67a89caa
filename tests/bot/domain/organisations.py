"""Made-up organisations: teams of all sizes over some weeks, with people who join, move and leave, and what each of them did.

Nothing in it comes from real people. People keep to their ways from week to week, which is what an attacker hopes for.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from bot.domain.digest import BLOCK, HEAVY, Did, Pooled, Present, Week, ends_block
from bot.domain.disclosure import Kind, People

WEEKS = 12
WHOLE = 0  # the group of everybody in a program
FIRST = date(2027, 1, 4)
TOPIC = "rights"
AGREES, JOINS, LEAVES = (
    0.9,
    0.25,
    0.03,
)  # whether a person agrees; a team's new people, and a person's leaving, in a week
LARGEST = 18


@dataclass(frozen=True)
class Person:
    """One person: the team they are in for weeks `since` to `until` (both whole), and what they do in each of all weeks."""

    id: int
    team: int
    since: int
    until: int
    agrees: bool
    took_part: tuple[bool, ...]
    heavy: tuple[bool, ...]

    def there(self, week: int) -> bool:
        """Whether they are in their team all through this week."""
        return self.since <= week <= self.until


@dataclass(frozen=True)
class Organisation:
    """A program's people. What an attacker knows of it from elsewhere: who is in which team from when to when."""

    people: tuple[Person, ...]
    teams: int

    def members(self, team: int, week: int) -> tuple[Person, ...]:
        """Who is in a team all through a week; team 0 is everybody."""
        return tuple(one for one in self.people if one.there(week) and team in (WHOLE, one.team))


def made(dice: Random) -> Organisation:
    """One organisation, drawn by these dice."""
    people: list[Person] = []
    teams = dice.randint(1, 6)
    for team in range(1, teams + 1):
        starts = [0] * dice.randint(1, LARGEST)
        starts += [week for week in range(1, WEEKS) if dice.random() < JOINS]
        people += [_person(dice, len(people) + place, team, since) for place, since in enumerate(starts, 1)]
    return Organisation(tuple(people), teams)


def weeks_of(organisation: Organisation) -> list[Week]:
    """What its program counts in each week."""
    return [_week(organisation, week) for week in range(WEEKS)]


def monday_of(week: int) -> date:
    """The first day of a week; the last of each four ends a block."""
    ahead = next(ahead for ahead in range(BLOCK) if ends_block(FIRST + timedelta(weeks=ahead + BLOCK - 1)))
    return FIRST + timedelta(weeks=week + ahead)


def _person(dice: Random, id: int, team: int, since: int) -> Person:
    until = next((week for week in range(since, WEEKS) if dice.random() < LEAVES), WEEKS)
    active, strained = dice.betavariate(1.2, 0.8), dice.betavariate(0.8, 1.0)
    took_part = tuple(dice.random() < active for _ in range(WEEKS))
    heavy = tuple(dice.random() < strained for _ in range(WEEKS // BLOCK) for _ in range(BLOCK))
    return Person(id, team, since, until, dice.random() < AGREES, took_part, _by_block(heavy))


def _by_block(values: tuple[bool, ...]) -> tuple[bool, ...]:
    return tuple(values[week - week % BLOCK] for week in range(len(values)))


def _week(organisation: Organisation, week: int) -> Week:
    monday = monday_of(week)
    spans = {Kind.learning: week, Kind.wellbeing: max(0, week - BLOCK + 1)}
    present = {kind: _present(organisation, first, week) for kind, first in spans.items()}
    did = {
        one.id: Did(reached=True, studied=frozenset({TOPIC} if one.took_part[week] else ()))
        for one in organisation.people
    }
    loads: Mapping[int, float] = {one.id: HEAVY if one.heavy[week] else 1.0 for one in organisation.people}
    return Week(monday, present, did, Pooled(loads=loads) if ends_block(monday) else None)


def _present(organisation: Organisation, first: int, last: int) -> Present:
    groups = [_agreeing(organisation, group, first, last) for group in range(organisation.teams + 1)]
    return Present(groups[WHOLE], dict(enumerate(groups[1:], 1)))


def _agreeing(organisation: Organisation, team: int, first: int, last: int) -> People:
    return frozenset(one.id for one in organisation.members(team, last) if one.agrees and one.there(first))
