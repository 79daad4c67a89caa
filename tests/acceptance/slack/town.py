"""A town: one Slack of tests, a data folder, and as many people as a test wants, new or long known to the coach."""

import asyncio
import itertools
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from bot.clock import SystemClock
from bot.domain.access import OPERATOR
from bot.domain.installation import Installation
from bot.domain.schedule import PUSH, Schedule
from bot.services import inviting, programs
from bot.services.installing import install
from bot.services.inviting import Offer
from bot.services.people import welcome_done
from bot.store import people, schedules
from bot.store.sealed import parse_keys
from bot.store.work import Store, Work
from dialogues.facts import Profile, Role
from tests.acceptance.process import Coach, errors_in, free_port
from tests.acceptance.slack.api import TEAM, SlackApi
from tests.acceptance.slack.coach import hooked, is_ready, running
from tests.acceptance.slack.people import Person
from tests.acceptance.slack.server import served
from tests.acceptance.slack.traces import traces
from tests.acceptance.slack.world import Workspace

TEAMS = (TEAM, "T0002BBB", "T0003CCC", "T0004DDD")  # for many stories at once: each workspace has a pace of its own
WAYS = SOCKET, HTTP = "socket", "http"
PEERS = 80  # in all workspaces together
EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)
_Result = TypeVar("_Result")


class Town:
    """What the stories of one test file share. The first workspace has its token in the settings, others in the database."""

    def __init__(self, api: SlackApi, home: Path, teams: Sequence[str] = (TEAM,), url: str = "") -> None:
        self.api, self.home, self.teams = api, home, teams
        self.url = url or f"sqlite:///{home / 'coach.db'}"
        self.pace = api.enforce()
        self.coach: Coach | None = None
        self._people: list[Person] = []
        self._peers = {team: iter(_ids(team, teams)) for team in teams}
        self._newcomers = itertools.count(1)
        self._turn = itertools.cycle(teams)
        workspaces = [api.team(team, f"Peers of {team}") for team in teams]
        self.code = self.run(_people_in, workspaces, SystemClock().now())

    def newcomer(self, team: str = "", **described: object) -> Person:
        """Somebody whom the coach does not know, in a workspace of this town; `described` as for a Person."""
        return self._person(team or next(self._turn), f"UNEWC{next(self._newcomers):05}", described)

    def peer(self, team: str = "", **described: object) -> Person:
        """Somebody in the United States who has done the welcome; it is afternoon there, and the next prompt is far away."""
        team = team or next(self._turn)
        return self._person(team, next(self._peers[team]), described)

    async def is_awake(self, team: str = "") -> None:
        """Somebody who writes now is answered, whatever happens to others."""
        other = self.peer(team)
        other.write("why")
        await other.sees("Your next prompt", 20)

    def prompt(self, person: Person) -> None:
        """Let the person's prompt be due now. Not in Slack's loop: `await asyncio.to_thread(town.prompt, person)` is."""
        self.run(_prompt_due, account_of(person), person.id, SystemClock().now())

    def run(self, verb: Callable[..., _Result], *arguments: object) -> _Result:
        """Run a verb on the coach's own database, from beside it; not in Slack's loop."""
        return asyncio.run(self._ran(verb, *arguments))

    def wrong(self) -> list[str]:
        """What was wrong with any call, whose words, name, id or token stand in a log, and what the coach calls an error there."""
        logs = "".join(file.read_text("utf-8") for file in self.home.glob("*.log"))
        errors = errors_in(logs)
        found = [f"in the log: {one!r}" for one in sorted(traces(self.api, self._people)) if one in logs]
        return [*self.api.violations, *found, *errors]

    @property
    def failures(self) -> list[str]:
        """What people's Slack told them went wrong: a tap, window or command that the coach did not take."""
        return [failure for one in self._people for failure in one.failures]

    def _person(self, team: str, id: str, described: dict[str, object]) -> Person:
        self._people.append(Person(self.api, team, id, f"Quillon{id[-7:]}", **described))
        return self._people[-1]

    async def _ran(self, verb: Callable[..., _Result], *arguments: object) -> _Result:
        store = Store.open(self.url, parse_keys((self.home / "key").read_text("utf-8"), "the home's key"))
        try:
            return await store.run(verb, *arguments)
        finally:
            await store.close()


@contextmanager
def town_in(home: Path, teams: Sequence[str] = (TEAM,), url: str = "") -> Iterator[Town]:
    """A town whose Slack is served, and no coach yet."""
    with served() as api:
        yield Town(api, home, teams, url)


@contextmanager
def town_with_coach(
    home: Path,
    teams: Sequence[str] = (TEAM,),
    settings: Callable[[SlackApi], dict[str, str]] = lambda api: {},
) -> Iterator[Town]:
    """A town with a coach that serves all its workspaces, with the settings that the Slack of this town asks for."""
    with town_in(home, teams) as town, running(home, town.api, **settings(town.api)) as town.coach:
        is_ready(town.coach, town.api, teams)
        yield town


@contextmanager
def town_by(way: str, home: Path, **settings: str) -> Iterator[Town]:
    """A town of several workspaces, with a coach that listens by a socket, or one to whom everything is brought by HTTP."""

    def chosen(api: SlackApi) -> dict[str, str]:
        return {**(hooked(api, free_port()) if way == HTTP else {}), **settings}

    with town_with_coach(home, TEAMS, chosen) as town:
        yield town
        assert bool(town.api.sockets.opened) == (way == SOCKET)


def account_of(person: Person) -> str:
    """What the person's workspace is called in every table."""
    return f"slack:{person.workspace.id}"


def afternoon(now: datetime) -> str:
    """A zone in which it is early afternoon."""
    ahead = 14 - now.hour
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"


def _ids(team: str, teams: Sequence[str]) -> list[str]:
    """The peers of a workspace."""
    return [f"U{team[1:]}P{number:03}" for number in range(PEERS // len(teams))]


def _people_in(work: Work, workspaces: Sequence[Workspace], now: datetime) -> str:
    """Install the app in the workspaces but the first, welcome the peers, and make a program with a team; a code into it."""
    profile, teams = Profile(country="US", zone=afternoon(now), days=EVERY_DAY), [one.id for one in workspaces]
    for place, one in enumerate(workspaces):
        account = f"slack:{one.id}"
        if place:
            install(work, Installation(account, one.name, one.app_id, one.bot_user, now, one.token), now)
        for id in _ids(one.id, teams):
            welcome_done(work, account, id, profile, now)
    program = programs.add_program(work, OPERATOR, "North", {}, now)
    team = programs.add_team(work, OPERATOR, program, "Harbour", now)
    return inviting.invite(work, OPERATOR, Offer(Role.learner, team, program), now).code


def _prompt_due(work: Work, account: str, address: str, now: datetime) -> None:
    schedules.put(work, people.find(work, account, address), Schedule(PUSH, now))
