"""A message of several parts that breaks off goes on where it broke off, however often: no part comes twice."""

import asyncio

import pytest

from bot.channels.port import Unreachable
from bot.channels.telegram.channel import Bearings, TelegramChannel
from bot.channels.telegram.wire import wire_to
from bot.clock import SystemClock
from dialogues.message import Buttons, Choice, Message, Text
from tests.acceptance.telegram import faults
from tests.acceptance.telegram.api import BotApi
from tests.acceptance.telegram.people import Person
from tests.acceptance.telegram.server import serving

ANN = 7
PARTS = [letter * 4000 for letter in "abc"]
LONG = Message(Text.of("\n\n".join(PARTS)), reply=Buttons((Choice("next", "Next"),)))


def channel_to(api: BotApi) -> TelegramChannel:
    """A channel of the bot, that nobody listens to."""
    now = SystemClock().now
    return TelegramChannel(wire_to(api.token, api.root, ""), Bearings("telegram:main", 30, None, {}, now, lambda: None))


def test_a_message_that_breaks_off_twice_at_the_same_part_repeats_none() -> None:
    async def story(api: BotApi, channel: TelegramChannel, ann: Person) -> None:
        api.enforce()
        api.go_wrong("sendMessage", faults.bad_gateway(), every=2)
        with pytest.raises(Unreachable):
            await channel.send(str(ANN), LONG, "1")
        api.go_wrong("sendMessage", faults.bad_gateway())
        with pytest.raises(Unreachable):
            await channel.send(str(ANN), LONG, "1")
        name = await channel.send(str(ANN), LONG, "1")
        told = [one for one in ann.seen if one.from_bot]
        assert [one.message["text"] for one in told] == PARTS
        assert [one.message_id for one in told if one.buttons] == [int(name)]
        assert api.violations == []

    async def run() -> None:
        async with serving() as api:
            ann, channel = Person(api, ANN), channel_to(api)
            ann.start()
            await story(api, channel, ann)
            await channel.close()

    asyncio.run(run())
