"""Manners: what the app does beside the talk, such as to open a window or to point to the direct message. Nobody waits for it."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, replace

import structlog

from bot.channels.port import Gone, Pages, Receive, Refused, Throttled, Unreachable
from bot.channels.slack.handing import open_window, whisper
from bot.channels.slack.people import People
from bot.channels.slack.updates import Pointer, Window
from bot.channels.slack.windows import window_of
from bot.channels.slack.wire import Wire
from bot.channels.slack.words import Words
from bot.domain.page import Form

# A trigger lives three seconds, and the way to Slack takes some of them.
FORM_PATIENCE = 1.5
# What Slack finds too fast is said once more, when a channel has had its second and a little.
AGAIN = 2.0

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Manners:
    """Does these things in one workspace. What fails is noted, and left: the talk does not depend on it."""

    account: str
    wire: Wire
    pages: Pages
    tasks: set[asyncio.Task[None]]

    def open(self, window: Window, receive: Receive) -> None:
        """Open the window that somebody asked for; where it cannot be, the same is talked through instead."""
        self._do("open_window", self._open(window, receive))

    def point(self, pointer: Pointer, words: Words) -> None:
        """Say where we can be talked with, seen by nobody else."""
        said = words.outside if pointer.outside else words.answered
        self._do("point", self._whisper(pointer.channel, pointer.user, said, pointer.thread))

    def tell(self, people: People, user: str, words: str) -> None:
        """Say something in the direct message, which does not stay there."""
        self._do("tell", self._tell(people, user, words))

    async def close(self) -> None:
        """End what is still being done."""
        for task in tuple(self.tasks):
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)

    async def _open(self, window: Window, receive: Receive) -> None:
        form = await self._form(window)
        if form is not None:
            try:
                await open_window(self.wire, window.trigger, window_of(replace(form, token=window.token)))
            except (Gone, Refused, Throttled, Unreachable) as error:
                log.info("window_not_opened", account=self.account, error=type(error).__name__)
            else:
                return
        if window.instead:
            await receive(window.instead)

    async def _tell(self, people: People, user: str, words: str) -> None:
        await self._whisper(await people.dm_of(user), user, words)

    async def _whisper(self, channel: str, user: str, words: str, thread: str = "") -> None:
        try:
            await whisper(self.wire, channel, user, words, thread)
        except Throttled:
            await asyncio.sleep(AGAIN)
            await whisper(self.wire, channel, user, words, thread)

    async def _form(self, window: Window) -> Form | None:
        try:
            async with asyncio.timeout(FORM_PATIENCE):
                return await self.pages.form(self.account, window.user, window.form)
        except Exception as error:  # whatever it is, the talk goes without a window
            log.warning("form_not_read", account=self.account, error=type(error).__name__)
            return None

    def _do(self, what: str, doing: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(_undisturbed(what, self.account, doing))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)


async def _undisturbed(what: str, account: str, doing: Coroutine[None, None, None]) -> None:
    try:
        await doing
    except (Gone, Refused, Throttled, Unreachable) as error:
        log.info("manners_left", what=what, account=account, error=type(error).__name__)
    except Exception as error:  # nothing beside the talk may disturb it
        log.error("manners_failed", what=what, account=account, error=type(error).__name__)
