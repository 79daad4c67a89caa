"""Page and Form: what stands beside the talk where a platform has room for it, in words that are content."""

from dataclasses import dataclass
from enum import StrEnum

from dialogues.message import Choice, Text

FORMS = ("checkin", "settings")  # the commands that may be filled in at once instead of being asked line by line
NOTE = "note"  # the form for words that should not stay in the chat's history; it answers the question of one message
NOTHING = Text()


class FieldKind(StrEnum):
    """How a field is filled in."""

    words = "words"
    one = "one"
    many = "many"
    time = "time"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form. `key` is the question it answers.

    `value` is what stands in it: words, a choice's key, several keys with commas between them, or HH:MM.
    """

    key: str
    label: str
    kind: FieldKind
    choices: tuple[Choice, ...] = ()
    value: str = ""
    optional: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A form by its name: one of FORMS, or NOTE, and then `token` is of the message whose question it answers."""

    name: str
    title: str
    send: str
    cancel: str
    fields: tuple[Field, ...]
    lead: Text = NOTHING
    token: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a page. The keys of its choices are commands; `picture` names a picture and `alt` says what it shows, or both
    are empty.
    """

    heading: str
    text: Text
    choices: tuple[Choice, ...] = ()
    picture: str = ""
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """The standing page of one person: today's lesson, how far they are, what comes and why, and what they may change."""

    sections: tuple[Section, ...]
