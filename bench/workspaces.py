"""Slack for `bench.slack`, to run in a process of its own: it enforces the limits, and people write to the coach meanwhile."""

import asyncio
import random
from bisect import bisect_left
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection

from tests.acceptance.slack.api import SlackApi
from tests.acceptance.slack.pace import SAYS
from tests.acceptance.slack.people import Person
from tests.acceptance.slack.server import serving

LINES = ("settings", "help", "thanks", "why")
SHORTEST_PAUSE, LONGEST_PAUSE = 5.0, 25.0
PATIENCE = 240.0
REPLY_PATIENCE = 30.0
AFTERMATH = 3.0  # seconds in which a message that comes twice would come


@dataclass(frozen=True, slots=True)
class Town:
    """How many workspaces; in each, how many people have a prompt due, and how many others write meanwhile."""

    teams: int
    prompted: int
    writing: int

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the workspaces."""
        return tuple(f"T{number:04}AAA" for number in range(1, self.teams + 1))

    @property
    def waiting(self) -> tuple[str, ...]:
        """Who has a prompt due, in every workspace."""
        return tuple(f"U1{number:05}" for number in range(self.prompted))

    @property
    def writers(self) -> tuple[str, ...]:
        """Who writes, in every workspace."""
        return tuple(f"U9{number:05}" for number in range(self.writing))


@dataclass(frozen=True, slots=True)
class Door:
    """Where Slack is, and what opens it: the tokens of the workspaces, and of the app its token, secret and client."""

    root: str
    tokens: dict[str, str]
    app_token: str
    signing_secret: str
    client: tuple[str, str]


@dataclass(slots=True)
class Seen:
    """What the platform saw: by workspace when it took each message, and what went wrong."""

    prompts: list[float] = field(default_factory=list)
    said: dict[str, list[float]] = field(default_factory=dict)
    replies: list[float] = field(default_factory=list)  # seconds from somebody's words to the answer
    unanswered: int = 0
    refused: int = 0  # 429s given
    refused_at: dict[str, int] = field(default_factory=dict)
    lost: int = 0
    double: int = 0
    violations: list[str] = field(default_factory=list)

    @property
    def messages_a_second(self) -> float:
        """All messages a second, in all workspaces, from the first prompt to the last."""
        first, last = min(self.prompts), max(self.prompts)
        return (sum(first <= at <= last for taken in self.said.values() for at in taken) - 1) / (last - first)

    @property
    def busiest(self) -> int:
        """The most messages that were taken within any second in one workspace."""
        return max(
            bisect_left(taken, at + 1.0) - place for taken in self.said.values() for place, at in enumerate(taken)
        )


def drained(pipe: Connection, town: Town) -> None:
    """Serve until all is seen. Sends the door; takes the request URL; says that the coach listens; when told that prompts are
    due, sends what it saw.
    """
    asyncio.run(_drained(pipe, town))


def knocked(pipe: Connection, town: Town) -> None:
    """The same beginning; then it is told how many a second and for how long the writers write, and sends how long each
    acknowledgement took, infinity for none, and the violations.
    """
    asyncio.run(_knocked(pipe, town))


async def _drained(pipe: Connection, town: Town) -> None:
    async with _opened(pipe, town) as api:
        pace = api.enforce()
        waiting, writers = (
            [Person(api, team, id) for team in town.ids for id in ids] for ids in (town.waiting, town.writers)
        )
        await _listened(pipe, api, town)
        await asyncio.to_thread(pipe.recv)
        seen = Seen()
        writing = [asyncio.create_task(_write(person, seen)) for person in writers]
        with suppress(TimeoutError):
            await asyncio.wait_for(_all_have_one(waiting), PATIENCE)
        for task in writing:
            task.cancel()
        await asyncio.gather(*writing, return_exceptions=True)
        await asyncio.sleep(AFTERMATH)
        seen.refused, seen.violations = pace.refused, api.violations
        _count(seen, api, waiting)
        pipe.send(seen)


async def _knocked(pipe: Connection, town: Town) -> None:
    async with _opened(pipe, town) as api:
        api.enforce()
        writers = [Person(api, team, id) for team in town.ids for id in town.writers]
        await _listened(pipe, api, town)
        a_second, seconds = await asyncio.to_thread(pipe.recv)
        clock, took = asyncio.get_running_loop().time, list[asyncio.Task[float]]()
        began = clock()
        for place in range(int(a_second * seconds)):
            await asyncio.sleep(max(0.0, began + place / a_second - clock()))
            took.append(asyncio.create_task(_knock(api, writers[place % len(writers)])))
        pipe.send((await asyncio.gather(*took), api.violations))


async def _knock(api: SlackApi, person: Person) -> float:
    """Seconds until the coach said that it has what somebody wrote."""
    clock = asyncio.get_running_loop().time
    began = clock()
    person.write("thanks")
    sending = await api.events.sent[-1].over(PATIENCE)
    return clock() - began if sending.taken and len(sending.attempts) == 1 else float("inf")


@asynccontextmanager
async def _opened(pipe: Connection, town: Town) -> AsyncIterator[SlackApi]:
    async with serving(SlackApi()) as api:
        tokens = {id: api.team(id).token for id in town.ids}
        client = (api.oauth.client_id, api.oauth.client_secret)
        pipe.send(Door(api.root, tokens, api.app_token, api.signing_secret, client))
        api.events.request_url = await asyncio.to_thread(pipe.recv)
        yield api


async def _listened(pipe: Connection, api: SlackApi, town: Town) -> None:
    """Wait until the coach serves every workspace, and is connected where it must be."""
    while {call.team for call in api.called("auth.test")} < set(town.ids):
        await asyncio.sleep(0.1)
    while not (api.events.request_url or api.sockets.connections):
        await asyncio.sleep(0.1)
    pipe.send("listening")


async def _all_have_one(people: list[Person]) -> None:
    for person in people:
        while not person.seen:
            await person.account.change()


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
                    await person.account.change()
            seen.replies.append(clock() - began)
        except TimeoutError:
            seen.unanswered += 1
        await asyncio.sleep(dice.uniform(SHORTEST_PAUSE, LONGEST_PAUSE))


def _told(person: Person) -> int:
    return sum(one.from_bot for one in person.seen)


def _count(seen: Seen, api: SlackApi, waiting: list[Person]) -> None:
    rooms = {(person.workspace.id, name) for person in waiting for name in (person.id, person.room.id)}
    for call in api.calls:
        if call.method in SAYS and call.answer and call.answer["ok"]:
            seen.said.setdefault(call.team, []).append(call.at)
            if (call.team, call.parameters["channel"]) in rooms:
                seen.prompts.append(call.at)
    refused = (call.method for call in api.calls if call.answer and call.answer.get("error") == "ratelimited")
    seen.refused_at = dict(Counter(refused))
    for taken in seen.said.values():
        taken.sort()
    seen.lost = sum(not person.seen for person in waiting)
    for person in waiting:
        seen.double += sum(times - 1 for times in Counter(one.words for one in person.seen).values())
