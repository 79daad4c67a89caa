"""What each file of the library may hold: the keys, and the type of every value. Unknown keys are refused."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Literal, TypeAlias, TypeVar

from pydantic import AfterValidator, BeforeValidator, ConfigDict, StringConstraints, TypeAdapter, with_config

_NONE_YET = frozenset({"", "none", "none yet", "null", "~"})
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_Shape = TypeVar("_Shape")


def _day(written: object) -> object:
    if not isinstance(written, str) or not _DAY.fullmatch(written):
        raise ValueError("should be a day such as 2026-11-22")
    return date.fromisoformat(written)


def _perhaps(read: Callable[[object], object]) -> BeforeValidator:
    return BeforeValidator(lambda written: None if _is_none_yet(written) else read(written))


def _is_none_yet(written: object) -> bool:
    return isinstance(written, str) and written.strip().lower() in _NONE_YET


def _as_it_is(written: object) -> object:
    return written


def _in_english(written: object) -> object:
    return {"en": written} if isinstance(written, str) else written


def _with_english(spoken: dict[str, str]) -> dict[str, str]:
    if "en" not in spoken:
        raise ValueError("should have English words, `en: ...`")
    return spoken


def _several(written: object) -> object:
    return [written] if isinstance(written, str) else written


Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]*$", max_length=60)]
SkillId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]*$", max_length=60)]
Feeling = Literal["trust", "distress"]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")]
Spoken: TypeAlias = dict[Language, Words]
SpokenOrPlain = Annotated[Spoken, BeforeValidator(_in_english), AfterValidator(_with_english)]
"""One text for all languages, or one in each of them."""
Day = Annotated[date, BeforeValidator(_day)]
DayOrNone = Annotated[date | None, _perhaps(_day)]
WordsOrNone = Annotated[Words | None, _perhaps(_as_it_is)]
SpokenOrNone = Annotated[SpokenOrPlain | None, _perhaps(_as_it_is)]
Wordings = Annotated[tuple[Words, ...], BeforeValidator(_several)]


def _strict(shape: type[_Shape]) -> type[_Shape]:
    return with_config(ConfigDict(extra="forbid"))(shape)


@_strict
@dataclass(frozen=True, slots=True)
class IndicatorShape:
    id: Id
    text: Spoken
    samhsa: tuple[int, ...] = ()
    telehealth: tuple[int, ...] = ()


@_strict
@dataclass(frozen=True, slots=True)
class CompetencyShape:
    id: Id
    number: int
    name: Spoken
    summary: Spoken
    indicators: tuple[IndicatorShape, ...]
    emerging: bool = False


@_strict
@dataclass(frozen=True, slots=True)
class FrameworkShape:
    competencies: tuple[CompetencyShape, ...]


@_strict
@dataclass(frozen=True, slots=True)
class SourceShape:
    id: Id
    title: Words
    where: Words
    mark: Literal["V", "M", "I"]
    opened_on: DayOrNone = None


@_strict
@dataclass(frozen=True, slots=True)
class PlanShape:
    lessons: tuple[Id, ...]
    weeks: tuple[int, ...] = ()


@_strict
@dataclass(frozen=True, slots=True)
class LessonHeadShape:
    id: Id
    competency: Id
    indicator: Id
    title: Words
    minutes: int
    sources: tuple[Id, ...]
    written_on: Day
    review_by: Day
    found_by: tuple[Words, ...] = ()
    verified_on: DayOrNone = None
    verified_by: WordsOrNone = None
    lived_experience_review: WordsOrNone = None


@_strict
@dataclass(frozen=True, slots=True)
class OptionShape:
    text: Words
    feedback: Words
    correct: bool = False


@_strict
@dataclass(frozen=True, slots=True)
class ItemShape:
    id: Id
    indicator: Id
    scenario: Words
    question: Words
    options: tuple[OptionShape, ...]
    sources: tuple[Id, ...]
    written_on: Day
    health_topics: tuple[int, ...] = ()
    verified_on: DayOrNone = None
    verified_by: WordsOrNone = None


@_strict
@dataclass(frozen=True, slots=True)
class SayShape:
    say: Words
    trust: int = 0
    distress: int = 0


@_strict
@dataclass(frozen=True, slots=True)
class BeatShape:
    lines: tuple[SayShape, ...]
    better: Words
    because: Words


@_strict
@dataclass(frozen=True, slots=True)
class EndingShape:
    say: Words
    told: Words
    trust: int = 0
    distress: int = 0


@_strict
@dataclass(frozen=True, slots=True)
class ScenarioShape:
    id: Id
    indicator: Id
    title: Words
    who: Words
    about: Words
    shows: tuple[SkillId, ...]
    avoids: tuple[SkillId, ...]
    feelings: dict[Feeling, int]
    turns: tuple[BeatShape, ...]
    endings: tuple[EndingShape, ...]
    sources: tuple[Id, ...]
    written_on: Day
    review_by: Day
    moves: dict[SkillId, dict[Feeling, int]] = field(default_factory=dict)
    lived_experience_review: WordsOrNone = None


@_strict
@dataclass(frozen=True, slots=True)
class ActShape:
    id: Id
    text: Words
    fits: tuple[Literal["low_energy", "heavy_load", "steady", "good"], ...]
    competencies: tuple[Id, ...] = ()


@_strict
@dataclass(frozen=True, slots=True)
class LineShape:
    id: Id
    name: SpokenOrPlain
    kind: Literal["crisis line", "warmline", "text line", "helpline"]
    hours: SpokenOrPlain
    languages: tuple[Language, ...]
    source: Id
    compiled_on: Day
    primary: bool = False
    phone: WordsOrNone = None
    sms: SpokenOrNone = None
    chat: WordsOrNone = None
    verified_on: DayOrNone = None
    verified_by: WordsOrNone = None


@_strict
@dataclass(frozen=True, slots=True)
class CountryShape:
    code: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    name: Spoken
    emergency: SpokenOrPlain
    lines: tuple[LineShape, ...]
    zones: tuple[Words, ...] = ()
    also: tuple[Words, ...] = ()


@_strict
@dataclass(frozen=True, slots=True)
class OverrideShape:
    file: Words
    check: Words
    reason: Words
    signed_by: Words
    signed_on: Day


Translated = Annotated[
    str, StringConstraints(pattern=r"^(lesson|item|scenario|act|phrase|competency|indicator) [a-z0-9][a-z0-9._-]*$")
]
Fingerprint = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{12}$")]

FRAMEWORK = TypeAdapter(FrameworkShape)
SOURCES = TypeAdapter(tuple[SourceShape, ...])
PLAN = TypeAdapter(PlanShape)
LESSON_HEAD = TypeAdapter(LessonHeadShape)
ITEMS = TypeAdapter(tuple[ItemShape, ...])
SCENARIOS = TypeAdapter(tuple[ScenarioShape, ...])
ACTS = TypeAdapter(tuple[ActShape, ...])
PHRASES = TypeAdapter(dict[Id, Wordings])
COUNTRY = TypeAdapter(CountryShape)
OVERRIDES = TypeAdapter(tuple[OverrideShape, ...])
LEDGER = TypeAdapter(dict[Translated, Fingerprint])
