"""Posted: what went out, found again by a tap on it or a vote in it."""

import re
from dataclasses import dataclass

from sqlalchemy import bindparam, select

from bot.store.claims import token_of
from bot.store.codec import MESSAGES, Unreadable
from bot.store.prepared import Prepared
from bot.store.tables import is_named, outbox
from bot.store.work import Work
from dialogues.message import Message


@dataclass(frozen=True, slots=True)
class Posted:
    """A message that went out: the token that a tap on it carries, and the platform's name for it ("" when it is not known)."""

    message: Message
    token: str
    sent_as: str


def by_token(work: Work, token: str, address_id: int) -> Posted | None:
    """The message a tap belongs to, if it went to that address and is still kept and readable."""
    if not _TOKEN.fullmatch(token):
        return None
    return _posted(work, _BY_TOKEN, {"this": int(token, 36), "address": address_id})


def by_name(work: Work, sent_as: str, address_id: int) -> Posted | None:
    """The message of this name, as a platform's own quiz tells it, if it went to that address and is still kept and readable."""
    return _posted(work, _BY_NAME, {"name": sent_as, "address": address_id}) if sent_as else None


def newest(work: Work, question: str, address_id: int) -> Posted | None:
    """The last message that asked this question at that address, if it has gone out and is still kept and readable."""
    return _posted(work, _NEWEST, {"question": question, "address": address_id})


def _posted(work: Work, statement: Prepared, values: dict[str, object]) -> Posted | None:
    row = work.execute(statement, values).one_or_none()
    try:
        return Posted(MESSAGES.load(row.message), token_of(row.id), row.platform_id) if row else None
    except Unreadable:
        return None  # of an older version: to the person it is an old question


_TOKEN = re.compile(r"[0-9a-z]{1,12}")
_posts = select(outbox.c.id, outbox.c.message, outbox.c.platform_id).where(
    outbox.c.address_id == bindparam("address"), outbox.c.message.is_not(None)
)
_BY_TOKEN = Prepared(_posts.where(outbox.c.id == bindparam("this")))
_named = _posts.where(is_named(outbox)).order_by(outbox.c.id.desc()).limit(1)
_BY_NAME = Prepared(_named.where(outbox.c.platform_id == bindparam("name")))
_NEWEST = Prepared(_named.where(outbox.c.question == bindparam("question")))
