"""Exporting: a copy of everything that is kept about somebody, for them alone: as data, and as a page to read."""

import json

from bot.services.meeting import Meeting
from bot.services.readable import page_of
from bot.store import blobs, export
from bot.store.kept import KEPT

FILENAME = "peercoach-my-data.json"
PAGE = "peercoach-my-data.html"


def make_copy(meeting: Meeting) -> tuple[str, ...]:
    """Put both files together and keep them for a day; the key and the name of each, in order."""
    parts = export.everything(meeting.work, meeting.learner.id)
    told = {name: {"what_for": KEPT[name].told, "rows": rows} for name, rows in parts.items()}
    body = {"made_at": meeting.now.isoformat(), "about": "Everything Peercoach keeps about you.", "parts": told}
    files = {
        FILENAME: json.dumps(body, ensure_ascii=False, indent=2),
        PAGE: page_of(meeting.voice(), parts, meeting.now),
    }
    keys = []
    for name, written in files.items():
        keys += [f"export {meeting.learner.id} {meeting.now.isoformat()} {name}", name]
        blobs.put(meeting.work, meeting.learner.id, keys[-2], written.encode("utf-8", "replace"), meeting.now)
    return tuple(keys)
