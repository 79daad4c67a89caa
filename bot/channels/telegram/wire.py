"""The wire: a telegram.Bot for one token at one Bot API server, and what its errors mean to us."""

import os
from dataclasses import dataclass
from datetime import datetime, timedelta

import httpx
from telegram import Bot
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, RetryAfter, TelegramError
from telegram.request import HTTPXRequest

from bot.channels.port import Gone, Refused, Throttled, Unreachable

# The library's own way to say that we want spans of time as such; else it warns at every 429.
os.environ.setdefault("PTB_TIMEDELTA", "1")

CONNECTIONS = 96  # more than ever send at once: nobody's card waits for a connection
CONNECT_PATIENCE = 3.0
ANSWER_PATIENCE = 6.0
POLL_SECONDS = 10
# https://core.telegram.org/bots/api#getupdates: the answer to a long poll may take as long as we said, and its way back.
POLL_PATIENCE = POLL_SECONDS + ANSWER_PATIENCE
GONE = ("chat not found", "user not found", "peer_id_invalid", "user is deactivated")
NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol, httpx.ProxyError)

Failure = Refused | Unreachable | Gone | Throttled


@dataclass(frozen=True, slots=True)
class Wire:
    """One bot's connections: for calls, and apart from them for the long poll."""

    bot: Bot
    calls: HTTPXRequest
    poll: HTTPXRequest

    async def close(self) -> None:
        """Close every connection."""
        await self.calls.shutdown()
        await self.poll.shutdown()


def wire_to(token: str, api_root: str, file_root: str) -> Wire:
    """The wire of a bot; nothing is sent yet. The roots are those of Telegram, or of a Bot API server of one's own."""
    calls = _connections(CONNECTIONS, ANSWER_PATIENCE)
    poll = _connections(2, POLL_PATIENCE)
    bot = Bot(
        token,
        base_url=f"{api_root}/bot",
        base_file_url=f"{file_root or api_root + '/file'}/bot",
        request=calls,
        get_updates_request=poll,
    )
    return Wire(bot, calls, poll)


def failure(error: TelegramError, now: datetime) -> Failure:
    """What an error of the library means to whoever sends. Its text holds no token and no words of a message."""
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
    return Unreachable(_what(error), perhaps_sent=_perhaps_sent(error))


def is_unchanged(error: TelegramError) -> bool:
    """Whether an edit was refused because the message looks like that already."""
    return isinstance(error, BadRequest) and "message is not modified" in error.message.casefold()


def _connections(most: int, patience: float) -> HTTPXRequest:
    return HTTPXRequest(most, read_timeout=patience, connect_timeout=CONNECT_PATIENCE, pool_timeout=ANSWER_PATIENCE)


def _wait(error: RetryAfter) -> timedelta:
    wait = error.retry_after
    return wait if isinstance(wait, timedelta) else timedelta(seconds=wait)


def _what(error: TelegramError) -> str:
    """In a word what went wrong: the library's own message may hold what the server said, and a URL with the token."""
    return type(error.__cause__ or error).__name__


def _perhaps_sent(error: TelegramError) -> bool:
    """Whether the request had left when the connection failed. A server that answers with an error did not take it."""
    cause = error.__cause__
    return isinstance(cause, httpx.HTTPError) and not isinstance(cause, NOT_SENT)
