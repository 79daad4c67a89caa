"""Turn: what a person did, understood. The clock's turns (silence, something due) have the same form."""

from dataclasses import dataclass
from datetime import datetime

from nlu.intents import Reading


@dataclass(frozen=True, slots=True)
class Said:
    """The person wrote something."""

    words: str
    reading: Reading


@dataclass(frozen=True, slots=True)
class Tapped:
    """The person tapped a choice; `question` is what the message asked, `choice` the key that stood there."""

    question: str
    choice: str


EDIT = "edit"  # what is shown when somebody changed an older message


@dataclass(frozen=True, slots=True)
class Showed:
    """The person sent something that is not text: "voice", "photo", "file", "sticker" ..., or changed an older message (EDIT)."""

    kind: str


@dataclass(frozen=True, slots=True)
class Silent:
    """The time for answering this question is over."""

    question: str


@dataclass(frozen=True, slots=True)
class Due:
    """Something is due by the clock: "lesson", "quiz", "review", "checkin", "followup" ...

    `why` is told to who asks. `opening` numbers the prompts of one person, so that their first words take turns; `support` is the
    number of the supportive line that goes with it, or None.
    """

    what: str
    subjects: tuple[str, ...] = ()
    why: str = ""
    opening: int = 0
    support: int | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """Something that took a moment is ready: the flow that tells about it, and its arguments."""

    flow: str
    arguments: tuple[str, ...] = ()


Act = Said | Tapped | Showed | Silent | Due | Result


@dataclass(frozen=True, slots=True)
class Turn:
    """One act of one person, and when it reached us (UTC)."""

    act: Act
    at: datetime
