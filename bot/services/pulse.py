"""Pulse: when each loop of this process last came round, so that health can tell the truth."""

from datetime import datetime, timedelta

STALE = timedelta(seconds=15)


class Pulse:
    """The last beat of each loop, by its name."""

    def __init__(self) -> None:
        self._beats: dict[str, datetime] = {}

    def beat(self, loop: str, now: datetime) -> None:
        """This loop has just come round."""
        self._beats[loop] = now

    def stale(self, now: datetime) -> dict[str, float]:
        """The loops that have not come round lately, and for how many seconds."""
        return {loop: (now - at).total_seconds() for loop, at in self._beats.items() if now - at > STALE}

    def loops(self) -> tuple[str, ...]:
        """The loops that have come round at least once."""
        return tuple(sorted(self._beats))

    def forget(self, loop: str) -> None:
        """This loop has ended, and nobody waits for it to come round."""
        self._beats.pop(loop, None)
