"""Conversations: the talk with one person at one address, sealed between two turns."""

from datetime import datetime

import structlog
from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert  # SQLite has the same words for a conflict

from bot.domain.schedule import SILENCE
from bot.store.codec import CONVERSATIONS, Unreadable
from bot.store.prepared import Prepared
from bot.store.sealed import CannotUnseal
from bot.store.tables import addresses, conversations, schedules
from bot.store.work import Work
from dialogues.conversation import Conversation
from nlu.intents import Open

log = structlog.get_logger()


def load(work: Work, address_id: int) -> Conversation:
    """The talk as it was left; an empty one where nobody has talked yet, or where it cannot be read any more."""
    try:
        body = work.execute(_LOAD, {"address": address_id}).value(str)
        return CONVERSATIONS.load(body) if body else Conversation()
    except (CannotUnseal, Unreadable) as error:
        # Who writes in need must be answered, whatever became of an older talk.
        log.error("conversation_lost", address=address_id, error=str(error))
        return Conversation()


def save(work: Work, address_id: int, conversation: Conversation, open: str, now: datetime) -> None:
    """Keep the talk, and what it has open, for the reading of the next words."""
    body = CONVERSATIONS.dump(conversation)
    work.execute(_SAVE, {"address_id": address_id, "body": body, "open": open, "updated_at": now})


def open_of(work: Work, address_id: int) -> str:
    """What the talk has open: one of `nlu.intents.Open`."""
    found = work.execute(_OPEN, {"address": address_id}).value(str)
    return found or Open.none


def forget_old(work: Work, before: datetime) -> int:
    """Drop talks that nobody has touched since `before`, with the words in them, unless they still wait for silence; how many."""
    return work.execute(_FORGET, {"before": before}).rowcount


_HERE = conversations.c.address_id == bindparam("address")
_LOAD = Prepared(select(conversations.c.body).where(_HERE))
_OPEN = Prepared(select(conversations.c.open).where(_HERE))
_OWNER = select(addresses.c.learner_id).where(addresses.c.id == bindparam("address_id")).scalar_subquery()
_INSERT = insert(conversations).values(
    address_id=bindparam("address_id"),
    learner_id=_OWNER,
    body=bindparam("body"),
    open=bindparam("open"),
    updated_at=bindparam("updated_at"),
)
_SAVE = Prepared(
    _INSERT.on_conflict_do_update(
        index_elements=["address_id"],
        set_={name: _INSERT.excluded[name] for name in ("body", "open", "updated_at")},
    )
)
_FORGET = delete(conversations).where(
    conversations.c.updated_at < bindparam("before"),
    ~select(schedules.c.id)
    .where(
        schedules.c.learner_id == conversations.c.learner_id,
        schedules.c.kind == SILENCE,
        schedules.c.due_at.is_not(None),
    )
    .exists(),
)
