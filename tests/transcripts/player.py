"""The player: a transcript is a terminal session, played again through the real services and a real SQLite file.

The conversation lies in the database between every two lines, so that what a transcript shows also survives a restart.
"""

import re
import shlex
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.channels.terminal.channel import ACCOUNT, ADDRESS, TerminalChannel
from bot.channels.terminal.transcript import CHAT, COMMAND, COMMENT, HERE, Transcript, inputs
from bot.clock import MovableClock
from bot.domain.access import OPERATOR
from bot.jobs.session import Audience, Session
from bot.main.parts import opened
from bot.services import inviting, programs
from bot.services.inviting import Offer
from bot.services.people import welcome_done
from bot.settings import Settings
from bot.store.work import Work
from dialogues.facts import Profile, Role
from dialogues.message import Message
from tests.transcripts import teams

FOLDER = Path(__file__).parent
SECOND = "two"
INVITED = "# invited as "
SHOWN_CODE = "K7QM2-9XWPT"
CODE = re.compile(r"\b[2346789CDFGHJKMNPQRTVWXY]{5}-[2346789CDFGHJKMNPQRTVWXY]{5}\b")
FILES = sorted(FOLDER.glob("*.txt"))


@dataclass(frozen=True)
class Script:
    """A transcript's head: what it shows, and how its session begins."""

    head: str
    profile: Profile
    start: datetime
    welcome_done: bool
    settings: dict[str, str]
    invited: str
    team: str


def script_of(text: str) -> Script:
    """The head of a transcript: comment lines, perhaps settings (`# COACH_ON_CALL=...`), then its command."""
    head = [line for line in text.splitlines() if line.startswith((COMMENT, COMMAND))]
    command = next(line for line in head if line.startswith(COMMAND))
    parser = ArgumentParser()
    parser.add_argument("--fresh", action="store_true")
    parser.add_argument("--welcome-done", action="store_true")
    for option, default in (("--at", "2027-01-04T08:00"), ("--zone", "UTC"), ("--country", ""), ("--language", "en")):
        parser.add_argument(option, default=default)
    chosen = parser.parse_args(shlex.split(command.removeprefix("$ coach chat")))
    start = datetime.fromisoformat(chosen.at).replace(tzinfo=ZoneInfo(chosen.zone)).astimezone(UTC)
    profile = replace(Profile(), language=chosen.language, country=chosen.country or None, zone=chosen.zone)
    named = [line.removeprefix("# COACH_").split("=", 1) for line in head if line.startswith("# COACH_")]
    named_settings = {name.lower(): value for name, value in named}
    invited = next((line.removeprefix(INVITED) for line in head if line.startswith(INVITED)), "")
    team = next((line.removeprefix(teams.HEAD) for line in head if line.startswith(teams.HEAD)), "")
    return Script("\n".join(head), profile, start, chosen.welcome_done, named_settings, invited, team)


async def play(text: str, home: Path, audience: Sequence[Audience] = ()) -> str:
    """The transcript as it is spoken now, in a data folder of its own; `audience` may watch."""
    script = script_of(text)
    transcript = Transcript()
    clock = MovableClock(script.start, still=True)
    watching = [transcript, *audience]

    def shown_in(chat: str) -> Callable[[Message], None]:
        def show(message: Message) -> None:
            transcript.in_chat(chat)
            for one in watching:
                one.message(message)

        return show

    chats = {"": TerminalChannel(shown_in("")), SECOND: TerminalChannel(shown_in(SECOND), account=SECOND)}
    settings = Settings(home=home, database_url=None, key=None, _env_file=None, **script.settings)
    async with opened(settings, clock, list(chats.values())) as parts:
        if script.welcome_done:
            await parts.store.run(welcome_done, ACCOUNT, ADDRESS, script.profile, clock.now())
        if script.team:
            await parts.store.run(teams.make, script.team, script.profile, clock.now())
        codes = [await parts.store.run(_invited, script.invited, clock.now())] if script.invited else []
        session = Session(parts, clock, watching)
        await session.open()
        for written in inputs(text):
            codes += CODE.findall(transcript.text)
            line = written.replace(SHOWN_CODE, codes[-1]) if codes else written
            if line.startswith(CHAT):
                chat = line.removeprefix(CHAT).removeprefix(HERE)
                transcript.go_to(chat)
                session.talk_on(chats[chat])
            else:
                await session.take(line)
    # A code is another one each time; in a transcript it always looks the same.
    return f"{script.head}\n\n{CODE.sub(SHOWN_CODE, transcript.text)}"


def _invited(work: Work, role: str, now: datetime) -> str:
    """A program with one team, and a code that leads into it."""
    program = programs.add_program(work, OPERATOR, "North", {}, now)
    team = programs.add_team(work, OPERATOR, program, "Harbour", now)
    in_team = Role(role) in (Role.learner, Role.supervisor)
    offer = Offer(Role(role), team if in_team else 0, program)
    return inviting.invite(work, OPERATOR, offer, now).code
