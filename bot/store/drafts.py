"""Drafts: the content somebody is working on, and the files they sent that were not read yet."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert  # SQLite has the same words for a conflict

from bot.domain.update import FileRef
from bot.store.prepared import Prepared
from bot.store.release_tables import drafts, incoming
from bot.store.releases import packed, unpacked
from bot.store.work import Work


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody changed on top of release `base`, by file.

    `number` is the release it became, 0 while it has problems; `told` is what was last said about it, for the talk.
    """

    files: Mapping[str, str]
    base: int
    number: int = 0
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file that came in on an account: its name, and by what the channel fetches it."""

    id: int
    account: str
    name: str
    ref: str


def of(work: Work, learner_id: int) -> Draft | None:
    """What somebody is working on."""
    row = work.execute(_OF, {"learner": learner_id}).one_or_none()
    return Draft(unpacked(row.files), row.base, row.number, tuple(json.loads(row.told))) if row else None


def keep(work: Work, learner_id: int, draft: Draft, now: datetime) -> None:
    """Keep what somebody is working on."""
    told = json.dumps(list(draft.told), ensure_ascii=False)
    kept = {"files": packed(draft.files), "base": draft.base, "number": draft.number, "told": told, "changed_at": now}
    work.execute(_KEEP, {"learner_id": learner_id, **kept})


def drop(work: Work, learner_id: int) -> bool:
    """Forget what somebody was working on; False when there was nothing."""
    work.execute(_FETCHED, {"learner": learner_id})
    return work.execute(_DROP, {"learner": learner_id}).rowcount > 0


def put_incoming(work: Work, learner_id: int, account: str, file: FileRef, now: datetime) -> None:
    """Remember a file until it is fetched."""
    values = {"learner_id": learner_id, "account": account, "name": file.name, "ref": file.ref, "at": now}
    work.execute(_PUT, values)


def incoming_of(work: Work, learner_id: int) -> Sequence[Incoming]:
    """The files of one person that wait to be fetched, in the order they came."""
    rows = work.execute(_WAITING, {"learner": learner_id})
    return [Incoming(row.id, row.account, cast("str", row.name), cast("str", row.ref)) for row in rows]


def fetched(work: Work, ids: Sequence[int]) -> bool:
    """These files are read, and wait no more; False where none of them waited any longer."""
    return sum(work.execute(_DONE, {"one": one}).rowcount for one in ids) > 0


def forget_old(work: Work, before: datetime) -> int:
    """Forget drafts that nobody touched, and files that nobody fetched, since before; how many."""
    return sum(work.execute(one, {"before": before}).rowcount for one in (_FORGET, _FORGET_FILES))


_OF = Prepared(select(drafts).where(drafts.c.learner_id == bindparam("learner")))
_NEW = insert(drafts)
_KEEP = Prepared(
    _NEW.on_conflict_do_update(
        index_elements=["learner_id"],
        set_={name: _NEW.excluded[name] for name in ("files", "base", "number", "told", "changed_at")},
    )
)
_DROP = Prepared(delete(drafts).where(drafts.c.learner_id == bindparam("learner")))
_PUT = Prepared(insert(incoming))
_WAITING = Prepared(select(incoming).where(incoming.c.learner_id == bindparam("learner")).order_by(incoming.c.id))
_DONE = Prepared(delete(incoming).where(incoming.c.id == bindparam("one")))
_FETCHED = Prepared(delete(incoming).where(incoming.c.learner_id == bindparam("learner")))
_FORGET = delete(drafts).where(drafts.c.changed_at < bindparam("before"))
_FORGET_FILES = delete(incoming).where(incoming.c.at < bindparam("before"))
