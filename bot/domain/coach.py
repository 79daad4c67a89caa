"""The coach's policy: what the next prompt says, and whether it may go out now. Pure, and each answer says why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.calendar import in_quiet_hours, same_day
from bot.domain.learner import Learner
from content.library import Library
from dialogues.commands import checkin_arguments
from dialogues.facts import Policy, Standing
from dialogues.turn import Due

ITEMS_A_QUIZ = 3
FRESH = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Studied:
    """What is known of one lesson or item: what it was about, when last (UTC), and whether right then.

    Of an item also how firmly it is remembered (`bot.domain.review`), and from when it is worth asking again.
    """

    kind: str
    competency: str
    indicator: str
    times: int
    right_times: int
    correct: bool
    first_at: datetime
    last_at: datetime
    stability: float | None = None
    difficulty: float | None = None
    review_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What the coach knows when it chooses: what was studied, what was agreed or declined, and the program's policy."""

    studied: Mapping[str, Studied]
    consents: frozenset[str]
    declined: frozenset[str]
    policy: Policy


def next_lesson(library: Library, known: Known) -> Due | None:
    """The first lesson of the plan that is not done yet."""
    left = [lesson for lesson in library.plan if lesson not in known.studied]
    return Due("lesson", (left[0],), "plan") if left else None


def next_quiz(library: Library, known: Known) -> Due | None:
    """Items about what was taught: those missed last time first, then new ones, then the ones longest not seen."""
    taught = {seen.competency for seen in known.studied.values() if seen.kind == "lesson"}
    asked = [id for (id, locale), item in sorted(library.items.items()) if locale == "en" and item.competency in taught]
    asked.sort(key=lambda id: _turn_of(known.studied.get(id)))
    return Due("quiz", tuple(asked[:ITEMS_A_QUIZ]), "review") if asked else None


def choose(learner: Learner, library: Library, known: Known, now: datetime) -> Due | None:
    """What today's prompt is: lessons and quizzes take turns through the chosen days, and the last of them has the check-in."""
    days = sorted(learner.profile.days)
    today = now.astimezone(ZoneInfo(learner.profile.zone)).isoweekday()
    place = days.index(today) if today in days else 0
    if len(days) > 1 and place == len(days) - 1 and "checkins" not in known.declined:
        return Due("checkin", checkin_arguments("checkins" in known.consents, words=known.policy.checkin_words), "week")
    lesson, quiz = next_lesson(library, known), next_quiz(library, known)
    return (quiz or lesson) if place % 2 else (lesson or quiz)


def why_not(learner: Learner, now: datetime) -> str:
    """Why nothing may be pushed to this person now; "" when it may."""
    standing = learner.standing(now)
    if standing is not Standing.active:
        return standing.value
    if learner.cooling(now):
        return "cooling"
    if in_quiet_hours(learner.profile, now):
        return "quiet hours"
    return "one a day" if same_day(learner.profile.zone, learner.pushed_at, now) else ""


def fresh_until(asked_at: datetime | None, now: datetime) -> datetime | None:
    """Until when an open question is fresh enough to hold a push back; None when it is not."""
    return asked_at + FRESH if asked_at and now < asked_at + FRESH else None


def _turn_of(seen: Studied | None) -> tuple[int, float]:
    if seen is None:
        return (1, 0.0)
    return (2 if seen.correct else 0, seen.last_at.timestamp())
