"""The terminal as a channel: what is typed becomes an update; a number taps that button of the last message that has any."""

from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

from bot.channels.port import Receive
from bot.domain.update import Pressed, Update, Wrote
from dialogues.message import Message

ACCOUNT = "terminal"
ADDRESS = "here"

Show = Callable[[Message], None]


class TerminalChannel:
    """Shows what the coach says, and remembers what may be tapped."""

    def __init__(self, show: Show) -> None:
        self.account = ACCOUNT
        self._show = show
        self._token = ""
        self._places = 0

    async def run(self, receive: Receive) -> None:
        """Nothing to listen to: the session hands over each line itself."""

    async def send(self, address: str, message: Message, token: str) -> str:
        """Show the message. The terminal has one address, so nobody is ever gone from it."""
        if message.choices or message.question:
            self._token, self._places = token, len(message.choices)
        self._show(message)
        return token

    def update(self, line: str, at: datetime) -> Update:
        """What a typed line is."""
        typed = line.strip()
        if typed.isascii() and typed.isdigit() and 1 <= int(typed[:4]) <= self._places:
            return Update(ACCOUNT, uuid4().hex, ADDRESS, Pressed(self._token, int(typed[:4]) - 1), at)
        return Update(ACCOUNT, uuid4().hex, ADDRESS, Wrote(line), at)
