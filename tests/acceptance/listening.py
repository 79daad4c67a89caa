"""Listening to transcripts: every message that the coach says in them, played by several processes at once."""

import asyncio
import multiprocessing
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from shutil import copytree

from dialogues.events import Event
from dialogues.message import Message
from tests.transcripts.player import FILES, play

AT_ONCE = 4


def all_messages(prepared: Path, place: Path) -> list[Message]:
    """What the coach says in all transcripts, in order; `place` is for their data folders."""
    homes = [place / file.stem for file in FILES]
    with ProcessPoolExecutor(AT_ONCE, multiprocessing.get_context("spawn")) as pool:
        said = pool.map(said_in, FILES, [prepared] * len(FILES), homes)
        return [message for messages in said for message in messages]


def said_in(file: Path, prepared: Path, home: Path) -> list[Message]:
    """What the coach says in one transcript."""
    listening = Listening()
    asyncio.run(play(file.read_text("utf-8"), Path(copytree(prepared, home)), [listening]))
    return listening.messages


@dataclass
class Listening:
    """An audience that keeps the messages of a session, and nothing else."""

    messages: list[Message] = field(default_factory=list)

    def said(self, line: str) -> None:
        """Not of interest."""

    def moved(self, local: datetime) -> None:
        """Not of interest."""

    def message(self, message: Message) -> None:
        """The coach says this."""
        self.messages.append(message)

    def note(self, line: str) -> None:
        """Not of interest."""

    def recorded(self, events: Sequence[Event]) -> None:
        """Not of interest."""
