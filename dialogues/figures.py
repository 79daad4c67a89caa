"""Figures: what a supervisor may see of a group, week by week: bands and names of topics, never a person or a number of one."""

import json
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum


class Band(StrEnum):
    """How many of a group: up to a third, in between, or from two thirds on."""

    few = "few"
    half = "half"
    most = "most"


class State(StrEnum):
    """Whether a group's figures are shown, or why not.

    The people may be too few, or the figures rest because the group changed.
    """

    shown = "shown"
    too_few = "too_few"
    resting = "resting"


@dataclass(frozen=True, slots=True)
class Met:
    """How many of a group met a competency in a week."""

    competency: str
    share: Band


@dataclass(frozen=True, slots=True)
class Learning:
    """How a group learned in the week that begins with `week`: `people` is how many are counted, rounded down to fives.

    `reached` is of how many a prompt arrived, `took_part` how many finished a lesson or answered a question, and `studied` how
    many met each competency that was met by more than a few.
    """

    week: date
    people: int
    reached: Band
    took_part: Band
    studied: tuple[Met, ...] = ()


@dataclass(frozen=True, slots=True)
class Carrying:
    """How a group carried its work in the four weeks that end with `until`: how many mostly said that their load was heavy."""

    until: date
    people: int
    heavy: Band


@dataclass(frozen=True, slots=True)
class Group:
    """One group's figures: a team, or all whose team is too small (0). `missed` are the indicators most missed in four weeks."""

    team: int
    state: State
    learning: Learning | None = None
    missed: tuple[str, ...] = ()
    carrying_state: State = State.too_few
    carrying: Carrying | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """How many who met a quiz question first chose an option, by its letter."""

    option: str
    share: Band


@dataclass(frozen=True, slots=True)
class Asked:
    """How a program's people did in a quiz question in four weeks: of how many (in fives), and what they chose first."""

    item: str
    people: int
    right: Band
    chosen: tuple[Chosen, ...] = ()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All figures of one program for the week that begins with `week`, a Monday; counted once, and never again.

    `asked` are the quiz questions that enough people met in the last four weeks, for those who write them.
    """

    week: date
    groups: tuple[Group, ...] = ()
    asked: tuple[Asked, ...] = ()

    def of(self, team: int) -> Group:
        """One group's figures; of a group that was not there yet, that it is too few."""
        return next((one for one in self.groups if one.team == team), Group(team, State.too_few))


def written(group: Group) -> str:
    """A group's figures as the words in which a flow takes them."""
    return json.dumps(asdict(group), default=str, separators=(",", ":"))


def read(words: str) -> Group:
    """The figures again that `written` wrote."""
    got = json.loads(words)
    learning, carrying = got["learning"], got["carrying"]
    if learning:
        studied = tuple(Met(one["competency"], Band(one["share"])) for one in learning["studied"])
        week = date.fromisoformat(learning["week"])
        learning = Learning(week, learning["people"], Band(learning["reached"]), Band(learning["took_part"]), studied)
    if carrying:
        carrying = Carrying(date.fromisoformat(carrying["until"]), carrying["people"], Band(carrying["heavy"]))
    states = State(got["state"]), State(got["carrying_state"])
    return Group(got["team"], states[0], learning, tuple(got["missed"]), states[1], carrying)
