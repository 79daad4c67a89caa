"""At the door over HTTP: what Slack did not sign does no work, and what it signed but cannot be read harms nobody."""

import asyncio
import json
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from bot.clock import SystemClock
from bot.store import people
from tests.acceptance.process import eventually, free_port
from tests.acceptance.slack.bad_days import LONG, answers, asks
from tests.acceptance.slack.coach import EVENTS_PATH, hooked
from tests.acceptance.slack.people import Person
from tests.acceptance.slack.signing import FORM, JSON, knock, signed, wrongly_signed
from tests.acceptance.slack.town import Town, account_of, town_with_coach
from tests.acceptance.slack.world import Json

WRONG = sorted(wrongly_signed("", b"", 0))
NONSENSE = ["-1", "0", "1e9", "", " ", "٣٢١", "9" * 400, "NaN", "0x7fffffff", "1700000000.5"]
WORDS = "marzipan at the lighthouse"
OBJECT = {"type": "event_callback", "team_id": 7, "event": [], "event_id": {}}


@pytest.fixture(scope="module")
def town(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A town with a coach to whom everything is brought over HTTP."""
    home = Path(shutil.copytree(prepared, tmp_path_factory.mktemp("door") / "home"))
    with town_with_coach(home, settings=lambda api: hooked(api, free_port())) as town:
        yield town


def seconds() -> int:
    """The time as signatures carry it."""
    return int(SystemClock().now().timestamp())


def wrote(person: Person, words: str = WORDS) -> Json:
    """An event in which somebody writes, that Slack has not brought."""
    ts = person.api.world.ts(person.workspace)
    event = {"type": "message", "channel": person.room.id, "channel_type": "im", "user": person.id, "text": words}
    return person.api.payloads.event(person.workspace, {**event, "ts": ts, "event_ts": ts})[1]


def brought(town: Town, body: bytes, kind: str = JSON, **headers: str) -> tuple[int, str]:
    """Bring a body as Slack would, signed; the answer."""
    proof = signed(town.api.signing_secret, body, seconds())
    more = {name.replace("_", "-"): one for name, one in headers.items()}
    return knock(town.coach.url + EVENTS_PATH, body, {**proof, **more}, kind)


def is_known(town: Town, person: Person) -> bool:
    """Whether anything that the person did reached the coach."""
    return town.run(people.find, account_of(person), person.id) is not None


@pytest.mark.parametrize("flaw", WRONG)
def test_what_slack_did_not_sign_is_refused_and_nothing_is_written(town: Town, flaw: str) -> None:
    stranger = town.newcomer()
    body = json.dumps(wrote(stranger)).encode()
    headers = wrongly_signed(town.api.signing_secret, body, seconds())[flaw]
    status, said = knock(town.coach.url + EVENTS_PATH, body, headers)
    assert status == 401
    assert WORDS not in said
    assert not is_known(town, stranger)
    assert WORDS not in town.coach.told


def test_the_same_signed_is_taken(town: Town) -> None:
    stranger = town.newcomer()
    assert brought(town, json.dumps(wrote(stranger)).encode()) == (200, "")
    eventually(lambda: is_known(town, stranger))


@pytest.mark.parametrize("stamp", NONSENSE)
def test_a_timestamp_that_is_none_is_refused_like_a_wrong_signature(town: Town, stamp: str) -> None:
    stranger = town.newcomer()
    body = json.dumps(wrote(stranger)).encode()
    proof = signed(town.api.signing_secret, body, 0) | {"X-Slack-Request-Timestamp": stamp.encode().decode("latin-1")}
    assert knock(town.coach.url + EVENTS_PATH, body, proof)[0] == 401
    assert not is_known(town, stranger)


@pytest.mark.parametrize(
    "proof", ["v0=\xe9", "v0=" + "0" * 64, "v1=" + "0" * 64, "v0", "\xff" * 1000, "v0=" + "f" * 30_000]
)
def test_a_signature_that_is_none_is_refused(town: Town, proof: str) -> None:
    body = json.dumps(wrote(town.newcomer())).encode()
    headers = signed(town.api.signing_secret, body, seconds()) | {"X-Slack-Signature": proof}
    assert knock(town.coach.url + EVENTS_PATH, body, headers)[0] == 401


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"this is no JSON", JSON),
        (b'{"type": "event_callback", ', JSON),
        (b"[" * 100_000, JSON),
        (b'["a list"]', JSON),
        (b'"a text"', JSON),
        (b"\xff\xfe\x00", JSON),
        (b"payload=this+is+no+JSON", FORM),
        (b"payload=[1,2]", FORM),
        (b"payload=%FF%FE", FORM),
    ],
)
def test_a_signed_body_that_cannot_be_read_is_refused(town: Town, body: bytes, kind: str) -> None:
    assert brought(town, body, kind)[0] == 400


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", JSON),
        (b"{}", JSON),
        (json.dumps(OBJECT).encode(), JSON),
        (b'{"type":"event_callback","team_id":"T0001AAA","event":{"type":"message","text":{"a":[]}}}', JSON),
        (b'{"type":"event_of_a_later_api","team_id":"T0001AAA"}', JSON),
        (b"payload={}", FORM),
        (b"a=b&c=d", FORM),
        (b'<?xml version="1.0"?><event/>', "text/xml"),
    ],
)
def test_a_signed_body_that_means_nothing_is_taken_and_forgotten(town: Town, body: bytes, kind: str) -> None:
    assert brought(town, body, kind) == (200, "")


@pytest.mark.parametrize("kind", ["text/plain", FORM, "application/octet-stream"])
def test_a_content_type_that_does_not_fit_opens_no_door_and_closes_none(town: Town, kind: str) -> None:
    stranger = town.newcomer()
    body = json.dumps(wrote(stranger)).encode()
    assert knock(town.coach.url + EVENTS_PATH, body, {}, kind)[0] == 401
    assert not is_known(town, stranger)
    assert brought(town, body, kind) == (200, "")
    eventually(lambda: is_known(town, stranger))


def test_a_huge_body_is_refused_and_others_go_on(town: Town) -> None:
    stranger = town.newcomer()
    assert brought(town, json.dumps(wrote(stranger, WORDS * 100_000)).encode())[0] == 400
    assert not is_known(town, stranger)
    town.api.call(town.is_awake())


@pytest.mark.parametrize("size", ["Content-Length: 4000", "Transfer-Encoding: chunked"])
def test_a_body_that_never_comes_to_an_end_is_refused_and_others_go_on_meanwhile(town: Town, size: str) -> None:
    at = urlsplit(town.coach.url)
    head = f"POST {EVENTS_PATH} HTTP/1.1\r\nHost: {at.netloc}\r\nContent-Type: application/json\r\n{size}\r\n"
    proof = "".join(f"{name}: {one}\r\n" for name, one in signed("guessed", b"", seconds()).items())
    opened = [socket.create_connection((at.hostname, at.port), LONG) for _ in range(20)]
    for connection in opened:
        connection.sendall((head + proof + "\r\n").encode())
    town.api.call(town.is_awake())
    for connection in opened:
        with connection:
            assert connection.recv(1000).startswith(b"HTTP/1.1 400")


def test_slacks_own_questions_are_answered(town: Town) -> None:
    assert town.api.call(town.api.events.verify(town.coach.url + EVENTS_PATH))
    assert brought(town, urlencode({"ssl_check": "1", "token": "verification"}).encode(), FORM)[0] == 200


def test_who_did_not_sign_gets_no_challenge_back(town: Town) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "to be echoed", "token": "x"}).encode()
    status, said = knock(town.coach.url + EVENTS_PATH, body, {})
    assert (status, "to be echoed" in said) == (401, False)


def test_an_event_brought_three_times_and_out_of_order_is_answered_once(town: Town) -> None:
    ann = town.peer()
    asks(ann, 1)
    town.api.call(ann.sees("Skill 1 of 10", LONG))
    later, earlier = (json.dumps(wrote(ann, f"what is competency {number}")).encode() for number in (7, 5))

    async def thrice(body: bytes) -> list[tuple[int, str]]:
        again = [{}, *({"X_Slack_Retry_Num": str(n), "X_Slack_Retry_Reason": "http_timeout"} for n in (2, 1))]
        return await asyncio.gather(*(asyncio.to_thread(brought, town, body, JSON, **one) for one in again))

    for body in (later, earlier, later):
        assert town.api.call(thrice(body)) == [(200, "")] * 3
    town.api.call(ann.sees("Skill 5 of 10", LONG))
    asks(ann, 10)
    town.api.call(ann.sees("Skill 10 of 10", LONG))
    assert answers(ann) == [1, 7, 5, 10]


def test_no_call_was_wrong_and_no_word_secret_or_token_is_in_the_log(town: Town) -> None:
    assert WORDS not in town.coach.told
    assert town.wrong() == []
