"""Exporting: a copy of everything that is kept about somebody, for them alone."""

import json

from bot.services.meeting import Meeting
from bot.store import blobs, export

WHAT_FOR = {
    "learners": "Your settings, and when the coach last wrote and was last written to.",
    "addresses": "Where the coach can reach you.",
    "consents": "What you agreed to, in which wording, and when.",
    "conversations": "The talk that is open, with your answers in it; it goes when the talk ends.",
    "inbox": "That you wrote or tapped, and when; what you wrote is gone once it is answered. Kept 30 days.",
    "outbox": "What the coach wrote to you. The words stay 7 days, that it was sent 30 days.",
    "schedules": "When something is next due for you.",
    "events": "What you learned, and check-ins and help cards for the time the program keeps them.",
    "studied": "Each lesson and question you met: how often, how it went last, and when it is worth asking again.",
    "roles": "Teams and programs you are in, and what you do there.",
    "links": "A code that joins another chat of yours, while it works.",
    "panels": "In which group's figures you are counted, and in which kind of figures.",
    "digests": "When you want the weekly digest of your team.",
    "contacts": "What you asked your supervisor, and the name and words you chose for it. Kept 30 days.",
    "reports": "What you said is wrong with a lesson.",
}
FILENAME = "peercoach-my-data.json"


def make_copy(meeting: Meeting, key: str) -> None:
    """Put the copy together and keep it under this key, for a day."""
    parts = export.everything(meeting.work, meeting.learner.id)
    told = {name: {"what_for": WHAT_FOR.get(name, ""), "rows": rows} for name, rows in parts.items()}
    body = {"made_at": meeting.now.isoformat(), "about": "Everything Peercoach keeps about you.", "parts": told}
    written = json.dumps(body, ensure_ascii=False, indent=2)
    blobs.put(meeting.work, meeting.learner.id, key, written.encode("utf-8", "replace"), meeting.now)
