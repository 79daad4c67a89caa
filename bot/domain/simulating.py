"""Simulating: learners who live some weeks with the coach, under its own policy and under two simpler ones. Pure.

The same learners, with the same luck, on the same days; what differs is only which questions they are asked.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from statistics import fmean

from bot.domain.asking import QUIZ, REVIEWS
from bot.domain.coach import Known, choose
from bot.domain.curriculum import pace
from bot.domain.learner import Learner
from bot.domain.remembering import Dice, Mind, mind
from bot.domain.studied import LESSON, Studied, after_answer
from bot.domain.week import DayKind, kind_of
from content.library import Library
from content.model import Item
from dialogues.events import ItemAnswered
from dialogues.facts import Policy, Profile
from dialogues.turn import Due

BEGIN = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)  # a Monday
LADDER = (2, 7, 21, 60)
LATER = (30, 60)
RETAINED = 0.8
DAILY_CAP = 1
POLICIES = ("fsrs", "fixed", "random")
GUESSED = 1 / 3  # who does not remember guesses between the options
ASKS = ("review", "quiz")
PROFILE = Profile(zone="UTC")
Seeded = Callable[[str], Dice]


@dataclass(frozen=True, slots=True)
class Trial:
    """How many learners, for how many weeks, and how likely each of them leaves a prompt unanswered."""

    learners: int
    weeks: int
    missed: float
    seed: int


@dataclass(slots=True)
class Life:
    """One simulated learner under one policy: their true memory, and what the coach has kept of them."""

    library: Library
    mind: Mind
    dice: Dice
    studied: dict[str, Studied] = field(default_factory=dict)
    prompted: Counter[str] = field(default_factory=Counter)
    read: dict[str, datetime] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    loads: Counter[int] = field(default_factory=Counter)
    review_prompts: int = 0
    unanswered: int = 0

    def known(self) -> Known:
        """What the coach knows of them."""
        return Known(self.studied, frozenset(), frozenset(), Policy(), self.prompted)


def simulate(library: Library, trial: Trial, seeded: Seeded) -> Mapping[str, Mapping[str, float | int | None]]:
    """What is remembered 30 and 60 days after the last day, and what it took, by policy; `seeded` gives the dice of a seed."""
    return {
        name: _measured([_lived(library, trial, (seeded, who), name) for who in range(trial.learners)], trial)
        for name in POLICIES
    }


def _lived(library: Library, trial: Trial, drawn: tuple[Seeded, int], policy: str) -> Life:
    """One learner's weeks. What they are like, and their luck, is drawn from the seed and their number alone."""
    seeded, who = drawn
    dice = seeded(f"{trial.seed} {who}")
    life = Life(library, mind(dice), seeded(f"{trial.seed} {who} {policy}"))
    for day in range(trial.weeks * 7):
        there, luck = dice.random() >= trial.missed, [dice.random() for _ in range(QUIZ)]
        now = BEGIN + timedelta(days=day)
        due = _due(life, policy, now, day) if now.isoweekday() in PROFILE.days else None
        if due:
            _prompt(life, due, day, luck if there else None)
    return life


def _due(life: Life, policy: str, now: datetime, day: int) -> Due | None:
    """What comes on a day: all policies have the same days for lessons, questions and check-ins."""
    if policy == "fsrs":
        return _coached(life, now)
    kind = kind_of(now.date(), PROFILE.days, pace(life.library, Policy(), life.studied.keys()))
    if kind not in (DayKind.review, DayKind.quiz):
        return _coached(life, now)
    items = ASKERS[policy](life, day, QUIZ if kind is DayKind.quiz else REVIEWS)
    return Due(kind.value, tuple(items)) if items else _coached(life, now)


def _coached(life: Life, now: datetime) -> Due | None:
    learner = Learner(1, BEGIN, PROFILE, welcomed_at=BEGIN, unanswered=min(life.unanswered, 2))
    return choose(learner, life.library, life.known(), now)


def _prompt(life: Life, due: Due, day: int, luck: Sequence[float] | None) -> None:
    """A prompt goes out, and is answered where there is luck for it."""
    life.loads[day] += 1
    life.review_prompts += due.what in ASKS
    life.prompted.update(due.subjects)
    life.unanswered += 1
    if luck is None:
        return
    life.unanswered = 0
    if due.what == "lesson":
        _read(life, due.subjects[0], day)
    elif due.what in ASKS:
        for subject, drawn in zip(due.subjects, luck, strict=False):
            _answer(life, life.library.item(subject, "en"), day, drawn)


def _read(life: Life, id: str, day: int) -> None:
    now, lesson = BEGIN + timedelta(days=day), life.library.lesson(id, "en")
    life.studied[id] = Studied(LESSON, lesson.competency, "", 1, 1, correct=True, first_at=now, last_at=now)
    life.read.setdefault(lesson.indicator, now)
    life.mind.meet(lesson.indicator, day)


def _answer(life: Life, item: Item, day: int, drawn: float) -> None:
    """They remember, or guess; either way they read why, and the coach hears only whether it was right."""
    now, remembered = BEGIN + timedelta(days=day), life.mind.recall(item.indicator, day)
    event = ItemAnswered(item.id, item.competency, item.indicator, drawn < remembered + (1 - remembered) * GUESSED)
    known = life.studied.get(item.indicator)
    life.studied[item.indicator] = after_answer([known] if known else [], event, now)
    life.studied[item.id] = Studied("item", item.competency, item.indicator, 1, 1, event.correct, now, now)
    life.asked[item.indicator] += 1
    life.mind.meet(item.indicator, day)


def _fixed(life: Life, day: int, many: int) -> Sequence[str]:
    """The indicators read about, each 2, 7, 21 and 60 days after; those waiting longest first, and in a quiz those next in line."""
    waits = [
        ((at - BEGIN).days + LADDER[life.asked[indicator]] - day, indicator)
        for indicator, at in life.read.items()
        if life.asked[indicator] < len(LADDER)
    ]
    return [_item(life, indicator) for wait, indicator in sorted(waits)[:many] if wait <= 0 or many == QUIZ]


def _random(life: Life, day: int, many: int) -> Sequence[str]:
    """Any of the indicators read about."""
    read = sorted(life.read)
    return [_item(life, indicator) for indicator in sorted(read, key=lambda _: life.dice.random())[:many]]


def _item(life: Life, indicator: str) -> str:
    items = life.library.items_of(frozenset((indicator,)))
    return items[life.asked[indicator] % len(items)]


def _measured(lives: Sequence[Life], trial: Trial) -> Mapping[str, float | int | None]:
    end = trial.weeks * 7 - 1
    found: dict[str, float | int | None] = {f"recall_{days}d": _mean(_recalls(lives, end + days)) for days in LATER}
    retained = sum(recall >= RETAINED for recall in _recalls(lives, end + LATER[0]))
    prompts = sum(life.review_prompts for life in lives)
    return {
        **found,
        "prompts_per_retained": round(prompts / retained, 3) if retained else None,
        "review_prompts": prompts,
        "retained": retained,
        "taught": sum(len(life.read) for life in lives),
        "max_day_load": max((max(life.loads.values(), default=0) for life in lives), default=0),
        "daily_cap": DAILY_CAP,
    }


def _recalls(lives: Sequence[Life], day: int) -> Iterator[float]:
    """The true recall of every indicator that every learner read about."""
    return (life.mind.recall(indicator, day) for life in lives for indicator in life.read)


def _mean(values: Iterator[float]) -> float | None:
    kept = list(values)
    return round(fmean(kept), 4) if kept else None


ASKERS: Mapping[str, Callable[[Life, int, int], Sequence[str]]] = {"fixed": _fixed, "random": _random}
