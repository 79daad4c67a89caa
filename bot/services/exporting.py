"""Exporting: a copy of everything that is kept about somebody, for them alone."""

import json

from bot.services.meeting import Meeting
from bot.store import blobs, export
from bot.store.kept import KEPT

FILENAME = "peercoach-my-data.json"


def make_copy(meeting: Meeting, key: str) -> None:
    """Put the copy together and keep it under this key, for a day."""
    parts = export.everything(meeting.work, meeting.learner.id)
    told = {name: {"what_for": KEPT[name].told, "rows": rows} for name, rows in parts.items()}
    body = {"made_at": meeting.now.isoformat(), "about": "Everything Peercoach keeps about you.", "parts": told}
    written = json.dumps(body, ensure_ascii=False, indent=2)
    blobs.put(meeting.work, meeting.learner.id, key, written.encode("utf-8", "replace"), meeting.now)
