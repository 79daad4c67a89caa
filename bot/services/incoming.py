"""Incoming: a file from somebody who writes content waits to be read. Anybody else's file is never fetched."""

from bot.channels.port import Fetching
from bot.domain.access import Action, Place, may
from bot.domain.update import FileRef
from bot.services.meeting import Meeting, in_a_safety_talk
from bot.services.programs import actor_of
from bot.store import drafts
from dialogues.turn import Result

MOST_WAITING = 20


def came_in(meeting: Meeting, file: FileRef) -> Result | None:
    """Remember a file until it is read, and what is said to it; None where it is not content, or not the time for it."""
    actor = actor_of(meeting.work, meeting.learner.id)
    writes = any(may(actor, Action.write_content, Place(seat.program)) for seat in actor.seats)
    fetches = isinstance(meeting.parts.channels.get(meeting.account), Fetching)
    full = writes and len(drafts.incoming_of(meeting.work, meeting.learner.id)) >= MOST_WAITING
    if not writes or not fetches or full or in_a_safety_talk(meeting):
        return None
    drafts.put_incoming(meeting.work, meeting.learner.id, meeting.account, file, meeting.now)
    return Result("pack_came", (file.name,))
