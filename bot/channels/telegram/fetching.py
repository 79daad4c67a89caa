"""Fetching: a document that somebody sent, brought here when it is asked for, and never more of it than is wanted."""

import asyncio
from datetime import datetime

import httpx
import telegram
from telegram.error import TelegramError

from bot.channels.port import Refused, Unreachable
from bot.channels.telegram.wire import ANSWER_PATIENCE, CONNECT_PATIENCE, failure

PATIENCE = 20.0
GONE = frozenset({403, 404, 410})
ELSEWHERE = "the Bot API server keeps files on its own disk: run it without --local"


async def download(bot: telegram.Bot, ref: str, most: int, now: datetime) -> bytes:
    """The document of this id. Raises Refused when it is gone or has more than `most` bytes, Unreachable and Throttled.

    Not by the library: it reads a file whole, however long it is, and from our own disk where the server names such a path.
    """
    try:
        found = await bot.get_file(ref)
    except TelegramError as error:
        raise failure(error, now) from None
    if found.file_size and found.file_size > most:
        raise _too_large(most)
    url = found.file_path or ""
    if not url.startswith(f"{bot.base_file_url}/"):
        raise Refused(ELSEWHERE if url else "Telegram names no place where the file is")
    body = await _body(url, most)
    if isinstance(body, Exception):
        raise body  # here, and not where it was found: what the library raised holds the token
    return body


async def _body(url: str, most: int) -> bytes | Exception:
    timeout = httpx.Timeout(ANSWER_PATIENCE, connect=CONNECT_PATIENCE)
    try:
        async with (
            asyncio.timeout(PATIENCE),
            httpx.AsyncClient(timeout=timeout) as client,
            client.stream("GET", url, headers={"Accept-Encoding": "identity"}) as answer,
        ):
            return await _read(answer, most) if answer.status_code == httpx.codes.OK else _failed(answer.status_code)
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, TimeoutError) as error:
        return Unreachable(f"the file was not brought ({type(error).__name__})")


async def _read(answer: httpx.Response, most: int) -> bytes | Exception:
    body = bytearray()
    async for part in answer.aiter_bytes():
        body += part
        if len(body) > most:
            return _too_large(most)
    return bytes(body)


def _failed(status: int) -> Exception:
    if status in GONE:
        return Refused("Telegram has this file no more")
    return Unreachable(f"where Telegram keeps files, {status} was answered")


def _too_large(most: int) -> Refused:
    return Refused(f"it has more than {most:,} bytes")
