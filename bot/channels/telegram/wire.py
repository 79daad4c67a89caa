"""The wire: a telegram.Bot for one token at one Bot API server, and what its errors mean to us."""

import os
from dataclasses import dataclass
from datetime import datetime, timedelta

import httpx
from telegram import Bot
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.request import HTTPXRequest

from bot.channels.port import Gone, Refused, Throttled, Unreachable
from bot.channels.telegram.answers import NotTelegram, Unreadable, look_at

# The library's own way to say that we want spans of time as such; else it warns at every 429.
os.environ.setdefault("PTB_TIMEDELTA", "1")

CONNECTIONS = 96  # more than ever send at once: nobody's card waits for a connection
CONNECT_PATIENCE = 3.0
ANSWER_PATIENCE = 6.0
BESIDE = 16  # connections of their own for what nobody waits for: no spinner that hangs takes a card's
BESIDE_PATIENCE = 2.0
POLL_SECONDS = 10
# https://core.telegram.org/bots/api#getupdates: the answer to a long poll may take as long as we said, and its way back.
POLL_PATIENCE = POLL_SECONDS + ANSWER_PATIENCE
GONE = ("chat not found", "user not found", "peer_id_invalid", "user is deactivated")
NOT_SENT = (
    *(httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol, httpx.ProxyError),
    httpx.InvalidURL,
)

# The library calls it an error of the network, as all that is raised while a call is made.
OURS = (TypeError, ValueError)


@dataclass(frozen=True, slots=True)
class Wire:
    """One bot's connections: for calls, and apart from them for what nobody waits for and for the long poll.

    `beside` is the same bot by those for what nobody waits for.
    """

    bot: Bot
    beside: Bot
    calls: HTTPXRequest
    asides: HTTPXRequest
    poll: HTTPXRequest

    async def close(self) -> None:
        """Close every connection."""
        for connections in (self.calls, self.asides, self.poll):
            await connections.shutdown()


def wire_to(token: str, api_root: str, file_root: str) -> Wire:
    """The wire of a bot; nothing is sent yet. The roots are those of Telegram, or of a Bot API server of one's own."""
    calls = _connections(CONNECTIONS, ANSWER_PATIENCE, CONNECT_PATIENCE, ANSWER_PATIENCE)
    asides = _connections(BESIDE, BESIDE_PATIENCE, BESIDE_PATIENCE, BESIDE_PATIENCE)
    poll = _connections(2, POLL_PATIENCE, CONNECT_PATIENCE, ANSWER_PATIENCE)
    bot, beside = (
        Bot(
            token,
            base_url=f"{api_root}/bot",
            base_file_url=f"{file_root or api_root + '/file'}/bot",
            request=connections,
            get_updates_request=poll,
        )
        for connections in (calls, asides)
    )
    return Wire(bot, beside, calls, asides, poll)


def failure(error: TelegramError, now: datetime) -> Exception:
    """What an error of the library means to whoever sends. Its text holds no token, no words of a message and no server's page.

    It is one of the four failures, or, where no call could be made of what was to be sent, our own fault as it is.
    """
    cause = error.__cause__
    if cause is not None:  # what Telegram itself says has none
        return _unanswered(error, cause)
    match error:
        case RetryAfter():
            return Throttled(now + _wait(error))
        case Forbidden():
            return Gone()
        case InvalidToken():
            return Unreachable("Telegram does not accept the token of this bot")
        case BadRequest() if any(sign in error.message.casefold() for sign in GONE):
            return Gone()
        case BadRequest() | ChatMigrated():
            return Refused(error.message[:200])
        case Conflict():
            return Unreachable("another program reads this bot's messages")
    return Unreachable(type(error).__name__)


def is_unchanged(error: TelegramError) -> bool:
    """Whether an edit was refused because the message looks like that already."""
    return isinstance(error, BadRequest) and "message is not modified" in error.message.casefold()


def _connections(most: int, answer: float, connect: float, pool: float) -> HTTPXRequest:
    """So many connections, and how many seconds an answer, a new connection and a free one are waited for."""
    hooks = {"event_hooks": {"response": [look_at]}}
    return HTTPXRequest(most, read_timeout=answer, connect_timeout=connect, pool_timeout=pool, httpx_kwargs=hooks)


def _unanswered(error: TelegramError, cause: BaseException) -> Exception:
    if type(error) is NetworkError and isinstance(cause, OURS):
        return cause
    return Unreachable(_what(cause), perhaps_sent=_perhaps_sent(cause))


def _wait(error: RetryAfter) -> timedelta:
    wait = error.retry_after
    return wait if isinstance(wait, timedelta) else timedelta(seconds=wait)


def _what(cause: BaseException) -> str:
    """In a word what went wrong: its own message may hold what the server said, and a URL with the token."""
    return str(cause) if isinstance(cause, NotTelegram | Unreadable) else type(cause).__name__


def _perhaps_sent(cause: BaseException) -> bool:
    """Whether the call may have had its effect: always, but where it did not leave or a server answered with an error.

    An error of the library's is a page with an error status, that it could not read.
    """
    return not isinstance(cause, (*NOT_SENT, NotTelegram, TelegramError))
