"""Bounds: how much may come in at once, in which time, and how fast from each sender."""

import asyncio
from datetime import datetime, timedelta

from fastapi import Request

BURST = 10
REMEMBERED = 10_000


class TooLong(Exception):
    """More came than is taken; `begun` is its beginning, which may be a call for help."""

    def __init__(self, begun: bytes) -> None:
        super().__init__("The body of the request is too long.")
        self.begun = begun


async def body_of(request: Request, most: int, patience: float) -> bytes:
    """The body of a request. Raises TooLong, TimeoutError where it is not whole in time, and ClientDisconnect."""
    body = bytearray()
    async with asyncio.timeout(patience):
        async for part in request.stream():
            body += part
            if len(body) > most:
                raise TooLong(bytes(body[:most]))
    return bytes(body)


class Rates:
    """How fast each sender may write: a burst at once, then so many a minute. Whoever is idle is forgotten."""

    def __init__(self, per_minute: int, burst: int = BURST, remembered: int = REMEMBERED) -> None:
        self._each = timedelta(minutes=1) / per_minute
        self._ahead = self._each * (burst - 1)
        self._remembered = remembered
        # For each sender when their whole burst is free again; whoever wrote last stands last.
        self._free_at: dict[str, datetime] = {}

    def __len__(self) -> int:
        return len(self._free_at)

    def wait(self, sender: str, now: datetime) -> timedelta:
        """Count one message of this sender; when it comes too fast it does not count, and how long to wait comes back."""
        free_at = max(self._free_at.pop(sender, now), now)
        wait = free_at - now - self._ahead
        self._free_at[sender] = free_at if wait > timedelta() else free_at + self._each
        self._forget(now)
        return max(wait, timedelta())

    def _forget(self, now: datetime) -> None:
        while self._free_at:
            oldest = next(iter(self._free_at))
            if self._free_at[oldest] > now and len(self._free_at) <= self._remembered:
                return
            del self._free_at[oldest]
