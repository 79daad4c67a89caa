"""Tiers: in no minute a method is called more often than Slack allows, in order, and nobody else waits for it."""

import asyncio
from datetime import UTC, datetime, timedelta

from bot.channels.slack.tiers import MINUTE, TIER_3, Tiers

NOW = datetime(2027, 1, 4, 9, tzinfo=UTC)
HELD, FREE = "chat.update", ("chat.postMessage", "conversations.open", "auth.test", "apps.connections.open")


class Time:
    """A clock that moves on only while somebody rests, by just as long."""

    def __init__(self) -> None:
        self.now, self.rests = NOW, 0

    def read(self) -> datetime:
        """The time now."""
        return self.now

    async def rest(self, seconds: float) -> None:
        """Let so many seconds go by, and everybody else have their turn."""
        self.rests += 1
        await asyncio.sleep(0)
        self.now += timedelta(seconds=seconds)


def test_no_minute_holds_more_calls_than_the_tier_and_all_of_them_are_made_in_order() -> None:
    time, made = Time(), []

    async def call(tiers: Tiers, place: int) -> None:
        await tiers.room(HELD)
        made.append((place, time.now))

    async def run() -> None:
        tiers = Tiers(time.read, time.rest)
        await asyncio.gather(*(call(tiers, place) for place in range(3 * TIER_3)))

    asyncio.run(run())
    assert [place for place, _ in made] == list(range(3 * TIER_3))
    moments = [at for _, at in made]
    assert moments[TIER_3 - 1] == NOW  # a burst is let through at once
    assert all(later - earlier >= MINUTE for earlier, later in zip(moments, moments[TIER_3:], strict=False))
    assert moments[-1] == NOW + 2 * MINUTE


def test_room_comes_back_with_each_call_that_is_a_minute_old() -> None:
    time = Time()

    async def run() -> None:
        tiers = Tiers(time.read, time.rest)
        for _ in range(TIER_3):
            await tiers.room(HELD)
            time.now += timedelta(seconds=1)
        assert tiers.free_at(HELD) == NOW + MINUTE
        await tiers.room(HELD)
        assert time.now == NOW + MINUTE
        assert tiers.free_at(HELD) == NOW + MINUTE + timedelta(seconds=1)

    asyncio.run(run())


def test_a_method_that_is_full_holds_up_no_other_and_a_card_is_never_held_up() -> None:
    time = Time()

    async def run() -> None:
        tiers = Tiers(time.read, time.rest)
        for _ in range(TIER_3):
            await tiers.room(HELD)
        for method in FREE:
            tiers.pause(method, NOW + timedelta(hours=1))
            for _ in range(500):
                await tiers.room(method)
            assert tiers.free_at(method) == NOW
        await tiers.room("users.info")
        assert time.rests == 0

    asyncio.run(run())


def test_who_is_told_to_wait_waits_until_then_and_a_shorter_pause_does_not_shorten_it() -> None:
    time = Time()

    async def run() -> None:
        tiers = Tiers(time.read, time.rest)
        tiers.pause(HELD, NOW + timedelta(seconds=30))
        tiers.pause(HELD, NOW + timedelta(seconds=3))
        await tiers.room(HELD)
        assert time.now == NOW + timedelta(seconds=30)

    asyncio.run(run())


def test_a_pause_that_comes_while_somebody_waits_is_waited_out_too() -> None:
    time = Time()

    async def run() -> None:
        tiers = Tiers(time.read, time.rest)
        tiers.pause(HELD, NOW + timedelta(seconds=10))
        waiting = asyncio.create_task(tiers.room(HELD))
        await asyncio.sleep(0)
        tiers.pause(HELD, NOW + timedelta(seconds=40))
        await waiting
        assert time.now == NOW + timedelta(seconds=40)

    asyncio.run(run())


def test_who_stops_waiting_takes_no_room_and_holds_nobody_up() -> None:
    time, made = Time(), []

    async def call(tiers: Tiers, name: str) -> None:
        await tiers.room(HELD)
        made.append(name)

    async def run() -> None:
        gate = asyncio.Event()

        async def rest(seconds: float) -> None:
            await gate.wait()
            await time.rest(seconds)

        tiers = Tiers(time.read, rest)
        for _ in range(TIER_3):
            await tiers.room(HELD)
        tasks = [asyncio.create_task(call(tiers, name)) for name in "abcd"]
        await asyncio.sleep(0)
        tasks[0].cancel()  # it was resting
        tasks[2].cancel()  # it was in the queue
        gate.set()
        await asyncio.gather(*tasks, return_exceptions=True)
        assert made == ["b", "d"]
        assert time.now == NOW + MINUTE  # one minute freed the whole tier: nobody had taken any of it

    asyncio.run(run())
