"""Outcome: what a turn led to; all of it is stored in one transaction, or none."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from content.library import Library
from dialogues.conversation import Conversation, Note
from dialogues.events import Event
from dialogues.facts import Facts
from dialogues.flow import Query, Question
from dialogues.message import Message
from dialogues.turn import Due, Turn
from dialogues.voice import Shelf, Voice


class Occasion(StrEnum):
    """Why we speak; it decides what leaves first."""

    crisis = "crisis"
    reply = "reply"
    prompt = "prompt"
    digest = "digest"
    notice = "notice"


@dataclass(frozen=True, slots=True)
class Kept:
    """An event with its place in the run that led to it: recording it twice does nothing."""

    run: str
    ordinal: int
    event: Event


@dataclass(frozen=True, slots=True)
class Outcome:
    """The conversation as it is now, what to say, in order, and what to keep; `notes` are kept sealed, apart from events."""

    conversation: Conversation
    messages: tuple[Message, ...] = ()
    events: tuple[Kept, ...] = ()
    occasion: Occasion = Occasion.reply
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Scene:
    """One turn and all it may read. `id` names the turn and any run that it begins.

    `chooser` chooses the next lesson or quiz when it is asked for, which few turns do; without one it is what the facts hold.
    `asked` remembers what was found open in this turn, by run and number of answers, so that no run is replayed twice for it.
    """

    id: str
    conversation: Conversation
    turn: Turn
    facts: Facts
    shelf: Shelf
    chooser: Callable[[Query], Due | None] | None = field(default=None, compare=False, repr=False)
    asked: dict[tuple[str, int], Question | None] = field(default_factory=dict, compare=False, repr=False)

    def choose(self, query: Query) -> Due | None:
        """The lesson or quiz that comes next for this person."""
        if self.chooser:
            return self.chooser(query)
        return self.facts.lesson if query is Query.next_lesson else self.facts.quiz

    @property
    def now(self) -> datetime:
        """When the turn reached us (UTC)."""
        return self.turn.at

    @property
    def voice(self) -> Voice:
        """The coach's voice for this person, from the newest release."""
        return self.voice_at(self.facts.release, self.id)

    def voice_at(self, release: int, seed: str) -> Voice:
        """The coach's voice from an older release; crisis lines stay the newest."""
        shelf, facts = self.shelf, self.facts
        return Voice(shelf.at(release), shelf.newest, facts.profile, facts.policy, seed, facts.release, shelf.floor)

    @property
    def library(self) -> Library:
        """What this person is taught from now."""
        return self.shelf.at(self.facts.release)
