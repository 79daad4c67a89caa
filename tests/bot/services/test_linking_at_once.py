"""Linking at the very moment when something else happens: nothing is lost, and nobody is left halfway."""

import asyncio
from datetime import timedelta
from pathlib import Path

from bot.jobs.loops import settle
from bot.services.parts import Parts
from bot.services.schedules import fire_due
from bot.services.turns import answer_some
from tests.bot.services.conftest import Notebook
from tests.bot.services.living import at_once, begin, forward, hand_in, person, say, words_to
from tests.bot.services.test_linking import ONE, TWO, code, together


async def at_the_same_time(parts: Parts) -> None:
    """Answer all that waits at once, and what must be tried again a little later."""
    for _ in range(4):
        await fire_due(parts)
        await asyncio.gather(answer_some(parts), answer_some(parts))
        forward(parts, timedelta(seconds=6))
    await settle(parts)


def test_one_code_used_in_two_chats_at_once_joins_one_of_them(home: Path, notebook: Notebook, database: str) -> None:
    async def talk(parts: Parts) -> None:
        await begin(parts, "three")
        told = await code(parts, notebook)
        for chat in (TWO, "three"):
            await at_once(parts, f"link {told}", address=chat)
            await hand_in(parts, "yes", chat)
        await at_the_same_time(parts)
        ids = [await person(parts, chat) for chat in (ONE, TWO, "three")]
        assert len(set(ids)) == 2
        last = sorted((words_to(notebook, TWO)[-1][:5], words_to(notebook, "three")[-1][:5]))
        assert last == ["Done.", "That "]

    together(home, notebook, database, talk)


def test_two_chats_that_join_each_other_at_once_are_one_and_both_are_told_so(
    home: Path, notebook: Notebook, database: str
) -> None:
    async def talk(parts: Parts) -> None:
        codes = {TWO: await code(parts, notebook, ONE), ONE: await code(parts, notebook, TWO)}
        for chat, told in codes.items():
            await at_once(parts, f"link {told}", address=chat)
        for chat in codes:
            await hand_in(parts, "yes", chat)
        await at_the_same_time(parts)
        assert await person(parts, ONE) == await person(parts, TWO)
        assert [words_to(notebook, chat)[-1][:5] for chat in (ONE, TWO)] == ["Done.", "Done."]

    together(home, notebook, database, talk)


def test_a_ring_of_chats_that_join_at_once_becomes_one_person(home: Path, notebook: Notebook, database: str) -> None:
    async def talk(parts: Parts) -> None:
        chats = [f"c{place}" for place in range(4)]
        await begin(parts, *chats)
        codes = [await code(parts, notebook, chat) for chat in chats]
        for chat, told in zip(chats, codes[1:], strict=False):
            await at_once(parts, f"link {told}", address=chat)
        for chat in chats[:-1]:
            await hand_in(parts, "yes", chat)
        await at_the_same_time(parts)
        left = {await person(parts, chat) for chat in chats}
        assert len(left) <= 3, "at least one of them"
        for chat in chats:
            await say(parts, "settings", address=chat)
            assert words_to(notebook, chat)[-1].startswith("Your settings")

    together(home, notebook, database, talk)


def test_what_was_said_in_the_other_chat_while_they_merge_is_answered_once(
    home: Path, notebook: Notebook, database: str
) -> None:
    async def talk(parts: Parts) -> None:
        for place in range(6):
            one, two = f"one-{place}", f"two-{place}"
            await begin(parts, one, two)
            giver, taker = (one, two) if place % 2 else (two, one)
            told = await code(parts, notebook, giver)
            await at_once(parts, f"link {told}", address=taker)
            await hand_in(parts, "yes", taker)
            await answer_some(parts)
            await fire_due(parts)
            await hand_in(parts, "settings", giver)
            await at_the_same_time(parts)
            assert await person(parts, one) == await person(parts, two)
            answers = [words for words in words_to(notebook, giver) if words.startswith("Your settings")]
            assert len(answers) == 1, words_to(notebook, giver)

    together(home, notebook, database, talk)
