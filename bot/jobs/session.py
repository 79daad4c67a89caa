"""Session: a talk in the terminal, line by line; each is whole before the next one is taken."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.channels.terminal.channel import ACCOUNT, ADDRESS, NoSuchFile, TerminalChannel
from bot.clock import MovableClock
from bot.domain.forward import NotATime, is_move, target
from bot.jobs.loops import settle
from bot.services.figures import freeze_due
from bot.services.housekeeping import tidy
from bot.services.parts import Parts
from bot.services.people import profile_of
from bot.services.turns import receive
from bot.store import events, schedules
from dialogues.events import Event
from dialogues.facts import Profile
from dialogues.message import Message


class Audience(Protocol):
    """Whoever watches a session: the screen, or a transcript."""

    def said(self, line: str) -> None:
        """The person typed this line."""
        ...

    def moved(self, local: datetime) -> None:
        """The clock stands at this local time now."""
        ...

    def message(self, message: Message) -> None:
        """The coach says this."""
        ...

    def note(self, line: str) -> None:
        """A line that is not the coach's."""
        ...

    def recorded(self, events: Sequence[Event]) -> None:
        """These events were kept."""
        ...


class Session:
    """One learner at the terminal. `clock` is None where the time may not be moved."""

    def __init__(self, parts: Parts, clock: MovableClock | None, audience: Sequence[Audience]) -> None:
        self._parts = parts
        self._clock = clock
        self._audience = audience
        self._channel = terminal_of(parts)
        self._seen = 0

    def talk_on(self, channel: TerminalChannel) -> None:
        """Go on in another chat: what is typed from now on is said there."""
        self._channel = channel

    async def open(self) -> None:
        """Do what is due already; greet somebody who is new as if they had pressed Start."""
        await self._settle()
        self._seen, _ = await self._parts.store.read(events.since, self._seen)
        if await self._parts.store.read(profile_of, self._channel.account, ADDRESS) is None:
            await self._say("/start")
        await self._tell_events()

    async def take(self, line: str) -> None:
        """Take one line: something said, a button's number, or a move of the clock."""
        for watching in self._audience:
            watching.said(line)
        try:
            await (self._move(line) if is_move(line) else self._say(line))
        except (NotATime, NoSuchFile) as error:
            for watching in self._audience:
                watching.note(str(error))
        await self._tell_events()

    async def _say(self, line: str) -> None:
        await receive(self._parts, self._channel.update(line, self._parts.clock.now()))
        await self._settle()

    async def _tell_events(self) -> None:
        self._seen, new = await self._parts.store.read(events.since, self._seen)
        for watching in self._audience:
            watching.recorded(new)

    async def idle(self) -> None:
        """Do what has come due while nobody typed."""
        await self._settle()

    async def _move(self, line: str) -> None:
        if self._clock is None:
            raise NotATime("The clock can be moved only for the demo learner: unset COACH_DATABASE_URL and try again.")
        zone = (await self._parts.store.read(profile_of, self._channel.account, ADDRESS) or Profile()).zone
        goal = target(line, self._parts.clock.now(), zone)
        while (due := await self._parts.store.read(schedules.next_due)) and due <= goal:
            await self._stop_at(self._clock, due, zone)
        await self._stop_at(self._clock, goal, zone)
        await freeze_due(self._parts)
        await tidy(self._parts)

    async def _stop_at(self, clock: MovableClock, moment: datetime, zone: str) -> None:
        clock.move(moment)
        for watching in self._audience:
            watching.moved(clock.now().astimezone(ZoneInfo(zone)))
        await self._settle()

    async def _settle(self) -> None:
        await settle(self._parts)
        here = terminal_of(self._parts)
        if await self._parts.store.read(profile_of, here.account, ADDRESS) is None:
            here.forget_files()  # who was erased is not to be found in a folder either


def terminal_of(parts: Parts) -> TerminalChannel:
    """The terminal among the channels that are plugged in."""
    channel = parts.channels[ACCOUNT]
    assert isinstance(channel, TerminalChannel)
    return channel
