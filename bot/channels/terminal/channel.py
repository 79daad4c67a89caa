"""The terminal as a channel: what is typed becomes an update; a number taps that button of the last message that has any."""

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from bot.channels.port import UNLIMITED, File, Receive
from bot.domain.update import Pressed, Update, Wrote
from dialogues.message import Message

ACCOUNT = "terminal"
ADDRESS = "here"

Show = Callable[[Message], None]


class TerminalChannel:
    """Shows what the coach says, and remembers what may be tapped."""

    def __init__(self, show: Show, files: Path | None = None, account: str = ACCOUNT) -> None:
        self.limits, self.redraws = UNLIMITED, False
        self.account = account
        self._show = show
        self._files = files
        self._token = ""
        self._places = 0

    async def run(self, receive: Receive) -> None:
        """Nothing to listen to: the session hands over each line itself."""

    async def send(self, address: str, message: Message, token: str, file: File | None = None) -> str:
        """Show the message, and put its file into the folder for files. The terminal has one address, so nobody ever leaves it."""
        if file and self._files:
            self._files.mkdir(parents=True, exist_ok=True, mode=0o700)
            place = self._files / file.name
            place.unlink(missing_ok=True)  # or it would keep the rights it had
            place.touch(mode=0o600)
            place.write_bytes(file.body)
        if message.choices or message.question:
            self._token, self._places = token, len(message.choices)
        self._show(message)
        return token

    async def redraw(self, address: str, sent_as: str, token: str, message: Message, place: int | None) -> None:
        """What was said stays as it is."""

    def forget_files(self) -> None:
        """Delete every file that was sent: the person they are about is no more."""
        if self._files:
            shutil.rmtree(self._files, ignore_errors=True)

    def update(self, line: str, at: datetime) -> Update:
        """What a typed line is."""
        typed = line.strip()
        if typed.isascii() and typed.isdigit() and 1 <= int(typed[:4]) <= self._places:
            return Update(self.account, uuid4().hex, ADDRESS, Pressed(self._token, int(typed[:4]) - 1), at)
        return Update(self.account, uuid4().hex, ADDRESS, Wrote(line), at)
