"""Pace: how fast messages may leave one account, and how replies and bulk share that."""

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

# A slot that was missed by this much is caught up with, and one message may be this much longer on its way than another:
# even then no more than `a_second` arrive within any second.
CATCH_UP = timedelta(milliseconds=30)
JITTER = timedelta(milliseconds=20)
SECOND = timedelta(seconds=1)
AFTER_A_REPLY = timedelta(seconds=2)
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Room:
    """How many messages may leave just now, and how many of them may be bulk: prompts, digests and broadcasts.

    None of them to a chat that something left for within `pause`.
    """

    any: int
    bulk: int
    pause: timedelta = timedelta(0)


class Pace:
    """The slots of one account, evenly spaced, so that of `a_second` messages in any second the platform refuses none.

    Bulk may use every slot while nobody is answered; for 2 s after a reply a fifth of them stays free of it.
    """

    def __init__(self, a_second: float, most: int) -> None:
        self._most = most
        self._gap = timedelta(0) if math.isinf(a_second) else (SECOND + CATCH_UP + JITTER) / a_second
        self._next = self._next_bulk = self._replied_at = _LONG_AGO

    def room(self, now: datetime) -> Room:
        """How many may leave now, never more than `most`; a reply may take the place of bulk."""
        self._come_nearer(now)
        anything = self._many(self._next, self._gap, now)
        bulk = self._many(self._next_bulk, self._bulk_gap, now) if self._is_shared(now) else anything
        return Room(anything, min(anything, bulk))

    def took(self, now: datetime, replies: int, bulk: int) -> None:
        """So many left just now. Crisis messages count as replies, though they wait for no slot."""
        if replies:
            if not self._is_shared(now):
                self._next_bulk = now
            self._replied_at = now
        self._next = max(self._next, now) + self._gap * (replies + bulk)
        if self._is_shared(now):
            self._next_bulk = max(self._next_bulk, now) + self._bulk_gap * bulk
        self._come_nearer(now)

    def next_at(self, now: datetime) -> datetime | None:
        """When there will be room for what there is none for now; None when there is room for everything."""
        room = self.room(now)
        if room.bulk:
            return None
        slot = max(self._next, self._next_bulk) if room.any else self._next
        return max(now, slot - CATCH_UP)

    @property
    def _bulk_gap(self) -> timedelta:
        return self._gap * 5 / 4

    def _is_shared(self, now: datetime) -> bool:
        return now - self._replied_at < AFTER_A_REPLY

    def _come_nearer(self, now: datetime) -> None:
        """No slot is honestly far off: somebody set the clock back, or many cards left at once."""
        farthest = now + max(SECOND, self._bulk_gap)
        self._next, self._next_bulk = min(self._next, farthest), min(self._next_bulk, farthest)
        self._replied_at = min(self._replied_at, now)

    def _many(self, slot: datetime, gap: timedelta, now: datetime) -> int:
        """How many may leave from this slot on, each at most CATCH_UP before its own."""
        return max(0, min(self._most, (now + CATCH_UP - max(slot, now)) // gap + 1)) if gap else self._most
