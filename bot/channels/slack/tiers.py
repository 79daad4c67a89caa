"""Tiers: how often each method of Slack's Web API may be called in one workspace, and waiting until it may."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

# https://docs.slack.dev/apis/web-api/rate-limits: so many calls a minute; the tier is said on each method's page. What is not
# here is never held back: chat.postMessage has the drain's pace, and who needs a card must not wait for conversations.open.
TIER_2, TIER_3, TIER_4 = 20, 50, 100
A_MINUTE = {
    "chat.update": TIER_3,
    "dnd.teamInfo": TIER_2,
    "chat.postEphemeral": TIER_4,
    "users.info": TIER_4,
    "views.open": TIER_4,
    "views.publish": TIER_4,
    "files.getUploadURLExternal": TIER_4,
    "files.completeUploadExternal": TIER_4,
    "files.info": TIER_4,
}
# A little more than Slack's: two calls may be nearer to each other there than they were here.
MINUTE = timedelta(seconds=61)
LONG_AGO = datetime.min.replace(tzinfo=UTC)

Rest = Callable[[float], Awaitable[None]]


class Tiers:
    """One workspace's methods. In no minute a method is called more often than its tier allows; all of it may come at once."""

    def __init__(self, now: Callable[[], datetime], rest: Rest = asyncio.sleep) -> None:
        self._now, self._rest = now, rest
        self._lanes = {method: _Lane(most) for method, most in A_MINUTE.items()}

    async def room(self, method: str) -> None:
        """Wait until the method may be called, in the order in which it was asked for; who stops waiting takes no room."""
        lane = self._lanes.get(method)
        if lane is None:
            return
        async with lane.turn:
            while (wait := (lane.free_at() - self._now()).total_seconds()) > 0:
                await self._rest(wait)
            lane.take(self._now())

    def free_at(self, method: str) -> datetime:
        """When the method may be called again, if nobody else waits for it."""
        lane = self._lanes.get(method)
        return max(self._now(), lane.free_at()) if lane else self._now()

    def pause(self, method: str, until: datetime) -> None:
        """Let nobody call the method before `until`: Slack said so. What is never held back is not held back by this either."""
        if lane := self._lanes.get(method):
            lane.paused_until = max(lane.paused_until, until)


@dataclass(slots=True)
class _Lane:
    """One method: when it was called in the last minute, and who waits for it."""

    most: int
    called: deque[datetime] = field(default_factory=deque)
    paused_until: datetime = LONG_AGO
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    def free_at(self) -> datetime:
        """When the next call may be made; it may be long past."""
        full_until = self.called[0] + MINUTE if len(self.called) == self.most else LONG_AGO
        return max(full_until, self.paused_until)

    def take(self, now: datetime) -> None:
        """Count a call that is made now."""
        self.called.append(now)
        while len(self.called) > self.most:
            self.called.popleft()
