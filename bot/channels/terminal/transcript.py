"""A transcript: a terminal session as text. `> ` is the learner, `! ` an event, `@ ` the clock; the rest is the coach."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import astuple
from datetime import datetime

from bot.channels.terminal.render import plain
from bot.domain.forward import is_move
from dialogues.events import Event
from dialogues.message import Message

COMMAND = "$ "
COMMENT = "#"
CHAT = "~ "
ELSEWHERE = "· in chat "
HERE = "one"


class Transcript:
    """Writes a talk down as it happens."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._heading = ""
        self._chat = ""

    def in_chat(self, chat: str) -> None:
        """What follows happens in this chat; written where a talk changes from one to another."""
        if chat != self._chat:
            self._part()
            self._lines.append(f"{ELSEWHERE}{chat or HERE}")
        self._chat = chat

    def go_to(self, chat: str) -> None:
        """The learner takes up this chat."""
        self._part()
        self._lines.append(f"{CHAT}{chat or HERE}")
        self._chat = chat

    def said(self, line: str) -> None:
        """The learner's line, or a move of the clock."""
        self._heading = ""
        self._part()
        self._lines.append(line if is_move(line) and line.startswith("@") else f"> {line}")

    def moved(self, local: datetime) -> None:
        """The clock stands at this local time now; written only if something is said then."""
        self._heading = when(local)

    def message(self, message: Message) -> None:
        """What the coach says."""
        if self._heading:
            self._part()
            self._lines.append(self._heading)
            self._heading = ""
        elif self._lines and not self._lines[-1].startswith((">", "@", CHAT, ELSEWHERE)):
            self._part()
        self._lines += plain(message).splitlines()

    def note(self, line: str) -> None:
        """A line that is not the coach's, such as why the clock did not move."""
        self._lines.append(line)

    def recorded(self, events: Sequence[Event]) -> None:
        """What was kept of the last line."""
        self._lines += [event_line(event) for event in events]

    @property
    def text(self) -> str:
        """The transcript so far."""
        return "\n".join(line.rstrip() for line in self._lines).strip() + "\n"

    def _part(self) -> None:
        if self._lines:
            self._lines.append("")


def when(local: datetime) -> str:
    """A local time as a heading."""
    return f"· {local:%a} {local.day} {local:%b %Y}, {local:%H:%M}"


def event_line(event: Event) -> str:
    """An event as a line: its name in words, and what it holds."""
    name = re.sub(r"(?<!^)(?=[A-Z])", " ", type(event).__name__).lower()
    held = ", ".join(_word(value) for value in astuple(event) if value != "")
    return f"! {name}: {held}" if held else f"! {name}"


def inputs(text: str) -> Iterator[str]:
    """The lines of a transcript that were typed: what the learner said, and the moves of the clock."""
    for line in text.splitlines():
        if line.startswith("> "):
            yield line.removeprefix("> ")
        elif line.startswith(("@", CHAT)):
            yield line


def _word(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
