"""What nobody waits for takes nothing from those who wait, and is done once."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bot.channels.port import Receive
from bot.channels.telegram.channel import Bearings, TelegramChannel
from bot.channels.telegram.profile import Profile
from bot.channels.telegram.wire import BESIDE, CONNECTIONS, wire_to
from bot.clock import SystemClock
from bot.domain.update import Update
from dialogues.message import Message, Text
from tests.acceptance.telegram import faults
from tests.acceptance.telegram.api import BotApi
from tests.acceptance.telegram.people import Person
from tests.acceptance.telegram.server import serving
from tests.bot.channels.telegram.raw_updates import GROUP, ITEM, message, tap, vote

ANN = 42
PROFILES = {"en": Profile("about", "short", (("help", "Help"),), "private only")}


class Met:
    """A channel whose every update is saved, and what was."""

    def __init__(self, api: BotApi) -> None:
        self.api = api
        self.saved: list[Update] = []
        self.full = False
        bearings = Bearings("telegram:main", 30, None, PROFILES, SystemClock().now, lambda: None)
        self.channel = TelegramChannel(wire_to(api.token, api.root, ""), bearings)

    async def takes(self, raw: object, number: int = 11) -> bool:
        """An update comes."""
        return await self.channel.take({**raw, "update_id": number}, self._receive)

    @property
    def _receive(self) -> Receive:
        async def receive(update: Update) -> bool:
            if not self.full:
                self.saved.append(update)
            return not self.full

        return receive

    async def called(self, method: str, times: int = 1) -> None:
        """Wait until a method was called so often."""
        async with asyncio.timeout(10):
            while len(self.api.called(method)) < times:
                await asyncio.sleep(0.01)


def meet(story: Callable[[Met], Awaitable[None]]) -> None:
    """Live a story with a channel."""

    async def run() -> None:
        async with serving(BotApi()) as api:
            Person(api, ANN).start()
            met = Met(api)
            try:
                await story(met)
            finally:
                await met.channel.close()

    asyncio.run(run())


def test_spinners_that_hang_take_no_connection_from_a_card() -> None:
    async def story(met: Met) -> None:
        met.api.go_wrong("answerCallbackQuery", faults.half_open(), None)
        for number in range(2 * CONNECTIONS):
            await met.takes(tap(id=str(number), data="1.0"), number)
        await met.called("answerCallbackQuery", BESIDE)
        assert await met.channel.send(str(ANN), Message(Text.of("card")), "1")
        assert len(met.api.called("answerCallbackQuery")) == BESIDE, "and they did not end before it"

    meet(story)


def test_of_many_messages_in_a_group_one_leads_to_a_departure_and_a_later_one_to_another_try() -> None:
    async def story(met: Met) -> None:
        met.api.go_wrong("leaveChat", faults.bad_gateway())
        for number in range(50):
            assert await met.takes(message(chat=GROUP, text="hi"), number)
        await met.called("leaveChat")
        while met.channel._manners._leaving:
            await asyncio.sleep(0.01)
        assert len(met.api.called("leaveChat")) == 1
        await met.takes(message(chat=GROUP, text="hi"), 99)
        await met.called("leaveChat", 2)
        assert len(met.api.called("sendMessage")) == 1, "it is told once"

    meet(story)


@pytest.mark.parametrize(("raw", "shown"), [(vote(1), 0), (message(text="hi"), 1)], ids=["a vote", "words"])
def test_typing_is_shown_for_words_and_not_for_a_vote(raw: object, shown: int) -> None:
    async def story(met: Met) -> None:
        await met.takes(raw)
        assert len(met.channel._manners._typing._tasks) == shown

    meet(story)


CAPTIONED, PLAIN = message(**ITEM, caption="us"), message(**ITEM)


def test_an_album_is_answered_once_by_its_caption_or_else_for_itself() -> None:
    async def story(met: Met) -> None:
        assert await met.takes(CAPTIONED, 21)
        assert await met.takes(PLAIN, 22)
        assert [one.external_id for one in met.saved] == ["4242:21"]

        assert await met.takes(message(**{**ITEM, "media_group_id": "140"}), 23)
        assert await met.takes(message(photo=ITEM["photo"]), 24)
        assert [one.external_id for one in met.saved[1:]] == ["4242:album:140", "4242:24"]

    meet(story)


def test_no_words_in_an_album_are_ever_left_out_and_nothing_where_the_caption_was_not_saved() -> None:
    async def story(met: Met) -> None:
        met.full = True
        assert not await met.takes(CAPTIONED, 21)
        assert not await met.takes(PLAIN, 22)
        met.full = False
        assert await met.takes(CAPTIONED, 21)
        assert await met.takes(message(**ITEM, caption="I want to die"), 23)
        assert [one.raw.words for one in met.saved] == ["us", "I want to die"]

    meet(story)
