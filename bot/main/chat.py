"""Chat: a talk with a demo learner in this terminal."""

import asyncio
import io
import shutil
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pydantic import SecretStr
from rich.console import Console

from bot.channels.terminal.channel import ACCOUNT, ADDRESS, TerminalChannel
from bot.channels.terminal.transcript import COMMENT, Transcript
from bot.channels.terminal.view import View
from bot.clock import MovableClock, SystemClock
from bot.jobs.session import Audience, Session
from bot.main.logs import quiet_logs
from bot.main.parts import opened
from bot.services.parts import Parts
from bot.services.people import last_heard, welcome_done
from bot.settings import BadSettings, Settings
from bot.store import leases
from bot.store.migrate import HEAD, migrate, revision
from dialogues.facts import Profile
from dialogues.message import Message

DEMO_WEEK = Path(__file__).parent / "demo_week.txt"
FILES = "files"
ENDS = ("/bye", "/exit", "/quit")
ANOTHER_TALK = "Another talk is open in this folder. Close it first, or set COACH_HOME to another folder."
HINT = (
    "A talk with a demo learner. Type to answer, or a number to tap that button. /tomorrow moves the clock, /bye ends."
)


@dataclass(frozen=True, slots=True)
class Choices:
    """What was chosen on the command line. `start` is the time to begin at (UTC), or None for now.

    `content` are the files of another library than ours.
    """

    profile: Profile = Profile()
    start: datetime | None = None
    fresh: bool = False
    welcome_done: bool = False
    keep: Path | None = None
    content: Mapping[str, str] | None = None


async def talk_here(settings: Settings, choices: Choices) -> None:
    """Talk until the input ends. Piped input is taken line by line; where there is none at all, the demo week plays."""
    quiet_logs()
    folder = choices.keep.absolute().parent if choices.keep else settings.home
    if choices.keep and not folder.is_dir():
        raise BadSettings(f"There is no folder {folder}: name a file in a folder that is there, with --keep.")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(line_buffering=True)  # a pipe, too, should hear each line when it is said
    if sys.stdin.isatty():
        view = _view(echo=False)
        view.note(HINT)
        await _talk(settings, choices, _typed(), [view], still=False)
        return
    first = await asyncio.to_thread(_first_line)
    if first:
        await _talk(settings, choices, _piped(first), [_view(echo=False)], still=True)
    else:
        await play_demo_week(settings)


async def play_demo_week(settings: Settings) -> None:
    """Play the shipped week with somebody new, every line shown."""
    script = DEMO_WEEK.read_text(encoding="utf-8").splitlines()
    start = datetime.fromisoformat(script[0].removeprefix(COMMENT).strip()).astimezone(UTC)
    await _talk(settings, Choices(start=start, fresh=True), _given(script), [_view(echo=True)], still=True)


async def _talk(
    settings: Settings, choices: Choices, lines: AsyncIterator[str | None], audience: Sequence[Audience], *, still: bool
) -> None:
    clock = None
    if settings.database_url is None:
        settings = _demo_database(settings, fresh=choices.fresh)
        clock = MovableClock(choices.start, still=still)
    transcript = Transcript()
    watching = [*audience, transcript] if choices.keep else audience

    def show(message: Message) -> None:
        for one in watching:
            one.message(message)

    channel = TerminalChannel(show, settings.home / FILES)
    async with opened(settings, clock or SystemClock(), [channel], choices.content) as parts:
        await _may_talk(choices.profile, parts)
        heard = await parts.store.read(last_heard)
        if clock and heard:
            clock.move(heard)
        if choices.welcome_done:
            await parts.store.run(welcome_done, ACCOUNT, ADDRESS, choices.profile, parts.clock.now())
        await _turns(Session(parts, clock, watching), lines)
    if choices.keep:
        choices.keep.write_text(transcript.text, encoding="utf-8")


async def _may_talk(profile: Profile, parts: Parts) -> None:
    """Refuse, before anything is said, a country or language we do not have, and a second talk in one folder."""
    library = parts.shelf.newest
    if profile.country and profile.country not in library.countries:
        raise BadSettings(
            f"There are no help lines for {profile.country!r}. Known are {', '.join(sorted(library.countries))}."
        )
    if profile.language not in library.locales:
        raise BadSettings(f"The coach does not speak {profile.language!r} yet. It speaks {', '.join(library.locales)}.")
    if await parts.store.run(leases.take, ACCOUNT, parts.owner, parts.clock.now()) is None:
        raise BadSettings(ANOTHER_TALK)


async def _turns(session: Session, lines: AsyncIterator[str | None]) -> None:
    await session.open()
    async for line in lines:
        if line is None:
            await session.idle()
        elif line.strip() in ENDS:
            return
        elif line.strip() and not line.startswith(COMMENT):
            await session.take(line)


async def _given(lines: Sequence[str]) -> AsyncIterator[str | None]:
    for line in lines:
        yield line


async def _piped(first: str) -> AsyncIterator[str | None]:
    """Each line when it comes, so that another program can wait for an answer before it says the next."""
    line = first
    while line:
        yield line.rstrip("\r\n")
        line = await asyncio.to_thread(_next_line)


def _first_line() -> str:
    """The first line that says anything; empty where there is none."""
    line = _next_line()
    while line and not line.strip():
        line = _next_line()
    return line


def _next_line() -> str:
    return sys.stdin.buffer.readline().decode("utf-8", "replace")


async def _typed() -> AsyncIterator[str | None]:
    """Lines as they are typed, and None once a second meanwhile, so that what falls due is not held up by a silent person."""
    loop, lines = asyncio.get_running_loop(), asyncio.Queue[str]()
    # Not in a thread: one that waits for a line cannot be interrupted, and Ctrl-C would seem to do nothing.
    loop.add_reader(sys.stdin, lambda: lines.put_nowait(sys.stdin.readline()))
    try:
        while True:
            print("> ", end="", flush=True)  # noqa: T201  # the prompt
            while (line := await _soon(lines)) is None:
                yield None
            if not line:
                return
            yield line.rstrip("\n")
    finally:
        loop.remove_reader(sys.stdin)


async def _soon(lines: asyncio.Queue[str]) -> str | None:
    try:
        return await asyncio.wait_for(lines.get(), 1.0)
    except TimeoutError:
        return None


def _view(*, echo: bool) -> View:
    pretty = sys.stdout.isatty()
    return View(Console(highlight=False, soft_wrap=not pretty), pretty=pretty, echo=echo)


def _demo_database(settings: Settings, *, fresh: bool) -> Settings:
    """A file of its own for the demo learner; for a fresh start it goes, and what they were sent with it."""
    file = settings.home / "demo.db"
    if fresh:
        for ending in ("", "-wal", "-shm"):
            file.with_name(file.name + ending).unlink(missing_ok=True)
        shutil.rmtree(settings.home / FILES, ignore_errors=True)
    url = f"sqlite:///{file}"
    if file.exists() and revision(url) != HEAD:  # `coach migrate` is for the real one, and nobody should be stuck here
        migrate(url)
    return settings.model_copy(update={"database_url": SecretStr(url)})
