"""Wake: tells the loops of this process that there is something to do, so that nobody waits for a poll."""

import asyncio
from contextlib import suppress

QUEUES = ("inbox", "outbox", "crisis", "pictures", "packs")


class Wake:
    """One bell for each queue, and one more for each who listens beside others. Ringing it twice is ringing it once."""

    def __init__(self) -> None:
        self._bells = {queue: asyncio.Event() for queue in QUEUES}
        self._more: dict[str, list[asyncio.Event]] = {queue: [] for queue in QUEUES}

    def ring(self, queue: str) -> None:
        """There is something in this queue."""
        for bell in (self._bells[queue], *self._more[queue]):
            bell.set()

    def bell(self, queue: str) -> asyncio.Event:
        """A bell of one's own for this queue: several may listen, and each stills only its own."""
        bell = asyncio.Event()
        self._more[queue].append(bell)
        return bell

    async def wait(self, queue: str, seconds: float) -> None:
        """Wait for the bell, at most so long."""
        bell = self._bells[queue]
        with suppress(TimeoutError):
            # Not `wait_for`: on Python 3.11 it forgets that we were told to stop, when the bell rings at the same moment.
            async with asyncio.timeout(seconds):
                await bell.wait()
        bell.clear()
