"""A call for help is answered when nothing can be saved, before anything was asked, and with the interpreter broken."""

import asyncio
import sqlite3
from pathlib import Path

import pytest

from bot.domain.update import Pressed, Wrote
from bot.jobs.loops import settle
from bot.services.parts import Parts
from bot.services.people import welcome_done
from bot.services.turns import receive
from dialogues.facts import Profile
from nlu.intents import Reading, Stays
from tests.bot.services.conftest import ACCOUNT, START, Notebook, coach, update

HELP = ("help now", "HELP NOW!", "/help_now", "i want to kill myself", "sos")


def locked(home: Path) -> sqlite3.Connection:
    """Another program that holds the database for itself."""
    connection = sqlite3.connect(home / "coach.db", isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    return connection


@pytest.mark.parametrize("words", HELP)
def test_a_call_for_help_gets_the_card_when_the_database_is_stopped(words: str, home: Path, notebook: Notebook) -> None:
    async def call() -> bool:
        async with coach(home, notebook) as parts:
            await parts.store.run(welcome_done, ACCOUNT, "ann", Profile(country="NO"), START)
            await receive(parts, update(Wrote("hello"), "1"))
            holding = locked(home)
            try:
                return await receive(parts, update(Wrote(words), "2"))
            finally:
                holding.close()

    assert asyncio.run(call()) is False, "it must not be confirmed, so that it comes again"
    [card] = notebook.words
    assert "116 123" in card
    assert "113" in card
    assert "988" not in card


def test_somebody_unknown_gets_the_neutral_card_and_never_another_countrys_number(
    home: Path, notebook: Notebook
) -> None:
    async def call() -> None:
        async with coach(home, notebook) as parts:
            holding = locked(home)
            await receive(parts, update(Wrote("help now"), "1", address="somebody new"))
            holding.close()

    asyncio.run(call())
    [card] = notebook.words
    assert "local emergency number" in card
    assert "findahelpline.com" in card
    assert not any(sign.isdigit() for sign in card)


def test_other_words_are_told_once_that_nothing_can_be_saved(home: Path, notebook: Notebook) -> None:
    async def call() -> list[bool]:
        async with coach(home, notebook) as parts:
            holding = locked(home)
            confirmed = [await receive(parts, update(Wrote("hello"), str(turn))) for turn in range(3)]
            holding.close()
            confirmed.append(await receive(parts, update(Wrote("hello"), "3")))
            return confirmed

    assert asyncio.run(call()) == [False, False, False, True]
    assert len(notebook.words) == 1
    assert "cannot save" in notebook.words[0]


def test_the_card_is_there_even_when_its_file_is_gone(home: Path, notebook: Notebook) -> None:
    async def call() -> None:
        async with coach(home, notebook) as parts:
            for card in (home / "cards").iterdir():
                card.unlink()
            holding = locked(home)
            await receive(parts, update(Wrote("help now"), "1"))
            holding.close()

    asyncio.run(call())
    assert "findahelpline.com" in notebook.words[0]


class Broken:
    """An interpreter that is broken entirely."""

    async def interpret(self, text: str, locale: str, stays: Stays) -> Reading:
        """Fail."""
        raise RuntimeError("the interpreter is broken")


async def tap(parts: Parts, notebook: Notebook, key: str) -> None:
    """Tap the button with this key on the last message that has it."""
    offered = [[choice.key for choice in message.choices] for _, message in notebook.taken]
    number = max(number for number, keys in enumerate(offered) if key in keys)
    place = offered[number].index(key)
    await receive(parts, update(Pressed(notebook.tokens[number], place), f"tap-{key}"))
    await settle(parts)


async def say(parts: Parts, *lines: str) -> None:
    """Say some lines, each answered before the next."""
    for place, line in enumerate(lines):
        await receive(parts, update(Wrote(line), f"{place}-{line}"))
        await settle(parts)


def test_with_the_interpreter_broken_numbers_commands_help_and_the_crisis_path_still_work(
    home: Path, notebook: Notebook
) -> None:
    async def talk() -> None:
        async with coach(home, notebook) as parts:
            parts.interpreter = Broken()
            await parts.store.run(welcome_done, ACCOUNT, "ann", Profile(country="US"), START)
            await say(parts, "/lesson", "1", "help", "/settings", "i want to die", "me", "2", "stop")

    asyncio.run(talk())
    said = "\n".join(notebook.words)
    for expected in (
        "Say the limits first",
        "automated coach",
        "Your settings",
        "988",
        "danger right now?",
        "I have stopped",
    ):
        assert expected in said


def test_with_the_interpreter_broken_a_tap_is_answered_and_help_now_too(home: Path, notebook: Notebook) -> None:
    async def talk() -> None:
        async with coach(home, notebook) as parts:
            parts.interpreter = Broken()
            await parts.store.run(welcome_done, ACCOUNT, "ann", Profile(country="US"), START)
            await say(parts, "/lesson", "help")
            await tap(parts, notebook, "/help_now")
            await tap(parts, notebook, "about_me")

    asyncio.run(talk())
    assert "988" in notebook.words[-2]
    assert "danger right now?" in notebook.words[-1]


def test_before_the_welcome_a_crisis_word_is_answered_with_resources_first(home: Path, notebook: Notebook) -> None:
    async def talk() -> None:
        async with coach(home, notebook) as parts:
            await say(parts, "i want to kill myself")

    asyncio.run(talk())
    [card] = notebook.words
    assert "local emergency number" in card
    assert "Who is this about?" in card
