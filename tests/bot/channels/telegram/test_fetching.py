"""A document is fetched only when it is asked for, in full or not at all, and a failure tells neither token nor page."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.channels.port import Fetching, Refused, Throttled, Unreachable
from bot.channels.telegram.channel import Bearings, TelegramChannel
from bot.channels.telegram.wire import wire_to
from bot.domain.update import FileRef, Sent
from tests.acceptance.telegram import faults
from tests.acceptance.telegram.api import BotApi
from tests.acceptance.telegram.people import Person
from tests.acceptance.telegram.server import serving
from tests.acceptance.telegram.wire import Ending, Response
from tests.bot.channels.telegram.raw_updates import FILE, message
from tests.bot.channels.telegram.test_wire import refusal

ANN = 7
NOW = datetime(2027, 1, 4, tzinfo=UTC)
BODY = b"---\nid: rights-01\n---\n"
Story = Callable[[BotApi, TelegramChannel, str], Awaitable[None]]


def live(story: Story) -> None:
    """Live a story with a bot to which Ann has sent a document."""

    async def run() -> None:
        async with serving(BotApi()) as api:
            ann = Person(api, ANN)
            ann.start()
            ann.sends.document(BODY, "rights-01.md", "text/markdown")
            ref = next(iter(api.world.files))
            bearings = Bearings("telegram:main", 30, None, {}, lambda: NOW, lambda: None)
            channel = TelegramChannel(wire_to(api.token, api.root, ""), bearings)
            try:
                await story(api, channel, ref)
            finally:
                await channel.close()

    asyncio.run(run())


def failed(api: BotApi, failure: Exception) -> str:
    """The words of a failure, which give nothing away."""
    assert api.token not in str(failure)
    assert api.root not in str(failure)
    assert failure.__cause__ is None
    return str(failure)


def test_a_document_is_fetched_as_it_was_sent() -> None:
    async def story(api: BotApi, channel: TelegramChannel, ref: str) -> None:
        assert isinstance(channel, Fetching)
        assert await channel.fetch(ref, len(BODY)) == BODY
        assert len(api.called("getFile")) == 1

    live(story)


def test_what_is_too_large_is_refused_by_what_is_told_of_it_and_by_what_comes() -> None:
    async def story(api: BotApi, channel: TelegramChannel, ref: str) -> None:
        with pytest.raises(Refused, match=f"more than {len(BODY) - 1} bytes"):
            await channel.fetch(ref, len(BODY) - 1)
        stored = api.world.files[ref]
        api.world.files[ref] = replace(stored, content=BODY * 100_000)  # more than it was told to be
        stored.described["file_size"] = 1
        with pytest.raises(Refused, match=r"more than 1,000 bytes"):
            await channel.fetch(ref, 1000)

    live(story)


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (refusal(400, "Bad Request: file is too big"), Refused),
        (refusal(400, "Bad Request: wrong file_id or the file is temporarily unavailable"), Refused),
        (refusal(429, "Too Many Requests: retry after 3", retry_after=3), Throttled),
        (refusal(500, "Internal Server Error"), Unreachable),
        (faults.bad_gateway(), Unreachable),
        (faults.dropped(), Unreachable),
    ],
    ids=str,
)
def test_what_telegram_says_of_a_file_counts(fault: faults.Fault, kind: type[Exception]) -> None:
    async def story(api: BotApi, channel: TelegramChannel, ref: str) -> None:
        api.go_wrong("getFile", fault)
        with pytest.raises(kind) as caught:
            await channel.fetch(ref, 1000)
        failed(api, caught.value)
        if isinstance(caught.value, Throttled):
            assert caught.value.until == NOW + timedelta(seconds=3)

    live(story)


GIVEN = {
    "gone": (Response(404, b"<html>not found"), Refused),
    "shut": (Response(403, b"no"), Refused),
    "at fault": (Response(502, b"<html>proxy"), Unreachable),
    "elsewhere": (Response(302, b""), Unreachable),
    "cut off": (Response(200, BODY, ending=Ending.CUT), Unreachable),
    "no answer at all": (Response(200, BODY, ending=Ending.DROPPED), Unreachable),
}


@pytest.mark.parametrize(("given", "kind"), GIVEN.values(), ids=GIVEN.keys())
def test_where_files_are_may_fail_too(given: Response, kind: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.acceptance.telegram.server.Response", lambda *_: given)

    async def story(api: BotApi, channel: TelegramChannel, ref: str) -> None:
        with pytest.raises(kind) as caught:
            await channel.fetch(ref, 1000)
        words = failed(api, caught.value)
        assert "proxy" not in words
        assert "html" not in words

    live(story)


def test_a_file_that_comes_too_slowly_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.channels.telegram.fetching.PATIENCE", 0.05)
    monkeypatch.setattr(
        "tests.acceptance.telegram.server.Response", lambda *_: Response(200, BODY, ending=Ending.SILENT)
    )

    async def story(api: BotApi, channel: TelegramChannel, ref: str) -> None:
        with pytest.raises(Unreachable, match="TimeoutError"):
            await channel.fetch(ref, 1000)

    live(story)


@pytest.mark.parametrize("path", [__file__, ""], ids=["on this very disk", "nowhere"])
def test_no_file_of_our_own_disk_is_read_where_a_server_names_one(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def story(api: BotApi, channel: TelegramChannel, ref: str) -> None:
        told = api.world.files[ref]
        api.world.files[ref] = replace(told, path=path)
        with pytest.raises(Refused):
            await channel.fetch(ref, 1_000_000)

    live(story)


def test_each_file_of_an_album_is_an_update_of_its_own() -> None:
    async def story(api: BotApi, channel: TelegramChannel, ref: str) -> None:
        saved = []

        async def receive(update: object) -> bool:
            saved.append(update)
            return True

        for number, name in enumerate(("one.md", "two.md")):
            held = {"document": {**FILE, "file_name": name}, "media_group_id": "139"}
            assert await channel.take({**message(**held), "update_id": number}, receive)
        assert [one.raw for one in saved] == [Sent("file", "", FileRef(name, "AgAD")) for name in ("one.md", "two.md")]
        assert len({one.external_id for one in saved}) == 2
        assert api.called("getFile") == [], "nothing comes by itself"

    live(story)
