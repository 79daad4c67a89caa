"""Stories lived all at once: each is a test of its own, and none waits until another is over."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.acceptance.telegram.people import Person
from tests.acceptance.telegram.town import Town, town_in
from tests.acceptance.telegram.world import Chat

AT_A_TIME = 4
LONG = 20  # seconds: nothing here is a matter of them, but a machine may be busy
Story = Callable[[Town], Awaitable[None] | None]


class Stories:
    """The stories of one test file. Its fixture `lived` is what `live` returned."""

    def __init__(self) -> None:
        self._all: dict[str, Story] = {}

    def test(self, story: Story) -> Callable:
        """Decorates a story: the test it becomes fails as the story did."""
        name = story.__name__
        self._all[name] = story

        def test(lived: "Lived") -> None:
            lived.tell(name)

        test.__name__, test.__qualname__, test.__module__ = name, name, story.__module__
        return test

    def live(self, town: Town, names: Collection[str]) -> "Lived":
        """Live the stories of these names in one town, with one coach."""
        chosen = {name: story for name, story in self._all.items() if name in names}

        async def at_once() -> list[BaseException | None]:
            return await asyncio.gather(*(story(town) for story in chosen.values()), return_exceptions=True)

        return Lived(dict(zip(chosen, town.api.call(at_once()), strict=True)), town)

    def live_apart(self, new_home: Callable[[str], Path], names: Collection[str]) -> "Lived":
        """Live the stories of these names each in a town of its own, that starts and ends its coaches."""

        def ended(name: str) -> BaseException | None:
            try:
                with town_in(new_home(name)) as town:
                    self._all[name](town)
                assert town.wrong() == []
            except BaseException as problem:  # it belongs to the test of this name
                return problem
            return None

        chosen = [name for name in self._all if name in names]
        with ThreadPoolExecutor(AT_A_TIME) as pool:
            return Lived(dict(zip(chosen, pool.map(ended, chosen), strict=True)))


class Lived:
    """What became of the stories, and the town where there was one for all."""

    def __init__(self, ended: dict[str, BaseException | None], town: Town | None = None) -> None:
        self.town = town
        self._ended = ended

    def tell(self, name: str) -> None:
        """Raise what the story raised, if it did."""
        problem = self._ended[name]
        if problem:
            raise problem


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
