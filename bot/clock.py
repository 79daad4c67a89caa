"""The clock: the one place that reads the time. Everything else is given `now`, in UTC."""

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Whatever can say what time it is."""

    def now(self) -> datetime:
        """The time now, in UTC."""
        ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """The time now, in UTC."""
        return datetime.now(UTC)


class MovableClock:
    """A clock that can be moved on, for a demo learner, from `start` or from now.

    It runs on by itself unless it is `still`. It never goes back.
    """

    def __init__(self, start: datetime | None, *, still: bool) -> None:
        self._moment = start or datetime.now(UTC)
        self._still = still
        self._set_at = datetime.now(UTC)

    def now(self) -> datetime:
        """The time now, in UTC."""
        return self._moment if self._still else self._moment + (datetime.now(UTC) - self._set_at)

    def move(self, to: datetime) -> None:
        """Move on to a later time; an earlier one changes nothing."""
        if to > self.now():
            self._moment = to
            self._set_at = datetime.now(UTC)
