"""Linking: two chats that turn out to be one person's become one learner, in one step."""

from dataclasses import replace

from bot.domain.delivery import Draft, Priority
from bot.domain.learner import Learner
from bot.domain.merging import merged
from bot.domain.schedule import DEBRIEF, FOLLOWUP, PUSH, TASK
from bot.services.firing import plan_push
from bot.services.meeting import Meeting
from bot.store import audit, conversations, links, merging, outbox, people, schedules
from dialogues.message import Message
from dialogues.turn import Result
from nlu.intents import Open

LINKED, STOPPED, FAILED = (Result("tell", (name,)) for name in ("link.linked", "link.linked_stopped", "link.failed"))


def join_chats(meeting: Meeting, code: str) -> tuple[Meeting, Result]:
    """Use the code up and make two learners one; the meeting goes on with whoever stays. All of it holds, or nothing."""
    work, now = meeting.work, meeting.now
    schedules.cancel(work, meeting.learner.id, TASK, f"merge:{code}")
    other_id = links.take(work, int(code), now) if code.isdigit() else None
    if other_id is None:
        return meeting, FAILED
    if other_id == meeting.learner.id:  # the other chat was joined to this one a moment ago
        return meeting, LINKED
    other = people.lock(work, other_id)
    kept, gone = _in_order(other, meeting.learner)
    both = merged(kept, gone)
    people.lock_door(work, gone.id)  # or words that come in just now would go with the learner who is no more
    merging.move(work, kept.id, gone.id)
    people.save(work, both)
    schedules.cancel(work, both.id, PUSH)
    _keep_one_promise(meeting, both)
    plan_push(work, both, meeting.of(both).policy(), now, "merged")
    if both.welcomed_at:
        _end_the_welcome(meeting, both)
    _tell_the_other_chats(meeting.of(both))
    audit.note(work, audit.pseudonym(both.id), audit.MERGED, audit.pseudonym(gone.id), now)
    return meeting.of(both), STOPPED if both.stopped_at else LINKED


def _keep_one_promise(meeting: Meeting, learner: Learner) -> None:
    """One follow-up was promised, whichever comes first; two would be one too many."""
    promised = [one for one in schedules.of(meeting.work, learner.id) if one.kind in (FOLLOWUP, DEBRIEF)]
    for later in promised[1:]:
        schedules.cancel(meeting.work, learner.id, later.kind)


def _tell_the_other_chats(meeting: Meeting) -> None:
    """Nobody's record is joined to another chat behind their back."""
    message = Message(meeting.voice().phrase("link.told"))
    others = [place for place in people.open_ids(meeting.work, meeting.learner.id) if place != meeting.address]
    drafts = [
        Draft(
            f"merged {meeting.now.isoformat()} {place}", meeting.learner.id, place, message, Priority.reply, meeting.now
        )
        for place in others
    ]
    outbox.enqueue(meeting.work, drafts, meeting.now)


def _end_the_welcome(meeting: Meeting, learner: Learner) -> None:
    """Who is welcomed in one chat is not asked the same again in the other."""
    for place in people.address_ids(meeting.work, learner.id):
        talk = conversations.load(meeting.work, place)
        kept = tuple(run for run in talk.runs if run.flow != "welcome")
        if kept != talk.runs:
            conversations.save(meeting.work, place, replace(talk, runs=kept), Open.none, meeting.now)


def _in_order(other: Learner, here: Learner) -> tuple[Learner, Learner]:
    """Who stays: whoever finished the welcome first; of two who did not, the one who made the code."""
    if here.welcomed_at and (other.welcomed_at is None or here.welcomed_at < other.welcomed_at):
        return here, other
    return other, here
