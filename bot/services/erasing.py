"""Erasing: a person and everything that is theirs, from every table and from the memory of this process."""

from bot.services.meeting import Meeting
from bot.store import audit, people


def erase(meeting: Meeting) -> None:
    """Delete the person. What stays is a line in the audit under a pseudonym that nobody can turn back without the key."""
    work, parts, person = meeting.work, meeting.parts, meeting.learner.id
    for place in people.places(work, person):
        parts.places.pop(place, None)
        parts.told.pop(place, None)
    who = audit.pseudonym(person)
    audit.note(work, who, "erased", who, meeting.now)
    people.forget(work, person)
