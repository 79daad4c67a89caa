"""Delivery: one message on its way to one address, and its fate."""

from dataclasses import dataclass
from datetime import datetime, timedelta
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

FIRST_WAIT = timedelta(seconds=2)
# Whatever comes behind it in the same chat waits with it: after an outage nobody is to miss a card or an answer for long.
LONGEST_WAIT = {Priority.crisis: timedelta(seconds=3), Priority.reply: timedelta(seconds=10)}
LONGEST_BULK_WAIT = timedelta(minutes=5)
# `attempts` counts failures up to the first number only; above it, and up to the second, stand those that were in doubt.
# So however long an outage was, what is in doubt after it is still sent again: an answer for some minutes in which every
# connection hangs, a card for longer; but where a platform takes each copy and never says so, not for ever.
NOT_SENT = {Priority.crisis: 6, Priority.reply: 4}
MOST_ATTEMPTS = {Priority.crisis: 66, Priority.reply: 24}
MOST_FAULTS = {Priority.crisis: 10, Priority.reply: 8}
MOST_BULK_FAULTS = 6


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

    `attempts` counts earlier failures, as `after_not_sent` and `after_a_doubt` say.
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


def wait_of(delivery: Delivery) -> timedelta:
    """How long a delivery that failed waits for its next try: longer each time, and never too long for who waits."""
    longer: int = 2 ** min(delivery.attempts, 10)
    return min(FIRST_WAIT * longer, LONGEST_WAIT.get(delivery.priority, LONGEST_BULK_WAIT))


def after_not_sent(delivery: Delivery) -> int:
    """Its attempts once it surely did not arrive: that may happen any number of times."""
    most = NOT_SENT.get(delivery.priority, delivery.attempts + 1)
    return max(delivery.attempts, min(delivery.attempts + 1, most))


def after_a_doubt(delivery: Delivery) -> int | None:
    """Its attempts once it perhaps arrived; None when it is not sent again: bulk never is, the others not for ever."""
    if delivery.priority not in RESENT_IN_DOUBT:
        return None
    attempts = max(delivery.attempts, NOT_SENT[delivery.priority]) + 1
    return attempts if attempts <= MOST_ATTEMPTS[delivery.priority] else None


def after_a_fault(delivery: Delivery) -> int | None:
    """Its attempts once our own adapter failed with it; None when that was often enough."""
    attempts = delivery.attempts + 1
    return attempts if attempts < MOST_FAULTS.get(delivery.priority, MOST_BULK_FAULTS) else None
