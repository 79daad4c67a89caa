"""Typing: show that an answer is being made, when it takes more than a moment."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

# https://core.telegram.org/bots/api#sendchataction: what is shown goes away after 5 s, or with the next message.
AGAIN = 4.5
AT_MOST = 3


class Typing:
    """Of each chat that waits for an answer: the task that shows it."""

    def __init__(self, show: Callable[[str], Awaitable[None]], moment: float = 0.7) -> None:
        self._show = show
        self._moment = moment
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def begin(self, chat: str) -> None:
        """Somebody waits for an answer there."""
        if chat not in self._tasks:
            self._tasks[chat] = task = asyncio.create_task(self._type(chat))
            task.add_done_callback(lambda done: self._forget(chat, done))

    def end(self, chat: str) -> None:
        """The answer is there, or is on its way."""
        task = self._tasks.pop(chat, None)
        if task:
            task.cancel()

    async def close(self) -> None:
        """Show nothing any more."""
        for task in tuple(self._tasks.values()):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _type(self, chat: str) -> None:
        await asyncio.sleep(self._moment)
        for _ in range(AT_MOST):
            await self._show(chat)
            await asyncio.sleep(AGAIN)

    def _forget(self, chat: str, task: asyncio.Task[None]) -> None:
        if self._tasks.get(chat) is task:
            del self._tasks[chat]
