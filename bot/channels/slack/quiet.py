"""Quiet: until when people do not want to be disturbed, asked for many at once: alone each would soon use up what Slack allows."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import structlog

from bot.channels.port import Gone, Refused, Throttled, Unreachable
from bot.channels.slack.wire import Wire

MOST = 20_000
# https://docs.slack.dev/reference/methods/dnd.teamInfo: up to 50 people a call, and 20 calls a minute.
AT_ONCE = 50
# Whoever is asked about meanwhile goes with the next call. All of it is less than a prompt has patience to find out.
GATHERING, BETWEEN = timedelta(milliseconds=200), timedelta(seconds=2)
QUIET_FOR = timedelta(minutes=1)
LONGEST_QUIET, LONGEST_WAIT = timedelta(days=1), timedelta(minutes=2)

log = structlog.get_logger()


@dataclass(slots=True)
class _Batch:
    """People who are asked about together; when the call is over, `asking` is done."""

    users: list[str] = field(default_factory=list)
    asking: asyncio.Task[None] | None = None


class Quiet:
    """Who does not want to be disturbed in one workspace, and until when."""

    def __init__(self, wire: Wire, now: Callable[[], datetime]) -> None:
        self._wire, self._now = wire, now
        self._known: dict[str, tuple[datetime, datetime | None]] = {}
        self._next: _Batch | None = None
        self._next_at = now()
        self._later: datetime | None = None

    async def until(self, user: str) -> datetime | None:
        """Until when, a day from now at the latest, somebody does not want to be disturbed; None where they do not say so.

        Where Slack lets us ask only later, nothing should come before that either, for two minutes at most.
        """
        if not self._is_known(user):
            asking = self._asking(user)
            await asyncio.shield(asking)  # the others of the batch still want to know
        now = self._now()
        if self._is_known(user):
            until = self._known[user][1]
            return until if until and until > now else None
        return self._later if self._later and self._later > now else None

    def _is_known(self, user: str) -> bool:
        """What was told holds for a minute, or until the end that was told."""
        asked, until = self._known.get(user, (None, None))
        now = self._now()
        return asked is not None and (now - asked < QUIET_FOR or (until is not None and until > now))

    def _asking(self, user: str) -> asyncio.Task[None]:
        """The call with which somebody is asked about: one that has not left yet, or a new one."""
        batch = self._next
        if batch is None or batch.asking is None or len(batch.users) >= AT_ONCE:
            now, batch = self._now(), _Batch()
            at = min(max(now + GATHERING, self._next_at), now + LONGEST_WAIT)
            self._next, self._next_at = batch, at + BETWEEN
            batch.asking = asyncio.create_task(self._ask(batch, at - now))
        if user not in batch.users:
            batch.users.append(user)
        return batch.asking

    async def _ask(self, batch: _Batch, after: timedelta) -> None:
        await asyncio.sleep(after.total_seconds())
        if self._next is batch:
            self._next = None
        await self._learn(batch.users)

    async def _learn(self, users: list[str]) -> None:
        try:
            answer = await self._wire.call("dnd.teamInfo", users=",".join(users))
        except (Gone, Refused, Throttled, Unreachable) as error:
            log.info("quiet_not_told", people=len(users), error=type(error).__name__)
            self._later = min(error.until, self._now() + LONGEST_WAIT) if isinstance(error, Throttled) else None
            if isinstance(error, Gone) and not error.everybody and len(users) > 1:  # one of them spoils it for all
                await self._learn(users[::2])
                await self._learn(users[1::2])
            elif isinstance(error, Gone):
                self._keep(users, {})
            return
        told = answer.get("users")
        self._keep(users, told if isinstance(told, dict) else {})

    def _keep(self, users: list[str], told: Mapping[str, object]) -> None:
        """Remember what was told of each; who was asked about longest ago gives way."""
        for user in users:
            one = told.get(user)
            self._known.pop(user, None)
            self._known[user] = (self._now(), _end(one if isinstance(one, dict) else {}, self._now()))
        while len(self._known) > MOST:
            del self._known[next(iter(self._known))]


def _end(told: Mapping[str, object], now: datetime) -> datetime | None:
    """The end of the hours that somebody set, or of a pause that they took, whichever is later.

    https://docs.slack.dev/reference/methods/dnd.teamInfo tells the hours; a pause it tells only of who asks.
    """
    ends = []
    if told.get("snooze_enabled") is True:
        ends.append(_moment(told.get("snooze_endtime")))
    begins = _moment(told.get("next_dnd_start_ts"))
    if told.get("dnd_enabled") is True and begins and begins <= now:
        ends.append(_moment(told.get("next_dnd_end_ts")))
    until = max((end for end in ends if end and end > now), default=None)
    return min(until, now + LONGEST_QUIET) if until else None


def _moment(said: object) -> datetime | None:
    """A moment that Slack tells in seconds; None for what is none."""
    if not isinstance(said, int | float) or isinstance(said, bool):
        return None
    try:
        return datetime.fromtimestamp(said, UTC)
    except (ValueError, OverflowError, OSError):
        return None
