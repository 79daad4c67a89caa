"""A workspace whose token Slack refuses: nobody is given up by that, and all goes on when it is taken again."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta

import pytest

from bot.channels.port import File, Pages, Refused, Unreachable
from bot.channels.slack import channel as made
from bot.channels.slack.answers import WORKSPACE_GONE
from bot.channels.slack.channel import CERTAIN, UNASKED, Bearings, SlackChannel
from bot.channels.slack.wire import Wire
from bot.channels.slack.words import Words
from bot.domain.page import Page
from dialogues.message import Message, Text
from tests.bot.channels.slack.small_slack import ANN, DM, NOW, OK, SmallSlack, error, within

TEAM = "T0001AAA"
WELL = {**OK, "team_id": TEAM}
WORDS = Words(**{one.name: () if one.name == "commands" else one.name for one in fields(Words)})
HELLO = Message(Text.of("Hello"))
MINUTE = timedelta(minutes=1)


@dataclass
class Life:
    """What a channel told the house, and what time it is there."""

    slack: SmallSlack
    now: datetime = NOW
    told: list[str] = field(default_factory=list)
    picture: File | None = None

    async def gone(self, at: datetime | None) -> None:
        """The workspace took us out."""
        self.told.append("gone")

    def channel(self, wire: Wire) -> SlackChannel:
        """The workspace's channel."""

        async def nothing(*names: str) -> None:
            return None

        async def picture(*names: str) -> File | None:
            return self.picture

        async def about(*names: str) -> str:
            return ""

        async def page(*names: str) -> Page:
            return Page(())

        pages, words = Pages(page, picture, nothing, about), {"en": WORDS}
        heard = lambda: self.told.append("heard")  # noqa: E731  # one word
        return SlackChannel(
            wire, Bearings(f"slack:{TEAM}", words, pages, lambda: self.now, heard, self.gone, lambda user: None)
        )


def lived(story: Callable[[Life, SlackChannel], Awaitable[None]]) -> None:
    """Live through a story with one workspace."""

    async def run(slack: SmallSlack, wire: Wire) -> None:
        life = Life(slack)
        channel = life.channel(wire)
        try:
            await story(life, channel)
        finally:
            await channel.close()

    asyncio.run(within(run))


async def looks(life: Life, channel: SlackChannel, says: object, after: timedelta = MINUTE) -> None:
    """So long after the last look Slack says this to the next, of which the channel makes one."""
    life.now += after
    life.slack.says("auth.test", says)
    with suppress(TimeoutError, Refused, Unreachable):
        async with asyncio.timeout(0.3 if says == WELL else None):
            await channel.run(lambda update: None)


async def refuses(life: Life, channel: SlackChannel, code: str, since: timedelta) -> None:
    """For so long Slack says nothing else."""
    for _ in range(since // UNASKED):
        await looks(life, channel, error(code), UNASKED)


@pytest.mark.parametrize("code", sorted(WORKSPACE_GONE))
def test_a_token_that_is_refused_stops_the_channel_and_gives_nobody_up(code: str) -> None:
    async def story(life: Life, channel: SlackChannel) -> None:
        life.slack.says("auth.test", error(code))
        for _ in range(5):
            life.now += MINUTE
            with pytest.raises(Refused, match="does not take the token"):
                await channel.run(lambda update: None)
        assert life.told == []
        await looks(life, channel, WELL)
        assert life.told == ["heard"]

    lived(story)


@pytest.mark.parametrize("code", sorted(WORKSPACE_GONE))
def test_what_is_sent_while_the_token_is_refused_is_kept_for_later(code: str) -> None:
    async def story(life: Life, channel: SlackChannel) -> None:
        life.slack.says("chat.postMessage", error(code))
        with pytest.raises(Unreachable) as caught:
            await channel.send(ANN, HELLO, "1")
        assert not caught.value.perhaps_sent
        assert life.told == []

    lived(story)


@pytest.mark.parametrize("code", ["account_inactive", "token_revoked"])
def test_a_token_that_was_taken_back_for_a_whole_day_means_that_we_were_taken_out(code: str) -> None:
    async def story(life: Life, channel: SlackChannel) -> None:
        await looks(life, channel, error(code))
        await refuses(life, channel, code, CERTAIN - UNASKED)
        assert life.told == []
        await looks(life, channel, error(code), UNASKED)
        assert life.told == ["gone"]

    lived(story)


@pytest.mark.parametrize("code", sorted(WORKSPACE_GONE - {"account_inactive", "token_revoked"}))
def test_no_other_refusal_ever_means_that_we_were_taken_out(code: str) -> None:
    async def story(life: Life, channel: SlackChannel) -> None:
        await refuses(life, channel, code, 2 * CERTAIN)
        assert life.told == []

    lived(story)


@pytest.mark.parametrize(
    ("says", "after"),
    [(WELL, MINUTE), (error("invalid_auth"), MINUTE), (error("token_revoked"), UNASKED + MINUTE)],
    ids=["taken", "another refusal", "not asked meanwhile"],
)
def test_a_day_with_something_else_in_between_begins_anew(says: object, after: timedelta) -> None:
    async def story(life: Life, channel: SlackChannel) -> None:
        await looks(life, channel, error("token_revoked"))
        await refuses(life, channel, "token_revoked", CERTAIN - UNASKED)
        await looks(life, channel, says, after)
        await looks(life, channel, error("token_revoked"))
        await refuses(life, channel, "token_revoked", CERTAIN - UNASKED)
        assert "gone" not in life.told

    lived(story)


def test_a_short_outage_in_between_does_not_begin_the_day_anew() -> None:
    async def story(life: Life, channel: SlackChannel) -> None:
        await looks(life, channel, error("token_revoked"))
        await refuses(life, channel, "token_revoked", CERTAIN - UNASKED)
        await looks(life, channel, error("internal_error"))
        await looks(life, channel, error("token_revoked"), UNASKED - MINUTE)
        assert life.told == ["gone"]

    lived(story)


@pytest.mark.parametrize("told", [{}, {"team_id": None}, {"team_id": "None"}, {"team_id": ["T1"]}, {"team_id": ""}])
def test_an_answer_that_names_no_workspace_is_trouble_and_no_reason_to_install_again(told: dict[str, object]) -> None:
    async def story(life: Life, channel: SlackChannel) -> None:
        life.slack.says("auth.test", {**OK, **told})
        with pytest.raises(Unreachable, match="named no workspace"):
            await channel.run(lambda update: None)
        assert life.told == []

    lived(story)


def test_many_sends_that_are_refused_do_not_make_many_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(made, "DOUBT", 0.2)

    async def story(life: Life, channel: SlackChannel) -> None:
        life.slack.says("auth.test", WELL)
        life.slack.says("chat.postMessage", error("invalid_auth"))
        running = asyncio.create_task(channel.run(lambda update: None))
        while not life.told:
            await asyncio.sleep(0.01)
        for _ in range(5):
            with pytest.raises(Unreachable):
                await channel.send(ANN, HELLO, "1")
            assert len(life.told) <= 2
        while len(life.told) < 2:  # and they are a reason to look before the minute is over
            await asyncio.sleep(0.01)
        running.cancel()
        await asyncio.wait({running})

    lived(story)


def test_a_post_needs_no_direct_message_opened_and_its_answer_tells_where_it_stands() -> None:
    async def story(life: Life, channel: SlackChannel) -> None:
        life.slack.says("chat.postMessage", {"ok": True, "ts": "17.1", "channel": DM})
        assert await channel.send(ANN, HELLO, "1") == f"{DM}:17.1"
        await channel.send(ANN, HELLO, "2")
        assert [one["channel"] for one in life.slack.asks("chat.postMessage")] == [ANN, DM]
        assert life.slack.asks("conversations.open") == []

    lived(story)
