"""The port every channel has, and the four ways in which sending can fail."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.update import Update
from dialogues.message import Message

Receive = Callable[[Update], Awaitable[bool]]


class Refused(Exception):
    """The platform will not take this message, now or later: our message is wrong."""


class Unreachable(Exception):
    """The platform could not be reached or was at fault; later it may work."""


class Gone(Exception):
    """The person left or blocked us: stop quietly."""


class Throttled(Exception):
    """Too fast for this chat; nothing before `until` (UTC)."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"The platform wants us to wait until {until:%H:%M:%S} UTC for this chat.")
        self.until = until


@dataclass(frozen=True, slots=True)
class File:
    """A file that goes with a message: the name it should have when saved, and what is in it."""

    name: str
    body: bytes


class Channel(Protocol):
    """A way to reach people. `account` names it in every table ("terminal", "telegram:main")."""

    account: str

    async def run(self, receive: Receive) -> None:
        """Hand every update to `receive`, and tell the platform that we have it only when that says True."""
        ...

    async def send(self, address: str, message: Message, token: str, file: File | None = None) -> str:
        """Send one message and return the platform's name for it. A tap on it must carry `token`.

        `file` is what its attachment names; None where there is none, or it is kept no longer: the text then stands alone.

        Raises Refused, Throttled, Unreachable or Gone.
        """
        ...
