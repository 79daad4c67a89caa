"""Faults on demand: what an independent client makes of each, and whether the message was taken."""

import asyncio
from collections.abc import Callable

import pytest
import telegram
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.request import HTTPXRequest

from tests.acceptance.telegram import faults
from tests.acceptance.telegram.api import BotApi
from tests.acceptance.telegram.people import Person
from tests.acceptance.telegram.server import serving

ANN, BO = 7, 8
NOT_DONE = {
    "a short 429": (faults.too_fast(1), RetryAfter, "Flood control exceeded"),
    "a long 429": (faults.too_fast(3600), RetryAfter, "Flood control exceeded"),
    "a refusal": (faults.refused(400, "Bad Request: not today"), BadRequest, "Not today"),
    "502 with HTML": (faults.bad_gateway(), NetworkError, "Bad Gateway"),
    "dropped": (faults.dropped(), NetworkError, "httpx"),
    "half-open": (faults.half_open(), TimedOut, "Timed out"),
}
DONE = {
    "dropped after": (faults.dropped_after(), NetworkError, "httpx"),
    "half-open after": (faults.half_open_after(), TimedOut, "Timed out"),
    "cut": (faults.cut(), NetworkError, "httpx"),
    "garbled": (faults.garbled(), TelegramError, "Invalid server response"),
    "slower than anybody waits": (faults.slow(0.6), TimedOut, "Timed out"),
}


@pytest.fixture(autouse=True)
def _seconds_as_timedelta(monkeypatch: pytest.MonkeyPatch) -> None:
    """What python-telegram-bot will do by itself one day; until then it warns."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


def talk(story: Callable) -> None:
    """Run a test's story with a server, an impatient client, and two people who pressed Start."""

    async def run() -> None:
        async with serving() as api:
            impatient = HTTPXRequest(read_timeout=0.3)
            async with telegram.Bot(api.token, base_url=api.root + "/bot", request=impatient) as bot:
                for id in (ANN, BO):
                    Person(api, id).start()
                await story(api, bot)

    asyncio.run(run())


def taken(api: BotApi) -> list[str]:
    """What Ann was told."""
    return [one.words for one in api.world.chats[ANN].shown if one.from_bot]


@pytest.mark.parametrize("name", NOT_DONE)
def test_a_fault_before_the_work_leaves_nothing_done_and_strikes_once(name: str) -> None:
    async def story(api: BotApi, bot: telegram.Bot) -> None:
        fault, kind, told = NOT_DONE[name]
        rule = api.go_wrong("sendMessage", fault)
        with pytest.raises(kind) as problem:
            await bot.send_message(ANN, "Hello")
        assert told in str(problem.value)
        assert taken(api) == []
        await bot.send_message(ANN, "Hello")
        assert (taken(api), rule.struck) == (["Hello"], 1)
        assert [call.fault for call in api.called("sendMessage")] == [fault.name, ""]

    talk(story)


@pytest.mark.parametrize("name", DONE)
def test_a_fault_after_the_work_leaves_it_done_and_nobody_knows(name: str) -> None:
    async def story(api: BotApi, bot: telegram.Bot) -> None:
        fault, kind, told = DONE[name]
        api.go_wrong("sendMessage", fault)
        with pytest.raises(kind) as problem:
            await bot.send_message(ANN, "Hello")
        assert told in str(problem.value)
        await api.world.chats[ANN].change() if not taken(api) else None
        assert taken(api) == ["Hello"]

    talk(story)


def test_a_rule_strikes_as_often_as_it_says_in_the_chat_it_says() -> None:
    async def story(api: BotApi, bot: telegram.Bot) -> None:
        rule = api.go_wrong("sendMessage", faults.too_fast(5), times=None, every=2, chat=ANN)
        told = []
        for _ in range(4):
            await bot.send_message(BO, "Hello")
            try:
                await bot.send_message(ANN, "Hello")
                told.append("taken")
            except RetryAfter:
                told.append("too fast")
        assert told == ["taken", "too fast"] * 2
        assert (rule.met, rule.struck) == (4, 2)
        api.go_right()
        await bot.send_message(ANN, "Hello")
        await bot.send_message(ANN, "Hello")
        assert len(taken(api)) == 4

    talk(story)


def test_a_fault_may_strike_any_method() -> None:
    async def story(api: BotApi, bot: telegram.Bot) -> None:
        api.go_wrong(faults.ANY, faults.bad_gateway(), times=2)
        for call in (bot.get_me(), bot.get_updates()):
            with pytest.raises(NetworkError):
                await call
        assert len(await bot.get_updates()) == 2

    talk(story)


def test_updates_of_a_poll_whose_answer_was_garbled_come_again() -> None:
    async def story(api: BotApi, bot: telegram.Bot) -> None:
        api.go_wrong("getUpdates", faults.garbled())
        with pytest.raises(TelegramError):
            await bot.get_updates()
        assert [one.message.from_user.id for one in await bot.get_updates()] == [ANN, BO]

    talk(story)


def test_what_nobody_knows_of_comes_as_an_update_too() -> None:
    async def story(api: BotApi, bot: telegram.Bot) -> None:
        api.updates.add("telepathy", {"thought": 1}, ANN)
        api.updates.add("telepathy", {"thought": 2}, ANN, update_id=5)
        early, *_, late = await bot.get_updates()
        assert (early.update_id, early.api_kwargs) == (5, {"telepathy": {"thought": 2}})
        assert late.api_kwargs == {"telepathy": {"thought": 1}}

    talk(story)
