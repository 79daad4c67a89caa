"""Files at the terminal: nobody else on the machine reads them, and they go with the person they are about."""

import asyncio
import os
from pathlib import Path

import pytest

from bot.channels.port import Fetching, File, Refused
from bot.channels.terminal.channel import ACCOUNT, ADDRESS, NoSuchFile, TerminalChannel
from bot.channels.terminal.transcript import Transcript
from bot.clock import MovableClock
from bot.domain.update import FileRef, Sent, Wrote
from bot.jobs.session import Session
from bot.main.chat import _demo_database
from bot.main.parts import opened
from bot.services.people import welcome_done
from bot.settings import Settings
from bot.store import inbox
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


@pytest.mark.parametrize("shape", ["{}", '"{}"', "'{}'", "  {}  "])
def test_a_line_sends_the_file_at_a_path_as_people_type_it(shape: str, tmp_path: Path) -> None:
    path = tmp_path / "my lesson's draft.md"
    path.write_bytes(b"---")
    update = TerminalChannel(print).update(f"/send {shape.format(path)}", START)
    assert update.raw == Sent("file", "", FileRef(path.name, str(path), 3))


def test_a_path_may_begin_at_home_or_where_we_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.md").write_bytes(b"---")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    for typed in ("/send ~/a.md", "/send a.md", "/send ./a.md"):
        update = TerminalChannel(print).update(typed, START)
        assert update.raw == Sent("file", "", FileRef("a.md", str(tmp_path / "a.md"), 3))


NO_FILES = (
    "/send",
    "/send ",
    '/send ""',
    "/send nowhere.md",
    "/send .",
    "/send ~nobody-at-all/a.md",
    "/send " + "a" * 5000,
)


@pytest.mark.parametrize("line", [*NO_FILES, "/send a\0b", "/send /dev/zero"], ids=range(len(NO_FILES) + 2))
def test_what_is_no_file_is_told_by_the_session_and_is_no_update(line: str, home: Path) -> None:
    async def talk() -> None:
        channel, transcript = TerminalChannel(lambda message: None), Transcript()
        with pytest.raises(NoSuchFile):
            channel.update(line, START)
        async with opened(Settings(home=home, _env_file=None), MovableClock(START, still=True), [channel]) as parts:
            await Session(parts, None, [transcript]).take(line)
            assert await parts.store.read(inbox.latest) is None
        [*_, told] = transcript.text.splitlines()
        assert told.endswith((".", ".'")), told

    asyncio.run(talk())


def test_a_word_that_only_begins_so_is_a_word() -> None:
    assert TerminalChannel(print).update("/sending", START).raw == Wrote("/sending")


def test_a_file_is_read_in_full_or_not_at_all(tmp_path: Path) -> None:
    channel, path, pipe = TerminalChannel(print), tmp_path / "a.md", tmp_path / "pipe"
    path.write_bytes(b"12345")
    os.mkfifo(pipe)
    assert isinstance(channel, Fetching)
    assert asyncio.run(channel.fetch(str(path), 5)) == b"12345"
    for ref, most, told in (
        (path, 4, "more than 4 bytes"),
        (tmp_path / "gone", 5, "no file any more"),
        (pipe, 5, "no file"),
    ):
        with pytest.raises(Refused, match=told):
            asyncio.run(channel.fetch(str(ref), most))
