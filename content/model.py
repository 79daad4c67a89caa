"""What a library is made of. Plain values: no files, no clock, no channel."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a file of the library, by its path inside it, and a line, counted from 1."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the content that a person can mend: where it stands, what is wrong, and how to put it right."""

    file: str
    line: int
    what: str
    mend: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.what}. {self.mend}"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One observable part of a competency: a thing a colleague could see a peer supporter do.

    `samhsa` are the categories of SAMHSA's core competencies it belongs to (1 to 12), `telehealth` the task areas of telehealth
    peer support (1 to 5); docs/curriculum.md names both.
    """

    id: str
    text: Mapping[str, str]
    samhsa: tuple[int, ...] = ()
    telehealth: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Competency:
    """One of the ten. `number` is its place in the published list, 1 to 10."""

    id: str
    number: int
    name: Mapping[str, str]
    summary: Mapping[str, str]
    indicators: tuple[Indicator, ...]
    emerging: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact comes from. `mark` is V (seen at the source), M (a lead to check) or I (our own design rule)."""

    id: str
    title: str
    where: str
    mark: str
    opened_on: date | None = None


@dataclass(frozen=True, slots=True)
class Lesson:
    """A daily prompt: at most three short cards with one main message, and one doing step.

    `found_by` are words that people may ask with and that need not stand in it. `lived_experience_review` names who read it as
    a peer supporter and signed; None until somebody did.
    """

    id: str
    locale: str
    competency: str
    indicator: str
    title: str
    minutes: int
    cards: tuple[str, ...]
    try_it: str
    reflection: str | None
    sources: tuple[str, ...]
    written_on: date
    review_by: date
    verified_on: date | None = None
    verified_by: str | None = None
    lived_experience_review: str | None = None
    found_by: tuple[str, ...] = ()

    def is_current(self, day: date) -> bool:
        """Whether it may still be shown: after its day of review nobody has looked whether it is still true."""
        return day <= self.review_by


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of an item, with what we say to whoever picks it."""

    text: str
    feedback: str
    correct: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """A quiz question: a short scenario, three or four options, one of them right.

    `health_topics` are the health-literacy topics it practises, 1 to 18.
    """

    id: str
    locale: str
    competency: str
    indicator: str
    scenario: str
    question: str
    options: tuple[Option, ...]
    sources: tuple[str, ...]
    written_on: date
    health_topics: tuple[int, ...] = ()
    verified_on: date | None = None
    verified_by: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """What a person served says at one place of a scenario, where their trust and distress (0 to 5) are at least this high."""

    say: str
    trust: int = 0
    distress: int = 0


@dataclass(frozen=True, slots=True)
class Beat:
    """One turn of a scenario: the first of `lines` that fits is said; `better` is a reply to compare with, and `because` why."""

    lines: tuple[Line, ...]
    better: str
    because: str


@dataclass(frozen=True, slots=True)
class Ending:
    """How a scenario may end: the last line of the person served, and what the coach tells of it."""

    line: Line
    told: str


@dataclass(frozen=True, slots=True)
class Scenario:
    """A role-play: `who` is a made-up person served, whose trust and distress move with what is heard in the replies.

    `shows` and `avoids` name skills (docs/practice.md): the rubric that everybody sees. `moves` are the steps that a skill means
    here beyond the usual, by skill and feeling; `feelings` are where both begin.
    """

    id: str
    locale: str
    competency: str
    indicator: str
    title: str
    who: str
    about: str
    shows: tuple[str, ...]
    avoids: tuple[str, ...]
    feelings: Mapping[str, int]
    turns: tuple[Beat, ...]
    endings: tuple[Ending, ...]
    sources: tuple[str, ...]
    written_on: date
    review_by: date
    moves: Mapping[str, Mapping[str, int]] = field(default_factory=dict, hash=False)
    lived_experience_review: str | None = None

    def is_current(self, day: date) -> bool:
        """Whether it may still be played: after its day of review nobody has looked whether it is still true."""
        return day <= self.review_by


@dataclass(frozen=True, slots=True)
class Act:
    """A small act of self-care, matched to how somebody is doing; it may go well with a week about one of `competencies`."""

    id: str
    locale: str
    text: str
    fits: tuple[str, ...]
    competencies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Phrase:
    """Something the coach says, by name, in one or more wordings, with `{places}` for values."""

    name: str
    locale: str
    wordings: tuple[str, ...]
    crisis: bool = False


@dataclass(frozen=True, slots=True)
class CrisisLine:
    """A way to reach a person now. `verified_on` is set only when a named person has checked it.

    Name, text and hours stand here in English; `said` has them in other languages, by language and by field, where they differ.
    """

    id: str
    name: str
    kind: str
    primary: bool
    phone: str | None
    sms: str | None
    chat: str | None
    hours: str
    languages: tuple[str, ...]
    source: str
    compiled_on: date
    verified_on: date | None = None
    verified_by: str | None = None
    said: Mapping[str, Mapping[str, str]] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Country:
    """The emergency number and the crisis lines of one country, by its two-letter code; `also` are other names people type.

    The emergency number has English words beside it where it needs any; `emergency_said` has it in other languages.
    """

    code: str
    name: Mapping[str, str]
    emergency: str
    lines: tuple[CrisisLine, ...]
    zones: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    emergency_said: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Exchange:
    """One step of a story: what somebody answers ("" where the coach begins), and the lines it then says.

    A line `...` stands for any lines. `place` is where the expected lines stand.
    """

    place: Place
    answer: str
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """A talk that a lesson or a quiz must lead to: given `kind` "lesson" or "quiz" about `subjects`, exchange by exchange."""

    file: str
    locale: str
    kind: str
    subjects: tuple[str, ...]
    exchanges: tuple[Exchange, ...]


@dataclass(frozen=True, slots=True)
class Override:
    """A person's signed word that one check may be silent about one file, and why."""

    file: str
    check: str
    reason: str
    signed_by: str
    signed_on: date
