"""Update: one raw thing a channel told us. The clock's firings come the same way, through the same inbox."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum

CLOCK = "clock"


@dataclass(frozen=True, slots=True)
class Wrote:
    """Text, exactly as it came."""

    words: str


@dataclass(frozen=True, slots=True)
class Pressed:
    """A tap: the token our message carried and the place of the choice, counted from 0."""

    token: str
    place: int


@dataclass(frozen=True, slots=True)
class Voted:
    """An answer in a platform's own quiz: the platform's name for it, and the place of the choice, counted from 0."""

    sent_as: str
    place: int


@dataclass(frozen=True, slots=True)
class FileRef:
    """A file that came in and was not fetched yet: its name, by what the channel fetches it, and its size in bytes, if told."""

    name: str
    ref: str
    size: int = 0


@dataclass(frozen=True, slots=True)
class Sent:
    """Something that is not a new text: "voice", "photo", "file", "sticker", "edit" ..., and the words that came with it.

    `file` is there where it is a file that staff may have sent: any other file is never fetched.
    """

    kind: str
    words: str = ""
    file: FileRef | None = None


@dataclass(frozen=True, slots=True)
class Filled:
    """A form that was sent in: its name, what stands in each field by its key, and the token of the message it belongs to."""

    form: str
    fields: Mapping[str, str]
    token: str = ""

    @property
    def words(self) -> str:
        """All that was filled in, to be read for danger."""
        return "\n".join(self.fields.values())


@dataclass(frozen=True, slots=True)
class Left:
    """The person blocked or left us: nothing is sent there until they come back."""


@dataclass(frozen=True, slots=True)
class Fired:
    """A schedule came due: its kind, its subject, and when it should have been (UTC)."""

    kind: str
    subject: str
    due_at: datetime


Raw = Wrote | Pressed | Voted | Sent | Filled | Left | Fired


class Urgency(IntEnum):
    """Who is answered first when many wait."""

    crisis = 0
    person = 1
    clock = 2


@dataclass(frozen=True, slots=True)
class Update:
    """One raw thing from one person on one account ("terminal", "telegram:main"). Unique by account and external id.

    `language` is the one that somebody has their app in ("es"), where the channel tells it: who is new is greeted in it.
    """

    account: str
    external_id: str
    address: str
    raw: Raw
    at: datetime
    urgency: Urgency = Urgency.person
    language: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Waiting:
    """An update as it lies in the inbox, claimed by us under a numbered lease. `attempts` counts earlier failures."""

    id: int
    learner: int
    address_id: int | None
    raw: Raw
    at: datetime
    lease: int
    attempts: int
