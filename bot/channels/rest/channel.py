"""The REST channel: a request becomes an update, and what is said straight to somebody waits for their request in flight."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from bot.channels.port import UNLIMITED, File, Receive, Unreachable
from bot.domain.update import Pressed, Raw, Wrote
from dialogues.message import Message

ACCOUNT = "rest"


class RestChannel:
    """Nobody sends here but in trouble; then the request in flight takes the message with it."""

    def __init__(self) -> None:
        self.limits, self.redraws = UNLIMITED, False
        self.account = ACCOUNT
        self._listening: dict[str, list[Message]] = {}

    async def run(self, receive: Receive) -> None:
        """Nothing to listen to: the web part hands over each request."""

    async def send(self, address: str, message: Message, token: str, file: File | None = None) -> str:
        """Keep the message for the request of this address in flight. Raises Unreachable when there is none."""
        kept = self._listening.get(address)
        if kept is None:
            raise Unreachable("no request of this sender is waiting for an answer: the next one takes what waits")
        kept.append(message)
        return token

    async def redraw(self, address: str, sent_as: str, token: str, message: Message, place: int | None) -> None:
        """What was said stays as it is."""

    @contextmanager
    def listening(self, address: str) -> Iterator[list[Message]]:
        """A request of this address waits meanwhile; what is sent to it is in the list."""
        kept: list[Message] = []
        self._listening[address] = kept
        try:
            yield kept
        finally:
            if self._listening.get(address) is kept:
                del self._listening[address]


def payload(token: str, place: int) -> str:
    """What a client sends as its message when this button is clicked. It names a place on a message, and means nothing."""
    return f"/tap {token} {place}"


def said(message: str) -> Raw:
    """What came: a tap when it is exactly a payload of ours, else words."""
    tap = _TAP.fullmatch(message.strip())
    return Pressed(tap[1], int(tap[2])) if tap else Wrote(message)


_TAP = re.compile(r"/tap ([0-9a-z]{1,12}) ([0-9]{1,3})", re.ASCII)
