"""The coach's policy: when the next prompt comes, what it says, and whether it may go out now. Pure, and each answer says why."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.asking import NEW, quiz_items, review_items
from bot.domain.calendar import end_of_day, in_quiet_hours, next_push, on_holiday, same_day
from bot.domain.curriculum import left, pace
from bot.domain.learner import Learner
from bot.domain.studied import LESSON, Met, Studied
from bot.domain.week import DayKind, kind_of, lesson_days, same_week, week_of
from content.library import Library
from dialogues.facts import Consent, Policy, Standing
from dialogues.hellos import PLAN_OVER
from dialogues.starts import SELDOM, checkin_arguments
from dialogues.turn import Due

FRESH = timedelta(minutes=30)
APART = timedelta(hours=12)
STILL = 10
FIRST_WEEKS = 26  # six months
A_WEEK = timedelta(days=7)
TICK = timedelta(microseconds=1)

INSTEAD: Mapping[DayKind, tuple[DayKind, ...]] = {
    DayKind.lesson: (DayKind.review, DayKind.quiz),
    DayKind.review: (DayKind.lesson,),
    DayKind.quiz: (DayKind.review, DayKind.lesson),
    DayKind.checkin: (DayKind.review, DayKind.lesson),
}


@dataclass(frozen=True, slots=True)
class Known:
    """What the coach knows when it chooses: what was studied, what was agreed or declined, and the program's policy.

    `prompted` counts how often the clock brought each subject; `channel` is the kind of channel the prompt would go to; `said` has
    every word on a consent, as it is kept.
    """

    studied: Mapping[str, Studied]
    consents: frozenset[str]
    declined: frozenset[str]
    policy: Policy
    prompted: Mapping[str, int] = field(default_factory=dict)
    channel: str = ""
    said: tuple[Consent, ...] = ()


def next_lesson(library: Library, known: Known, now: datetime) -> Due | None:
    """The first lesson of the plan that is not done yet; one that was brought twice and left stands behind the others."""
    open = left(library, known.policy, known.studied.keys(), now.date())
    return Due("lesson", (min(open, key=lambda id: max(known.prompted.get(id, 0) - 1, 0)),)) if open else None


def next_quiz(library: Library, known: Known, now: datetime) -> Due | None:
    """The quiz somebody would get now: what memory needs most, with health literacy always in it."""
    items = quiz_items(library, Met(known.studied, known.prompted), now)
    return Due("quiz", items) if items else None


def next_review(library: Library, known: Known, now: datetime, until: datetime) -> Due | None:
    """One or two items that are worth asking again before a moment, and why, or one new one; None where nothing is."""
    picked = review_items(library, Met(known.studied, known.prompted), now, until)
    if picked is None:
        return None
    return Due("review", picked.items, "" if picked.why == NEW else f"review_{picked.why}")


def next_prompt(learner: Learner, now: datetime, policy: Policy) -> datetime | None:
    """When the next prompt comes, if nothing changes until then; None for who has stopped, has not begun, or is left in peace.

    After three prompts without an answer it is every second chosen hour, after the kind question that follows ten it is none.
    """
    if learner.standing(now) in (Standing.stopped, Standing.new) or _left_in_peace(learner):
        return None
    pushed, zone = learner.pushed_at, learner.profile.zone
    holds = [learner.paused_until, learner.cooling_until]
    holds += [end_of_day(zone, pushed), pushed + APART] if pushed else []
    # Each of these ends a rest: the moment itself is free again.
    after = max([now, *(hold - TICK for hold in holds if hold)])
    return next_push(learner.profile, after, policy, 2 if learner.unanswered >= SELDOM else 1)


def choose(learner: Learner, library: Library, known: Known, now: datetime) -> Due | None:
    """What today's prompt is: what the day is for, or what may stand in for it, and its `why`; None where there is nothing.

    For a lesson a review may stand in, or else a quiz; for a quiz or a check-in a review, or else a lesson; for a review a lesson.
    A lesson stands in only in a week that has fewer lesson days than the program's pace: what was missed is never caught up.
    After ten prompts without an answer it is one kind question instead of anything else.
    """
    due = Due("still", (), "still") if learner.unanswered >= STILL else _of_today(learner, library, known, now)
    return replace(due, opening=learner.prompts, support=_support(learner, now)) if due else None


def why_not(learner: Learner, now: datetime, policy: Policy = Policy()) -> str:
    """Why nothing may be pushed to this person now, as a key; "" when it may."""
    standing = learner.standing(now)
    if standing is not Standing.active:
        return standing.value
    profile, pushed = learner.profile, learner.pushed_at
    reasons = (
        ("cooling", learner.cooling(now)),
        ("resting", _left_in_peace(learner)),
        ("holiday", on_holiday(profile.zone, now, policy)),
        ("quiet_hours", in_quiet_hours(profile, now, policy)),
        # The hours between keep two prompts apart where somebody moves to another zone, or to another hour.
        ("one_a_day", same_day(profile.zone, pushed, now) or (pushed is not None and now - pushed < APART)),
    )
    return next((key for key, holds in reasons if holds), "")


def fresh_until(asked_at: datetime | None, now: datetime) -> datetime | None:
    """Until when an open question is fresh enough to hold a push back; None when it is not."""
    return asked_at + FRESH if asked_at and now < asked_at + FRESH else None


def _of_today(learner: Learner, library: Library, known: Known, now: datetime) -> Due | None:
    today, days = now.astimezone(ZoneInfo(learner.profile.zone)).date(), learner.profile.days
    many = pace(library, known.policy, known.studied.keys())
    kind = kind_of(today, days, many)
    due = _brought(kind, learner, library, known, now)
    if due:
        return replace(due, why=due.why or f"{kind}_day")
    more = lesson_days(today, days, many) < many or _waits_for_the_first(learner, known)
    others = [other for other in INSTEAD[kind] if other is not DayKind.lesson or more]
    found = (_brought(other, learner, library, known, now) for other in others)
    why = _after_the_plan(library, known, now) if kind is DayKind.lesson else ""
    return next((replace(other, why=why or other.why or "instead") for other in found if other), None)


def _after_the_plan(library: Library, known: Known, now: datetime) -> str:
    """Whether every lesson is done, and since when: in the first days it is said with the prompt. "" while there is one."""
    if next_lesson(library, known, now):
        return ""
    last = max((seen.last_at for seen in known.studied.values() if seen.kind == LESSON), default=None)
    if last is None:
        return ""
    return PLAN_OVER if now - last < A_WEEK else "after_plan"


def _waits_for_the_first(learner: Learner, known: Known) -> bool:
    """Whether somebody who answers us has not finished any lesson yet: there is nothing else to bring them."""
    return not learner.unanswered and not any(seen.kind == LESSON for seen in known.studied.values())


def _brought(kind: DayKind, learner: Learner, library: Library, known: Known, now: datetime) -> Due | None:
    match kind:
        case DayKind.lesson:
            return next_lesson(library, known, now)
        case DayKind.review:
            return next_review(library, known, now, end_of_day(learner.profile.zone, now))
        case DayKind.quiz:
            return next_quiz(library, known, now)
        case _:
            return _checkin(learner, known, now)


def _checkin(learner: Learner, known: Known, now: datetime) -> Due | None:
    """The check-in, once a week, for who did not decline it, on the channels where the program asks it."""
    zone, channels = learner.profile.zone, known.policy.checkins_on
    lately = any(same_week(zone, at, now) for at in (learner.checkin_asked_at, learner.checked_in_at))
    if lately or "checkins" in known.declined or (channels and known.channel not in channels):
        return None
    lessons = [(seen.last_at, seen.competency) for seen in known.studied.values() if seen.kind == LESSON]
    _, of_the_week = max(lessons, default=(None, ""))
    agreed = "checkins" in known.consents
    return Due("checkin", checkin_arguments(agreed, of_the_week, words=known.policy.checkin_words))


def _support(learner: Learner, now: datetime) -> int | None:
    """The number of the supportive line: the first prompt of each week has one, through the first six months."""
    begun = learner.welcomed_at
    if begun is None or same_week(learner.profile.zone, learner.pushed_at, now):
        return None
    local = ZoneInfo(learner.profile.zone)
    week = week_of(now.astimezone(local).date()) - week_of(begun.astimezone(local).date())
    return week if week < FIRST_WEEKS else None


def _left_in_peace(learner: Learner) -> bool:
    return learner.unanswered > STILL
