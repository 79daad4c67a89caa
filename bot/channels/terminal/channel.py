"""The terminal as a channel: what is typed becomes an update; a number taps that button of the last message that has any."""

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from bot.channels.naming import file_name
from bot.channels.port import UNLIMITED, File, Receive, Refused
from bot.domain.update import FileRef, Pressed, Sent, Update, Wrote
from dialogues.message import Message

ACCOUNT = "terminal"
ADDRESS = "here"
SEND = "/send "
QUOTES = ("'", '"')

Show = Callable[[Message], None]


class NoSuchFile(ValueError):
    """A line that should send a file but names none that is there."""


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

    async def fetch(self, ref: str, most: int) -> bytes:
        """The file at this path. Raises Refused when it cannot be read, or is larger than `most` bytes."""
        try:
            if not Path(ref).is_file():  # a pipe or a device would never end, or never begin
                raise Refused(f"{Path(ref).name} is no file any more")
            with Path(ref).open("rb") as opened:
                body = opened.read(most + 1)
        except OSError as error:
            raise Refused(f"{Path(ref).name} cannot be opened: {error.strerror}") from None
        if len(body) > most:
            raise Refused(f"{Path(ref).name} has more than {most:,} bytes")
        return body

    def forget_files(self) -> None:
        """Delete every file that was sent: the person they are about is no more."""
        if self._files:
            shutil.rmtree(self._files, ignore_errors=True)

    def update(self, line: str, at: datetime) -> Update:
        """What a typed line is. Raises NoSuchFile where it should send a file that is not there."""
        typed = line.strip()
        if f"{typed} ".startswith(SEND):
            return Update(
                self.account, uuid4().hex, ADDRESS, Sent("file", "", _file(typed.removeprefix(SEND.strip()))), at
            )
        if typed.isascii() and typed.isdigit() and 1 <= int(typed[:4]) <= self._places:
            return Update(self.account, uuid4().hex, ADDRESS, Pressed(self._token, int(typed[:4]) - 1), at)
        return Update(self.account, uuid4().hex, ADDRESS, Wrote(line), at)


def _file(typed: str) -> FileRef:
    """The file at a path as people type or drop it: with blanks, within quotes, or beginning with ~."""
    words = typed.strip()
    if words[:1] in QUOTES and words[-1:] == words[:1]:
        words = words[1:-1]
    if not words:
        raise NoSuchFile("Name the file to send, such as '/send lessons/rights-01.md'.")
    try:
        path = Path(words).expanduser().absolute()
        if not path.is_file():
            raise NoSuchFile(f"There is no file {words} here. Look at the path, then send it again.")
        return FileRef(file_name(path.name), str(path), path.stat().st_size)
    except (OSError, RuntimeError):  # not ours to look at, or a home that nobody has
        raise NoSuchFile(f"{words} cannot be looked at. Choose another file.") from None
