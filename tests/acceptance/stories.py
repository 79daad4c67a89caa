"""Stories lived all at once: each is a test of its own, and none waits until another is over."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

AT_A_TIME = 4
LONG = 60  # seconds: nothing here is a matter of them, but a machine may be busy


class Town(Protocol):
    """Where stories are lived: a platform of ours, and people who know the coach."""

    def wrong(self) -> list[str]:
        """What was wrong with anything that the coach did there."""
        ...


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

    def live_apart(
        self,
        new_home: Callable[[str], Path],
        names: Collection[str],
        town_in: Callable[[Path], AbstractContextManager[Town]],
    ) -> "Lived":
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
