"""The wire is quiet: no log record, at any level, holds a token, words, names or addresses; and no proxy is taken from nowhere."""

import asyncio
import logging

import pytest

from bot.channels.port import File, Gone, Refused, Throttled, Unreachable
from bot.channels.slack.handing import say, upload
from bot.channels.slack.people import People
from bot.channels.slack.render import Post, Upload
from bot.channels.slack.wire import Wire, wire_to
from tests.bot.channels.slack.small_slack import (
    ANN,
    DM,
    NOW,
    TOKEN,
    WORDS,
    Said,
    SmallSlack,
    error,
    small_slack,
    within,
)

PAGE = b"<html>blocked by a proxy</html>"
SECRET = (TOKEN, "zanahoria", WORDS, "umbrella", ANN, DM, "blocked by a proxy", "annual")
POST = Post(WORDS, ({"type": "rich_text", "elements": []},))


def test_nothing_of_what_is_sent_or_comes_back_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    told = logging.getLogger("bot.channels.slack.wire.library")
    for name in list(logging.root.manager.loggerDict):
        if name != told.name:
            caplog.set_level(logging.DEBUG, name)

    async def talk(slack: SmallSlack, wire: Wire) -> None:
        url = f"{slack.root}/upload/annual"
        slack.says("files.getUploadURLExternal", {"ok": True, "upload_url": url, "file_id": "F1"})
        slack.says("conversations.open", {"ok": True, "channel": {"id": DM}})
        people = People(wire, lambda: NOW)
        for said in ({"ok": True, "ts": WORDS}, error("invalid_blocks", text=WORDS), Said(PAGE), Said(ends="drop")):
            for method in ("chat.postMessage", "files.completeUploadExternal", "users.info", "dnd.teamInfo"):
                slack.says(method, said)
            await people.dm_of(ANN)
            await people.told(ANN)
            await people.quiet_until(ANN)
            for doing in (say(wire, DM, POST), upload(wire, DM, Upload(File("annual.png", b"x"), WORDS))):
                try:
                    await doing
                except (Gone, Refused, Throttled, Unreachable) as failure:
                    assert not any(one in f"{failure!r} {failure}" for one in SECRET)

    asyncio.run(within(talk), debug=True)
    said = "\n".join(
        f"{record.name} {record.getMessage()} {record.exc_info} {vars(record)}" for record in caplog.records
    )
    assert not [one for one in SECRET if one in said]
    assert "slack_sdk" not in said


def test_the_librarys_logger_reaches_nobody() -> None:
    quiet = logging.getLogger("bot.channels.slack.wire.library")
    assert quiet.disabled
    assert not quiet.propagate
    assert not quiet.isEnabledFor(logging.CRITICAL)


def test_a_wire_does_not_show_its_token() -> None:
    wire = wire_to(TOKEN, "https://slack.com/api", lambda: NOW)
    assert TOKEN not in repr(wire)
    assert TOKEN not in str(wire)


def test_a_proxy_of_the_environment_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")

    async def call() -> None:
        async with small_slack() as slack:
            wire = wire_to(TOKEN, slack.api, lambda: NOW)
            await wire.call("auth.test")
            await wire.put(f"{slack.root}/upload/1", b"x")
            await wire.close()
            assert len(slack.asked) == 2

    asyncio.run(call())
