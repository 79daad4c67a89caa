"""Telegram for `bench.telegram`, to run in a process of its own: it enforces the limits, and some people write meanwhile."""

import asyncio
import random
from bisect import bisect_left
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection

from tests.acceptance.telegram.api import BotApi, Call
from tests.acceptance.telegram.people import Person
from tests.acceptance.telegram.sending import SENDS
from tests.acceptance.telegram.server import serving
from tests.acceptance.telegram.world import Standing

PER_SECOND, CHAT_PAUSE = 30, 1.0
FIRST_PROMPTED, FIRST_WRITER = 100_000, 900_000
LINES = ("settings", "help", "thanks", "why")
SHORTEST_PAUSE, LONGEST_PAUSE = 5.0, 25.0
PATIENCE = 240.0
REPLY_PATIENCE = 30.0
AFTERMATH = 3.0  # seconds in which a message that comes twice would come


@dataclass(frozen=True, slots=True)
class Crowd:
    """How many people have a prompt due, and how many others write meanwhile."""

    prompted: int
    writing: int


@dataclass(slots=True)
class Seen:
    """What the platform saw: when it took each message of either kind, and what went wrong."""

    prompts: list[float] = field(default_factory=list)
    others: list[float] = field(default_factory=list)
    replies: list[float] = field(default_factory=list)  # seconds from somebody's words to the answer
    unanswered: int = 0
    refused: int = 0  # 429s given
    lost: int = 0
    double: int = 0
    violations: int = 0

    @property
    def span(self) -> float:
        """Seconds from the first prompt to the last."""
        return self.prompts[-1] - self.prompts[0]

    @property
    def prompts_a_second(self) -> float:
        """Prompts a second, from the first to the last."""
        return (len(self.prompts) - 1) / self.span

    @property
    def messages_a_second(self) -> float:
        """The same with the replies that took slots of theirs."""
        between = sum(self.prompts[0] < at < self.prompts[-1] for at in self.others)
        return (len(self.prompts) - 1 + between) / self.span

    @property
    def busiest(self) -> int:
        """The most messages that were taken within any second, reckoned without tolerance."""
        taken = sorted(self.prompts + self.others)
        return max(bisect_left(taken, at + 1.0) - place for place, at in enumerate(taken))


def platform(pipe: Connection, crowd: Crowd) -> None:
    """Serve until all is seen. Sends where; then that the bot listens; when told that prompts are due, what it saw."""
    asyncio.run(_platform(pipe, crowd))


async def _platform(pipe: Connection, crowd: Crowd) -> None:
    async with serving(BotApi()) as api:
        pace = api.enforce(PER_SECOND, CHAT_PAUSE)
        prompted = [_known(api, FIRST_PROMPTED + place) for place in range(crowd.prompted)]
        writers = [_known(api, FIRST_WRITER + place) for place in range(crowd.writing)]
        pipe.send((api.root, api.token))
        while not api.called("getUpdates"):
            await asyncio.sleep(0.1)
        pipe.send("listening")
        await asyncio.to_thread(pipe.recv)
        seen = Seen()
        writing = [asyncio.create_task(_write(person, seen)) for person in writers]
        with suppress(TimeoutError):
            await asyncio.wait_for(_all_have_one(prompted), PATIENCE)
        for task in writing:
            task.cancel()
        await asyncio.gather(*writing, return_exceptions=True)
        await asyncio.sleep(AFTERMATH)
        seen.refused, seen.violations = pace.refused, len(api.violations)
        _count(seen, api.calls, prompted)
        pipe.send(seen)


def _known(api: BotApi, id: int) -> Person:
    """Somebody who pressed Start some time ago."""
    person = Person(api, id)
    person.chat.standing = Standing.OPEN
    return person


async def _all_have_one(people: list[Person]) -> None:
    for person in people:
        while not person.seen:
            await person.chat.change()


async def _write(person: Person, seen: Seen) -> None:
    """Write at random moments, and measure how long each answer takes."""
    dice, clock = random.Random(person.id), asyncio.get_running_loop().time
    await asyncio.sleep(dice.uniform(0, LONGEST_PAUSE))
    while True:
        before, began = _told(person), clock()
        person.write(dice.choice(LINES))
        try:
            async with asyncio.timeout(REPLY_PATIENCE):
                while _told(person) == before:
                    await person.chat.change()
            seen.replies.append(clock() - began)
        except TimeoutError:
            seen.unanswered += 1
        await asyncio.sleep(dice.uniform(SHORTEST_PAUSE, LONGEST_PAUSE))


def _told(person: Person) -> int:
    return sum(one.from_bot for one in person.seen)


def _count(seen: Seen, calls: list[Call], prompted: list[Person]) -> None:
    ids = {person.id for person in prompted}
    for call in calls:
        if call.method in SENDS and call.answer and call.answer["ok"]:
            (seen.prompts if call.chat in ids else seen.others).append(call.at)
    seen.prompts.sort()
    seen.lost = sum(not person.seen for person in prompted)
    for person in prompted:
        seen.double += sum(times - 1 for times in Counter(one.words for one in person.seen).values())
