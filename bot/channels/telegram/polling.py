"""Polling: our own long poll. Each call tells Telegram that we have what came before, so it moves on past what is saved only."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import cast
from urllib.parse import urlencode

import structlog

from bot.channels.telegram.updates import ALLOWED, Came
from bot.channels.telegram.wire import Wire

# What could not be saved comes again with the next poll; so often is enough.
PAUSE = 1.0
# An update that breaks us each time is left behind after so many tries, or nobody else would ever be heard again.
MOST_TRIES = 5
MOST_NUMBER = 2**53

RawUpdate = Mapping[str, object]
Take = Callable[[Came], Awaitable[bool]]

log = structlog.get_logger()


class Polling:
    """Fetches what waits for one bot, and knows how far everything is saved."""

    def __init__(self, wire: Wire, read: Callable[[RawUpdate], Came]) -> None:
        self._wire = wire
        self._read = read
        self._offset: int | None = None
        self._tried: dict[int, int] = {}
        self._noted: set[str] = set()

    async def fetch(self, seconds: int) -> Sequence[RawUpdate]:
        """What waits, oldest first; where nothing does, it is waited for so many seconds. Raises TelegramError.

        It is read one by one: of a batch that holds an update it cannot parse, the library would give us none.
        """
        asked = {"timeout": seconds, "allowed_updates": json.dumps(ALLOWED)}
        if self._offset is not None:
            asked["offset"] = self._offset
        url = f"{self._wire.bot.base_url}/getUpdates?{urlencode(asked)}"
        found: object = await self._wire.poll.post(url)
        if isinstance(found, list):
            return cast("list[RawUpdate]", found)
        self._note_strange("no list of updates")
        await asyncio.sleep(PAUSE)
        return ()

    async def take_all(self, raws: Sequence[RawUpdate], take: Take) -> None:
        """Take each person's updates in order, and all people side by side; then move on past those that are saved."""
        read = [(cast("int", raw["update_id"]), self._read(raw)) for raw in raws if self._is_numbered(raw)]
        if raws and not read:
            await asyncio.sleep(PAUSE)  # nothing to move on past: the same comes again
        lines: dict[str, list[tuple[int, Came]]] = {}
        for id, came in read:
            lines.setdefault(came.update.address if came.update else "", []).append((id, came))
        done = await asyncio.gather(*(self._in_order(line, take) for line in lines.values()))
        saved = set().union(*done)
        for id, _ in read:
            if id not in saved:
                await asyncio.sleep(PAUSE)
                return
            self._offset = id + 1
        self._tried.clear()

    async def _in_order(self, line: Sequence[tuple[int, Came]], take: Take) -> set[int]:
        """Take one person's updates; the ids of those that are saved. Behind one that is not, all are still looked at.

        Somebody may call for help in any of them; but nobody else is heard until the last is done, so it is all at once.
        """
        saved: set[int] = set()
        for place, (id, came) in enumerate(line):
            if not await self._taken(id, came, take):
                await asyncio.gather(*(self._taken(*behind, take) for behind in line[place + 1 :]))
                break
            saved.add(id)
        return saved

    async def _taken(self, id: int, came: Came, take: Take) -> bool:
        try:
            return await take(came)
        except Exception as error:  # one update must never block those behind it
            self._tried[id] = self._tried.get(id, 0) + 1
            given_up = self._tried[id] >= MOST_TRIES
            log.error("update_not_taken", update=id, error=type(error).__name__, given_up=given_up)
            return given_up

    def _is_numbered(self, raw: object) -> bool:
        number = raw.get("update_id") if isinstance(raw, dict) else None
        if type(number) is int and 0 <= number < MOST_NUMBER:
            return True
        self._note_strange("an update without a number")
        return False

    def _note_strange(self, what: str) -> None:
        if what not in self._noted:
            self._noted.add(what)
            log.warning("polled_something_strange", what=what)
