"""People: what Slack tells of somebody is asked once in a while; what it does not tell is not known."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import pytest

from bot.channels.port import Gone, Unreachable
from bot.channels.slack import people as module
from bot.channels.slack.people import People, Told
from bot.channels.slack.wire import Wire
from tests.bot.channels.slack.small_slack import ANN, DM, NOW, Said, SmallSlack, error, within

HOUR = timedelta(hours=1)
PROFILE = {"tz": "America/Bogota", "locale": "es-CO", "deleted": False, "real_name": "Ann", "profile": {"email": "a@b"}}
FAILURES = [error("user_not_found"), error("missing_scope"), error("ratelimited"), Said(b"[]"), Said(ends="drop")]


class Time:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = NOW

    def read(self) -> datetime:
        """The time now."""
        return self.now


def meeting(do: Callable[[SmallSlack, People, Time], Awaitable[object]]) -> object:
    """Do something with the people of a workspace."""

    time = Time()

    async def run(slack: SmallSlack, wire: Wire) -> object:
        return await do(slack, People(wire, time.read), time)

    return asyncio.run(within(run, time.read))


def epoch(at: datetime) -> int:
    """A moment as Slack tells it."""
    return int(at.timestamp())


def test_a_direct_message_is_opened_once_and_remembered() -> None:
    async def run(slack: SmallSlack, people: People, _time: Time) -> None:
        slack.says("conversations.open", {"ok": True, "channel": {"id": DM}})
        assert [await people.dm_of(ANN) for _ in range(3)] == [DM] * 3
        assert slack.asks("conversations.open") == [{"users": ANN}]

    meeting(run)


def test_a_direct_message_that_was_heard_of_need_not_be_opened() -> None:
    async def run(slack: SmallSlack, people: People, _time: Time) -> None:
        people.remember(ANN, DM)
        assert await people.dm_of(ANN) == DM
        assert slack.asked == []

    meeting(run)


def test_only_so_many_are_remembered_and_the_longest_unheard_give_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 2)

    async def run(slack: SmallSlack, people: People, _time: Time) -> None:
        slack.says("conversations.open", {"ok": True, "channel": {"id": "D0NEW"}})
        for user in ("U1", "U2", "U1", "U3"):
            people.remember(user, f"D-{user}")
        assert [await people.dm_of(user) for user in ("U1", "U3", "U2")] == ["D-U1", "D-U3", "D0NEW"]

    meeting(run)


def test_who_cannot_be_written_to_is_told_by_the_failure_and_not_remembered() -> None:
    async def run(slack: SmallSlack, people: People, _time: Time) -> None:
        slack.says("conversations.open", error("user_disabled"), {"ok": True}, {"ok": True, "channel": {"id": DM}})
        with pytest.raises(Gone):
            await people.dm_of(ANN)
        with pytest.raises(Unreachable) as caught:
            await people.dm_of(ANN)
        assert not caught.value.perhaps_sent
        assert await people.dm_of(ANN) == DM

    meeting(run)


def test_zone_and_locale_are_asked_once_an_hour_and_no_name_is_kept() -> None:
    async def run(slack: SmallSlack, people: People, time: Time) -> None:
        slack.says("users.info", {"ok": True, "user": PROFILE})
        assert people.known(ANN) is None
        told = await people.told(ANN)
        assert told == Told("America/Bogota", "es-CO")
        time.now += HOUR - timedelta(seconds=1)
        assert await people.told(ANN) == told
        assert slack.asks("users.info") == [{"user": ANN, "include_locale": "true"}]
        time.now += timedelta(seconds=1)
        slack.says("users.info", {"ok": True, "user": {**PROFILE, "deleted": True}})
        assert people.known(ANN) == told
        assert await people.told(ANN) == people.known(ANN) == Told("America/Bogota", "es-CO")
        assert "Ann" not in repr(people.known(ANN))

    meeting(run)


@pytest.mark.parametrize("tz", [None, "", 7, "Nowhere/City", "../etc/passwd", "EST5EDT-ish", "America", "x" * 5000])
@pytest.mark.parametrize("locale", [None, "", 7, "English, please", "e" * 5000, "../en"])
def test_a_zone_or_locale_that_is_none_is_not_known(tz: object, locale: object) -> None:
    async def run(slack: SmallSlack, people: People, _time: Time) -> object:
        slack.says("users.info", {"ok": True, "user": {"tz": tz, "locale": locale, "deleted": "yes"}})
        return await people.told(ANN)

    assert meeting(run) == Told("", "")


@pytest.mark.parametrize("said", [*FAILURES, {"ok": True}, {"ok": True, "user": []}], ids=str)
def test_what_slack_does_not_tell_is_not_known_and_asked_again(said: Said | dict[str, object]) -> None:
    async def run(slack: SmallSlack, people: People, time: Time) -> None:
        slack.says("users.info", said)
        assert await people.told(ANN) is None
        assert people.known(ANN) is None
        time.now += HOUR
        slack.says("users.info", {"ok": True, "user": PROFILE})
        assert await people.told(ANN) is not None

    meeting(run)
