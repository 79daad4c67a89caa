"""Digest: one week of a program as figures that may be shown. Counted once, for every group, from what each person did."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.calendar import moment
from bot.domain.disclosure import (
    EMPTY,
    NOBODY,
    OTHERS,
    RULES,
    Kind,
    Panel,
    People,
    at_least,
    banded,
    carried,
    leaves_few,
    parted,
)
from bot.domain.week import week_of
from dialogues.figures import Asked, Band, Carrying, Chosen, Group, Learning, Met, Snapshot, State

BLOCK = 4  # weeks that are pooled where a week alone would be too thin
MOST_MISSED = 3
A_WEEK = timedelta(days=7)
HEAVY = 4.0  # a load of 4 or 5 of 5

Panels = Mapping[tuple[int, Kind], Panel]


@dataclass(frozen=True, slots=True)
class Did:
    """What one person did in a week: whether a prompt arrived, and which competencies they met."""

    reached: bool = False
    studied: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Pooled:
    """What was done in a block of weeks: who answered an indicator's questions, who missed one; each one's mean load, 1 to 5.

    `first` has for each quiz question whether each person was right at first, and what they chose.
    """

    answered: Mapping[str, People] = field(default_factory=dict)
    missed: Mapping[str, People] = field(default_factory=dict)
    loads: Mapping[int, float] = field(default_factory=dict)
    first: Mapping[str, Mapping[int, tuple[bool, str]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Present:
    """Who may be counted all through a window: everybody of a program, and those of each team."""

    everybody: People
    teams: Mapping[int, People]


@dataclass(frozen=True, slots=True)
class Week:
    """One week of one program: who may be counted in which kind of figures, and what each person did. `pooled` is there when the
    week ends a block.
    """

    monday: date
    present: Mapping[Kind, Present]
    did: Mapping[int, Did]
    pooled: Pooled | None = None


def ends_block(monday: date) -> bool:
    """Whether the week that begins on this day is the last of a block. Blocks never overlap: no week is in two of them."""
    return week_of(monday) % BLOCK == BLOCK - 1


def freeze(week: Week, panels: Panels, before: Snapshot | None) -> tuple[Snapshot, Panels]:
    """The figures of a week, and who is counted in them. What may not be shown anew stays as it was shown last."""
    kept, states = dict(panels), {}
    for kind in Kind if week.pooled else (Kind.learning,):
        rule, there = RULES[kind], week.present[kind]
        last_panels = {team: panel for (team, which), panel in panels.items() if which is kind and panel.size}
        for team, present in parted(there.everybody, there.teams, last_panels, rule.fewest).items():
            kept[team, kind], states[team, kind] = carried(panels.get((team, kind), EMPTY), present, rule)
    groups = [
        _carrying(week, _learning(week, _last(before, team), kept, states), kept, states)
        for team in (OTHERS, *sorted(week.present[Kind.learning].teams))
    ]
    shown = [kept[key].people for key, state in states.items() if state is State.shown and key[1] is Kind.learning]
    asked = _asked(week.pooled, shown) if week.pooled else before.asked if before else ()
    return Snapshot(week.monday, tuple(groups), asked), kept


def last_week(zone: str, now: datetime) -> date:
    """The Monday of the last week that is over, by the calendar there."""
    today = now.astimezone(ZoneInfo(zone)).date()
    return today - timedelta(days=today.weekday()) - A_WEEK


def span_of(zone: str, monday: date, weeks: int = 1) -> tuple[datetime, datetime]:
    """From when to when (UTC) the weeks last that end with the one that begins on this day."""
    return _midnight(zone, monday - A_WEEK * (weeks - 1)), _midnight(zone, monday + A_WEEK)


def _midnight(zone: str, day: date) -> datetime:
    return moment(day, time(0, 0), zone) or datetime.combine(day, time(0, 0), UTC)


def _last(before: Snapshot | None, team: int) -> Group:
    return before.of(team) if before else Group(team, State.too_few)


def _learning(week: Week, last: Group, panels: Panels, states: Mapping[tuple[int, Kind], State]) -> Group:
    state = states[last.team, Kind.learning]
    if state is State.too_few:
        return replace(last, state=state, learning=None, missed=())
    if state is not State.shown:
        return replace(last, state=state)
    panel = panels[last.team, Kind.learning].people
    missed = _most_missed(panel, week.pooled) if week.pooled else last.missed
    return replace(last, state=state, learning=_learned(week, panel), missed=missed)


def _learned(week: Week, panel: People) -> Learning:
    did = {person: week.did.get(person, Did()) for person in panel}
    met = sorted({one for did_ in did.values() for one in did_.studied})
    studied = [Met(one, banded(panel, [person for person in panel if one in did[person].studied])) for one in met]
    return Learning(
        week=week.monday,
        people=at_least(len(panel)),
        reached=banded(panel, [person for person in panel if did[person].reached]),
        took_part=banded(panel, [person for person in panel if did[person].studied]),
        studied=tuple(one for one in studied if one.share is not Band.few),
    )


def _most_missed(panel: People, pooled: Pooled) -> tuple[str, ...]:
    """The indicators that at least half of those who were asked missed, where enough were asked; the most missed first."""
    shares = []
    for indicator, answered in pooled.answered.items():
        asked = answered & panel
        missed = pooled.missed.get(indicator, NOBODY) & asked
        if len(asked) >= RULES[Kind.learning].fewest and banded(asked, missed) is not Band.few:
            shares.append((-len(missed) / len(asked), indicator))
    return tuple(indicator for _, indicator in sorted(shares)[:MOST_MISSED])


def _asked(pooled: Pooled, shown: Collection[People]) -> tuple[Asked, ...]:
    """The quiz questions that enough people met, the hardest first; none that would tell of a few beside what a group is shown."""
    fewest, found = RULES[Kind.learning].fewest, []
    for item, first in pooled.first.items():
        if len(first) >= fewest and not leaves_few(frozenset(first), shown, fewest):
            right = banded(first, [person for person, (correct, _) in first.items() if correct])
            options = sorted({option for correct, option in first.values() if option and not correct})
            shares = [
                Chosen(one, banded(first, [who for who, (_, got) in first.items() if got == one])) for one in options
            ]
            chosen = tuple(one for one in shares if one.share is not Band.few)
            found.append(Asked(item, at_least(len(first)), right, chosen))
    return tuple(sorted(found, key=lambda one: (list(Band).index(one.right), one.item)))


def _carrying(week: Week, group: Group, panels: Panels, states: Mapping[tuple[int, Kind], State]) -> Group:
    state = states.get((group.team, Kind.wellbeing))
    if week.pooled is None:
        return group
    if state is None:
        return replace(group, carrying_state=State.too_few, carrying=None)
    panel, rule = panels[group.team, Kind.wellbeing].people, RULES[Kind.wellbeing]
    said = panel & week.pooled.loads.keys()
    if state is State.shown and len(said) < rule.fewest:
        state = State.too_few
    if state is not State.shown:  # what was shown last is of other weeks by now
        return replace(group, carrying_state=state, carrying=None)
    heavy = [person for person in said if week.pooled.loads[person] >= HEAVY]
    carrying = Carrying(week.monday, at_least(len(said)), banded(said, heavy))
    return replace(group, carrying_state=state, carrying=carrying)
