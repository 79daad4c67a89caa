"""Watching: a loop that ends though nobody told it to is noticed at once, and told in a sentence."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bot.jobs.watching import LoopEnded, refuse_ended, stop_when_one_ends
from bot.main.complaints import complaint


async def failing() -> None:
    """A loop that should not have."""
    raise ValueError("words of a learner")


async def returning() -> None:
    """A loop that comes to an end."""


async def cancelled() -> None:
    """A loop whose own work was cancelled."""
    raise asyncio.CancelledError


@pytest.mark.parametrize(
    ("loop", "why"), [(failing, "ValueError"), (returning, "it returned"), (cancelled, "cancelled")]
)
def test_a_loop_that_ends_stops_everything_and_is_named(loop: Callable[[], Awaitable[None]], why: str) -> None:
    async def live() -> None:
        stopping = asyncio.Event()
        tasks = [asyncio.create_task(asyncio.sleep(60), name="outbox"), asyncio.create_task(loop(), name="inbox")]
        stop_when_one_ends(tasks, stopping.set)
        refuse_ended(tasks)
        await stopping.wait()
        with pytest.raises(LoopEnded, match=rf"'inbox' ended by itself \({why}\)") as ended:
            refuse_ended(tasks)
        assert "words of a learner" not in str(ended.value)
        assert complaint(ended.value).startswith("The loop 'inbox'")
        tasks[0].cancel()

    asyncio.run(live())
