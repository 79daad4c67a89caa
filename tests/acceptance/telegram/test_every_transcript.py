"""Every transcript of the repository, said in Telegram: no call breaks a rule of the Bot API, sent or redrawn."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from bot.channels.port import File
from bot.channels.telegram.channel import Bearings, TelegramChannel
from bot.channels.telegram.wire import wire_to
from bot.clock import SystemClock
from dialogues.message import Document, Image, Message
from tests.acceptance.listening import all_messages
from tests.acceptance.telegram.api import BotApi
from tests.acceptance.telegram.attachments import png
from tests.acceptance.telegram.people import Person
from tests.acceptance.telegram.refusals import NOT_MODIFIED
from tests.acceptance.telegram.server import serving

ANN = 7
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def file_of(message: Message) -> File | None:
    """The file that goes with a message; what is in it does not matter here."""
    match message.attachment:
        case Image():
            return File("peercoach-progress.png", png(1200, 800))
        case Document(filename=name):
            return File(name, b"{}\n")
        case None:
            return None


async def told(api: BotApi, messages: Sequence[Message]) -> None:
    """Say all of it in one chat, and redraw each with its last choice and closed."""
    now = SystemClock().now
    wire = wire_to(api.token, api.root, "")
    channel = TelegramChannel(wire, Bearings("telegram:main", 30, None, {}, now, lambda: None))
    try:
        for number, message in enumerate(messages):
            token = DIGITS[number // 36 % 36] + DIGITS[number % 36]
            sent_as = await channel.send(str(ANN), message, token, file_of(message))
            if message.choices:
                await channel.redraw(str(ANN), sent_as, token, message, len(message.choices) - 1)
                await channel.redraw(str(ANN), sent_as, token, message, None)
    finally:
        await channel.close()


def test_every_message_of_every_transcript_keeps_the_rules_of_the_bot_api(prepared: Path, tmp_path: Path) -> None:
    messages = all_messages(prepared, tmp_path)

    async def story() -> BotApi:
        async with serving() as api:
            Person(api, ANN).start()
            await told(api, messages)
            return api

    api = asyncio.run(story())
    methods = Counter(call.method for call in api.calls)
    assert api.violations == []
    # What is closed after its choice was shown looks like that already.
    assert {call.answer["description"] for call in api.calls if not call.answer["ok"]} <= {
        f"Bad Request: {NOT_MODIFIED}"
    }
    assert (
        sum(methods[name] for name in ("sendMessage", "sendPhoto", "sendDocument", "sendPoll")) >= len(messages) > 500
    )
    assert min(methods[name] for name in ("sendPhoto", "sendDocument", "sendPoll", "editMessageText")) > 0
