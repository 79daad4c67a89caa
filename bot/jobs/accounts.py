"""Accounts: the loops of each account, begun and ended while the process runs, because workspaces come and go."""

import asyncio
from collections.abc import Callable

from bot.channels.port import Channel
from bot.jobs import loops
from bot.jobs.listening import listen
from bot.jobs.watching import Tasks
from bot.services.leaving import forget_account
from bot.services.parts import Parts


class Accounts:
    """The loops of every account that this process works for. `ended` is called when one of them ends though nobody told it to."""

    def __init__(self, parts: Parts, ended: Callable[[], None]) -> None:
        self._parts, self._ended = parts, ended
        self._hearing: dict[str, asyncio.Task[None]] = {}
        self._working: dict[str, Tasks] = {}

    @property
    def hearing(self) -> Tasks:
        """The loops that listen."""
        return tuple(self._hearing.values())

    @property
    def working(self) -> Tasks:
        """The loops that send."""
        return tuple(task for tasks in self._working.values() for task in tasks)

    def begin(self, channel: Channel) -> None:
        """Begin to listen and to send on a channel."""
        parts, account = self._parts, channel.account
        parts.channels = {**parts.channels, account: channel}
        self._hearing[account] = asyncio.create_task(listen(parts, channel), name=f"listening {account}")
        self._working[account] = tuple(
            asyncio.create_task(loop(parts, channel), name=f"{loop.__name__} {account}")
            for loop in (loops.outbox, loops.crisis_outbox)
        )
        for task in (self._hearing[account], *self._working[account]):
            task.add_done_callback(lambda _: self._ended() if account in self._working else None)

    async def end(self, account: str) -> None:
        """End the loops of an account, and forget its channel; what is in flight is waited for."""
        tasks = (*filter(None, [self._hearing.pop(account, None)]), *self._working.pop(account, ()))
        self._parts.channels = {name: one for name, one in self._parts.channels.items() if name != account}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        forget_account(self._parts, account)
