"""A real `coach serve` with a Rasa server that goes away in the middle of a thousand turns: every turn is answered, and soon."""

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from aiohttp import web

from bench import people
from bench.people import Findings, left_over, talk_at_once
from bench.serving import Served, served
from nlu.embedded import EmbeddedInterpreter, embedded
from nlu.files import DATA
from nlu.rasa_server import LIMIT
from tests.acceptance.process import free_port
from tests.nlu.rasa_wire import TOKEN, FakeRasa, fake_rasa, slow_headers

PEOPLE, TURNS = 40, 25
MIDDLE = 200  # texts that Rasa was asked by then: taps, and words that settle what is open, do not go to it
ROUND = (
    "how are you today",
    "which of the ten do i know best",
    "tell me something about the weather",
    "thanks for that one",
)
OWN_TIME = 5.0  # forty people at once on a busy machine
LONG = 120.0


async def talk(coach: Served, port: int, ours: EmbeddedInterpreter, how: str) -> tuple[Findings, FakeRasa]:
    """A thousand turns; in their middle Rasa is stopped, or hangs."""
    rasa = FakeRasa()

    async def read_as_we_do(rasa: FakeRasa, request: web.Request) -> web.Response:
        reading = ours.read(rasa.asked[-1], "en")
        rasa.intent, rasa.confidence = reading.intent.replace("unsure", "nlu_fallback"), reading.confidence
        return web.json_response(rasa.read())

    async with AsyncExitStack() as listening:
        rasa.answer = read_as_we_do
        await listening.enter_async_context(fake_rasa(rasa, port))

        async def go_away() -> None:
            while len(rasa.asked) < MIDDLE:
                await asyncio.sleep(0.005)
            rasa.answer = slow_headers
            if how == "stopped":
                await listening.aclose()

        going = asyncio.create_task(go_away())
        findings = await talk_at_once(coach, PEOPLE, LONG, TURNS)
        going.cancel()  # where it was asked too little to go away, the test says so
        await asyncio.gather(going, return_exceptions=True)
    return findings, rasa


@pytest.mark.parametrize("how", ["stopped", "hanging"])
def test_with_rasa_gone_in_the_middle_of_a_thousand_turns_every_turn_is_answered_within_the_limit(
    how: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people, "LONGEST_PAUSE", 0.2)
    monkeypatch.setattr(people, "ROUND", ROUND)
    ours, port = embedded(DATA, home / "cache"), free_port()
    with served(home, COACH_RASA_URL=f"http://127.0.0.1:{port}", COACH_RASA_TOKEN=TOKEN) as coach:
        findings, rasa = asyncio.run(talk(coach, port, ours, how))
    assert findings.wrong == []
    assert len(findings.took) == PEOPLE * TURNS == 1_000
    assert max(findings.took) < LIMIT + OWN_TIME
    assert left_over(home) == []
    assert len(rasa.asked) >= MIDDLE
    assert coach.told.count("event=rasa_failed") == 1
    assert "level=error" not in coach.told
    assert TOKEN not in coach.told
    print(how, len(findings.took), "turns, slowest", round(max(findings.took), 2), "s; Rasa was asked", len(rasa.asked))
