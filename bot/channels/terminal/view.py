"""The view: what a terminal session looks like, in bubbles for eyes or in plain lines for pipes and transcripts."""

from collections.abc import Sequence
from datetime import datetime

from rich.console import Console

from bot.channels.terminal.render import show
from bot.channels.terminal.transcript import when
from dialogues.events import Event
from dialogues.message import Message


class View:
    """Writes messages to a console. A heading with the time stands before the first message after the clock moved."""

    def __init__(self, console: Console, *, pretty: bool, echo: bool) -> None:
        self._console = console
        self._pretty = pretty
        self._echo = echo
        self._heading = ""

    def message(self, message: Message) -> None:
        """Show what the coach says."""
        if self._heading:
            self.note(self._heading)
            self._heading = ""
        show(self._console, message, pretty=self._pretty)
        if not self._pretty:
            self._console.out("")

    def moved(self, local: datetime) -> None:
        """The clock moved to this local time; said only if something is said then."""
        self._heading = when(local)

    def note(self, line: str) -> None:
        """Show a line of our own that is not the coach's."""
        if self._pretty:
            self._console.print(line, style="dim", highlight=False, markup=False)
        else:
            self._console.out(line, highlight=False)

    def said(self, line: str) -> None:
        """Show what the person said, where a script says it for them and `echo` is on."""
        self._heading = ""
        if not self._echo:
            return
        if self._pretty:
            self._console.print(f"\n> {line}", style="bold green", highlight=False, markup=False)
        else:
            self._console.out(f"> {line}", highlight=False)

    def recorded(self, events: Sequence[Event]) -> None:
        """Events are for transcripts; on the screen they would only be in the way."""
