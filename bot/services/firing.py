"""Firing: what a schedule that came due becomes, chosen when it is answered, not when it was planned."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain import coach
from bot.domain.calendar import in_quiet_hours, next_hour, same_day
from bot.domain.learner import Learner
from bot.domain.schedule import CONTACT, DEBRIEF, DIGEST, FOLLOWUP, NOTICE, PUSH, SILENCE, Schedule
from bot.domain.update import Fired
from bot.services import contacting, digests, notices
from bot.services.meeting import Meeting, in_a_safety_talk, taught_to
from bot.store import events, people, schedules
from bot.store.work import Work
from dialogues.conversation import Conversation
from dialogues.facts import Policy
from dialogues.turn import Due, Result, Silent
from dialogues.worry import listens_until

HELD = "nobody was there"


def due_act(meeting: Meeting, conversation: Conversation, fired: Fired) -> Due | Silent | Result | None:
    """What the clock says to this person now, or None when it had better be quiet; what comes next is planned either way."""
    if fired.kind == SILENCE:
        return Silent(fired.subject)
    if fired.kind == PUSH:
        return _push(meeting, conversation, fired)
    if fired.kind == DIGEST:
        digests.come_due(meeting)
        return None
    if fired.kind == CONTACT:
        return contacting.unread(meeting, fired.subject)
    if fired.kind == NOTICE:
        return notices.come_due(meeting, conversation, fired)
    return _follow_up(meeting, fired)


def held_act(meeting: Meeting, conversation: Conversation) -> Due | Result | None:
    """What came due while nobody could fetch it, for somebody who is here now; None while a question is open
    or somebody is listened to.

    A follow-up that was promised comes first, a prompt last. What has no place now is held on.
    """
    work, learner, now = meeting.work, meeting.learner, meeting.now
    held = {one.kind for one in schedules.of(work, learner.id) if one.outcome in (HELD, notices.HELD)}
    if conversation.runs or listens_until(conversation, now) or not held:
        return None
    promised = next((kind for kind in (FOLLOWUP, DEBRIEF) if kind in held), None)
    if promised:
        schedules.cancel(work, learner.id, promised)
        people.save(work, replace(learner, pushed_at=now))
        return Due(promised)
    policy = meeting.policy()
    told = NOTICE in held and coach.why_not(learner, now, policy) in ("", "one_a_day") and not _gives_way(meeting)
    if told and (notice := notices.held_notice(meeting)):
        return notice
    if PUSH not in held or coach.why_not(learner, now, policy) or _gives_way(meeting):
        return None
    return _prompt(meeting, policy)


def plan_push(work: Work, learner: Learner, policy: Policy, now: datetime, outcome: str) -> None:
    """Plan the next prompt at the chosen hour; nothing for who has stopped, has not begun, or is left in peace.

    `outcome` says what became of the last one.
    """
    due_at = coach.next_prompt(learner, now, policy)
    if due_at is None:
        schedules.cancel(work, learner.id, PUSH)
        return
    schedules.put(work, learner.id, Schedule(PUSH, due_at, outcome=outcome))


def ensure_planned(work: Work, learner: Learner, policy: Policy, now: datetime) -> None:
    """Plan a prompt for somebody who should have one and, for whatever reason, has none: nobody may be forgotten silently."""
    if not any(one.kind == PUSH for one in schedules.of(work, learner.id)):
        plan_push(work, learner, policy, now, "planned again")


def fire_later(meeting: Meeting, fired: Fired) -> None:
    """Try once more what could not be answered: a prompt at its next hour, a silence or a promised follow-up in an hour."""
    if fired.kind == PUSH:
        now = max(meeting.now, fired.due_at)
        plan_push(meeting.work, meeting.learner, meeting.policy(), now, "failed")
        return
    again = Schedule(fired.kind, meeting.now + timedelta(hours=1), fired.subject, meeting.address)
    schedules.put(meeting.work, meeting.learner.id, again)


def _follow_up(meeting: Meeting, fired: Fired) -> Due | None:
    """The one message that was promised. STOP takes it off the list; quiet hours only move it."""
    work, learner, now = meeting.work, meeting.learner, meeting.now
    if not schedules.take(work, learner.id, fired.kind):
        return None
    if learner.welcomed_at and in_quiet_hours(learner.profile, now, meeting.policy()):
        due_at = next_hour(learner.profile, now, meeting.policy())
        schedules.put(work, learner.id, Schedule(fired.kind, due_at, address_id=meeting.address))
        return None
    if meeting.is_fetched():
        held = Schedule(fired.kind, now + timedelta(days=1), address_id=meeting.address, outcome=HELD)
        schedules.put(work, learner.id, held)
        return None
    people.save(work, replace(learner, pushed_at=now))
    return Due(fired.kind)


def _push(meeting: Meeting, conversation: Conversation, fired: Fired) -> Due | None:
    # The clock that answers may be a little behind the one that fired: what is past must not be planned once more.
    work, learner, now = meeting.work, meeting.learner, max(meeting.now, fired.due_at)
    hold = listens_until(conversation, now)
    if conversation.runs:
        hold = coach.fresh_until(conversation.asked_at, now) or hold
    if hold:
        schedules.put(work, learner.id, Schedule(PUSH, hold, outcome="a question was open"))
        return None
    policy = meeting.policy()
    reason = coach.why_not(learner, now, policy) or _gives_way(meeting) or (HELD if meeting.is_fetched() else "")
    if reason:
        plan_push(work, learner, policy, now, reason)
        return None
    return _prompt(replace(meeting, now=now), policy)


def _prompt(meeting: Meeting, policy: Policy) -> Due | None:
    """Today's prompt, with the next one planned."""
    work, learner, now = meeting.work, meeting.learner, meeting.now
    due = _today(meeting, policy)
    if due and due.what == "tell":
        # Of a kind line after a hard day nothing but its hour is kept.
        learner = replace(learner, pushed_at=now, prompted_why=due.why)
        people.save(work, learner)
    plan_push(work, learner, policy, now, "sent" if due else "nothing left")
    return due


def _today(meeting: Meeting, policy: Policy) -> Due | None:
    """What today's prompt is; the first one after a hard day is a kind line, and no lesson unless they want it."""
    quiet_until = meeting.learner.cooling_until
    if quiet_until and meeting.now - quiet_until < timedelta(days=1):
        return Due("tell", ("prompt.gently", "/lesson", "/help_now"), "kind_line")
    prompted = events.prompted(meeting.work, meeting.learner.id)
    known = replace(meeting.known(policy), prompted=prompted, channel=meeting.channel())
    return coach.choose(meeting.learner, taught_to(meeting), known, meeting.now)


def _gives_way(meeting: Meeting) -> str:
    """What today belongs to instead of a prompt: an open safety talk, or a follow-up that was promised; else ""."""
    if in_a_safety_talk(meeting):
        return "safety talk"
    zone = meeting.learner.profile.zone
    promised = [due for kind in (FOLLOWUP, DEBRIEF) for due in schedules.dues(meeting.work, meeting.learner.id, kind)]
    return "follow-up" if any(due is None or same_day(zone, due, meeting.now) for due in promised) else ""
