"""Telegram as a channel: updates come by our own long poll or a webhook, and messages leave as Telegram shows them best."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from telegram import Bot
from telegram.error import TelegramError

from bot.channels.port import File, Limits, Receive, Unreachable
from bot.channels.telegram.fetching import download
from bot.channels.telegram.handing import POLL, hand_over, redraw
from bot.channels.telegram.hook import Hook, begin_hook, check_hook, drop_hook
from bot.channels.telegram.manners import Manners
from bot.channels.telegram.polling import Polling, RawUpdate
from bot.channels.telegram.profile import Profile
from bot.channels.telegram.render import redrawn, rendered
from bot.channels.telegram.updates import Came, came
from bot.channels.telegram.wire import POLL_SECONDS, Wire, failure
from bot.domain.update import Left, Sent, Update, Voted
from dialogues.message import Message

# https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
A_SECOND = 30
CHAT_PAUSE = timedelta(seconds=1)
CHECK_HOOK = 60.0
REMEMBERED = 1000

Key = TypeVar("Key")
Value = TypeVar("Value")
Look = Callable[[Bot, Hook, datetime], Awaitable[int]]


@dataclass(frozen=True, slots=True)
class Bearings:
    """Where a channel stands: its name ("telegram:main"), its rate a second, its webhook where it has one, what is shown around
    the chat by language, the time, and whom to tell that Telegram was heard.
    """

    account: str
    a_second: float
    hook: Hook | None
    profiles: Mapping[str, Profile]
    now: Callable[[], datetime]
    heard: Callable[[], None]


class TelegramChannel:
    """One bot: listens to it by long poll, or looks after its webhook; sends and redraws."""

    def __init__(self, wire: Wire, bearings: Bearings) -> None:
        self.account = bearings.account
        self.limits, self.redraws = Limits(bearings.a_second, CHAT_PAUSE), True
        self._wire, self._bot, self._bearings = wire, wire.bot, bearings
        self._bot_id = int(wire.bot.token.partition(":")[0])
        self._polling = Polling(wire, self._read)
        self._manners = Manners(wire, bearings.profiles)
        self._begun: dict[str, int] = {}
        self._unsure = False
        self._albums: dict[tuple[str, str], None] = {}

    async def run(self, receive: Receive) -> None:
        """Listen for as long as Telegram can be reached. Raises Unreachable or Throttled when it cannot."""
        try:
            await self._begin()
            wait = 0  # the first time only to hear Telegram, and to say so
            while True:
                await (self._look_after(self._bearings.hook) if self._bearings.hook else self._poll(receive, wait))
                wait = POLL_SECONDS
        except TelegramError as error:
            raise failure(error, self._bearings.now()) from None

    async def take(self, raw: RawUpdate, receive: Receive) -> bool:
        """Take one raw update; only when this says True may Telegram be told that we have it."""
        if self._unsure:  # nothing shows better that Telegram reaches us
            self._unsure = False
            self._bearings.heard()
        return await self._take(self._read(raw), receive)

    async def send(self, address: str, message: Message, token: str, file: File | None = None) -> str:
        """Send one message, in as many parts as Telegram needs; what was sent of it before a failure is not sent again."""
        self._manners.end_typing(address)  # the answer is on its way, or the chat wants none just now
        parts, name = rendered(message, token, file), ""
        begun = self._begun.get(token, 0)
        for place, part in enumerate(parts[begun:], start=begun):
            if place > begun:
                await asyncio.sleep(CHAT_PAUSE.total_seconds())
            try:
                name = await hand_over(self._bot, int(address), part, paid=self.limits.a_second > A_SECOND)
            except TelegramError as error:
                raise failure(error, self._bearings.now()) from None
            if token and place + 1 < len(parts):
                _remember(self._begun, token, place + 1)
        self._begun.pop(token, None)
        return name

    async def redraw(self, address: str, sent_as: str, token: str, message: Message, place: int | None) -> None:
        """Show which choice was taken, or that none is open.

        A quiz of Telegram's own shows a vote by itself, and is never closed by us: it would show the answer.
        """
        drawn = redrawn(message, token, place)
        if drawn is None or sent_as.startswith(POLL):
            return
        try:
            await redraw(self._bot, int(address), sent_as, drawn)
        except TelegramError as error:
            raise failure(error, self._bearings.now()) from None

    async def fetch(self, ref: str, most: int) -> bytes:
        """The document behind this id. Raises Refused when it is gone or has more than `most` bytes, Unreachable and Throttled."""
        return await download(self._bot, ref, most, self._bearings.now())

    async def close(self) -> None:
        """End what is done beside, and close every connection."""
        await self._manners.close()
        await self._wire.close()

    async def _begin(self) -> None:
        await self._bot.get_me()
        if self._bearings.hook:
            await self._told_by_hook(begin_hook, self._bearings.hook)
        else:
            await drop_hook(self._bot)
        self._manners.introduce()

    async def _look_after(self, hook: Hook) -> None:
        await asyncio.sleep(CHECK_HOOK)
        await self._told_by_hook(check_hook, hook)

    async def _told_by_hook(self, look: Look, hook: Hook) -> None:
        """Look at the webhook, and say that Telegram is heard where it reaches us.

        Setting it again hides its last error: after that only what is brought, or that nothing waits, shows that it is well.
        """
        try:
            waiting = await look(self._bot, hook, self._bearings.now())
        except Unreachable:
            self._unsure = True
            raise
        self._unsure = self._unsure and waiting > 0
        if not self._unsure:
            self._bearings.heard()

    async def _poll(self, receive: Receive, seconds: int) -> None:
        raws = await self._polling.fetch(seconds)
        self._bearings.heard()
        await self._polling.take_all(raws, lambda came: self._take(came, receive))

    def _read(self, raw: RawUpdate) -> Came:
        return came(raw, self.account, self._bot_id, self._bearings.now())

    async def _take(self, something: Came, receive: Receive) -> bool:
        update = something.update
        if update and not self._is_answered(update, something.album):
            if not await receive(update):
                return False
            self._remember_album(update, something.album)
        if update and not isinstance(update.raw, Left | Voted):
            self._manners.begin_typing(update.address)
        if something.callback:
            self._manners.end_spinner(something.callback)
        if something.group:
            self._manners.leave(something.group)
        return True

    def _is_answered(self, update: Update, album: str) -> bool:
        """Whether it is an item without words of an album that was answered by its caption."""
        return (update.address, album) in self._albums and not _words(update)

    def _remember_album(self, update: Update, album: str) -> None:
        if album and _words(update):
            _remember(self._albums, (update.address, album), None)


def _words(update: Update) -> str:
    return update.raw.words if isinstance(update.raw, Sent) else ""


def _remember(kept: dict[Key, Value], key: Key, value: Value) -> None:
    kept[key] = value
    while len(kept) > REMEMBERED:
        del kept[next(iter(kept))]
