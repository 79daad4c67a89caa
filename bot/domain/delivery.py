"""Delivery: one message on its way to one address, and its fate."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum

from dialogues.message import Message


class Priority(IntEnum):
    """Which message leaves first."""

    crisis = 0
    reply = 1
    prompt = 2
    digest = 3
    broadcast = 4


class Fate(StrEnum):
    """What became of a delivery. A waiting or sending one has not met its fate yet."""

    waiting = "waiting"
    sending = "sending"
    sent = "sent"
    dropped = "dropped"
    refused = "refused"
    gone = "gone"
    cancelled = "cancelled"


RESENT_IN_DOUBT = frozenset({Priority.crisis, Priority.reply})
BULK = frozenset(Priority) - RESENT_IN_DOUBT  # nobody waits for it: it goes to many at once, and gives way to replies


def in_doubt(priority: Priority) -> Fate:
    """What to do with a delivery that a crash left between sending and settling: send it again, or drop it.

    An answer or a crisis card twice is better than never; a prompt twice is a nuisance.
    """
    return Fate.waiting if priority in RESENT_IN_DOUBT else Fate.dropped


@dataclass(frozen=True, slots=True)
class Draft:
    """A message to be put into the outbox. `key` (turn or firing, ordinal) makes putting it twice do nothing.

    One that has not left by `too_late_at` (UTC) is not sent any more; None where late is better than never.
    """

    key: str
    learner: int
    address_id: int
    message: Message
    priority: Priority
    due_at: datetime
    too_late_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message claimed for sending, under a numbered lease. `token` is what a tap on it will carry.

    `attempts` counts earlier failures.
    """

    id: int
    learner: int
    account: str
    address_id: int
    address: str
    message: Message
    priority: Priority
    attempts: int
    lease: int
    token: str
