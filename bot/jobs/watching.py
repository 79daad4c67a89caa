"""Watching: a loop never ends by itself; when one does all the same, the process must not go on without it."""

import asyncio
from collections.abc import Callable, Sequence

Tasks = Sequence[asyncio.Task[None]]


class LoopEnded(Exception):
    """A loop of this process ended by itself. The message says which, why, and that the process stops."""


def stop_when_one_ends(tasks: Tasks, stop: Callable[[], None]) -> None:
    """Call `stop` as soon as one of these loops ends."""
    for task in tasks:
        task.add_done_callback(lambda _: stop())


def refuse_ended(tasks: Tasks) -> None:
    """Raise LoopEnded when one of these loops has ended already, though nobody has told it to."""
    for task in tasks:
        if task.done():
            raise LoopEnded(
                f"the loop {task.get_name()!r} ended by itself ({_why(task)}). "
                "The coach stops, so that it can be started again"
            )


def _why(task: asyncio.Task[None]) -> str:
    if task.cancelled():
        return "cancelled"
    error = task.exception()
    return type(error).__name__ if error else "it returned"
