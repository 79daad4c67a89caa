"""Rasa may choose the intent; whatever else it does, the embedded reading stands, and soon enough."""

import asyncio

import aiohttp
import pytest

from nlu import rasa as rasa_module
from nlu import rasa_server
from nlu.embedded import EmbeddedInterpreter
from nlu.intents import UNSURE, Reading
from nlu.rasa import THRESHOLD, asking_rasa
from nlu.rasa_server import LIMIT, MOST_BYTES, Trouble
from tests.nlu.rasa_wire import (
    TOKEN,
    Answer,
    FakeRasa,
    Heard,
    asking,
    away,
    closing,
    dripping,
    endless,
    fake_rasa,
    huge,
    saying,
    slow_headers,
)

TEXT = "can you message me at 7pm instead"
OWN_TIME = 4.0  # a busy machine may add as much to the limit; the slow answers would need a minute
BAD: dict[str, tuple[Answer, Trouble]] = {
    "slow headers": (slow_headers, Trouble.slow),
    "a dripping body": (dripping, Trouble.slow),
    "500": (saying(500, b"{}"), Trouble.refused),
    "401": (saying(401, b'{"intent": {"name": "greet", "confidence": 1.0}}'), Trouble.refused),
    "a redirect": (away, Trouble.refused),
    "HTML": (saying(200, b"<html>hello</html>", "text/html"), Trouble.garbled),
    "huge": (huge, Trouble.too_long),
    "endless": (endless, Trouble.too_long),
    "closing": (closing, Trouble.unreachable),
    "nothing": (saying(200, b""), Trouble.garbled),
    "no text": (saying(200, b"\xff\xfe\x00"), Trouble.garbled),
    "deeply nested": (saying(200, b"[" * (MOST_BYTES - 1)), Trouble.garbled),
    "a list": (saying(200, b"[]"), Trouble.garbled),
    "no intent": (saying(200, b'{"intent": null}'), Trouble.garbled),
    "no number": (saying(200, b'{"intent": {"name": "greet", "confidence": "0.9"}}'), Trouble.garbled),
    "not a number": (saying(200, b'{"intent": {"name": "greet", "confidence": NaN}}'), Trouble.garbled),
    "more than certain": (saying(200, b'{"intent": {"name": "greet", "confidence": 7}}'), Trouble.garbled),
    "a long number": (
        saying(200, b'{"intent": {"name": "greet", "confidence": ' + b"9" * 9000 + b"}}"),
        Trouble.garbled,
    ),
    "an unknown intent": (saying(200, b'{"intent": {"name": "fly", "confidence": 0.9}}'), Trouble.unknown_intent),
}


async def may_leave() -> bool:
    """Words that may go to Rasa."""
    return False


async def must_stay() -> bool:
    """Words that must not."""
    return True


def read_once(rasa: FakeRasa, ours: EmbeddedInterpreter, heard: Heard, text: str = TEXT) -> tuple[Reading, float]:
    """What one text is read as with this server, and how long that took."""

    async def once() -> tuple[Reading, float]:
        async with asking(rasa, ours, heard) as interpreter:
            began = asyncio.get_running_loop().time()
            reading = await interpreter.interpret(text, "en", may_leave)
            return reading, asyncio.get_running_loop().time() - began

    return asyncio.run(once())


def test_rasa_chooses_the_intent_and_the_values_are_ours(interpreter: EmbeddedInterpreter) -> None:
    rasa, heard = FakeRasa("thanks", 0.8), Heard()
    reading, _ = read_once(rasa, interpreter, heard)
    assert reading == Reading("thanks", 0.8, interpreter.read(TEXT, "en").entities)
    assert reading.entities["hour"] == "19:00"
    assert (rasa.asked, rasa.tokens) == ([TEXT], [TOKEN])
    assert (heard.fallbacks, heard.turns) == ([], [])


@pytest.mark.parametrize("what", BAD)
def test_whatever_it_answers_the_embedded_reading_stands_within_the_limit(
    what: str, interpreter: EmbeddedInterpreter
) -> None:
    answer, why = BAD[what]
    heard = Heard()
    reading, took = read_once(FakeRasa(answer=answer), interpreter, heard)
    assert reading == interpreter.read(TEXT, "en")
    assert heard.fallbacks == [why]
    assert took < LIMIT + OWN_TIME
    assert heard.turns == ([] if why is Trouble.unknown_intent else [f"failed: {why}"])


def test_where_nobody_listens_the_embedded_reading_stands(interpreter: EmbeddedInterpreter) -> None:
    async def once(heard: Heard) -> Reading:
        async with fake_rasa(FakeRasa()) as gone:
            pass
        async with asking_rasa(gone.url, TOKEN, interpreter, heard) as asking_nobody:
            return await asking_nobody.interpret(TEXT, "en", may_leave)

    heard = Heard()
    assert asyncio.run(once(heard)) == interpreter.read(TEXT, "en")
    assert heard.fallbacks == [Trouble.unreachable]


@pytest.mark.parametrize("text", ["", " ", "7", "...", "?!", "12:30", "\0\n", "STOP", "help!", "/pause 2 weeks", "c"])
def test_a_text_without_words_a_single_word_and_a_command_never_go_to_rasa(
    text: str, interpreter: EmbeddedInterpreter
) -> None:
    rasa = FakeRasa("affirm", 0.51)
    reading, _ = read_once(rasa, interpreter, Heard(), text)
    assert reading == interpreter.read(text, "en")
    assert rasa.asked == []


@pytest.mark.parametrize("answer", [None, saying(500, b"")])
def test_words_that_must_stay_are_read_here_alone_and_count_as_no_fallback(
    answer: Answer | None, interpreter: EmbeddedInterpreter
) -> None:
    rasa, heard = FakeRasa("affirm", answer=answer), Heard()

    async def once() -> Reading:
        async with asking(rasa, interpreter, heard) as asks:
            return await asks.interpret(TEXT, "en", must_stay)

    assert asyncio.run(once()) == interpreter.read(TEXT, "en")
    assert (rasa.asked, heard.fallbacks) == ([], [])


@pytest.mark.parametrize(
    ("intent", "confidence"),
    [("nlu_fallback", 0.7), ("greet", THRESHOLD - 0.01), ("stop", 0.35), ("erase_my_data", 0.35)],
)
def test_what_rasa_is_not_sure_of_is_unsure(intent: str, confidence: float, interpreter: EmbeddedInterpreter) -> None:
    reading, _ = read_once(FakeRasa(intent, confidence), interpreter, Heard())
    assert (reading.intent, reading.confidence) == (UNSURE, confidence)


def test_a_long_text_is_cut_before_it_goes(interpreter: EmbeddedInterpreter) -> None:
    rasa = FakeRasa()
    read_once(rasa, interpreter, Heard(), "hello there " * 10_000)
    assert len(rasa.asked[0]) <= 2_000


def test_while_it_fails_no_turn_waits_for_it_and_it_is_told_once_that_it_fails_and_once_that_it_works_again(
    interpreter: EmbeddedInterpreter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rasa_module, "PAUSE", 0.05)
    rasa, heard = FakeRasa("thanks", answer=saying(500, b"")), Heard()

    async def days() -> list[str]:
        async with asking(rasa, interpreter, heard) as asks:
            for _ in range(50):
                await asks.interpret(TEXT, "en", may_leave)
            asked_by_people = rasa.asked.count(TEXT)
            rasa.answer = None
            while "recovered" not in heard.turns:
                await asyncio.sleep(0.01)
            return [str(asked_by_people), (await asks.interpret(TEXT, "en", may_leave)).intent]

    assert asyncio.run(days()) == ["1", "thanks"]
    assert heard.turns == [f"failed: {Trouble.refused}", "recovered"]
    assert heard.fallbacks == [Trouble.refused] + [Trouble.resting] * 49


def test_of_many_turns_that_fail_at_once_one_tells(interpreter: EmbeddedInterpreter) -> None:
    heard = Heard()

    async def at_once() -> list[Reading]:
        async with asking(FakeRasa(answer=saying(500, b"")), interpreter, heard) as asks:
            return await asyncio.gather(*(asks.interpret(TEXT, "en", may_leave) for _ in range(32)))

    assert asyncio.run(at_once()) == [interpreter.read(TEXT, "en")] * 32
    assert heard.turns == [f"failed: {Trouble.refused}"]
    assert len(heard.fallbacks) == 32


def test_nothing_is_left_running_when_the_process_ends_while_rasa_fails(interpreter: EmbeddedInterpreter) -> None:
    async def end() -> int:
        async with asking(FakeRasa(answer=saying(500, b"")), interpreter, Heard()) as asks:
            await asks.interpret(TEXT, "en", may_leave)
        return len(asyncio.all_tasks())

    assert asyncio.run(end()) == 1


def test_a_failure_names_neither_the_words_nor_the_address_nor_the_token() -> None:
    async def fail() -> BaseException:
        async with rasa_server.rasa_server("http://127.0.0.1:1", TOKEN) as server:
            try:
                await server.parse("words of somebody")
            except rasa_server.NoAnswer as none:
                return none
        raise AssertionError("somebody listens there")

    none = asyncio.run(fail())
    assert none.__suppress_context__
    for secret in (TOKEN, "words", "127.0.0.1"):
        assert secret not in str(none)
    assert not isinstance(none, aiohttp.ClientError)
