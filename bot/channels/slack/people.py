"""People: what Slack knows of somebody and we need, asked once in a while and remembered in this process alone."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import TypeVar
from zoneinfo import available_timezones

import structlog

from bot.channels.port import Gone, Refused, Throttled, Unreachable
from bot.channels.slack.quiet import Quiet
from bot.channels.slack.wire import Wire

MOST = 20_000
TOLD_FOR = timedelta(hours=1)
LOCALE = re.compile(r"[a-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,3}")

Value = TypeVar("Value")

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Told:
    """What Slack tells of somebody: their zone (an IANA name) and locale ("en-GB"), each "" if unknown."""

    zone: str
    locale: str


class People:
    """The people of one workspace. No name of anybody's is kept."""

    def __init__(self, wire: Wire, now: Callable[[], datetime]) -> None:
        self._wire, self._now = wire, now
        self._dms: dict[str, str] = {}
        self._told: dict[str, tuple[datetime, Told]] = {}
        self._quiet = Quiet(wire, now)

    async def dm_of(self, user: str) -> str:
        """The direct message with somebody. Raises as `wire.call` does."""
        if user not in self._dms:
            answer = await self._wire.call("conversations.open", users=user)
            channel = answer.get("channel")
            name = channel.get("id") if isinstance(channel, dict) else None
            if not isinstance(name, str) or not name:
                raise Unreachable("conversations.open: Slack named no direct message")
            self.remember(user, name)
            return name
        return self._dms[user]

    def remember(self, user: str, channel: str) -> None:
        """Somebody was heard in this direct message."""
        _keep(self._dms, user, channel)

    def dm_known(self, user: str) -> str:
        """The direct message with somebody, if they were heard or written to there; else ""."""
        return self._dms.get(user, "")

    def known(self, user: str) -> Told | None:
        """What Slack told of somebody, however long ago; None where it was never asked."""
        return self._told[user][1] if user in self._told else None

    async def told(self, user: str) -> Told | None:
        """What Slack tells of somebody; None where it does not."""
        asked, told = self._told.get(user, (None, None))
        if asked and self._now() - asked < TOLD_FOR:
            return told
        answer = await self._asked("users.info", user=user, include_locale=True)
        found = answer.get("user") if answer else None
        if not isinstance(found, dict):
            return None
        told = Told(_zone(found.get("tz")), _locale(found.get("locale")))
        _keep(self._told, user, (self._now(), told))
        return told

    async def quiet_until(self, user: str) -> datetime | None:
        """Until when, a day from now at the latest, somebody does not want to be disturbed; None where they do not say so."""
        return await self._quiet.until(user)

    async def _asked(self, method: str, **parameters: object) -> Mapping[str, object] | None:
        try:
            return await self._wire.call(method, **parameters)
        except (Gone, Refused, Throttled, Unreachable) as error:
            log.info("person_not_told", method=method, error=type(error).__name__)
            return None


def _zone(said: object) -> str:
    return said if isinstance(said, str) and said in _zones() else ""


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _locale(said: object) -> str:
    return said if isinstance(said, str) and LOCALE.fullmatch(said) else ""


def _keep(kept: dict[str, Value], key: str, value: Value) -> None:
    """Remember this last; who was remembered longest ago gives way."""
    kept.pop(key, None)
    kept[key] = value
    while len(kept) > MOST:
        del kept[next(iter(kept))]
