"""A town: one Bot API, a data folder, and as many people as a test wants, new or long known to the coach."""

import asyncio
import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from bot.clock import SystemClock
from bot.domain.access import OPERATOR
from bot.domain.schedule import PUSH, Schedule
from bot.services import inviting, programs
from bot.services.inviting import Offer
from bot.services.people import welcome_done
from bot.store import people, schedules
from bot.store.sealed import parse_keys
from bot.store.work import Store, Work
from dialogues.facts import Profile, Role
from tests.acceptance.process import Coach, errors_in
from tests.acceptance.telegram.api import BotApi
from tests.acceptance.telegram.coach import SECRET, running
from tests.acceptance.telegram.pace import Pace
from tests.acceptance.telegram.people import Person
from tests.acceptance.telegram.server import served

ACCOUNT = "telegram:main"
FIRST = 70_010_001
PEERS = 70
EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)
SHORT = 6  # letters: shorter words may stand in a log by chance
_Result = TypeVar("_Result")


class Town:
    """What the stories of one test file share."""

    def __init__(self, api: BotApi, home: Path) -> None:
        self.api, self.home = api, home
        self.pace: Pace = api.enforce()
        self.coach: Coach | None = None
        self.code = asyncio.run(_peopled(home))
        self._people: list[Person] = []
        self._peers = itertools.count(FIRST)
        self._newcomers = itertools.count(FIRST + PEERS)

    def newcomer(self) -> Person:
        """Somebody whom the coach does not know."""
        return self._person(next(self._newcomers))

    def peer(self) -> Person:
        """Somebody in the United States who has done the welcome; it is afternoon there, and the next prompt is far away."""
        id = next(self._peers)
        assert id < FIRST + PEERS, "the town has too few peers"
        return self._person(id)

    async def is_awake(self) -> None:
        """Somebody who writes now is answered, whatever happens to others."""
        other = self.peer()
        other.write("why")
        await other.sees("Your next prompt", 20)

    def prompt(self, person: Person) -> None:
        """Let the person's prompt be due now."""
        self.run(_prompt_due, str(person.id), SystemClock().now())

    def run(self, verb: Callable[..., _Result], *arguments: object) -> _Result:
        """Run a verb on the coach's own database, from beside it; not in the loop of the Bot API."""
        return asyncio.run(_ran(self.home, verb, *arguments))

    def wrong(self) -> list[str]:
        """What was wrong with any call, whose words, name or number stand in a log, and what the coach calls an error there."""
        logs = "".join(file.read_text("utf-8") for file in self.home.glob("*.log"))
        errors = errors_in(logs)
        texts = [one.message.get("text", "") for person in self._people for one in person.seen if not one.from_bot]
        told = {line for text in texts for line in text.splitlines() if len(line) >= SHORT}
        secrets = {self.api.token.partition(":")[2], SECRET, *(str(one.user["first_name"]) for one in self._people)}
        numbers = {str(one.id) for one in self._people}
        found = [f"in the log: {one!r}" for one in told | secrets | numbers if one in logs]
        return [*self.api.violations, *found, *errors]

    def _person(self, id: int) -> Person:
        self._people.append(Person(self.api, id, first_name=f"Quillon{id % 1000}"))
        return self._people[-1]


@contextmanager
def town_in(home: Path) -> Iterator[Town]:
    """A town whose Bot API is served, and no coach yet."""
    with served() as api:
        yield Town(api, home)


@contextmanager
def town_with_coach(home: Path, **settings: str) -> Iterator[Town]:
    """A town with a coach that runs."""
    with town_in(home) as town, running(home, town.api, **settings) as town.coach:
        yield town


def afternoon(now: datetime) -> str:
    """A zone in which it is early afternoon."""
    ahead = 14 - now.hour
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"


async def _peopled(home: Path) -> str:
    """Welcome the peers, and make a program with a team; a code that leads into it."""
    store = _store(home)
    try:
        return await store.run(_people_in, SystemClock().now())
    finally:
        await store.close()


async def _ran(home: Path, verb: Callable[..., _Result], *arguments: object) -> _Result:
    store = _store(home)
    try:
        return await store.run(verb, *arguments)
    finally:
        await store.close()


def _store(home: Path) -> Store:
    return Store.open(f"sqlite:///{home / 'coach.db'}", parse_keys((home / "key").read_text("utf-8"), "the home's key"))


def _people_in(work: Work, now: datetime) -> str:
    profile = Profile(country="US", zone=afternoon(now), days=EVERY_DAY)
    for id in range(FIRST, FIRST + PEERS):
        welcome_done(work, ACCOUNT, str(id), profile, now)
    program = programs.add_program(work, OPERATOR, "North", {}, now)
    team = programs.add_team(work, OPERATOR, program, "Harbour", now)
    return inviting.invite(work, OPERATOR, Offer(Role.learner, team, program), now).code


def _prompt_due(work: Work, address: str, now: datetime) -> None:
    schedules.put(work, people.find(work, ACCOUNT, address), Schedule(PUSH, now))
