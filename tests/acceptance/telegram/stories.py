"""What people of stories do, step by step: each step waits for what it leads to."""

import asyncio
from collections.abc import Callable

from tests.acceptance.stories import LONG
from tests.acceptance.telegram.people import Person
from tests.acceptance.telegram.world import Chat


async def wrote(person: Person, words: str, then: str) -> None:
    """Write something, and wait for what comes next."""
    person.write(words)
    await person.sees(then, LONG)


async def tapped(person: Person, label: str, then: str) -> None:
    """Tap a button as soon as it is there, and wait for what comes next."""
    await becomes(person.chat, lambda: any(button["text"] == label for one in person.seen for button in one.buttons))
    person.tap(label)
    await person.sees(then, LONG)


async def becomes(chat: Chat, holds: Callable[[], bool]) -> None:
    """Wait until something holds that changes with a chat."""
    async with asyncio.timeout(LONG):
        while not holds():
            await chat.change()
