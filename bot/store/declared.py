"""Declared: the words in which a table says whose it is, what for, how long, and what erasing does to it."""

from dataclasses import dataclass
from enum import StrEnum


class Whose(StrEnum):
    """Whose a table's rows are."""

    person = "person"
    program = "program"
    nobody = "nobody"


@dataclass(frozen=True, slots=True)
class Part:
    """Something that a table keeps: what it is, what for, and how long, as docs/privacy.md says it.

    `tick` names the function that ends it by the clock; it is empty where only a person, or their erasing, does.
    """

    what: str
    what_for: str
    how_long: str
    tick: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a table is for. `told` is the sentence that a person's copy has for it.

    `not_copied` says why a person's rows are not in their copy, `stays` why rows stay when somebody is erased; where it is empty,
    the rows are copied, and go with the person.
    """

    whose: Whose
    parts: tuple[Part, ...]
    told: str = ""
    not_copied: str = ""
    stays: str = ""


def theirs(told: str, *parts: Part) -> Kept:
    """A table of one person, whose rows they may have and which goes with them."""
    return Kept(Whose.person, parts, told)


def program(what: str, what_for: str, how_long: str, stays: str) -> Kept:
    """A table of a program, whose rows stay when somebody is erased; `stays` says why that harms nobody."""
    return Kept(Whose.program, (Part(what, what_for, how_long),), stays=stays)


def nobody(what: str, what_for: str, how_long: str, stays: str = "It holds nothing of a person.") -> Kept:
    """A table that is nobody's."""
    return Kept(Whose.nobody, (Part(what, what_for, how_long),), stays=stays)
