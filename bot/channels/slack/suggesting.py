"""Suggesting: what Slack can offer under a question beside its own choices: the zone it knows, or a window to write in."""

import asyncio
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.channels.port import Pages
from bot.channels.slack.people import People
from bot.channels.slack.render import NO_EXTRAS, Extras
from bot.channels.slack.words import Words
from bot.domain.page import NOTE
from dialogues.message import Message, Quiz

# A message does not wait long for what only makes it handier, and a call for help waits for nothing.
HOUSE_PATIENCE = 0.3
SLACK_PATIENCE = 2.0
ZONE = re.compile(r"\w+\.zone-\d+")
CHECKIN = "checkin.energy"
# What need not stand in the history of a chat at work, and does not: the coach never says it again. A plan is shown in the chat.
PRIVATE = re.compile(r"checkin\.note|report\.words")


@dataclass(frozen=True, slots=True)
class Suggesting:
    """Finds out what a question is about, and what can be offered for it in this workspace."""

    account: str
    pages: Pages
    people: People
    now: Callable[[], datetime]

    async def extras(self, address: str, message: Message, words: Words) -> Extras:
        """What to offer under this message; nothing where nobody knows."""
        asks = await self._asks(address, message)
        if ZONE.fullmatch(asks):
            return Extras(offers=await self._zone(address, words))
        if asks == CHECKIN:
            return Extras(window=(words.fill_in, "checkin"))
        return Extras(window=(words.write_here, NOTE)) if PRIVATE.fullmatch(asks) else NO_EXTRAS

    async def _asks(self, address: str, message: Message) -> str:
        if not message.question or isinstance(message.reply, Quiz):
            return ""
        with suppress(Exception):  # whatever keeps the house from telling, the message goes out
            async with asyncio.timeout(HOUSE_PATIENCE):
                return await self.pages.asks(self.account, address, message.question)
        return ""

    async def _zone(self, address: str, words: Words) -> tuple[tuple[str, str], ...]:
        """The zone that Slack says they are in, to be taken or not."""
        with suppress(TimeoutError):
            async with asyncio.timeout(SLACK_PATIENCE):
                told = await self.people.told(address)
                if told and told.zone:
                    return (_offered(told.zone, self.now(), words),)
        return ()


def _offered(zone: str, now: datetime, words: Words) -> tuple[str, str]:
    city, local = zone.rpartition("/")[2].replace("_", " "), now.astimezone(ZoneInfo(zone))
    return words.zone_offer.format(zone=city, time=f"{local:%H:%M}"), zone
