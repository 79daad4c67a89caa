"""Recording: apply an outcome to everything it touches, inside its transaction."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from bot.domain.calendar import next_day, next_quiet
from bot.domain.delivery import Draft, Priority
from bot.domain.learner import Learner, after
from bot.domain.review import shift
from bot.domain.schedule import DEBRIEF, FOLLOWUP, PUSH, SILENCE, Schedule
from bot.services import digests
from bot.services.firing import plan_push
from bot.services.keeping import keep_notes, take_seat
from bot.services.meeting import Meeting
from bot.services.tasks import ask_for
from bot.store import card_counts, conversations, events, outbox, people, schedules, shown
from bot.store.events import Entry
from dialogues.conversation import Conversation
from dialogues.events import (
    ConsentGiven,
    ConsentWithdrawn,
    DigestChanged,
    DisplacedRun,
    Event,
    FollowedUp,
    FollowUpWanted,
    Joined,
    OnLeave,
    OptedOut,
    Paused,
    Prompted,
    Resumed,
    SafetyAnswered,
    SafetyRaised,
    SeatLeft,
    SettingChanged,
    Wanted,
    Welcomed,
)
from dialogues.manager import open_kind
from dialogues.message import Image, Message, Text
from dialogues.outcome import Kept, Occasion, Outcome, Scene
from dialogues.play import FAILED

PRIORITY = {
    Occasion.crisis: Priority.crisis,
    Occasion.reply: Priority.reply,
    Occasion.prompt: Priority.prompt,
    Occasion.digest: Priority.digest,
    Occasion.notice: Priority.broadcast,
}
log = structlog.get_logger()

REPLANNED = (Prompted, SettingChanged, Welcomed, Paused, OnLeave, Resumed, OptedOut, Joined, SeatLeft)
SAFETY = (SafetyRaised, SafetyAnswered, FollowUpWanted, FollowedUp)
LATEST = timedelta(hours=12)  # for a prompt: then the next one is nearer than the hour it was meant for
SHOWING = {"lesson": 1, "ask": 1, "quiz": None, "review": None}  # how many of its arguments name what a talk shows
UNASKED_FOR = (Occasion.prompt, Occasion.digest, Occasion.notice)
UNASKED = (Priority.prompt, Priority.digest, Priority.broadcast)


def record(meeting: Meeting, scene: Scene, outcome: Outcome) -> None:
    """Keep the events and what they change, the conversation, its silence, and the messages."""
    for one in outcome.events:
        if isinstance(one.event, DisplacedRun) and one.event.why == FAILED:
            log.error("flow_failed", flow=one.event.flow, run=one.run)
    _keep(meeting, outcome.events, scene.facts.policy.desired_retention)
    _remember_shown(meeting, scene, outcome)
    keep_notes(meeting, outcome.notes)
    _wait_for_silence(meeting, scene.conversation, outcome.conversation)
    if outcome.conversation != scene.conversation:
        told = open_kind(replace(scene, conversation=outcome.conversation))
        conversations.save(meeting.work, meeting.address, outcome.conversation, told, meeting.now)
    too_late_at = _too_late_at(meeting) if outcome.occasion in UNASKED_FOR else None
    drafts = [
        Draft(
            key=f"{scene.id}.{place}",
            learner=meeting.learner.id,
            address_id=meeting.address,
            message=message,
            priority=PRIORITY[outcome.occasion],
            due_at=meeting.now,
            too_late_at=too_late_at,
        )
        for place, message in enumerate(_sparing(scene, outcome.messages))
    ]
    outbox.enqueue(meeting.work, drafts, meeting.now)


def _keep(meeting: Meeting, kept: Sequence[Kept], retention: float) -> None:
    if not kept:
        return
    # The push that brought this turn about may have changed the learner already: take what is stored now.
    before = learner = people.load(meeting.work, meeting.learner.id)
    day = meeting.now.replace(hour=0, minute=0, second=0, microsecond=0)
    # Of a safety talk only the day is kept: the hour of somebody's worst moment serves nobody.
    for at, some in ((meeting.now, _others(kept)), (day, _of_safety(kept))):
        for one in some:
            new = events.append(meeting.work, learner.id, [Entry(one.run, one.ordinal, one.event)], at, retention)
            if new and isinstance(one.event, SafetyRaised):
                card_counts.add(meeting.work, one.event, at)
    for one in kept:
        learner = after(learner, one.event, meeting.now)
        _take_effect(meeting, learner, one.event)
    if learner != before:
        _save(meeting, before, learner)
    if any(isinstance(one.event, REPLANNED) for one in kept):
        plan_push(meeting.work, learner, meeting.policy(), meeting.now, "")


def _save(meeting: Meeting, before: Learner, learner: Learner) -> None:
    """Keep the learner as they are now; what falls due while they are away waits for them."""
    people.save(meeting.work, learner)
    if moved := shift(before.paused_until, learner.paused_until, meeting.now):
        events.move_due(meeting.work, learner.id, moved)


def _remember_shown(meeting: Meeting, scene: Scene, outcome: Outcome) -> None:
    """Which lessons and questions are on somebody's screen, from which release: a correction must find them."""
    before = {run.id for run in scene.conversation.runs}
    for run in outcome.conversation.runs:
        if run.id not in before and run.flow in SHOWING:
            for subject in run.arguments[: SHOWING[run.flow]]:
                shown.add(meeting.work, meeting.learner.id, subject, run.release, meeting.now)


def _too_late_at(meeting: Meeting) -> datetime:
    """Until when a prompt may wait for its way out: not into quiet hours, and not until the next one is nearer."""
    quiet = next_quiet(meeting.learner.profile, meeting.now, meeting.policy())
    latest = meeting.now + LATEST
    return min(quiet, latest) if quiet else latest


def _sparing(scene: Scene, messages: Sequence[Message]) -> list[Message]:
    """The messages for somebody who wants words only: instead of a picture stands what it shows."""
    if not scene.facts.profile.text_only:
        return list(messages)
    return [
        replace(one, text=one.text + Text.of(f"\n{one.attachment.alt}"), attachment=None)
        if isinstance(one.attachment, Image)
        else one
        for one in messages
    ]


def _of_safety(kept: Sequence[Kept]) -> list[Kept]:
    return [one for one in kept if isinstance(one.event, SAFETY)]


def _others(kept: Sequence[Kept]) -> list[Kept]:
    return [one for one in kept if not isinstance(one.event, SAFETY)]


def _take_effect(meeting: Meeting, learner: Learner, event: Event) -> None:
    work, now = meeting.work, meeting.now
    match event:
        case SafetyRaised() | Paused() | OnLeave():
            outbox.cancel_unsent(work, learner.id, UNASKED, now)
        case OptedOut():
            outbox.cancel_unsent(work, learner.id, UNASKED, now)
            for kind in (PUSH, FOLLOWUP, DEBRIEF):
                schedules.cancel(work, learner.id, kind)
        case ConsentGiven(purpose=purpose, version=version):
            people.give_consent(work, learner.id, purpose, version, now)
        case ConsentWithdrawn(purpose=purpose):
            people.withdraw_consent(work, learner.id, purpose, now)
        case _:
            _bring_about(meeting, learner, event)


def _bring_about(meeting: Meeting, learner: Learner, event: Event) -> None:
    """What is not done with the turn, but begins with it: a promise, a task, a seat."""
    match event:
        case FollowUpWanted(kind=kind):
            _promise(meeting, learner, kind)
        case Wanted(what=what, subject=subject):
            ask_for(meeting, what, subject)
        case Joined() | SeatLeft():
            take_seat(meeting, event)
            digests.plan(meeting.work, learner.id, meeting.parts.policy, meeting.now)
        case DigestChanged():
            digests.change(meeting, event)
        case SettingChanged(name="hour" | "zone"):
            digests.plan(meeting.work, learner.id, meeting.parts.policy, meeting.now)
        case _:
            return


def _promise(meeting: Meeting, learner: Learner, kind: str) -> None:
    """One follow-up, tomorrow: a second promise takes the place of the first."""
    for other in (FOLLOWUP, DEBRIEF):
        schedules.cancel(meeting.work, learner.id, other)
    day = timedelta(days=1)
    due_at = next_day(learner.profile, meeting.now) if learner.welcomed_at else meeting.now + day
    schedules.put(meeting.work, learner.id, Schedule(kind, due_at, address_id=meeting.address))


def _wait_for_silence(meeting: Meeting, before: Conversation, now: Conversation) -> None:
    wanted = {run.question: run.silent_at for run in now.runs if run.silent_at}
    for run in before.runs:
        if run.silent_at and run.question not in wanted:
            schedules.cancel(meeting.work, meeting.learner.id, SILENCE, run.question)
    for question, due_at in wanted.items():
        schedules.put(meeting.work, meeting.learner.id, Schedule(SILENCE, due_at, question, meeting.address))
