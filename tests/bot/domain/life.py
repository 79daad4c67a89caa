"""Ninety days of one person with the coach, lived with the same pure functions that the services use, and nothing else."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from itertools import accumulate, cycle
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.domain.calendar import making_room, next_push
from bot.domain.coach import SELDOM, Known, choose, next_prompt, next_quiz, why_not
from bot.domain.learner import Learner, after, heard
from bot.domain.review import Shift, shift
from bot.domain.studied import Studied, after_answer
from content.library import Library
from content.loading import load
from dialogues.events import (
    CheckedIn,
    Event,
    ItemAnswered,
    OnLeave,
    OptedOut,
    Paused,
    Prompted,
    Resumed,
    SafetyRaised,
    SettingChanged,
    Welcomed,
)
from dialogues.facts import Policy, Profile
from dialogues.turn import Due

LIBRARY: Library = load(Path("content/library"))
BEGIN = datetime(2027, 1, 1, 12, 0, tzinfo=UTC)
DAYS = 90
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Did:
    """What a person did on their own: `hours` after the beginning; `value` is days, a zone, an hour or weekdays."""

    hours: int
    what: str
    value: str = ""

    def at(self, begin: datetime) -> datetime:
        """When, for who began then."""
        return begin + timedelta(hours=self.hours)


@dataclass(frozen=True, slots=True)
class Script:
    """Everything about ninety days that is drawn. `moods` are stretches of days; `late` how many minutes the clock is behind.

    Where `stale`, what was planned is not planned anew when the person changes something: the guards must hold alone.
    """

    zone: str = "Europe/Oslo"
    hour: time = time(9)
    days: tuple[int, ...] = (1, 2, 3, 4, 5)
    policy: Policy = Policy()
    begin: datetime = BEGIN
    moods: Sequence[tuple[str, int]] = (("right", DAYS),)
    did: Sequence[Did] = ()
    late: Sequence[int] = (0,)
    stale: bool = False
    declined: bool = False


@dataclass(frozen=True, slots=True)
class Push:
    """One prompt that went out: when, for which slot, to whom as they were just before, and what was known of them."""

    at: datetime
    slot: datetime
    learner: Learner
    due: Due
    studied: dict[str, Studied]

    @property
    def zone(self) -> ZoneInfo:
        """The zone in force when it went out."""
        return ZoneInfo(self.learner.profile.zone)


@dataclass(slots=True)
class Life:
    """One person's ninety days so far."""

    script: Script
    learner: Learner
    planned: datetime | None = None
    studied: dict[str, Studied] = field(default_factory=dict)
    prompted: Counter[str] = field(default_factory=Counter)
    pushes: list[Push] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def known(self) -> Known:
        """What the coach knows of them."""
        declined = frozenset({"checkins"}) if self.script.declined else frozenset[str]()
        return Known(dict(self.studied), frozenset(), declined, self.script.policy, dict(self.prompted))

    def plan(self, now: datetime) -> None:
        """Plan the next prompt; where it is not planned with care, by the calendar alone."""
        self.planned = next_prompt(self.learner, now, self.script.policy)
        if self.script.stale and self.planned:
            every = 2 if self.learner.unanswered >= SELDOM else 1
            self.planned = next_push(self.learner.profile, now, self.script.policy, every)

    def fire(self, slot: datetime, now: datetime, mood: str) -> None:
        """The planned moment came: say something, or not, plan again, and let the person answer."""
        reason = why_not(self.learner, now, self.script.policy)
        due = None if reason else choose(self.learner, LIBRARY, self.known(), now)
        if due:
            self.pushes.append(Push(now, slot, self.learner, due, dict(self.studied)))
            self.prompted.update(due.subjects)
            self.learner = after(self.learner, Prompted(due.what, " ".join(due.subjects), due.why), now)
        else:
            self.refused.append(reason or "nothing")
        if due and mood != "silent":
            self.answer(due, now, mood)
        self.plan(now)

    def answer(self, due: Due, now: datetime, mood: str) -> None:
        """Do what was asked; who is in the mood to skip only says that they will not."""
        self.learner = heard(self.learner, now)
        if mood == "skip":
            return
        if due.what == "checkin":
            self.learner = after(self.learner, CheckedIn(3, 3), now)
        for place, subject in enumerate(due.subjects if due.what in ("lesson", "review", "quiz") else ()):
            self.study(subject, now, correct=mood == "right" or (mood == "mixed" and (place + now.day) % 2 == 0))

    def study(self, subject: str, now: datetime, *, correct: bool) -> None:
        """Finish a lesson or answer an item, as the store counts it."""
        before = self.studied.get(subject)
        first, times = (before.first_at, before.times + 1) if before else (now, 1)
        if subject in LIBRARY.plan:
            lesson = LIBRARY.lesson(subject, "en")
            self.studied[subject] = Studied(
                "lesson", lesson.competency, "", times, times, correct=True, first_at=first, last_at=now
            )
            return
        item = LIBRARY.item(subject, "en")
        event = ItemAnswered(item.id, item.competency, item.indicator, correct)
        known = after_answer(self.studied.values(), event, now, self.script.policy.desired_retention)
        self.studied[subject] = Studied(
            "item", item.competency, item.indicator, times, int(correct), correct, first, now
        )
        self.studied[item.indicator] = known

    def do(self, did: Did, now: datetime) -> None:
        """The person does something of their own accord."""
        self.learner = heard(self.learner, now)
        if did.what == "quiz":
            quiz = next_quiz(LIBRARY, self.known(), now)
            if quiz:
                self.answer(quiz, now, "mixed")
        else:
            away_until = self.learner.paused_until
            self.learner = after(self.learner, event_of(did, self.learner, now), now)
            if moved := shift(away_until, self.learner.paused_until, now):
                self.studied = {id: put_off(seen, moved) for id, seen in self.studied.items()}
        if not self.script.stale or self.planned is None:
            self.plan(now)


def put_off(seen: Studied, moved: Shift) -> Studied:
    """What was studied, due so much later, as the store moves it."""
    return replace(seen, review_at=moved.of(seen.review_at)) if seen.review_at else seen


def event_of(did: Did, learner: Learner, now: datetime) -> Event:
    """The event that something a person did is recorded as."""
    match did.what:
        case "pause":
            return Paused(int(did.value))
        case "leave":
            until = now.astimezone(ZoneInfo(learner.profile.zone)).date() + DAY * int(did.value)
            return OnLeave(until.isoformat())
        case "stop":
            return OptedOut()
        case "back":
            return Resumed()
        case "safety":
            return SafetyRaised("risk", "screen")
        case "check in":
            return CheckedIn(2, 4)
    return SettingChanged(did.what, did.value)


def live(script: Script) -> Life:
    """Ninety days, prompt by prompt, as the script says."""
    profile = making_room(Profile(zone=script.zone, hour=script.hour, days=script.days), script.policy)
    life = Life(script, after(Learner(1, script.begin, profile), Welcomed(), script.begin))
    life.plan(script.begin)
    coming = sorted(script.did, key=lambda did: did.hours)
    late = cycle(timedelta(minutes=minutes) for minutes in script.late)
    behind, end = next(late), script.begin + DAYS * DAY
    while True:
        did_at = coming[0].at(script.begin) if coming else end
        fires_at = life.planned + behind if life.planned else end
        if min(did_at, fires_at) >= end:
            return life
        if did_at <= fires_at:
            life.do(coming.pop(0), did_at)
        elif life.planned:
            slot, behind = life.planned, next(late)
            life.fire(slot, fires_at, mood_at(script, fires_at))


def mood_at(script: Script, now: datetime) -> str:
    """The mood a person is in."""
    ends = accumulate(days for _, days in script.moods)
    past = (now - script.begin).days
    return next((mood for (mood, _), end in zip(script.moods, ends, strict=True) if past < end), "mixed")
