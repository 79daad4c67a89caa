"""Blobs: files made for one person, a picture or a copy of their data, sealed and kept for a day."""

import base64
from datetime import datetime

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert  # SQLite has the same words for a conflict

from bot.store.prepared import Prepared
from bot.store.program_tables import blobs
from bot.store.work import Work


def put(work: Work, learner_id: int, key: str, body: bytes, now: datetime) -> None:
    """Keep a file under its key; the first under a key stands."""
    text = base64.b64encode(body).decode()
    work.execute(_PUT, {"learner_id": learner_id, "key": key, "body": text, "created_at": now})


def get(work: Work, learner_id: int, key: str) -> bytes | None:
    """The file, if it is this person's and still kept."""
    found = work.execute(_GET, {"learner": learner_id, "named": key}).value(str)
    return base64.b64decode(found) if found is not None else None


def forget_old(work: Work, before: datetime) -> int:
    """Delete what was made before this; how many."""
    return work.execute(_FORGET, {"before": before}).rowcount


_PUT = Prepared(insert(blobs).on_conflict_do_nothing())
_GET = Prepared(
    select(blobs.c.body).where(blobs.c.learner_id == bindparam("learner"), blobs.c.key == bindparam("named"))
)
_FORGET = delete(blobs).where(blobs.c.created_at < bindparam("before"))
