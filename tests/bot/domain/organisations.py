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
# In a week: a team has new people, somebody leaves. Of people: who agrees, who of those takes it back, who of the leaving moves on.
JOINS, LEAVES = 0.25, 0.03
AGREES, WITHDRAWS, MOVES = 0.9, 0.1, 0.5
LARGEST = 18


@dataclass(frozen=True)
class Stay:
    """A time in a team, from week `since` to week `until`, both whole."""

    team: int
    since: int
    until: int


@dataclass(frozen=True)
class Person:
    """One person: where they are when, until which week they let themselves be counted, and what they do in each of all weeks."""

    id: int
    stays: tuple[Stay, ...]
    agrees_until: int
    took_part: tuple[bool, ...]
    heavy: tuple[bool, ...]

    def team(self, week: int) -> int | None:
        """The team they are in all through a week; None when they are in none."""
        return next((one.team for one in self.stays if one.since <= week <= one.until), None)

    def counts(self, first: int, last: int) -> bool:
        """Whether they may be counted in what is of these weeks: there, and agreed, all the time."""
        there = any(one.since <= first and last <= one.until for one in self.stays)
        return there and last <= self.agrees_until


@dataclass(frozen=True)
class Organisation:
    """A program's people. What an attacker knows of it from elsewhere: who is in which team from when to when."""

    people: tuple[Person, ...]
    teams: int

    def members(self, team: int, week: int) -> tuple[Person, ...]:
        """Who is in a team all through a week; team 0 is everybody."""
        there = ((one, one.team(week)) for one in self.people)
        return tuple(one for one, its in there if its is not None and team in (WHOLE, its))


def made(dice: Random) -> Organisation:
    """One organisation, drawn by these dice."""
    people: list[Person] = []
    teams = dice.randint(1, 6)
    for team in range(1, teams + 1):
        starts = [0] * dice.randint(1, LARGEST)
        starts += [week for week in range(1, WEEKS) if dice.random() < JOINS]
        people += [_person(dice, len(people) + place, (team, teams), since) for place, since in enumerate(starts, 1)]
    return Organisation(tuple(people), teams)


def weeks_of(organisation: Organisation) -> list[Week]:
    """What its program counts in each week."""
    return [_week(organisation, week) for week in range(WEEKS)]


def monday_of(week: int) -> date:
    """The first day of a week; the last of each four ends a block."""
    ahead = next(ahead for ahead in range(BLOCK) if ends_block(FIRST + timedelta(weeks=ahead + BLOCK - 1)))
    return FIRST + timedelta(weeks=week + ahead)


def _person(dice: Random, id: int, place: tuple[int, int], since: int) -> Person:
    team, teams = place
    until = next((week for week in range(since, WEEKS) if dice.random() < LEAVES), WEEKS)
    stays = [Stay(team, since, until)]
    if until < WEEKS and teams > 1 and dice.random() < MOVES:
        other = dice.choice([one for one in range(1, teams + 1) if one != team])
        stays.append(Stay(other, until + 1, WEEKS))
    agrees_until = -1 if dice.random() > AGREES else dice.randrange(WEEKS) if dice.random() < WITHDRAWS else WEEKS
    active, strained = dice.betavariate(1.2, 0.8), dice.betavariate(0.8, 1.0)
    took_part = tuple(dice.random() < active for _ in range(WEEKS))
    heavy = tuple(dice.random() < strained for _ in range(WEEKS // BLOCK) for _ in range(BLOCK))
    return Person(id, tuple(stays), agrees_until, took_part, _by_block(heavy))


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
    return frozenset(one.id for one in organisation.members(team, last) if one.counts(first, last))
