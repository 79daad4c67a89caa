"""Digests: what each supervisor chose for theirs, and which figures they saw last."""

from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert  # SQLite has the same words for a conflict

from bot.store.digest_tables import digests
from bot.store.prepared import Prepared
from bot.store.work import Work


@dataclass(frozen=True, slots=True)
class Wishes:
    """When somebody wants their digest: at an hour of their own (None is the hour of their prompts), after a pause, or not at all.

    `shown` recognises the figures they saw last.
    """

    hour: time | None = None
    shown: str = ""
    paused_until: datetime | None = None
    off_at: datetime | None = None


def wishes(work: Work, learner_id: int) -> Wishes:
    """What a supervisor chose; what everybody has, when they chose nothing."""
    row = work.execute(_LOAD, {"learner": learner_id}).one_or_none()
    if row is None:
        return Wishes()
    return Wishes(time.fromisoformat(row.hour) if row.hour else None, row.shown, row.paused_until, row.off_at)


def keep(work: Work, learner_id: int, chosen: Wishes) -> None:
    """Keep what a supervisor chose."""
    hour = chosen.hour.isoformat("minutes") if chosen.hour else ""
    kept = {"hour": hour, "shown": chosen.shown, "paused_until": chosen.paused_until, "off_at": chosen.off_at}
    work.execute(_KEEP, {"learner_id": learner_id, **kept})


_LOAD = Prepared(select(digests).where(digests.c.learner_id == bindparam("learner")))
_NEW = insert(digests)
_KEEP = Prepared(
    _NEW.on_conflict_do_update(
        index_elements=["learner_id"],
        set_={name: _NEW.excluded[name] for name in ("hour", "shown", "paused_until", "off_at")},
    )
)
