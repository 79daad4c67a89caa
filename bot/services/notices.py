"""Notices: news of a program, and corrections to those who were shown something wrong. Each reaches a person in their own hours."""

import json
import math
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain import coach
from bot.domain.access import Action, Actor, Place, may
from bot.domain.calendar import next_hour
from bot.domain.schedule import NOTICE, Schedule
from bot.domain.update import Fired
from bot.services.meeting import Meeting, in_a_safety_talk
from bot.services.parts import Parts
from bot.services.programs import NotAllowed, actor_of, note
from bot.store import audit, notices, programs, release_steps, releases, schedules
from bot.store.notices import Kind, Notice, To
from bot.store.work import Work
from content.library import Library, NotInLibrary
from dialogues.conversation import Conversation
from dialogues.facts import Role
from dialogues.flows.notice import AT_NINE, FEW
from dialogues.turn import Result

CORRECTED_FOR = timedelta(days=90)
TRIED_FOR = {Kind.announcement: timedelta(days=7), Kind.correction: CORRECTED_FOR}
"""For how long a person is met with a notice, where their leave, their quiet hours or an open talk put it off."""

HELD = "held"
MOST_PLACES, MOST_SUBJECTS = 12, 8
USUAL_RATE = 25.0  # messages a second, where a channel names no limit


def begin_announcement(meeting: Meeting, about: str) -> Result:
    """To whom somebody may send news, and how many they are."""
    targets = []
    for program, team, name in _places(meeting.work, actor_of(meeting.work, meeting.learner.id)):
        people = notices.count(meeting.work, To(program, team))
        targets.append(_target(meeting.parts, f"{program}.{team}", people, name))
    return (
        Result("notice", (Kind.announcement.value, *targets[:MOST_PLACES]))
        if targets
        else _nothing("release.not_yours")
    )


def begin_correction(meeting: Meeting, about: str) -> Result:
    """What of the content is said in another way now than in a release that people were shown, and how many that were."""
    actor = actor_of(meeting.work, meeting.learner.id)
    program = next((one for one, _, _ in _places(meeting.work, actor)), 0)
    targets = []
    for subject, wrong, title in _corrected(meeting):
        people = notices.count(meeting.work, To(program, 0, (subject,), wrong))
        if people:
            key = f"{program}.0.{subject}.{'+'.join(map(str, wrong))}"
            targets.append(_target(meeting.parts, key, people, title))
    return (
        Result("notice", (Kind.correction.value, *targets[:MOST_SUBJECTS])) if targets else _nothing("notice.nothing")
    )


def send(meeting: Meeting, subject: str, words: str) -> None:
    """Send what somebody wrote: `subject` is the kind, to whom and when, `words` are JSON by language."""
    kind, key, when = subject.split(" ")
    due_at = _tomorrow_at_nine(meeting) if when == AT_NINE else meeting.now
    by = audit.pseudonym(meeting.learner.id)
    notice = Notice(Kind(kind), _to(key), json.loads(words), by, due_at)
    announce(meeting.work, actor_of(meeting.work, meeting.learner.id), notice, meeting.now)


def announce(work: Work, actor: Actor, notice: Notice, now: datetime) -> int:
    """Send a notice for somebody who may; its number."""
    if not may(actor, Action.send_notice, Place(notice.to.program)):
        raise NotAllowed(f"no role of yours lets you {Action.send_notice.value}: ask an administrator of the program")
    number = notices.send(work, notice, now)
    note(work, actor, "notice_sent", f"{notice.kind.value} {number}, program {notice.to.program}", now)
    return number


def stop(meeting: Meeting, about: str) -> Result:
    """Take back the last notice that somebody sent, from everybody it did not reach yet."""
    mine = audit.pseudonym(meeting.learner.id)
    last = notices.last_by(meeting.work, mine)
    if last is None or last.cancelled_at:  # a second tap must not take back the one before it
        return _nothing("notice.none_to_stop")
    left = notices.cancel(meeting.work, last.id, meeting.now)
    return Result("tell", ("notice.stopped" if left else "notice.too_late",))


def come_due(meeting: Meeting, conversation: Conversation, fired: Fired) -> Result | None:
    """What one person is told, unless it has to wait for their hours, or for an open question; or for them, who fetch it.

    News are dropped after a week, and for who left the program; a correction waits for 90 days.
    """
    schedules.cancel(meeting.work, meeting.learner.id, NOTICE, fired.subject)
    notice = notices.find(meeting.work, int(fired.subject))
    if _is_over(meeting, notice):
        return None
    later = _held_until(meeting, conversation)
    if later:
        schedules.put(meeting.work, meeting.learner.id, Schedule(NOTICE, later, fired.subject, outcome=HELD))
        return None
    return _told(meeting, notice)


def held_notice(meeting: Meeting) -> Result | None:
    """What waited for somebody who fetches what is said to them, and is here now."""
    work, learner = meeting.work, meeting.learner
    for one in schedules.of(work, learner.id):
        if one.kind == NOTICE and one.outcome == HELD:
            schedules.cancel(work, learner.id, NOTICE, one.subject)
            notice = notices.find(work, int(one.subject))
            if not _is_over(meeting, notice):
                return _told(meeting, notice)
    return None


def _told(meeting: Meeting, notice: Notice) -> Result:
    spoken = notice.words.get(meeting.learner.profile.language) or notice.words["en"]
    return Result("notice_came", (notice.kind.value, _about(meeting, notice), spoken))


def _is_over(meeting: Meeting, notice: Notice) -> bool:
    if notice.cancelled_at or meeting.now - notice.due_at > TRIED_FOR[notice.kind]:
        return True
    to, seats = notice.to, programs.seats_of(meeting.work, meeting.learner.id)
    mine = any(one.role is Role.learner and one.program == to.program and to.team in (0, one.team) for one in seats)
    return notice.kind is Kind.announcement and bool(to.program) and not mine


def minutes_for(people: int, parts: Parts) -> int:
    """In about how many minutes so many have it, by what the slowest account here may send; people in quiet hours wait longer."""
    rates = [channel.limits.a_second for channel in parts.channels.values()]
    rate = min((rate for rate in rates if not math.isinf(rate)), default=USUAL_RATE)
    return max(1, math.ceil(people / rate / 60))


def _held_until(meeting: Meeting, conversation: Conversation) -> datetime | None:
    policy, learner, now = meeting.policy(), meeting.learner, meeting.now
    if conversation.runs and (fresh := coach.fresh_until(conversation.asked_at, now)):
        return fresh
    held = coach.why_not(learner, now, policy) not in ("", "one_a_day") or in_a_safety_talk(meeting)
    return next_hour(learner.profile, now, policy) if held or meeting.is_fetched() else None


def _places(work: Work, actor: Actor) -> Iterator[tuple[int, int, str]]:
    for program in sorted({one.program for one in actor.seats if may(actor, Action.send_notice, Place(one.program))}):
        yield program, 0, programs.find_program(work, program).name
        for team in programs.list_teams(work, program):
            if team.closed_at is None:
                yield program, team.id, team.name


def _corrected(meeting: Meeting) -> Iterator[tuple[str, tuple[int, ...], str]]:
    """Lessons and questions that are not as they were in a release that was out, those releases, and what they are called now."""
    work, shelf = meeting.work, meeting.parts.shelf
    current = releases.current(work) or 0
    was_out = release_steps.came_to_learners(work, meeting.now - CORRECTED_FOR)
    now = shelf.newest
    older = {number: shelf.older[number] for number in was_out if number != current and number in shelf.older}
    for subject, title in _subjects(now):
        wrong = tuple(sorted(number for number, then in older.items() if _said(then, subject) != _said(now, subject)))
        if wrong:
            yield subject, wrong, title


def _subjects(library: Library) -> Iterator[tuple[str, str]]:
    yield from ((id, lesson.title) for (id, at), lesson in sorted(library.lessons.items()) if at == "en")
    yield from ((id, item.question) for (id, at), item in sorted(library.items.items()) if at == "en")


def _said(library: Library, subject: str) -> object:
    """All that a learner sees of a lesson or question, in every language."""
    lessons = {at: (one.title, one.cards, one.try_it) for (id, at), one in library.lessons.items() if id == subject}
    items = {at: (one.scenario, one.question, one.options) for (id, at), one in library.items.items() if id == subject}
    return lessons, items


def _about(meeting: Meeting, notice: Notice) -> str:
    """What a notice is about: the team or program it is for, as who sent it saw it, or what it corrects."""
    if notice.kind is Kind.announcement:
        work, to = meeting.work, notice.to
        place = (
            programs.find_team(work, to.team)
            if to.team
            else programs.find_program(work, to.program)
            if to.program
            else None
        )
        return place.name if place else ""
    library, language = meeting.parts.shelf.newest, meeting.learner.profile.language
    try:
        return library.lesson(notice.to.subjects[0], language).title
    except NotInLibrary:
        return ""


def _target(parts: Parts, key: str, people: int, name: str) -> str:
    shown = str(people) if people >= FEW or not key.count(".") > 1 else "few"
    return f"{key}={shown}={minutes_for(people, parts)}={name}"


def _to(key: str) -> To:
    program, team, *rest = key.split(".")
    if not rest:
        return To(int(program), int(team))
    subject, wrong = rest
    return To(int(program), int(team), (subject,), tuple(int(one) for one in wrong.split("+")))


def _tomorrow_at_nine(meeting: Meeting) -> datetime:
    zone = ZoneInfo(meeting.learner.profile.zone)
    local = meeting.now.astimezone(zone) + timedelta(days=1)
    return local.replace(hour=9, minute=0, second=0, microsecond=0).astimezone(meeting.now.tzinfo)


def _nothing(phrase: str) -> Result:
    return Result("tell", (phrase,))


NOTICE_TASKS: Mapping[str, Callable[[Meeting, str], Result | None]] = {
    "announce": begin_announcement,
    "correct": begin_correction,
    "notice_stop": stop,
}
