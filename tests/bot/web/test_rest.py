"""The REST channel: a request is answered once its turn is whole, in order, once; what waits comes with the next one."""

import asyncio
from pathlib import Path

import pytest

from bot.domain.delivery import Draft, Fate, Priority
from bot.domain.update import Update, Wrote
from bot.services import pulling
from bot.services.pulling import ClientLeft, Told
from bot.store import outbox, people
from bot.store.work import Work
from dialogues.message import Message, Text
from tests.bot.services.conftest import START
from tests.bot.web.conftest import Bounds, Serving, click, serving, texts, titles

BUTTONS = {"recipient_id", "text", "buttons"}


async def here() -> bool:
    """The client is still there."""
    return False


async def gone() -> bool:
    """The client hung up."""
    return True


def prompt(work: Work, *keys: str) -> None:
    """Prompts that wait for Ann; the words of each are its key."""
    learner, address = people.find_or_create(work, "rest", "ann", START)
    drafts = [Draft(key, learner, address, Message(Text.of(key)), Priority.prompt, START) for key in keys]
    outbox.enqueue(work, drafts, START)


async def fates(coach: Serving) -> dict[Fate, int]:
    """How many deliveries met which fate, once what went out is settled."""
    return dict(await coach.parts.store.read(outbox.counts))


def test_a_whole_welcome_goes_by_clicks(home: Path, database: str) -> None:
    async def talk() -> None:
        async with serving(home, database) as coach:
            answer = await coach.say("hi")
            assert all(one["recipient_id"] == "ann" for one in answer)
            assert "I am Peercoach" in texts(answer)[0]
            answer = await coach.say(click(answer, "Yes"))
            assert "Norway" in titles(answer)
            answer = await coach.say(click(answer, "Norway"))
            answer = await coach.say("it is 16:00 here")
            answer = await coach.say(click(answer, "09:00"))
            answer = await coach.say(click(answer, "Every day"))
            assert "09:00" in texts(answer)[0]
            assert "116 123" in "\n".join(texts(await coach.say("help now")))

    asyncio.run(talk())


def test_buttons_stand_only_where_something_may_be_tapped(home: Path) -> None:
    async def talk() -> None:
        async with serving(home) as coach:
            answer = await coach.say("hi")
            answer += await coach.say(click(answer, "Yes"))
            answer += await coach.say(click(answer, "Norway"))
            assert [set(one) for one in answer] == [BUTTONS, BUTTONS, {"recipient_id", "text"}]

    asyncio.run(talk())


def test_each_of_many_quick_requests_gets_its_own_answer_and_in_order(home: Path, database: str) -> None:
    async def talk() -> None:
        async with serving(home, database) as coach:
            await coach.known("ann", "bo")
            lines = ["settings", "thanks"] * 5
            asked = [(line, person) for line in lines for person in ("ann", "bo")]
            answers = await asyncio.gather(*(coach.say(line, person) for line, person in asked))
            for (line, person), answer in zip(asked, answers, strict=True):
                assert len(answer) == 1
                assert answer[0]["recipient_id"] == person
                assert texts(answer)[0].startswith("Your settings") == (line == "settings")

    asyncio.run(talk())


def test_a_repeat_with_the_same_key_is_no_second_turn(home: Path, database: str) -> None:
    async def talk() -> None:
        async with serving(home, database) as coach:
            await coach.known("ann", "bo")
            assert await coach.say("settings", Idempotency_Key="1")
            assert await coach.say("settings", Idempotency_Key="1") == []
            assert await coach.say("settings", Idempotency_Key="2")

    asyncio.run(talk())


def test_a_key_is_its_senders_own(home: Path) -> None:
    async def talk() -> None:
        async with serving(home) as coach:
            await coach.known("ann", "bo")
            await coach.say("settings", "ann", Idempotency_Key="1")
            await coach.parts.store.run(prompt, "u900.0")
            answer = await coach.say("settings", "bo", Idempotency_Key="1")
            assert [one["recipient_id"] for one in answer] == ["bo"]
            assert texts(answer)[0].startswith("Your settings")

    asyncio.run(talk())


def test_of_waiting_prompts_only_the_newest_comes_and_comes_once(home: Path, database: str) -> None:
    async def talk() -> None:
        async with serving(home, database) as coach:
            await coach.known("ann", "bo")
            await coach.parts.store.run(prompt, "u900.0", "u900.1", "u901.0", "u902.0", "u902.1")
            assert texts(await coach.say("thanks"))[1:] == ["u902.0", "u902.1"]
            assert len(await coach.say("thanks")) == 1
            assert await fates(coach) == {Fate.sent: 4, Fate.cancelled: 3}

    asyncio.run(talk())


def test_what_another_process_answers_is_found_by_looking(home: Path, database: str) -> None:
    async def talk() -> None:
        async with serving(home, database, Bounds(answers="beside")) as coach:
            await coach.known("ann")
            assert texts(await coach.say("settings"))[0].startswith("Your settings")

    asyncio.run(talk())


def test_what_nobody_heard_waits_for_the_next_request(home: Path, database: str) -> None:
    async def talk() -> None:
        async with serving(home, database) as coach:
            await coach.known("ann")
            await coach.parts.store.run(prompt, "u900.0")
            with pytest.raises(ClientLeft):
                async with coach.pulling.answered(Update("rest", "1", "ann", Wrote("settings"), START), gone):
                    pytest.fail("nobody is there to be told")
            first, second, waiting = texts(await coach.say("thanks"))
            assert first.startswith("Your settings")
            assert not second.startswith("Your settings")
            assert waiting == "u900.0"

    asyncio.run(talk())


def test_an_answer_cut_off_on_its_way_comes_again_and_a_prompt_does_not(home: Path, database: str) -> None:
    async def talk() -> None:
        async with serving(home, database) as coach:
            await coach.known("ann")
            await coach.parts.store.run(prompt, "u900.0")
            told: list[Told] = []
            with pytest.raises(ConnectionError):
                async with coach.pulling.answered(Update("rest", "1", "ann", Wrote("settings"), START), here) as one:
                    told.append(one)
                    raise ConnectionError
            assert len(told[0].lines) == 2
            first, _ = texts(await coach.say("thanks"))
            assert first.startswith("Your settings")
            assert await fates(coach) == {Fate.sent: 2, Fate.dropped: 1}

    asyncio.run(talk())


def test_a_turn_that_takes_too_long_is_told_so_and_comes_with_the_next_request(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pulling, "PATIENCE", 0.3)

    async def talk() -> None:
        async with serving(home, bounds=Bounds(answers="nobody")) as coach:
            await coach.known("ann")
            late = await coach.post("settings")
            assert late.status_code == 503
            assert "next request" in late.json()["error"]
            assert int(late.headers["Retry-After"]) > 0
        monkeypatch.setattr(pulling, "PATIENCE", 20)
        async with serving(home) as coach:
            first, second = texts(await coach.say("thanks"))
            assert first.startswith("Your settings")
            assert not second.startswith("Your settings")

    asyncio.run(talk())


def test_a_line_that_held_a_sender_is_forgotten_when_nobody_stands_in_it() -> None:
    turns = pulling.OneAtATime()
    order: list[str] = []

    async def take(name: str, key: str) -> None:
        async with turns.of(key):
            order.append(name)
            await asyncio.sleep(0)
            order.append(name)

    async def all_at_once() -> None:
        await asyncio.gather(take("a", "ann"), take("b", "ann"), take("c", "ann"))

    asyncio.run(all_at_once())
    assert order == ["a", "a", "b", "b", "c", "c"]
    assert len(turns) == 0
