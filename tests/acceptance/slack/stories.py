"""What people of stories do, step by step: each step waits for what it leads to."""

import asyncio
from collections.abc import Callable

from tests.acceptance.slack.people import Person
from tests.acceptance.slack.world import Shown
from tests.acceptance.stories import LONG


async def wrote(person: Person, words: str, then: str) -> Shown:
    """Write something, and wait for what comes next."""
    person.write(words)
    return await person.sees(then, LONG)


async def tapped(person: Person, label: str, then: str) -> Shown:
    """Tap a button in the talk as soon as it is there, and wait for what comes next."""
    await becomes(person, lambda: label in labels(person))
    person.tap(label)
    return await person.sees(then, LONG)


async def opened(person: Person, then: str) -> None:
    """Open the App Home, and wait until these words stand on it."""
    person.opens_home()
    await person.sees_home(then, LONG, ever=True)


async def becomes(person: Person, holds: Callable[[], bool]) -> None:
    """Wait until something holds that changes with what stands in front of a person."""
    async with asyncio.timeout(LONG):
        while not holds():
            await person.account.change()


def labels(person: Person) -> list[str]:
    """What may be tapped in the talk."""
    return [button["text"]["text"] for one in (*person.seen, *person.ephemerals) for button in one.buttons]


def told(person: Person, words: str) -> int:
    """How often the person was told this in a message of its own; a changed message counts once."""
    return sum(words in one.words for one in person.seen if one.from_bot)
