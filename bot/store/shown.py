"""Shown: which lesson or question somebody was shown, from which release. A correction goes to them, and to nobody else."""

from datetime import datetime

from sqlalchemy import bindparam, delete
from sqlalchemy.dialects.postgresql import insert  # SQLite has the same words for a conflict

from bot.store.prepared import Prepared
from bot.store.release_tables import shown
from bot.store.work import Work


def add(work: Work, learner_id: int, subject: str, release: int, now: datetime) -> None:
    """Somebody was shown a lesson or a question of a release; twice is once."""
    work.execute(_ADD, {"learner_id": learner_id, "subject": subject, "release": release, "at": now})


def forget_old(work: Work, before: datetime) -> int:
    """Forget what was shown before this: nothing of it will be corrected any more; how many."""
    return work.execute(_FORGET, {"before": before}).rowcount


_ADD = Prepared(insert(shown).on_conflict_do_nothing())
_FORGET = delete(shown).where(shown.c.at < bindparam("before"))
