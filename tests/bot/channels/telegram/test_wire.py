"""What an answer means to whoever sends: gone or refused when Telegram says so, in doubt when nobody knows."""

import asyncio
import json
from datetime import UTC, datetime

import pytest

from bot.channels.port import Gone, Refused, Throttled, Unreachable
from bot.channels.telegram.channel import Bearings, TelegramChannel
from bot.channels.telegram.wire import wire_to
from dialogues.message import Message, Text
from tests.acceptance.telegram import faults
from tests.acceptance.telegram.api import BotApi
from tests.acceptance.telegram.faults import Fault, When
from tests.acceptance.telegram.people import Person
from tests.acceptance.telegram.server import serving
from tests.acceptance.telegram.wire import Ending, Response

ANN = 7
NOW = datetime(2027, 1, 4, tzinfo=UTC)
PAGE = b"<html>blocked by a proxy</html>"


def said(status: int, body: bytes, kind: str = "application/json") -> Fault:
    """An answer in words of one's own."""
    return Fault("said", When.BEFORE, response=Response(status, body, kind))


def refusal(status: int, what: str, **parameters: object) -> Fault:
    """A refusal of Telegram's own."""
    body = {"ok": False, "error_code": status, "description": what}
    return said(status, json.dumps({**body, "parameters": parameters} if parameters else body).encode())


def sent(fault: Fault | None, text: str = "hello") -> object:
    """What becomes of a message that meets a fault: its name, or the failure."""

    async def run() -> object:
        async with serving(BotApi()) as api:
            Person(api, ANN).start()
            channel = TelegramChannel(
                wire_to(api.token, api.root, ""), Bearings("telegram:main", 30, None, {}, lambda: NOW, lambda: None)
            )
            if fault:
                api.go_wrong("sendMessage", fault)
            try:
                return await channel.send(str(ANN), Message(Text.of(text)), "1")
            except Exception as failure:
                return failure
            finally:
                await channel.close()

    return asyncio.run(run())


def test_what_is_sent_has_the_name_telegram_gave_it() -> None:
    assert str(sent(None)).isdigit()


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (refusal(403, "Forbidden: bot was blocked by the user"), Gone),
        (refusal(400, "Bad Request: chat not found"), Gone),
        (refusal(400, "Bad Request: message text is empty"), Refused),
        (refusal(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-100), Refused),
        (refusal(429, "Too Many Requests: retry after 3", retry_after=3), Throttled),
    ],
    ids=str,
)
def test_what_telegram_says_itself_counts(fault: Fault, kind: type[Exception]) -> None:
    assert type(sent(fault)) is kind


TOKEN_WRONG = refusal(401, "Unauthorized")
AWAY = refusal(500, "Internal Server Error")
PAGES = [said(status, PAGE, "text/html") for status in (400, 401, 403, 404, 409, 413, 429, 502)]
NOT_THE_API = [said(403, body) for body in (b"", b"{}", b"[]", b"7", b'{"error":"blocked"}', b'{"ok":true,"result":1}')]
ODD = [said(429, b'{"ok":false,"description":"x","parameters":[]}'), refusal(429, "x", retry_after="soon")]
HALF_A_PAGE = Fault("half a page", When.BEFORE, response=Response(502, PAGE, "text/html", Ending.CUT))


@pytest.mark.parametrize("fault", [*PAGES, *NOT_THE_API, *ODD, HALF_A_PAGE, TOKEN_WRONG, AWAY, faults.bad_gateway()])
def test_an_error_of_any_other_server_is_nobodys_departure_and_surely_took_nothing(fault: Fault) -> None:
    failure = sent(fault)
    assert isinstance(failure, Unreachable)
    assert not failure.perhaps_sent
    assert "proxy" not in str(failure)
    assert "html" not in str(failure)


SHOWN = {"message_id": 5, "date": 1, "chat": {"id": ANN, "type": "private"}}
RESULTS = [True, None, [], {}, {**SHOWN, "message_id": "5"}, {**SHOWN, "date": "today"}, {**SHOWN, "chat": 7}]
UNREADABLE = [said(200, json.dumps({"ok": True, "result": one}).encode()) for one in RESULTS]
BODIES = (b"", PAGE, b"[]", b'{"ok":true}', b'{"ok":false,"result":{}}', b"[" * 100_000)


@pytest.mark.parametrize(
    "fault",
    [*UNREADABLE, *(said(200, body) for body in BODIES), faults.garbled(), faults.dropped_after(), faults.cut()],
)
def test_what_was_perhaps_taken_is_in_doubt(fault: Fault) -> None:
    failure = sent(fault)
    assert isinstance(failure, Unreachable)
    assert failure.perhaps_sent


def test_what_never_left_is_not_in_doubt() -> None:
    async def run() -> None:
        bearings = Bearings("telegram:main", 30, None, {}, lambda: NOW, lambda: None)
        channel = TelegramChannel(wire_to("4242:token", "http://127.0.0.1:1", ""), bearings)
        with pytest.raises(Unreachable) as caught:
            await channel.send(str(ANN), Message(Text.of("hello")), "1")
        assert not caught.value.perhaps_sent
        await channel.close()

    asyncio.run(run())


def test_what_the_library_raises_before_the_call_stays_our_own_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.channels.telegram.handing.NO_PREVIEW", object())
    failure = sent(None)
    assert isinstance(failure, Exception)
    assert not isinstance(failure, Unreachable | Refused | Gone | Throttled)
