"""The app at the door: what Slack did not sign is not even read, and what makes no sense harms nobody."""

import asyncio
import json
from collections.abc import Mapping

import pytest
from structlog.testing import capture_logs

from bot.channels.slack.app import Answer, App, Told
from bot.clock import SystemClock
from tests.acceptance.slack.signing import FORM, JSON, signed, wrongly_signed
from tests.bot.channels.slack.raw_slack import message

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
NONSENSE = "This is no request of Slack's."
WORDS = "marzipan at the lighthouse"
# In each of them the library stumbles before anything of ours sees it.
STRANGE = (
    {"authorizations": {"text": WORDS}},
    {"authorizations": 7},
    {"authorizations": [WORDS]},
    {"team": 7, "event": {"text": WORDS}},
    {"view": {}, "user": [], "event": 7, "is_ext_shared_channel": True, "type": "event_callback"},
    {"response_urls": [], "event": {"text": WORDS}, "team": [WORDS], "enterprise": 7},
)


def now() -> int:
    """The time as signatures carry it."""
    return int(SystemClock().now().timestamp())


def at_the_door(body: bytes, kind: str = JSON, headers: Mapping[str, str] | None = None) -> tuple[Answer, int]:
    """What is answered to a body, signed unless it has other headers; and how often anything was taken in."""
    taken: list[Mapping[str, object]] = []

    async def take_in(came: Mapping[str, object]) -> Told:
        taken.append(came)
        return Told()

    proof = signed(SECRET, body, now()) if headers is None else headers
    sent = {name.lower(): one for name, one in {**proof, "Content-Type": kind}.items()}
    return asyncio.run(App(take_in, SECRET).over_http(body, sent)), len(taken)


def test_what_slack_signed_is_taken() -> None:
    assert at_the_door(json.dumps(message(text=WORDS)).encode()) == (Answer(200), 1)


@pytest.mark.parametrize("flaw", sorted(wrongly_signed("", b"", 0)))
@pytest.mark.parametrize("body", [b"[" * 100_000, b"no JSON", *(json.dumps(one).encode() for one in STRANGE)])
def test_what_is_not_signed_is_not_even_read(body: bytes, flaw: str) -> None:
    answer, taken = at_the_door(body, headers=wrongly_signed(SECRET, body, now())[flaw])
    assert (answer.status, taken) == (401, 0)


@pytest.mark.parametrize("body", STRANGE)
def test_what_is_signed_and_makes_no_sense_is_refused_and_logged_once_without_its_words(body: object) -> None:
    with capture_logs() as logs:
        assert at_the_door(json.dumps(body).encode()) == (Answer(400, NONSENSE), 0)
    assert [one["event"] for one in logs] == ["slack_request_not_understood"]
    assert WORDS not in str(logs)


def test_what_is_signed_and_is_no_text_is_refused() -> None:
    assert at_the_door(b"\xff\xfe\x00") == (Answer(400, NONSENSE), 0)


@pytest.mark.parametrize("body", [b"ssl_check=1", b"ssl_check=1&token=Ab1", b"token=Ab1&ssl_check=1"])
def test_slacks_look_at_our_certificate_needs_no_signature(body: bytes) -> None:
    assert at_the_door(body, FORM, {}) == (Answer(200), 0)


@pytest.mark.parametrize(
    "body",
    [
        b"ssl_check=1&command=%2Fcoach",
        b"ssl_check=0",
        b"ssl_check=1&token=" + b"a" * 101,
        b"ssl_check=1\n",
        b'{"ssl_check": "1"}',
        b"payload=%7B%22ssl_check%22%3A%221%22%7D",
    ],
)
def test_what_only_resembles_that_look_needs_one(body: bytes) -> None:
    assert at_the_door(body, FORM, {})[0].status == 401


def test_an_app_without_a_secret_takes_nothing_over_http() -> None:
    async def never(_: Mapping[str, object]) -> Told:
        raise AssertionError

    body = json.dumps(message(text=WORDS)).encode()
    headers = {name.lower(): one for name, one in signed("none", body, now()).items()}
    assert asyncio.run(App(never).over_http(body, headers)).status == 401


@pytest.mark.parametrize("body", STRANGE)
def test_on_the_socket_what_makes_no_sense_is_acknowledged_and_logged_once_without_its_words(
    body: dict[str, object],
) -> None:
    async def never(_: Mapping[str, object]) -> Told:
        raise AssertionError

    with capture_logs() as logs:
        assert asyncio.run(App(never).over_socket(body)) == Answer(200)
    assert [one["event"] for one in logs] == ["slack_request_not_understood"]
    assert WORDS not in str(logs)


@pytest.mark.parametrize("fails", [True, False])
def test_what_is_not_taken_is_not_acknowledged(*, fails: bool) -> None:
    async def take_in(_: Mapping[str, object]) -> Told:
        if fails:
            raise RuntimeError(WORDS)
        return Told(taken=False)

    with capture_logs() as logs:
        assert asyncio.run(App(take_in).over_socket(dict(message(text=WORDS)))).status == 503
    assert WORDS not in str(logs)
