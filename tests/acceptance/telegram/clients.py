"""An independent client, python-telegram-bot's own, of the fake Bot API."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import telegram

from tests.acceptance.telegram.api import BotApi
from tests.acceptance.telegram.people import Person
from tests.acceptance.telegram.server import serving

ANN = 7


@asynccontextmanager
async def client(api: BotApi, token: str = "") -> AsyncIterator[telegram.Bot]:
    """An independent client, that says who it is before it is used."""
    async with telegram.Bot(
        token or api.token, base_url=api.root + "/bot", base_file_url=api.root + "/file/bot"
    ) as bot:
        yield bot


def talk(story: Callable) -> None:
    """Run a test's story with a server, a client and somebody who pressed Start."""

    async def run() -> None:
        async with serving() as api, client(api) as bot:
            ann = Person(api, ANN)
            ann.start()
            await story(api, bot, ann)

    asyncio.run(run())
