"""Links: one-time codes by which somebody shows that two chats are theirs."""

import re
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, insert, select

from bot.store.invites import code_in, new_code, shown
from bot.store.prepared import Prepared
from bot.store.program_tables import links
from bot.store.sealed import keys_in_force
from bot.store.work import Work
from dialogues.facts import LinkCode

MINUTES = 15
_ASKED = re.compile(r"^/?link[\s:]+(?P<code>.+)$", re.IGNORECASE)


def make(work: Work, learner_id: int, now: datetime) -> str:
    """A fresh code that opens this person's record once, for a quarter of an hour; earlier ones end."""
    code = new_code()
    work.execute(_END, {"learner": learner_id})
    until = now + timedelta(minutes=MINUTES)
    work.execute(_MAKE, {"learner_id": learner_id, "hash": _hash(code), "expires_at": until})
    return shown(code)


def look_at(work: Work, words: str, learner_id: int, now: datetime) -> LinkCode | None:
    """Where a code in somebody's words leads ("link K7QM2-9XWPT"); None when they wrote none."""
    asked = _ASKED.match(words.strip())
    code = code_in(asked["code"]) if asked else None
    if code is None:
        return None
    row = work.execute(_FIND, {"hashed": _hash(code)}).one_or_none()
    if row is None:
        return LinkCode(problem="unknown")
    if row.learner_id == learner_id:
        return LinkCode(problem="same")
    return LinkCode(row.id) if now < row.expires_at else LinkCode(problem="over")


def take(work: Work, link_id: int, now: datetime) -> int | None:
    """Use a code up; whose record it opens, or None when it is gone or over."""
    row = work.execute(_TAKE, {"this": link_id, "now": now}).one_or_none()
    return row.learner_id if row else None


def forget_old(work: Work, before: datetime) -> int:
    """Delete codes that ended before this; how many."""
    return work.execute(_FORGET, {"before": before}).rowcount


def _hash(code: str) -> str:
    return keys_in_force().fingerprint("link", code)


_MAKE = Prepared(insert(links))
_END = Prepared(delete(links).where(links.c.learner_id == bindparam("learner")))
_FIND = Prepared(select(links.c.id, links.c.learner_id, links.c.expires_at).where(links.c.hash == bindparam("hashed")))
_TAKE = Prepared(
    delete(links)
    .where(links.c.id == bindparam("this"), links.c.expires_at > bindparam("now", type_=links.c.expires_at.type))
    .returning(links.c.learner_id)
)
_FORGET = delete(links).where(links.c.expires_at < bindparam("before"))
