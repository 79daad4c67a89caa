"""What the longer tests share: talking in several chats, letting time go by, and people of a program."""

import asyncio
import itertools
from datetime import datetime, timedelta

from sqlalchemy import insert

from bot.clock import MovableClock
from bot.domain.access import OPERATOR
from bot.domain.update import Wrote
from bot.jobs.loops import settle
from bot.services import inviting, programs
from bot.services.inviting import Offer
from bot.services.parts import Parts
from bot.services.people import welcome_done
from bot.services.turns import receive
from bot.store import invites, people, schedules
from bot.store.digest_tables import contacts, digests, panels
from bot.store.work import Work
from dialogues.facts import Profile, Role
from dialogues.message import COMMAND, Document, Image
from tests.bot.services.conftest import ACCOUNT, START, Notebook, update

DAY = timedelta(days=1)
HARBOUR, NORTH = 1, 1
WELCOME = ("hello", "yes", "us", "10:00", "2", "1")
_number = itertools.count(1)


async def say(parts: Parts, *lines: str, address: str = "ann") -> None:
    """Say some lines in a chat, each a minute after the last, and let the coach answer each."""
    for line in lines:
        forward(parts, timedelta(minutes=1, seconds=1))
        await at_once(parts, line, address=address)


async def at_once(parts: Parts, *lines: str, address: str = "ann") -> None:
    """Say some lines at this very moment, and let the coach answer each."""
    for line in lines:
        await hand_in(parts, line, address)
        await settle(parts)


async def hand_in(parts: Parts, line: str, address: str = "ann") -> None:
    """Say a line, as often as it takes until the coach has it, and leave it waiting for its answer."""
    said = update(Wrote(line), f"said-{next(_number)}", address)
    while not await receive(parts, said):
        await asyncio.sleep(0.05)


async def wait(parts: Parts, days: float) -> None:
    """Let time go by, and everything that is due happen in order."""
    goal = parts.clock.now() + timedelta(days=days)
    while (due := await parts.store.read(schedules.next_due)) and due <= goal:
        set_clock(parts, due)
        await settle(parts)
    set_clock(parts, goal)
    await settle(parts)


def forward(parts: Parts, span: timedelta) -> None:
    """Move the clock on, and let nothing happen yet."""
    set_clock(parts, parts.clock.now() + span)


def set_clock(parts: Parts, to: datetime) -> None:
    """Move the clock on to a moment."""
    assert isinstance(parts.clock, MovableClock)
    parts.clock.move(to)


async def begin(parts: Parts, *addresses: str) -> None:
    """Learners whose welcome is done; it is 15:00 UTC on a Monday, and their hour is 09:00."""
    for address in addresses:
        await parts.store.run(welcome_done, ACCOUNT, address, Profile(country="US"), START)


async def person(parts: Parts, address: str = "ann") -> int:
    """The learner at an address."""
    found = await parts.store.read(people.find, ACCOUNT, address)
    assert found is not None, f"nobody is known at {address}"
    return found


def words_to(notebook: Notebook, address: str) -> list[str]:
    """What was said in one chat, in order."""
    return [message.text.words for to, message in notebook.taken if to == address]


def shown(notebook: Notebook) -> str:
    """Everything that was said, with labels, alt texts and names of files: all that a platform may show."""
    seen = []
    for _, message in notebook.taken:
        seen += [message.text.words, *(one.label for one in message.choices if not one.key.startswith(COMMAND))]
        match message.attachment:
            case Image(alt=alt):
                seen.append(alt)
            case Document(filename=name):
                seen.append(name)
    return "\n".join(seen)


def found(work: Work) -> None:
    """The program Harbour with the teams North and South."""
    programs.add_program(work, OPERATOR, "Harbour", {}, START)
    for name in ("North", "South"):
        programs.add_team(work, OPERATOR, HARBOUR, name, START)


def seat(work: Work, address: str, role: Role, team: int = 0) -> None:
    """Give somebody a role: in a team, or in the whole program Harbour."""
    learner, _ = people.find_or_create(work, ACCOUNT, address, START)
    made = inviting.invite(work, OPERATOR, Offer(role, team, HARBOUR), START)
    assert invites.take_up(work, made.id, learner, START)


def counted(work: Work, learner_id: int, now: datetime) -> None:
    """Somebody is counted in their team's figures, has chosen an hour for a digest, and asked for a word with their supervisor."""
    theirs = {"learner_id": learner_id}
    work.execute(insert(panels).values(**theirs, program_id=NORTH, team_id=HARBOUR, kind="learning"))
    work.execute(insert(digests).values(**theirs, hour="09:00"))
    asked = {"program_id": NORTH, "team_id": HARBOUR, "called": "Rosalindra", "words": "Gingko lane", "asked_at": now}
    work.execute(insert(contacts).values(**theirs, **asked))
