"""The wire keeps to Slack's tiers: it waits a little for room, and else says when there will be some."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import pytest

from bot.channels.port import Throttled
from bot.channels.slack.tiers import MINUTE, TIER_3
from bot.channels.slack.wire import CONNECTIONS_BESIDE, Wire
from tests.bot.channels.slack.small_slack import ANN, DM, NOW, Said, SmallSlack, too_fast, within

POST = "chat.postMessage"


def test_a_method_that_slack_holds_back_is_throttled_until_then_and_not_asked_before() -> None:
    async def call(slack: SmallSlack, wire: Wire) -> None:
        slack.says("chat.update", too_fast("30"))
        for _ in range(2):
            with pytest.raises(Throttled) as caught:
                await wire.call("chat.update", user=ANN)
            assert caught.value.until == NOW + timedelta(seconds=30)
        assert len(slack.asked) == 1

    asyncio.run(within(call))


def test_a_429_in_one_chat_holds_up_no_other() -> None:
    async def call(slack: SmallSlack, wire: Wire) -> object:
        slack.says(POST, too_fast("30"), {"ok": True, "ts": "1.2"})
        with pytest.raises(Throttled):
            await wire.call(POST, channel=DM)
        return await wire.call(POST, channel="D0OTHER")

    assert asyncio.run(within(call)) == {"ok": True, "ts": "1.2"}


def test_a_method_whose_tier_is_used_up_is_throttled_until_there_is_room() -> None:
    async def call(slack: SmallSlack, wire: Wire) -> None:
        for _ in range(TIER_3):
            await wire.call("chat.update", user=ANN)
        with pytest.raises(Throttled) as caught:
            await wire.call("chat.update", user=ANN)
        assert caught.value.until == NOW + MINUTE
        assert len(slack.asked) == TIER_3

    asyncio.run(within(call))


def held(patience: float, do: Callable[[SmallSlack, Wire, list[datetime]], Awaitable[None]]) -> None:
    """Do something 0.05 seconds before Slack lets chat.update be called again; the one moment in the list is the time."""
    moment = [NOW]

    async def call(slack: SmallSlack, wire: Wire) -> None:
        slack.says("chat.update", too_fast("1"), {"ok": True})
        with pytest.raises(Throttled):
            await wire.call("chat.update", user=ANN)
        moment[0] = NOW + timedelta(seconds=0.95)
        await do(slack, wire, moment)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.channels.slack.wire.ROOM_PATIENCE", patience)
        asyncio.run(within(call, lambda: moment[0]))


def test_room_that_comes_soon_is_waited_for() -> None:
    async def call(slack: SmallSlack, wire: Wire, moment: list[datetime]) -> None:
        asking = asyncio.create_task(wire.call("chat.update", user=ANN))
        await asyncio.sleep(0.01)
        assert len(slack.asked) == 1
        moment[0] = NOW + timedelta(seconds=1)
        assert await asking == {"ok": True}

    held(1.5, call)


def test_room_that_does_not_come_is_not_waited_for_long() -> None:
    async def call(slack: SmallSlack, wire: Wire, _moment: list[datetime]) -> None:
        with pytest.raises(Throttled) as caught:
            await wire.call("chat.update", user=ANN)  # the time stands still
        assert caught.value.until == NOW + timedelta(seconds=1)
        assert len(slack.asked) == 1

    held(0.06, call)


def test_pages_and_files_that_hang_take_no_card_its_connection() -> None:
    async def call(slack: SmallSlack, wire: Wire) -> None:
        slack.says("views.publish", Said(ends="hang"))
        slack.says("files.getUploadURLExternal", Said(ends="hang"))
        slack.says(POST, {"ok": True, "ts": "1.2"})
        hanging = [
            asyncio.create_task(wire.call(method, user_id=f"U{number}"))
            for number in range(60)
            for method in ("views.publish", "files.getUploadURLExternal")
        ]
        while len(slack.asked) < CONNECTIONS_BESIDE:
            await asyncio.sleep(0.01)
        async with asyncio.timeout(1):  # while they hang no connection of theirs comes free
            await wire.call("conversations.open", users=ANN)
            await wire.call(POST, channel=DM)
        assert not any(one.done() for one in hanging)
        assert len(slack.asked) == CONNECTIONS_BESIDE + 2
        for one in hanging:
            one.cancel()
        await asyncio.gather(*hanging, return_exceptions=True)

    asyncio.run(within(call))
