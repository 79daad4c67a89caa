"""Facts: a frozen snapshot that one turn may read."""

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum

from dialogues.turn import Due


class Standing(StrEnum):
    """Where a learner stands with us."""

    new = "new"
    active = "active"
    paused = "paused"
    stopped = "stopped"


@dataclass(frozen=True, slots=True)
class Profile:
    """What the person chose. `days` are ISO weekdays, Monday is 1; `country` is None until they tell."""

    language: str = "en"
    country: str | None = None
    zone: str = "UTC"
    hour: time = time(9, 0)
    days: tuple[int, ...] = (1, 2, 3, 4, 5)
    quiet_from: time = time(20, 0)
    quiet_to: time = time(8, 0)


@dataclass(frozen=True, slots=True)
class Policy:
    """What the program decided. Minutes are whole; cards are the program's own words or empty."""

    silence_minutes: int = 15
    checkin_words: bool = False
    protocol_card: str = ""
    on_call: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a turn may know. `cooling` is true while a safety talk keeps the rest of the day quiet.

    `lesson` and `quiz` are what the coach's policy would give now if it were asked for; `next_push` is when the clock will (UTC).
    """

    now: datetime
    release: int
    profile: Profile = Profile()
    standing: Standing = Standing.new
    consents: frozenset[str] = frozenset()
    lesson: Due | None = None
    quiz: Due | None = None
    lessons_done: int = 0
    items_right: int = 0
    items_done: int = 0
    cooling: bool = False
    next_push: datetime | None = None
    policy: Policy = Policy()
