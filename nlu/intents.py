"""Reading: what somebody's words meant, and the port through which the rest of the house asks."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import Protocol

UNSURE = "unsure"

INTENTS = (
    "greet", "help", "start_lesson", "take_quiz", "check_in", "practice", "my_progress", "ask_competency",
    "change_time", "change_days", "change_zone", "change_language", "text_only", "pictures_on", "fewer", "pause", "leave",
    "resume", "stop", "my_data", "erase_my_data", "supervisor_sees", "contact_supervisor", "my_team", "join_team",
    "leave_team", "link_chats", "why_message",
    "next", "skip", "repeat", "affirm", "deny", "thanks", "goodbye", "feeling_good", "feeling_bad", "wellness_plan",
    "report_content", "bot_identity", "out_of_scope",
)  # fmt: skip


LEARNED_SKILLS = (
    "open_question", "closed_question", "reflection", "affirmation", "asks_permission", "information",
    "diagnosis", "own_story", "autonomy", "role_boundary", "safety_question",
)  # fmt: skip
SKILLS = (*LEARNED_SKILLS, "unasked_advice", "should", "plain_words")
"""What can be heard in a reply to a person served (docs/practice.md); the last three by rules alone."""


class SafetyLevel(IntEnum):
    """How much danger the words speak of. A higher level always wins over a lower one."""

    none = 0
    concern = 1
    risk = 2
    imminent = 3


class Whose(StrEnum):
    """Whose danger it is. It orders the answers we offer; it never hides the resources."""

    none = "none"
    self = "self"
    other = "other"
    practice = "practice"
    unclear = "unclear"


class Open(StrEnum):
    """What the conversation has open while the words are read; the safety screen takes it as evidence."""

    none = "none"
    drill = "drill"
    item = "item"
    checkin = "checkin"


@dataclass(frozen=True, slots=True)
class SafetySignal:
    """What the safety screen heard, and the ids of the rules that heard it (never the words)."""

    level: SafetyLevel = SafetyLevel.none
    whose: Whose = Whose.none
    matched: tuple[str, ...] = ()


CALM = SafetySignal()


@dataclass(frozen=True, slots=True)
class SkillHeard:
    """One skill that was heard in a reply: how likely it is there, from 0 to 1, and the words it rests on."""

    likely: float
    words: str


Skills = Mapping[str, SkillHeard]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text meant. `confidence` is from 0 to 1; `entities` maps a kind ("hour", "competency") to its plain value.

    `identifies` are the kinds of what could tell who a person served is: "name", "phone", "address", "mail"; never the words.
    `skills` are what was heard in a reply while a practice story is open.
    """

    intent: str = UNSURE
    confidence: float = 0.0
    entities: Mapping[str, str] = field(default_factory=dict)
    safety: SafetySignal = CALM
    identifies: frozenset[str] = frozenset()
    skills: Skills = field(default_factory=dict)


Stays = Callable[[], Awaitable[bool]]
"""Tells whether words must not leave the process; asked only by who would send them out of it."""


class Interpreter(Protocol):
    """Whatever can tell intent and entities from words. It never decides safety."""

    async def interpret(self, text: str, locale: str, stays: Stays) -> Reading:
        """What `text` means in `locale`; intent `unsure` when nothing is likely enough.

        It may ask over the network, unless `stays`.
        """
        ...


class Screen(Protocol):
    """Whatever can hear danger in words: in-process, deterministic, and never raising."""

    def screen(self, text: str, locale: str, open: Open = Open.none) -> SafetySignal:
        """The danger heard in `text`, given what the conversation has open."""
        ...
