"""Handing over: which calls are made of a post, a file, a word aside, a window and a page."""

import asyncio

import pytest

from bot.channels.port import File, Refused, Unreachable
from bot.channels.slack import handing
from bot.channels.slack.handing import open_window, publish, rewrite, say, upload, whisper
from bot.channels.slack.render import Post, Upload
from bot.channels.slack.wire import Wire
from tests.bot.channels.slack.small_slack import ANN, DM, Said, SmallSlack, error, within

BLOCKS = [
    {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "Hi"}]}]}
]
POST = Post("Hi", tuple(BLOCKS))
PLAIN = {"parse": "none", "link_names": False}
SENT = {"channel": DM, "text": "Hi", "blocks": BLOCKS, **PLAIN, "unfurl_links": False, "unfurl_media": False}
PICTURE = Upload(File("week.png", b"\x89PNG" * 500_000), "Two of three lessons done")


def ready(slack: SmallSlack, file: str = "F1") -> None:
    """Let the Slack take a file, and show it at once."""
    slack.says("files.getUploadURLExternal", {"ok": True, "upload_url": f"{slack.root}/upload/v1/x", "file_id": file})
    slack.says("/upload/v1/x", Said(b"OK - 4", kind="text/plain"))
    slack.says(
        "files.info", {"ok": True, "file": {"mimetype": "image/png", "shares": {"private": {DM: [{"ts": "1.1"}]}}}}
    )


def test_a_post_is_plain_and_shows_no_previews() -> None:
    async def run(slack: SmallSlack, wire: Wire) -> None:
        slack.says("chat.postMessage", {"ok": True, "ts": "17.0002", "channel": DM})
        assert await say(wire, DM, POST) == f"{DM}:17.0002"
        assert slack.asks("chat.postMessage") == [SENT]

    asyncio.run(within(run))


def test_a_post_in_a_thread_is_shown_in_the_talk_as_well() -> None:
    async def run(slack: SmallSlack, wire: Wire) -> None:
        slack.says("chat.postMessage", {"ok": True, "ts": "17.0002"})
        await say(wire, DM, POST, "16.0001")
        assert slack.asks("chat.postMessage") == [{**SENT, "thread_ts": "16.0001", "reply_broadcast": True}]

    asyncio.run(within(run))


@pytest.mark.parametrize("ts", [{}, {"ts": None}, {"ts": ""}, {"ts": 17.0002}])
def test_a_post_without_a_name_is_in_doubt(ts: dict[str, object]) -> None:
    async def run(slack: SmallSlack, wire: Wire) -> None:
        slack.says("chat.postMessage", {"ok": True, **ts})
        with pytest.raises(Unreachable) as caught:
            await say(wire, DM, POST)
        assert caught.value.perhaps_sent

    asyncio.run(within(run))


def test_a_message_is_rewritten_whole() -> None:
    async def run(slack: SmallSlack, wire: Wire) -> None:
        await rewrite(wire, DM, "17.0002", POST)
        assert slack.asks("chat.update") == [{"channel": DM, "ts": "17.0002", "text": "Hi", "blocks": BLOCKS, **PLAIN}]

    asyncio.run(within(run))


@pytest.mark.parametrize("code", ["message_not_found", "cant_update_message", "edit_window_closed"])
def test_what_can_be_rewritten_no_more_is_refused(code: str) -> None:
    async def run(slack: SmallSlack, wire: Wire) -> None:
        slack.says("chat.update", error(code))
        with pytest.raises(Refused, match=code):
            await rewrite(wire, DM, "17.0002", POST)

    asyncio.run(within(run))


def test_a_file_is_brought_with_its_words_and_then_shown_in_the_chat() -> None:
    async def run(slack: SmallSlack, wire: Wire) -> None:
        ready(slack)
        assert await upload(wire, DM, PICTURE, "16.0001") == "F1"
        asked, brought, finished, looked = slack.asked
        length = str(len(PICTURE.file.body))
        assert asked.values == {"filename": "week.png", "length": length, "alt_txt": "Two of three lessons done"}
        assert brought.body == PICTURE.file.body
        assert "authorization" not in brought.headers  # it may be another host
        assert finished.values["files"] == '[{"id": "F1", "title": "week.png"}]'
        assert (finished.values["channel_id"], finished.values["thread_ts"]) == (DM, "16.0001")
        assert looked.values == {"file": "F1"}

    asyncio.run(within(run))


def test_a_picture_for_a_page_stands_in_no_chat_and_words_that_there_are_none_of_are_not_sent() -> None:
    async def run(slack: SmallSlack, wire: Wire) -> None:
        ready(slack)
        assert await upload(wire, None, Upload(PICTURE.file, "")) == "F1"
        assert "alt_txt" not in slack.asks("files.getUploadURLExternal")[0]
        assert set(slack.asks("files.completeUploadExternal")[0]) == {"files"}

    asyncio.run(within(run))


def test_words_for_a_picture_that_are_too_long_for_slack_are_shortened() -> None:
    async def run(slack: SmallSlack, wire: Wire) -> None:
        ready(slack)
        await upload(wire, None, Upload(PICTURE.file, "A bar for each day. " * 200))
        assert 900 < len(slack.asks("files.getUploadURLExternal")[0]["alt_txt"]) <= 1000

    asyncio.run(within(run))


@pytest.mark.parametrize(
    ("step", "answer"),
    [
        ("files.getUploadURLExternal", {"ok": True}),
        ("files.getUploadURLExternal", error("internal_error")),
        ("/upload/v1/x", Said(b"no", 500)),
        ("/upload/v1/x", Said(b"no", 404)),
        ("/upload/v1/x", Said(b"", 302, headers={"Location": "/elsewhere"})),
        ("/upload/v1/x", Said(ends="drop")),
    ],
    ids=str,
)
def test_a_file_that_did_not_get_there_is_surely_not_shown(step: str, answer: Said | dict[str, object]) -> None:
    async def run(slack: SmallSlack, wire: Wire) -> None:
        ready(slack)
        slack.says(step, answer)
        with pytest.raises(Unreachable) as caught:
            await upload(wire, DM, PICTURE)
        assert not caught.value.perhaps_sent
        assert slack.asks("files.completeUploadExternal") == []

    asyncio.run(within(run))


def test_bytes_that_take_too_long_are_given_up_before_anything_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handing, "BRINGING", 0.1)

    async def run(slack: SmallSlack, wire: Wire) -> None:
        ready(slack)
        slack.says("/upload/v1/x", Said(ends="hang"))
        with pytest.raises(Unreachable) as caught:
            await upload(wire, DM, PICTURE)
        assert not caught.value.perhaps_sent

    asyncio.run(within(run))


def test_a_file_whose_sharing_nobody_saw_end_is_in_doubt() -> None:
    async def run(slack: SmallSlack, wire: Wire) -> None:
        ready(slack)
        slack.says("files.completeUploadExternal", Said(ends="drop"))
        with pytest.raises(Unreachable) as caught:
            await upload(wire, DM, PICTURE)
        assert caught.value.perhaps_sent

    asyncio.run(within(run))


UNSEEN = [
    {"ok": True},
    {"ok": True, "file": {}},
    {"ok": True, "file": {"mimetype": "image/png", "shares": {"private": []}}},
]


@pytest.mark.parametrize(
    "told", [*UNSEEN, error("file_not_found"), error("ratelimited"), error("token_revoked"), Said(b"[]")]
)
def test_a_file_that_was_taken_is_not_given_back_because_nobody_sees_it_yet(
    told: Said | dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handing, "LOOKS", (0, 0, 0))

    async def run(slack: SmallSlack, wire: Wire) -> None:
        ready(slack)
        slack.says("files.info", told)
        assert await upload(wire, DM, PICTURE) == "F1"

    asyncio.run(within(run))


def test_what_follows_a_file_waits_until_slack_shows_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handing, "LOOKS", (0, 0, 0, 0))

    async def run(slack: SmallSlack, wire: Wire) -> None:
        ready(slack)
        shown = slack.answers["files.info"]
        slack.says("files.info", *(Said(one) for one in UNSEEN), *shown)
        await upload(wire, DM, PICTURE)
        assert len(slack.asks("files.info")) == 4

    asyncio.run(within(run))


def test_a_word_aside_is_seen_by_one_and_calls_nobody() -> None:
    async def run(slack: SmallSlack, wire: Wire) -> None:
        await whisper(wire, "C0ROOM", ANN, "Write <@U1> & me", "16.0001")
        (asked,) = slack.asks("chat.postEphemeral")
        assert asked["text"] == "Write &lt;@U1&gt; &amp; me"
        assert asked["blocks"][0]["elements"][0]["elements"] == [{"type": "text", "text": "Write <@U1> & me"}]
        assert (asked["channel"], asked["user"], asked["thread_ts"]) == ("C0ROOM", ANN, "16.0001")
        assert asked.items() >= PLAIN.items()

    asyncio.run(within(run))


def test_a_window_and_a_page_are_drawn_for_whoever_asked() -> None:
    async def run(slack: SmallSlack, wire: Wire) -> None:
        await open_window(wire, "1.2.abc", {"type": "modal"})
        await publish(wire, ANN, {"type": "home"})
        assert slack.asks("views.open") == [{"trigger_id": "1.2.abc", "view": {"type": "modal"}}]
        assert slack.asks("views.publish") == [{"user_id": ANN, "view": {"type": "home"}}]

    asyncio.run(within(run))


def test_a_trigger_that_is_too_old_is_refused() -> None:
    async def run(slack: SmallSlack, wire: Wire) -> None:
        slack.says("views.open", error("expired_trigger_id"))
        with pytest.raises(Refused, match="expired_trigger_id"):
            await open_window(wire, "1.2.abc", {"type": "modal"})

    asyncio.run(within(run))
