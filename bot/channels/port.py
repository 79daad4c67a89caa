"""The port every channel has, and the four ways in which sending can fail."""

import math
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, runtime_checkable

from bot.domain.page import Form, Page
from bot.domain.update import Update
from dialogues.message import Message

Receive = Callable[[Update], Awaitable[bool]]


class Refused(Exception):
    """The platform will not take this message, now or later: our message is wrong."""


class Unreachable(Exception):
    """The platform could not be reached or was at fault; later it may work.

    `perhaps_sent` tells that the message had left, and nobody knows whether it arrived.
    """

    def __init__(self, what: str, *, perhaps_sent: bool = False) -> None:
        super().__init__(what)
        self.perhaps_sent = perhaps_sent


class Gone(Exception):
    """The person left or blocked us: stop quietly. With `everybody` it is the whole account that does not have us any more."""

    def __init__(self, what: str = "", *, everybody: bool = False) -> None:
        super().__init__(what)
        self.everybody = everybody


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


@dataclass(frozen=True, slots=True)
class Limits:
    """How fast a platform lets one account send: messages a second overall, and the pause between two in one chat."""

    a_second: float = math.inf
    chat_pause: timedelta = timedelta(0)


UNLIMITED = Limits()


class Listener(Protocol):
    """What brings updates: a channel, or what listens for several of them."""

    account: str

    async def run(self, receive: Receive) -> None:
        """Hand every update to `receive`, and tell the platform that we have it only when that says True.

        Raises Unreachable when the platform cannot be listened to just now, and Refused when it will not have us.
        """
        ...


class Channel(Protocol):
    """A way to reach people. `account` names it in every table ("terminal", "telegram:main").

    `redraws` tells whether what was said there can be changed afterwards.
    """

    account: str
    limits: Limits
    redraws: bool

    async def run(self, receive: Receive) -> None:
        """Hand every update to `receive`, and tell the platform that we have it only when that says True.

        Raises Unreachable when the platform cannot be listened to just now, and Refused when it will not have us.
        """
        ...

    async def send(self, address: str, message: Message, token: str, file: File | None = None) -> str:
        """Send one message and return the platform's name for it. A tap on it must carry `token`.

        `file` is what its attachment names; None where there is none, or it is kept no longer: the text then stands alone.

        Raises Refused, Throttled, Unreachable or Gone.
        """
        ...

    async def redraw(self, address: str, sent_as: str, token: str, message: Message, place: int | None) -> None:
        """Show on a message that was sent which choice was taken; None closes it, because it is no longer open.

        Commands on it may still be tapped. Where the platform has nothing to redraw it does nothing. Raises as `send` does.
        """
        ...


@runtime_checkable
class Paged(Protocol):
    """A channel on which everybody has a standing page beside the talk."""

    def is_shown(self, address: str) -> bool:
        """Whether this person has opened their page lately: then it is kept true."""
        ...

    async def show(self, address: str, page: Page) -> None:
        """Draw the page anew. Raises as `send` does."""
        ...


@runtime_checkable
class Fetching(Protocol):
    """A channel that can fetch a file somebody sent there."""

    async def fetch(self, ref: str, most: int) -> bytes:
        """The file behind `FileRef.ref`. Raises Refused when it is gone or has more than `most` bytes, and Unreachable."""
        ...


@runtime_checkable
class Considerate(Protocol):
    """A channel that knows when somebody does not want to be disturbed."""

    async def quiet_until(self, address: str) -> datetime | None:
        """Until when (UTC) nothing should come unasked; None when it may come now, or when nobody knows."""
        ...


@dataclass(frozen=True, slots=True)
class Pages:
    """What an adapter may ask the house for, each by account and address.

    `today` is the standing page, `picture` what its picture shows (None when there is none), and `form` what the form of a name
    asks for, now (None where it must be talked through instead). `asks` says what the question of a message that leaves just now
    is about, such as "welcome.zone-1", by the message's `question`; "" when it is no longer open.
    """

    today: Callable[[str, str], Awaitable[Page]]
    picture: Callable[[str, str], Awaitable[File | None]]
    form: Callable[[str, str, str], Awaitable[Form | None]]
    asks: Callable[[str, str, str], Awaitable[str]]
