"""The REST channel's door: who may come in, how much at once, and nobody who calls for help is turned away."""

import asyncio
import json
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from bot.clock import MovableClock
from bot.store import inbox
from bot.web.bounds import Rates
from bot.web.rest import MOST_BYTES, MOST_CHARACTERS, PATH
from tests.bot.services.conftest import START
from tests.bot.web.conftest import TOKEN, Bounds, Serving, serving, texts

SECOND = timedelta(seconds=1)


def refused(answer: httpx.Response, status: int) -> str:
    """The sentence of a request that was refused, as it should be."""
    assert answer.status_code == status, answer.text
    [error] = answer.json().values()
    assert ": " in error, "what happened, and what to do now"
    return str(error)


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer wrong", f"Basic {TOKEN}", f"Bearer {TOKEN}x", "Bearer \xe9"])
def test_without_the_token_nothing_is_taken(header: str, home: Path) -> None:
    async def knock() -> None:
        async with serving(home) as coach:
            headers = {"Authorization": header.encode("latin-1")} if header else {}
            answer = await coach.client.post(PATH, json={"sender": "ann", "message": "hi"}, headers=headers)
            assert "COACH_REST_TOKEN" in refused(answer, 401)
            assert answer.headers["WWW-Authenticate"] == "Bearer"
            assert await coach.parts.store.read(inbox.latest) is None

    asyncio.run(knock())


UNREADABLE = (
    "",
    "hi",
    "[]",
    "null",
    "[" * 5000,
    '{"sender": "ann"}',
    '{"sender": 1, "message": "x"}',
    '{"message": null}',
)


@pytest.mark.parametrize("body", UNREADABLE, ids=range(len(UNREADABLE)))
def test_what_cannot_be_read_is_told_the_shape(body: str, home: Path) -> None:
    async def knock() -> None:
        async with serving(home) as coach:
            headers = {"Authorization": f"Bearer {TOKEN}"}
            assert '"sender"' in refused(await coach.client.post(PATH, content=body, headers=headers), 422)

    asyncio.run(knock())


def test_each_bound_is_told_with_what_to_do(home: Path) -> None:
    async def knock() -> None:
        async with serving(home) as coach:
            for sender in ("", " ", "a" * 129, "a\nb", "a\x00", "\ud800"):
                body = json.dumps({"sender": sender, "message": "hi"})
                headers = {"Authorization": f"Bearer {TOKEN}"}
                assert "`sender`" in refused(await coach.client.post(PATH, content=body, headers=headers), 422)
            for message in ("", "a" * (MOST_CHARACTERS + 1)):
                assert "`message`" in refused(await coach.post(message), 422)
            assert str(MOST_BYTES) in refused(await coach.post("a" * MOST_BYTES), 413)
            assert "Idempotency-Key" in refused(await coach.post("hi", Idempotency_Key="k" * 129), 422)
            assert await coach.parts.store.read(inbox.latest) is None, "nothing of it was taken"

    asyncio.run(knock())


def test_the_longest_message_and_half_a_character_are_taken(home: Path) -> None:
    async def talk() -> None:
        async with serving(home) as coach:
            await coach.known("ann", "a" * 128)
            assert await coach.say("a" * MOST_CHARACTERS, "a" * 128)
            body = json.dumps({"sender": "ann", "message": "what is \ud83d"})
            answer = await coach.client.post(PATH, content=body, headers={"Authorization": f"bearer {TOKEN}"})
            assert answer.status_code == 200, answer.text

    asyncio.run(talk())


def test_who_writes_too_fast_waits_and_others_do_not(home: Path) -> None:
    async def talk() -> None:
        async with serving(home, bounds=Bounds(Rates(30, burst=3))) as coach:
            await coach.known("ann", "bo")
            for _ in range(3):
                await coach.say("thanks")
            answer = await coach.post("thanks")
            assert "Retry-After" in refused(answer, 429)
            assert answer.headers["Retry-After"] == "2"
            assert await coach.say("thanks", "bo")
            assert isinstance(coach.parts.clock, MovableClock)
            coach.parts.clock.move(START + 2 * SECOND)
            assert await coach.say("thanks")
            refused(await coach.post("thanks"), 429)

    asyncio.run(talk())


def test_when_too_many_are_being_answered_a_request_is_told_to_come_again(home: Path) -> None:
    async def talk() -> None:
        async with serving(home, bounds=Bounds(most=0)) as coach:
            answer = await coach.post("thanks")
            assert "again" in refused(answer, 503)
            assert int(answer.headers["Retry-After"]) > 0

    asyncio.run(talk())


async def _too_fast(coach: Serving) -> None:
    for _ in range(3):
        await coach.post("thanks")


@pytest.mark.parametrize(
    ("bounds", "words"),
    [
        (Bounds(most=0), "i want to die"),
        (Bounds(Rates(1, burst=1)), "help now"),
        (Bounds(), "i want to die " * 300),
        (Bounds(), "i want to die \n\u00e9 " * 1500),
    ],
    ids=["full house", "too fast", "too long", "far too long"],
)
def test_nobody_who_calls_for_help_is_turned_away(bounds: Bounds, words: str, home: Path) -> None:
    async def talk() -> None:
        async with serving(home, bounds=bounds) as coach:
            await coach.known("ann", country="NO")
            await _too_fast(coach)
            answer = await coach.say(words)
            [card] = texts(answer)
            assert "findahelpline.com" in card or "116 123" in card
            assert "cannot save anything" not in card, "nothing is broken"
            assert "could not keep this one message" in card
            assert answer[0]["recipient_id"] == "ann"

    asyncio.run(talk())


def test_a_burst_is_free_again_at_its_pace() -> None:
    rates = Rates(30, burst=2)
    assert [rates.wait("ann", START) for _ in range(3)] == [timedelta(), timedelta(), 2 * SECOND]
    assert rates.wait("ann", START + SECOND) == SECOND
    assert [rates.wait("ann", START + 2 * SECOND) for _ in range(2)] == [timedelta(), 2 * SECOND]


def test_who_is_idle_is_forgotten_and_a_crowd_is_bounded() -> None:
    rates = Rates(30, burst=10, remembered=100)
    for place in range(1000):
        rates.wait(f"person-{place}", START)
    assert len(rates) == 100
    rates.wait("ann", START + 60 * SECOND)
    assert len(rates) == 1
