"""REST in trouble: a call for help gets its card within the request, whatever is broken."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from bot.services import pulling
from tests.bot.services.test_trouble import locked
from tests.bot.web.conftest import Bounds, serving, texts


def test_with_the_database_locked_a_call_for_help_gets_the_card_of_ones_country(home: Path) -> None:
    async def talk() -> None:
        async with serving(home) as coach:
            await coach.known("ann", country="NO")
            await coach.say("thanks")
            holding = locked(home)
            for words in ("help now", "i want to die", "are you there"):
                [card] = texts(await coach.say(words))
                assert "116 123" in card
                assert "988" not in card
            holding.close()

    asyncio.run(talk())


def test_with_the_database_locked_somebody_unknown_gets_the_neutral_card(home: Path) -> None:
    async def talk() -> None:
        async with serving(home) as coach:
            holding = locked(home)
            [card] = texts(await coach.say("help now"))
            holding.close()
            assert "findahelpline.com" in card

    asyncio.run(talk())


def test_with_the_database_locked_other_words_are_told_so_each_time(home: Path) -> None:
    async def talk() -> None:
        async with serving(home) as coach:
            holding = locked(home)
            for _ in range(2):
                [told] = texts(await coach.say("lesson"))
                assert "cannot save" in told
            holding.close()
            assert "I am Peercoach" in texts(await coach.say("hi"))[0]

    asyncio.run(talk())


@pytest.mark.parametrize("answers", ["here", "nobody"])
def test_when_the_answer_does_not_come_a_call_for_help_gets_the_card(
    answers: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def talk() -> None:
        async with serving(home, bounds=Bounds(answers=answers)) as coach:
            await coach.known("ann")
            [card] = texts(await coach.say("help now"))
            assert "988" in card
            assert "save anything" not in card, "it was kept"

    if answers == "nobody":
        monkeypatch.setattr(pulling, "PATIENCE_IN_DANGER", 0.3)
    asyncio.run(talk())


def test_a_call_for_help_does_not_wait_behind_a_turn_that_hangs(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pulling, "PATIENCE_IN_DANGER", 0.3)
    monkeypatch.setattr(pulling, "PATIENCE", 3)

    async def talk() -> None:
        async with serving(home, bounds=Bounds(answers="nobody")) as coach:
            await coach.known("ann")
            hanging = asyncio.create_task(coach.post("lesson"))
            await asyncio.sleep(0.1)
            [card] = texts(await coach.say("i want to die"))
            assert "988" in card
            assert not hanging.done()
            assert (await hanging).status_code == 503
        async with serving(home) as coach:
            assert "Who is this about?" in "\n".join(texts(await coach.say("hello"))), "the call itself was kept"

    asyncio.run(talk())


def test_a_repeated_call_for_help_gets_a_card_again(home: Path) -> None:
    async def talk() -> None:
        async with serving(home) as coach:
            await coach.known("ann")
            for _ in range(2):
                assert "988" in "\n".join(texts(await coach.say("help now", Idempotency_Key="1")))

    asyncio.run(talk())


def test_a_tap_on_help_now_gets_the_card_with_the_database_locked(home: Path) -> None:
    async def talk() -> None:
        async with serving(home) as coach:
            answer = await coach.say("hi")
            [payload] = [one["payload"] for one in answer[0]["buttons"] if one["title"] == "Help now"]
            holding = locked(home)
            [card] = texts(await coach.say(payload))
            holding.close()
            assert "findahelpline.com" in card

    asyncio.run(talk())


def test_with_postgresql_gone_a_call_for_help_gets_the_card(
    home: Path, postgresql: Engine, new_postgresql: Callable[[], str]
) -> None:
    url = new_postgresql()
    name = url.rsplit("/", 1)[-1].split("?")[0]

    async def talk() -> None:
        async with serving(home, url) as coach:
            await coach.known("ann", country="ES")
            await coach.say("thanks")
            with postgresql.connect() as admin:
                admin.execute(text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false"))
                admin.execute(
                    text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"), {"name": name}
                )
            [card] = texts(await coach.say("help now"))
            assert "024" in card

    asyncio.run(talk())
