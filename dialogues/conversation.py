"""Conversation: the talk with one person at one address, a stack of at most two runs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

MOST_RUNS = 2


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered to the question `key`: a choice's key, the words, a looked-up value, or silence; and when (UTC).

    `heard` are the skills heard in a reply to a practice story, each with the words it rests on.
    """

    key: str
    value: str
    at: datetime
    intent: str = ""
    entities: Mapping[str, str] = field(default_factory=dict)
    heard: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Run:
    """One execution of a flow, kept as its arguments and its answers so far.

    `asks` is the key of the open question, and `silent_at` when it is answered by silence (UTC), or None.
    """

    id: str
    flow: str
    arguments: tuple[str, ...]
    release: int
    started_at: datetime
    answers: tuple[Answer, ...] = ()
    silent_at: datetime | None = None
    asks: str = ""

    @property
    def question(self) -> str:
        """The name of the question that is open now: a tap that carries another one is stale."""
        return f"{self.id}.{len(self.answers)}"


@dataclass(frozen=True, slots=True)
class Note:
    """A person's own words, handed to a service to be kept sealed: what they are for, about what, and the words."""

    what: str
    subject: str
    words: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """The open runs, the last one on top; `misses` counts turns in a row that were not understood.

    `listening_since` is when a line of concern last asked how things are (UTC), for as long as what comes next may answer it;
    `wording` is which wording of such a line comes next.
    """

    runs: tuple[Run, ...] = ()
    misses: int = 0
    asked_at: datetime | None = None
    listening_since: datetime | None = None
    wording: int = 0
