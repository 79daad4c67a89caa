"""Of everything that is typed in the transcripts not a line stands in what is logged, at the most verbose level."""

import asyncio
import logging
import sys
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from pathlib import Path

import pytest
import structlog

from bot.domain.forward import is_move
from bot.domain.update import Update
from bot.jobs import session
from bot.services.parts import Parts
from dialogues.events import Event
from dialogues.message import Message
from tests.logged import everything_logged, told
from tests.transcripts.player import FILES, FOLDER, play

SHORT = 8
Receive = Callable[[Parts, Update], Awaitable[bool]]


class Listening:
    """What was typed, and what buttons said."""

    def __init__(self) -> None:
        self.typed: list[str] = []
        self.labels: set[str] = set()

    def said(self, line: str) -> None:
        """The learner's line, or a move of the clock."""
        self.typed.append("" if is_move(line) else line)

    def moved(self, local: datetime) -> None:
        """Nobody typed that."""

    def message(self, message: Message) -> None:
        """What may be pressed instead of typed."""
        self.labels |= {choice.label.casefold() for choice in message.choices}

    def note(self, line: str) -> None:
        """Nobody typed that."""

    def recorded(self, events: Sequence[Event]) -> None:
        """Nobody typed that."""

    @property
    def words(self) -> set[str]:
        """The lines that are somebody's own words."""
        long = {line for line in self.typed if len(line) > SHORT and not line.startswith("/")}
        return {line for line in long if line.casefold() not in self.labels}


def played(file: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[set[str], str]:
    """The words of a transcript, and all that was logged while it was played."""
    listening = Listening()
    with everything_logged(monkeypatch) as log:
        asyncio.run(play(file.read_text("utf-8"), home, [listening]))
        return listening.words, log.getvalue()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_line_that_somebody_typed_is_logged(
    file: Path, home: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    words, log = played(file, home, monkeypatch)
    key = (home / "key").read_text().split()
    out, err = capfd.readouterr()
    assert "Using selector" in log, "or nothing was captured"
    assert told(log + out + err, words) == set()
    assert [one for one in key if one.split(":")[1] in log + out + err] == []


def test_in_the_transcripts_there_is_much_that_could_be_logged(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words, _ = played(FOLDER / "wellness_plan.txt", home, monkeypatch)
    assert words == {"I stop sleeping and skip meals", "Rosa, any time", "i want to die"}


def by_us(line: str) -> None:
    """A debug line of ours."""
    structlog.get_logger().debug("heard", words=line)


def by_a_library(line: str) -> None:
    """A debug line of any library."""
    logging.getLogger("some.library").debug("said %r", {"text": line})


def on_stderr(line: str) -> None:
    """A line past every log."""
    print(f"<{line}>", file=sys.stderr)


@pytest.mark.parametrize("leak", [by_us, by_a_library, on_stderr])
def test_a_line_that_holds_what_was_typed_would_be_found(
    leak: Callable[[str], None], home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def leaking(receive: Receive) -> Receive:
        async def received(parts: Parts, update: Update) -> bool:
            leak(str(update.raw))
            return await receive(parts, update)

        return received

    monkeypatch.setattr(session, "receive", leaking(session.receive))
    words, log = played(FOLDER / "wellness_plan.txt", home, monkeypatch)
    assert told(log, words) == words
