"""What Slack does not take as it should be comes as it can: no answer and no card is lost by a thread or by its blocks."""

import pytest

from bot.channels.port import File, Refused
from bot.channels.slack.updates import Came
from bot.domain.page import Page, Section
from dialogues.message import Buttons, Choice, Image, Message, Text
from tests.bot.channels.slack.small_slack import ANN, DM, SmallSlack, error
from tests.bot.channels.slack.test_channel_token import Life, lived
from tests.bot.channels.slack.test_handing import ready

POST, DONE, HOME = "chat.postMessage", "files.completeUploadExternal", "views.publish"
WELL = {"ok": True, "ts": "17.1"}
CARD = Message(
    Text.of("Call 988 <now>"), reply=Buttons((Choice("call", "Call"), Choice("text", "Text"))), question="card"
)
PICTURE = Message(Text.of("Your week"), attachment=Image("week", "two of three"))
FILE = File("week.png", b"png")


def in_thread(slack: SmallSlack, channel) -> None:
    """Ann has just written in a thread."""
    slack.says("conversations.open", {"ok": True, "channel": {"id": DM}})
    channel._notice(Came(user=ANN, dm=DM, thread="16.1"))


@pytest.mark.parametrize("code", ["cannot_reply_to_message", "thread_not_found", "anything_else"])
def test_where_the_thread_is_not_taken_it_comes_in_the_talk_and_so_does_what_follows(code: str) -> None:
    async def story(life: Life, channel) -> None:
        in_thread(life.slack, channel)
        life.slack.says(POST, error(code), WELL)
        assert await channel.send(ANN, CARD, "t1") == f"{DM}:17.1"
        await channel.send(ANN, CARD, "t2")
        assert [one.get("thread_ts") for one in life.slack.asks(POST)] == ["16.1", None, None]
        assert all(one["blocks"] for one in life.slack.asks(POST))

    lived(story)


@pytest.mark.parametrize("code", ["invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"])
def test_where_blocks_are_not_taken_the_words_and_all_answers_come_alone(code: str, capsys) -> None:
    async def story(life: Life, channel) -> None:
        in_thread(life.slack, channel)
        life.slack.says(POST, error(code), WELL)
        assert await channel.send(ANN, CARD, "t1") == f"{DM}:17.1"
        first, second = life.slack.asks(POST)
        assert "blocks" in first
        assert "blocks" not in second
        assert second["text"] == "Call 988 &lt;now&gt;\n\n1. Call\n2. Text"
        assert (second["thread_ts"], second["mrkdwn"], second["parse"]) == ("16.1", False, "none")

    lived(story)
    told = capsys.readouterr().out
    assert "blocks_refused" in told
    assert code in told
    assert "988" not in told


def test_what_is_taken_in_no_way_is_refused() -> None:
    async def story(life: Life, channel) -> None:
        in_thread(life.slack, channel)
        life.slack.says(POST, error("invalid_blocks"))
        with pytest.raises(Refused):
            await channel.send(ANN, CARD, "t1")
        assert [("blocks" in one, "thread_ts" in one) for one in life.slack.asks(POST)] == [
            (True, True),
            (False, True),
            (False, False),
        ]
        life.slack.says(POST, error("restricted_action"))
        with pytest.raises(Refused):
            await channel.send(ANN, CARD, "t2")

    lived(story)


def test_a_file_whose_thread_is_not_taken_comes_in_the_talk() -> None:
    async def story(life: Life, channel) -> None:
        ready(life.slack)
        in_thread(life.slack, channel)
        life.slack.says(DONE, error("thread_not_found"), {"ok": True})
        life.slack.says(POST, WELL)
        await channel.send(ANN, PICTURE, "t1", FILE)
        assert [one.get("thread_ts") for one in life.slack.asks(DONE)] == ["16.1", None]
        assert "thread_ts" not in life.slack.asks(POST)[0]

    lived(story)


def test_a_file_that_is_refused_does_not_take_its_words_with_it() -> None:
    async def story(life: Life, channel) -> None:
        life.slack.says("conversations.open", {"ok": True, "channel": {"id": DM}})
        life.slack.says("files.getUploadURLExternal", error("missing_scope"))
        life.slack.says(POST, WELL)
        assert await channel.send(ANN, PICTURE, "t1", FILE) == f"{DM}:17.1"

    lived(story)


def page() -> Page:
    """A page with a picture."""
    return Page((Section("Week", Text.of("so far"), picture="week:1", alt="two of three"),))


def shown(slack: SmallSlack) -> list[bool]:
    """Whether each page had its picture."""
    return ["slack_file" in str(one["view"]) for one in slack.asks(HOME)]


def test_a_picture_that_was_not_there_once_is_asked_for_again() -> None:
    async def story(life: Life, channel) -> None:
        ready(life.slack)
        await channel.show(ANN, page())
        life.picture = FILE
        await channel.show(ANN, page())
        await channel.show(ANN, page())
        assert shown(life.slack) == [False, True, True]
        assert len(life.slack.asks(DONE)) == 1

    lived(story)


def test_a_picture_that_the_page_was_refused_with_is_brought_anew() -> None:
    async def story(life: Life, channel) -> None:
        ready(life.slack)
        life.picture = FILE
        life.slack.says(HOME, error("invalid_blocks"), {"ok": True})
        await channel.show(ANN, page())
        await channel.show(ANN, page())
        assert shown(life.slack) == [True, False, True]
        assert len(life.slack.asks(DONE)) == 2

    lived(story)
