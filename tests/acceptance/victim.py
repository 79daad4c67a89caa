"""A process that answers, waits for silence, prompts, and dies by kill -9 at a chosen step; run again without one, it ends.

    python -m tests.acceptance.victim HOME DATABASE_URL STEP

Steps are counted before every transaction, after one that takes an update in, and before and after every send: between a
transaction and the next one nothing happens that anybody could see. What the outside world saw is appended to files in HOME:
`accepted` (the platform was told that we have it) and `sent` (the platform took the message).
"""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import SecretStr

from bot.channels.port import UNLIMITED, File, Limits, Receive
from bot.clock import MovableClock
from bot.domain.update import Update, Wrote
from bot.jobs.loops import settle
from bot.main.parts import opened
from bot.services.parts import Parts
from bot.services.people import welcome_done
from bot.services.turns import receive, take_in
from bot.settings import Settings
from dialogues.facts import Profile
from dialogues.message import Message

ACCOUNT = "outside"
START = datetime(2027, 1, 4, 15, 0, tzinfo=UTC)
LINES = {"ann": ("lesson", "settings"), "bo": ("help now",), "cy": ("/export",)}
# First what was said is answered; then nobody has answered the card, nor what is asked after it; then it is the next morning.
STAGES = (START, *(START + timedelta(minutes=later) for later in (20, 40)), START + timedelta(hours=19))


@dataclass
class Steps:
    """Counts steps, and ends the process, as a power cut would, at the chosen one."""

    die_at: int
    taken: int = 0

    def step(self) -> None:
        """One more step."""
        self.taken += 1
        if self.taken == self.die_at:
            os.kill(os.getpid(), signal.SIGKILL)


@dataclass
class Outside:
    """A channel whose platform remembers in a file what it took."""

    seen: Path
    steps: Steps
    clock: MovableClock
    account: str = ACCOUNT
    limits: Limits = UNLIMITED
    redraws: bool = False

    async def run(self, receive: Receive) -> None:
        """Updates are handed over by the victim itself."""

    async def send(self, address: str, message: Message, token: str, file: File | None = None) -> str:
        """Take the message, and write it down at once."""
        self.steps.step()
        shown = f"{message.text.words[:40]!r} {file.name if file else ''}"
        note(self.seen, f"{token}\t{address}\t{shown}\t{self.clock.now():%d}")
        self.steps.step()
        return token

    async def redraw(self, address: str, sent_as: str, token: str, message: Message, place: int | None) -> None:
        """What was sent stays as it is."""


def note(file: Path, line: str) -> None:
    """Append a line, and be sure that it is on disk."""
    with file.open("a", encoding="utf-8") as opened_file:
        opened_file.write(line + "\n")
        opened_file.flush()
        os.fsync(opened_file.fileno())


def counted(parts: Parts, steps: Steps) -> None:
    """Count a step before every transaction, and one before the platform is told that we have an update."""
    run = parts.store.run

    async def run_counted(verb: Callable[..., object], *arguments: object) -> object:
        steps.step()
        result = await run(verb, *arguments)
        if verb is take_in:
            steps.step()
        return result

    parts.store.run = run_counted  # a fault injected from outside; the code under test is unchanged


async def live(home: Path, url: str, die_at: int) -> None:
    """Hand over what the platform has not been told about yet, as it would send it again; then work until nothing is left."""
    steps = Steps(die_at)
    begun = (home / "stages").read_text("utf-8").count("\n") - 1 if (home / "stages").exists() else 0
    # A second life begins a minute later, so that leases of a process that is gone are over on PostgreSQL too.
    late = timedelta(minutes=0 if die_at else 1)
    clock = MovableClock(STAGES[begun] + late, still=True)
    channel = Outside(home / "sent", steps, clock)
    settings = Settings(home=home, database_url=SecretStr(url), key=None, _env_file=None)
    async with opened(settings, clock, [channel]) as parts:
        for person in LINES:
            await parts.store.run(welcome_done, ACCOUNT, person, Profile(country="US"), START)
        counted(parts, steps)
        await hand_over(parts, home / "accepted")
        for stage in STAGES[begun:]:
            note(home / "stages", f"{stage}")
            clock.move(stage + late)
            await settle(parts)
        print(steps.taken)


async def hand_over(parts: Parts, accepted: Path) -> None:
    """Every line of every person, each until we said that we have it, and never again."""
    known = set(accepted.read_text("utf-8").split()) if accepted.exists() else set()
    for person, lines in LINES.items():
        for place, line in enumerate(lines):
            name = f"{person}-{place}"
            if name not in known and await receive(parts, Update(ACCOUNT, name, person, Wrote(line), START)):
                note(accepted, name)


if __name__ == "__main__":
    asyncio.run(live(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])))
