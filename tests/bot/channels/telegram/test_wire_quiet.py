"""The wire is quiet: the token stands in every address that is called, and in no failure and no log, at any level."""

import asyncio

import pytest

from bot.channels.port import Unreachable
from bot.channels.telegram.channel import Bearings, TelegramChannel
from bot.channels.telegram.wire import wire_to
from dialogues.message import Message, Text
from tests.acceptance.telegram import faults
from tests.acceptance.telegram.api import BotApi
from tests.acceptance.telegram.faults import Fault
from tests.acceptance.telegram.people import Person
from tests.acceptance.telegram.server import serving
from tests.bot.channels.telegram.test_wire import (
    ANN,
    AWAY,
    HALF_A_PAGE,
    NOT_THE_API,
    NOW,
    PAGES,
    TOKEN_WRONG,
    UNREADABLE,
)
from tests.logged import everything_logged, told

TOKEN = "4242424242:AAzanahoria-quixotic-lantern-0123456789"
WORDS = "Zimtstern owls at Quokkabay"
BEARINGS = Bearings("telegram:main", 30, None, {}, lambda: NOW, lambda: None)
FAULTS = (*PAGES, *NOT_THE_API, *UNREADABLE, HALF_A_PAGE, TOKEN_WRONG, AWAY)
BROKEN = (faults.bad_gateway(), faults.garbled(), faults.dropped_after(), faults.cut())


async def failed(channel: TelegramChannel) -> str:
    """How a message to Ann fails, as it may be written down."""
    try:
        await channel.send(str(ANN), Message(Text.of(WORDS)), "1")
    except Exception as failure:
        return f"{failure} {failure!r}"
    finally:
        await channel.close()
    return ""


async def met(fault: Fault | None) -> tuple[str, str]:
    """The server's token, and how sending fails when it goes wrong like that."""
    async with serving(BotApi()) as api:
        Person(api, ANN).start()
        if fault:
            api.go_wrong("sendMessage", fault)
        return api.token, await failed(TelegramChannel(wire_to(api.token, api.root, ""), BEARINGS))


@pytest.mark.parametrize("fault", [None, *FAULTS, *BROKEN])
def test_what_telegram_answers_brings_no_token_and_no_words_into_a_log(
    fault: Fault | None, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    with everything_logged(monkeypatch) as log:
        token, failure = asyncio.run(met(fault))
    out, err = capfd.readouterr()
    assert bool(failure) is bool(fault)
    assert "Using selector" in log.getvalue(), "or nothing was captured"
    assert told(log.getvalue() + failure + out + err, [token, token.split(":")[1], WORDS]) == set()


@pytest.mark.parametrize(
    "root", ["http://127.0.0.1:1", "http://nowhere.invalid", "gopher://127.0.0.1", "http://[broken"]
)
def test_an_address_that_cannot_be_called_is_not_told_with_its_token(
    root: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    with everything_logged(monkeypatch) as log:
        failure = asyncio.run(failed(TelegramChannel(wire_to(TOKEN, root, ""), BEARINGS)))
    out, err = capfd.readouterr()
    assert Unreachable.__name__ in failure
    assert told(log.getvalue() + failure + out + err, [TOKEN, TOKEN.split(":")[1], WORDS]) == set()


def test_without_that_care_the_token_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    with everything_logged(monkeypatch) as log:
        monkeypatch.setattr("logging.Logger.isEnabledFor", lambda *_: True)
        token, _ = asyncio.run(met(None))
    assert told(log.getvalue(), [token]) == {token}
