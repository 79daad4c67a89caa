"""Slack as a channel: one workspace. What its people do comes by the app; messages leave as Slack shows them best."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

import structlog

from bot.channels.port import File, Gone, Limits, Pages, Receive, Refused, Unreachable
from bot.channels.slack.app import Told
from bot.channels.slack.blocks import escaped
from bot.channels.slack.handing import publish, rewrite, say, upload
from bot.channels.slack.home import view_of
from bot.channels.slack.manners import Manners
from bot.channels.slack.people import People
from bot.channels.slack.render import Post, Upload, redrawn, rendered
from bot.channels.slack.suggesting import Suggesting
from bot.channels.slack.updates import Came
from bot.channels.slack.windows import errors_of
from bot.channels.slack.wire import Wire
from bot.channels.slack.words import Words
from bot.domain.page import Page, Section
from bot.domain.update import Filled, Update
from dialogues.message import Message

# https://docs.slack.dev/apis/web-api/rate-limits: one a second in a channel, and several hundred a minute in a workspace.
A_SECOND = 5
CHAT_PAUSE = timedelta(seconds=1)
CHECK, DOUBT = 60.0, 10.0
CERTAIN = 3
HELP, NOT_MINE = "help", "not_mine"
REMEMBERED = 20_000
IN_THREAD = timedelta(minutes=2)
REFUSED = "Slack does not take the token of this workspace any more: install the app there again"
ANOTHER = "the token is of another workspace: install the app there again"

Key = TypeVar("Key")
Value = TypeVar("Value")

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Bearings:
    """Where a channel stands: its name ("slack:T0123"), its own words by language, what it may ask the house, the time, and whom
    to tell that Slack was heard, that the workspace took us out, and that somebody opened their page.
    """

    account: str
    words: Mapping[str, Words]
    pages: Pages
    now: Callable[[], datetime]
    heard: Callable[[], None]
    gone: Callable[[datetime | None], Awaitable[None]]
    opened: Callable[[str], None]


class SlackChannel:
    """One workspace: takes in what its people do, sends, redraws, and keeps their pages true."""

    def __init__(self, wire: Wire, bearings: Bearings) -> None:
        self.account = bearings.account
        self.limits, self.redraws = Limits(A_SECOND, CHAT_PAUSE), True
        self._wire, self._bearings = wire, bearings
        self._people = People(wire, bearings.now)
        self._manners = Manners(bearings.account, wire, bearings.pages, set())
        self._suggesting = Suggesting(bearings.account, bearings.pages, self._people, bearings.now)
        self._begun: dict[str, int] = {}
        self._threads: dict[str, tuple[str, datetime]] = {}
        self._homes: dict[str, None] = {}
        self._pictures: dict[tuple[str, str], str] = {}
        self._doubted = asyncio.Event()

    async def run(self, receive: Receive) -> None:
        """Look again and again whether the workspace has us still. What people do there comes by the app.

        Raises Refused when it took us out, Unreachable and Throttled as ever.
        """
        doubts = 0
        while True:
            try:
                told = await self._wire.call("auth.test")
            except Gone:
                doubts += 1
                if doubts == CERTAIN:  # an outage of Slack's must not take a whole workspace from us
                    await self._bearings.gone(None)
                    raise Refused(REFUSED) from None
            else:
                if f"slack:{told.get('team_id')}" != self.account:
                    raise Refused(ANOTHER)
                doubts = 0
                self._bearings.heard()
            # While there is doubt nothing brings the next look forward: of many calls that fail in one second each gives reason.
            await (asyncio.sleep(DOUBT) if doubts else self._rest(CHECK))

    async def take(self, came: Came, receive: Receive) -> Told:
        """Take in what somebody did; only when this says so may Slack be told that we have it."""
        if came.removed:
            await self._bearings.gone(came.removed)
            return Told()
        self._notice(came)
        words = self._words(came.user)
        if came.window:
            self._manners.open(came.window, receive)
        if came.update and not await receive(came.update):
            return _not_saved(came.update, words)
        if came.pointer:
            self._manners.point(came.pointer, words)
        if came.says == NOT_MINE:  # Slack shows nothing of what a shortcut is answered
            self._manners.tell(self._people, came.user, words.not_mine)
            return Told()
        return Told(body=_ephemeral(came.says, words)) if came.says else Told()

    async def send(self, address: str, message: Message, token: str, file: File | None = None) -> str:
        """Send one message, in as many parts as Slack needs; what was sent of it before a failure is not sent again."""
        extras = await self._suggesting.extras(address, message, self._words(address))
        parts = rendered(message, token, file, extras)
        try:
            channel = await self._people.dm_of(address)
            name = await self._hand_over(address, channel, token, parts)
        except Gone as error:
            if not error.everybody:
                raise
            self._doubted.set()  # whether it took us out is found out at once; nobody has left by this alone
            raise Unreachable("Slack does not take the token of this workspace just now") from None
        self._begun.pop(token, None)
        return f"{channel}:{name}"

    async def redraw(self, address: str, sent_as: str, token: str, message: Message, place: int | None) -> None:
        """Show which choice was taken, and under a quiz the right answer and why; or that none is open."""
        channel, _, stamp = sent_as.partition(":")
        drawn = redrawn(message, token, place, self._words(address).better)
        if drawn is not None and stamp:
            await rewrite(self._wire, channel, stamp, drawn)

    async def quiet_until(self, address: str) -> datetime | None:
        """Until when somebody has told Slack not to disturb them."""
        return await self._people.quiet_until(address)

    def is_shown(self, address: str) -> bool:
        """Whether somebody has opened their App Home lately, and we heard of it."""
        return address in self._homes

    async def show(self, address: str, page: Page) -> None:
        """Draw somebody's App Home anew; where its picture cannot be shown, its words stand alone."""
        pictures = {one.picture: await self._picture(address, one) for one in page.sections if one.picture}
        shown = {key: file for key, file in pictures.items() if file}
        try:
            await publish(self._wire, address, view_of(page, shown))
        except Refused:
            if not shown:
                raise
            await publish(self._wire, address, view_of(page, {}))

    async def close(self) -> None:
        """End what is done beside, and close every connection."""
        await self._manners.close()
        await self._wire.close()

    async def _rest(self, seconds: float) -> None:
        """Wait so long, or until there is reason to doubt that the workspace has us."""
        self._doubted.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._doubted.wait()

    async def _hand_over(self, address: str, channel: str, token: str, parts: Sequence[Post | Upload]) -> str:
        """Send what is left of the parts; the name of the last."""
        begun, name, thread = self._begun.get(token, 0), "", self._thread_of(address)
        for place, part in enumerate(parts[begun:], start=begun):
            if place > begun:
                await asyncio.sleep(CHAT_PAUSE.total_seconds())
            match part:
                case Post():
                    name = await say(self._wire, channel, part, thread)
                case Upload():
                    name = await upload(self._wire, channel, part, thread)
            if token and place + 1 < len(parts):
                _remember(self._begun, token, place + 1)
        return name

    async def _picture(self, address: str, shown: Section) -> str:
        """The file of a section's picture, uploaded once; "" where there is none, or it cannot be."""
        key = (address, shown.picture)
        if key not in self._pictures:
            try:
                file = await self._bearings.pages.picture(self.account, address)
                name = await upload(self._wire, None, Upload(file, shown.alt)) if file else ""
            except Exception as error:  # a picture is not worth the page
                log.info("page_picture_left", account=self.account, error=type(error).__name__)
                return ""
            _remember(self._pictures, key, name)
        return self._pictures[key]

    def _notice(self, came: Came) -> None:
        """Remember where somebody speaks with us, and that they look at their page."""
        if came.dm:
            self._people.remember(came.user, came.dm)
            self._threads.pop(came.user, None)
        if came.dm and came.thread:
            _remember(self._threads, came.user, (came.thread, self._bearings.now()))
        if came.home:
            _remember(self._homes, came.home, None)
            self._bearings.opened(came.home)

    def _thread_of(self, address: str) -> str:
        """The thread in which somebody has just written to us: they look there for the answer."""
        thread, at = self._threads.get(address, ("", self._bearings.now()))
        return thread if self._bearings.now() - at < IN_THREAD else ""

    def _words(self, address: str) -> Words:
        known = self._people.known(address)
        language = known.locale[:2] if known else ""
        return self._bearings.words.get(language, self._bearings.words["en"])


def _not_saved(update: Update, words: Words) -> Told:
    """Slack brings it again; but what was filled in stays in its window, to be sent again."""
    raw = update.raw
    if isinstance(raw, Filled) and raw.fields:
        return Told(body=errors_of(raw.fields, words.not_saved))
    return Told(taken=False)


def _ephemeral(says: str, words: Words) -> Mapping[str, object]:
    """What is shown at once to who gave a command, and to nobody else."""
    commands = "\n".join(f"/coach {name}: {what}" for name, what in words.commands)
    told = f"{words.help}\n\n{commands}" if says == HELP else words.answered
    return {"response_type": "ephemeral", "text": escaped(told)}


def _remember(kept: dict[Key, Value], key: Key, value: Value) -> None:
    kept[key] = value
    while len(kept) > REMEMBERED:
        del kept[next(iter(kept))]
