"""Files at the terminal: nobody else on the machine reads them, and they go with the person they are about."""

import asyncio
from pathlib import Path

import pytest

from bot.channels.port import File
from bot.channels.terminal.channel import ACCOUNT, ADDRESS, TerminalChannel
from bot.clock import MovableClock
from bot.jobs.session import Session
from bot.main.chat import _demo_database
from bot.main.parts import opened
from bot.services.people import welcome_done
from bot.settings import Settings
from dialogues.facts import Profile
from dialogues.message import Message, Text
from tests.bot.services.conftest import START

COPY = File("copy.json", b"all of it")


async def send(channel: TerminalChannel) -> None:
    """Send the copy."""
    await channel.send(ADDRESS, Message(Text.of("Here it is.")), "t", COPY)


def test_a_file_is_for_its_owners_eyes_also_where_one_that_was_not_lay_before(tmp_path: Path) -> None:
    files = tmp_path / "files"
    files.mkdir()
    (files / COPY.name).write_bytes(b"older, and longer than the new one")
    (files / COPY.name).chmod(0o644)
    asyncio.run(send(TerminalChannel(lambda message: None, files)))
    assert (files / COPY.name).read_bytes() == COPY.body
    assert (files / COPY.name).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("closed_before", [False, True], ids=["talk goes on", "talk was closed"])
def test_the_files_go_when_the_person_is_erased(home: Path, *, closed_before: bool) -> None:
    clock, files = MovableClock(START, still=True), home / "files"
    settings = Settings(home=home, _env_file=None)

    async def talk() -> None:
        channel = TerminalChannel(lambda message: None, files)
        async with opened(settings, clock, [channel]) as parts:
            await parts.store.run(welcome_done, ACCOUNT, ADDRESS, Profile(country="US"), START)
            session = Session(parts, clock, [])
            await session.open()
            await send(channel)
            for line in ("erase my data", "yes"):
                await session.take(line)
            assert list(files.iterdir()), "until they are erased, it is theirs"
            if closed_before:
                clock.move(clock.now().replace(minute=59))
                await Session(parts, clock, []).open()
            else:
                await session.take("/tomorrow")

    asyncio.run(talk())
    assert not files.exists()


def test_a_fresh_start_takes_the_files_of_the_last_talk_away(tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / COPY.name).write_bytes(COPY.body)
    settings = Settings(home=tmp_path, _env_file=None)
    _demo_database(settings, fresh=False)
    assert (tmp_path / "files").exists()
    _demo_database(settings, fresh=True)
    assert not (tmp_path / "files").exists()
