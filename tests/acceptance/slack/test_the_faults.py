"""Faults on demand, as an independent client meets them."""

import asyncio
import json

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.acceptance.slack import faults
from tests.acceptance.slack.api import SlackApi
from tests.acceptance.slack.bad_days import becomes
from tests.acceptance.slack.clients import Listener, talk
from tests.acceptance.slack.examples import message
from tests.acceptance.slack.faults import Fault
from tests.acceptance.slack.people import Person

LOST = [faults.dropped(), faults.half_open(), faults.server_error(500), faults.server_error(503)]
DONE = [faults.dropped_after(), faults.half_open_after(), faults.server_error_after(), faults.cut(), faults.garbled()]


@pytest.mark.parametrize("fault", LOST + DONE, ids=lambda fault: fault.name)
def test_a_fault_strikes_once_and_the_message_was_taken_or_not(fault: Fault) -> None:
    async def story(api: SlackApi, bot: AsyncWebClient, app: Listener, ann: Person) -> None:
        bot.timeout = 0.3
        bot.retry_handlers.clear()
        rule = api.go_wrong("chat.postMessage", fault)
        with pytest.raises(
            (SlackApiError, aiohttp.ClientError, asyncio.TimeoutError, json.JSONDecodeError, UnicodeError)
        ):
            await bot.chat_postMessage(**message(channel=ann.room.id))
        await becomes(lambda: rule.struck == 1)  # a slow machine reads the call after the client has given up
        assert len(ann.seen) == (fault in DONE)
        await bot.chat_postMessage(**message(channel=ann.room.id))
        assert len(ann.seen) == 1 + (fault in DONE)
        assert (rule.struck, [call.fault for call in api.called("chat.postMessage")]) == (1, [fault.name, ""])
        assert api.calls[0].answer is None

    talk(story)


@pytest.mark.parametrize("seconds", [1, 30, "soon", "0.5"])
def test_429_tells_when_to_come_again(seconds: float | str) -> None:
    async def story(api: SlackApi, bot: AsyncWebClient, app: Listener, ann: Person) -> None:
        api.go_wrong("*", faults.too_fast(seconds))
        with pytest.raises(SlackApiError) as told:
            await bot.auth_test()
        assert (told.value.response.status_code, told.value.response["error"]) == (429, "ratelimited")
        assert told.value.response.headers["Retry-After"] == str(seconds)

    talk(story)


def test_any_error_can_be_asked_for_for_one_channel_alone() -> None:
    async def story(api: SlackApi, bot: AsyncWebClient, app: Listener, ann: Person) -> None:
        bo = Person(api, id="U0002")
        rule = api.go_wrong("chat.postMessage", faults.refused("fatal_error"), None, channel=bo.room.id)
        await bot.chat_postMessage(**message(channel=ann.room.id))
        for _ in range(2):
            with pytest.raises(SlackApiError, match="fatal_error"):
                await bot.chat_postMessage(**message(channel=bo.room.id))
        api.go_right()
        await bot.chat_postMessage(**message(channel=bo.room.id))
        assert rule.struck == 2

    talk(story)


def test_every_third_call_goes_wrong() -> None:
    async def story(api: SlackApi, bot: AsyncWebClient, app: Listener, ann: Person) -> None:
        api.go_wrong("auth.test", faults.refused("internal_error"), None, every=3)
        told = await asyncio.gather(*(bot.auth_test() for _ in range(6)), return_exceptions=True)
        assert sum(isinstance(one, SlackApiError) for one in told) == 2

    talk(story)


def test_a_slow_call_is_done_later() -> None:
    async def story(api: SlackApi, bot: AsyncWebClient, app: Listener, ann: Person) -> None:
        api.go_wrong("chat.postMessage", faults.slow(0.2))
        saying = asyncio.ensure_future(bot.chat_postMessage(**message(channel=ann.room.id)))
        await asyncio.sleep(0.05)
        assert ann.seen == []
        assert (await saying)["ok"]
        assert len(ann.seen) == 1

    talk(story)


def test_a_slow_call_is_done_also_for_who_did_not_wait() -> None:
    async def story(api: SlackApi, bot: AsyncWebClient, app: Listener, ann: Person) -> None:
        bot.timeout = 0.05
        api.go_wrong("chat.postMessage", faults.slow(0.2))
        with pytest.raises(asyncio.TimeoutError):
            await bot.chat_postMessage(**message(channel=ann.room.id))
        assert ann.seen == []
        await ann.sees("words")

    talk(story)


def test_the_bytes_of_a_file_can_get_lost() -> None:
    async def story(api: SlackApi, bot: AsyncWebClient, app: Listener, ann: Person) -> None:
        api.go_wrong(faults.UPLOAD, faults.server_error(503))
        place = await bot.files_getUploadURLExternal(filename="week.pdf", length=3)
        async with aiohttp.ClientSession() as session:
            assert (await session.post(place["upload_url"], data=b"pdf")).status == 503
        with pytest.raises(SlackApiError, match="file_not_found"):
            await bot.files_completeUploadExternal(files=[{"id": place["file_id"]}], channel_id=ann.room.id)

    talk(story)
