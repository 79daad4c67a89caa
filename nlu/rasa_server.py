"""A Rasa server on the wire: what it makes of one text, within a second and within bounds, or why it could not say."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from enum import StrEnum

import aiohttp

LIMIT = 1.0
"""Seconds for one whole exchange, from looking up the name to the last byte."""

KEPT = 3.0
"""Seconds that a connection is kept: Rasa drops one after 5 s without a request, and what goes out just then is lost."""

MOST_BYTES = 64 * 1024
PARSE = "/model/parse"


class Trouble(StrEnum):
    """Why a text was read without Rasa."""

    slow = "slow"
    unreachable = "unreachable"
    refused = "refused"  # any status but 200: the token is wrong, no model is loaded, it broke
    too_long = "too_long"
    garbled = "garbled"
    unknown_intent = "unknown_intent"
    resting = "resting"  # it failed a moment ago and is left alone


class NoAnswer(Exception):
    """Rasa gave no answer that can be used; `why` says in which way. It never holds words, an address or the token."""

    def __init__(self, why: Trouble) -> None:
        super().__init__(f"Rasa gave no answer that can be used: {why}")
        self.why = why


@dataclass(frozen=True, slots=True)
class Answer:
    """The intent that Rasa chose, how sure it is, and the names of all that it chose from, as far as it tells."""

    intent: str
    confidence: float
    ranked: frozenset[str] = frozenset()


class RasaServer:
    """Asks one Rasa server. Made by `rasa_server`."""

    def __init__(self, session: aiohttp.ClientSession, url: str, token: str) -> None:
        self._session = session
        self._url = url + PARSE
        self._token = token

    async def parse(self, text: str) -> Answer:
        """What Rasa makes of `text`, which must have words. Raises NoAnswer, within the limit."""
        try:
            async with asyncio.timeout(LIMIT):
                return _answer(await self._ask(text))
        except TimeoutError:
            raise NoAnswer(Trouble.slow) from None
        except (aiohttp.ClientError, OSError):
            # Not chained: these name the address, and with it the token.
            raise NoAnswer(Trouble.unreachable) from None
        except NoAnswer:
            raise
        except Exception:  # an answer in a way nobody thought of: the embedded reading stands
            raise NoAnswer(Trouble.garbled) from None

    async def _ask(self, text: str) -> bytes:
        # A redirect would carry somebody's words to a place that nobody chose.
        async with self._session.post(
            self._url, params={"token": self._token}, json={"text": text}, allow_redirects=False
        ) as response:
            if response.status != 200:
                raise NoAnswer(Trouble.refused)
            body = b""
            async for part in response.content.iter_any():
                body += part
                if len(body) > MOST_BYTES:
                    raise NoAnswer(Trouble.too_long)
            return body


@asynccontextmanager
async def rasa_server(url: str, token: str) -> AsyncIterator[RasaServer]:
    """The Rasa server at `url`, asked over connections that are kept, and closed at the end."""
    # What is packed stays packed and is refused: little of it can become much.
    headers = {"Accept-Encoding": "identity"}
    connections = aiohttp.TCPConnector(keepalive_timeout=KEPT)
    async with aiohttp.ClientSession(connector=connections, auto_decompress=False, headers=headers) as session:
        yield RasaServer(session, url, token)


def _answer(body: bytes) -> Answer:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        raise NoAnswer(Trouble.garbled) from None
    match said:
        case {"intent": {"name": str(name), "confidence": float() | int() as confidence}} if 0 <= confidence <= 1:
            return Answer(name, float(confidence), _ranked(said))
    raise NoAnswer(Trouble.garbled)


def _ranked(said: dict[str, object]) -> frozenset[str]:
    match said.get("intent_ranking"):
        case [*ranking]:
            return frozenset(
                one["name"] for one in ranking if isinstance(one, dict) and isinstance(one.get("name"), str)
            )
    return frozenset()
