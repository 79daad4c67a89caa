"""Slack as a channel: one workspace. What its people do comes by the app; messages leave as Slack shows them best."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

import structlog

from bot.channels.port import File, Gone, Limits, Pages, Receive, Refused, Unreachable
from bot.channels.slack.answers import team_of, was_taken_back
from bot.channels.slack.app import Told
from bot.channels.slack.blocks import escaped
from bot.channels.slack.handing import publish, rewrite, upload
from bot.channels.slack.home import view_of
from bot.channels.slack.manners import Manners
from bot.channels.slack.people import People
from bot.channels.slack.render import Post, Upload, redrawn, rendered
from bot.channels.slack.somehow import say_somehow, upload_somehow
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
# So long Slack must have said that the token was taken back, and nothing else, before a workspace counts as one that took us out:
# an outage says it too, and what is forgotten then does not come back. When it was not asked meanwhile, it counts anew.
CERTAIN, UNASKED = timedelta(hours=24), timedelta(minutes=15)
HELP, NOT_MINE = "help", "not_mine"
REMEMBERED = 20_000
IN_THREAD = timedelta(minutes=2)
REFUSED = (
    "Slack does not take the token of this workspace. It is tried again by itself; "
    "if it stays so, set the token anew or install the app there again"
)
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
        self._taken_back: tuple[datetime, datetime] | None = None

    async def run(self, receive: Receive) -> None:
        """Look again and again whether the workspace has us still. What people do there comes by the app.

        Raises Refused while Slack does not take the token, Unreachable and Throttled as ever.
        """
        while True:
            await self._look()
            await self._rest()

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
        is_seen = came.says != HELP and came.where and came.where == self._people.dm_known(came.user)
        return Told(body=_ephemeral(came.says, words)) if came.says and not is_seen else Told()

    async def send(self, address: str, message: Message, token: str, file: File | None = None) -> str:
        """Send one message, in as many parts as Slack needs; what was sent of it before a failure is not sent again."""
        extras = await self._suggesting.extras(address, message, self._words(address))
        parts = rendered(message, token, file, extras)
        try:
            name = await self._hand_over(address, token, parts)
        except Gone as error:
            if not error.everybody:
                raise
            self._doubted.set()  # how it stands is found out soon; nobody has left by this alone
            raise Unreachable("Slack does not take the token of this workspace just now") from None
        self._begun.pop(token, None)
        return name

    async def redraw(self, address: str, sent_as: str, token: str, message: Message, place: int | None) -> None:
        """Show which choice was taken, and under a quiz the right answer and why; or that none is open."""
        channel, _, stamp = sent_as.partition(":")
        drawn = redrawn(message, token, place, self._words(address).better)
        if drawn is not None and stamp:
            await rewrite(self._wire, channel, stamp, drawn)

    async def quiet_until(self, address: str) -> datetime | None:
        """Until when somebody has told Slack not to disturb them."""
        return await self._people.quiet_until(address)

    async def fetch(self, ref: str, most: int) -> bytes:
        """The file at this address of Slack's. Raises Refused when it is gone or has more than `most` bytes, and as `send` does."""
        return await self._wire.get(ref, most)

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
            for key in shown:
                self._pictures.pop((address, key), None)
            await publish(self._wire, address, view_of(page, {}))

    async def close(self) -> None:
        """End what is done beside, and close every connection."""
        await self._manners.close()
        await self._wire.close()

    async def _look(self) -> None:
        """Ask Slack whether it takes our token. A day of trouble costs nobody more than waiting."""
        try:
            team = team_of(await self._wire.call("auth.test"))
        except Gone as error:
            if self._is_certain(taken_back=was_taken_back(error)):
                await self._bearings.gone(None)
            raise Refused(REFUSED) from None
        self._taken_back = None
        if f"slack:{team}" != self.account:
            raise Refused(ANOTHER)
        self._bearings.heard()

    def _is_certain(self, *, taken_back: bool) -> bool:
        """Whether Slack has said long enough, and nothing else, that the token was taken back."""
        now = self._bearings.now()
        since, last = self._taken_back or (now, now)
        self._taken_back = (since if now - last <= UNASKED else now, now) if taken_back else None
        return self._taken_back is not None and now - self._taken_back[0] >= CERTAIN

    async def _rest(self) -> None:
        """Wait for the next look: sooner where there is reason to doubt, but of many sends each may give one."""
        self._doubted.clear()
        await asyncio.sleep(DOUBT)
        with suppress(TimeoutError):
            async with asyncio.timeout(CHECK - DOUBT):
                await self._doubted.wait()

    async def _hand_over(self, address: str, token: str, parts: Sequence[Post | Upload]) -> str:
        """Send what is left of the parts; the name of the last."""
        begun, name, thread = self._begun.get(token, 0), "", self._thread_of(address)
        for place, part in enumerate(parts[begun:], start=begun):
            if place > begun:
                await asyncio.sleep(CHAT_PAUSE.total_seconds())
            try:
                name, stands = await self._send_part(address, part, thread)
            except Refused as error:
                if isinstance(part, Post) or place + 1 == len(parts):
                    raise
                log.error("file_refused", account=self.account, error=str(error))  # its words are worth sending still
            else:
                if stands != thread:
                    self._threads.pop(address, None)
                thread = stands
            if token and place + 1 < len(parts):
                _remember(self._begun, token, place + 1)
        return name

    async def _send_part(self, address: str, part: Post | Upload, thread: str) -> tuple[str, str]:
        """Send one part; its name, and the thread where it stands.

        A post names the person where their direct message is not known yet, as after a restart, and its answer tells it: Slack lets
        us open no more than some 50 a minute.
        """
        match part:
            case Post():
                known = self._people.dm_known(address)
                name, stands = await say_somehow(self._wire, known or address, part, thread)
                self._people.remember(address, name.partition(":")[0])
                return name, stands
            case Upload():
                channel = await self._people.dm_of(address)
                file, stands = await upload_somehow(self._wire, channel, part, thread)
                return f"{channel}:{file}", stands

    async def _picture(self, address: str, shown: Section) -> str:
        """The file of a section's picture, uploaded once; "" where there is none, or it cannot be."""
        key = (address, shown.picture)
        if key not in self._pictures:
            try:
                file = await self._bearings.pages.picture(self.account, address)
                if file is None:  # there may be one another time
                    return ""
                name = await upload(self._wire, None, Upload(file, shown.alt))
            except Exception as error:  # a picture is not worth the page
                log.info("page_picture_left", account=self.account, error=type(error).__name__)
                return ""
            _remember(self._pictures, key, name)
        return self._pictures[key]

    def _notice(self, came: Came) -> None:
        """Remember where somebody speaks with us, and that they look at their page."""
        if came.dm:
            self._people.remember(came.user, came.dm)
        if came.update:  # whatever they do now, they no longer look into an older thread
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
