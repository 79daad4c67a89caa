"""Shown: which lesson or question somebody was shown, from which release. A correction goes to them, and to nobody else."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert  # SQLite has the same words for a conflict

from bot.store.prepared import Prepared
from bot.store.release_tables import shown
from bot.store.work import Work


def add(work: Work, learner_id: int, subject: str, release: int, now: datetime) -> None:
    """Somebody was shown a lesson or a question of a release; twice is once."""
    work.execute(_ADD, {"learner_id": learner_id, "subject": subject, "release": release, "at": now})


def to_whom(work: Work, subjects: Collection[str], releases: Collection[int]) -> tuple[int, ...]:
    """Everybody who was shown one of these lessons or questions from one of these releases."""
    both = shown.c.subject.in_(list(subjects)), shown.c.release.in_(list(releases))
    found = work.execute(select(shown.c.learner_id).where(*both).group_by(shown.c.learner_id)).scalars()
    return tuple(sorted(found))


def forget_old(work: Work, before: datetime) -> int:
    """Forget what was shown before this: nothing of it will be corrected any more; how many."""
    return work.execute(_FORGET, {"before": before}).rowcount


_ADD = Prepared(insert(shown).on_conflict_do_nothing())
_FORGET = delete(shown).where(shown.c.at < bindparam("before"))
