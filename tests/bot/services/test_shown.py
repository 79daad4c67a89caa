"""What is no new text: a call for help is heard in a caption and in a changed message, and nothing else is read from them."""

import asyncio
from pathlib import Path

import pytest

from bot.domain.update import Raw, Sent
from bot.jobs.loops import settle
from bot.services.parts import Parts
from bot.services.turns import receive
from tests.bot.services.conftest import Notebook, coach, update
from tests.bot.services.living import DAY, begin, forward, say
from tests.bot.services.test_trouble import locked

DANGER = "i want to kill myself"
NOT_TEXT = "I can only read text and taps"
EDITED = "I saw that you changed a message"
CALLS = (
    Sent("photo", DANGER),
    Sent("edit", DANGER),
    Sent("photo", "help now"),
    Sent("edit", "HELP NOW!"),
    Sent("file", "/help_now"),
    Sent("voice", f"  {DANGER} "),
)


async def show(parts: Parts, raw: Raw, name: str = "shown") -> None:
    """Show something to the coach."""
    assert await receive(parts, update(raw, name))
    await settle(parts)


@pytest.mark.parametrize("raw", CALLS)
def test_a_call_for_help_beside_a_picture_or_in_a_changed_message_opens_the_card(
    raw: Sent, home: Path, notebook: Notebook
) -> None:
    async def talk() -> None:
        async with coach(home, notebook) as parts:
            await begin(parts, "ann")
            await show(parts, raw)

    asyncio.run(talk())
    assert "988" in notebook.words[0]
    assert "Who is this about?" in "\n".join(notebook.words)


@pytest.mark.parametrize("raw", CALLS)
def test_the_card_comes_also_with_the_database_down_and_the_update_is_not_confirmed(
    raw: Sent, home: Path, notebook: Notebook
) -> None:
    async def talk() -> bool:
        async with coach(home, notebook) as parts:
            await begin(parts, "ann")
            await say(parts, "hi")
            notebook.taken.clear()
            holding = locked(home)
            try:
                return await receive(parts, update(raw, "shown"))
            finally:
                holding.close()

    assert asyncio.run(talk()) is False
    [card] = notebook.words
    assert "988" in card


@pytest.mark.parametrize("kind", ["sticker", "photo", "voice", "file", "location", "something new"])
@pytest.mark.parametrize("words", ["", "a nice day at the quay"])
def test_what_is_not_text_is_answered_with_what_the_coach_can_do(
    kind: str, words: str, home: Path, notebook: Notebook
) -> None:
    async def talk() -> None:
        async with coach(home, notebook) as parts:
            await begin(parts, "ann")
            await show(parts, Sent(kind, words))

    asyncio.run(talk())
    [answer] = notebook.words
    assert NOT_TEXT in answer


def test_a_changed_message_is_answered_with_how_changes_are_taken(home: Path, notebook: Notebook) -> None:
    async def talk() -> None:
        async with coach(home, notebook) as parts:
            await begin(parts, "ann")
            await show(parts, Sent("edit", "a lesson, please"))

    asyncio.run(talk())
    [answer] = notebook.words
    assert EDITED in answer


@pytest.mark.parametrize("raw", [Sent("photo", "1"), Sent("edit", "1"), Sent("photo", "stop"), Sent("edit", "stop")])
def test_a_caption_or_a_change_answers_no_question_and_is_no_command(raw: Sent, home: Path, notebook: Notebook) -> None:
    async def talk() -> None:
        async with coach(home, notebook) as parts:
            await begin(parts, "ann")
            await say(parts, "/quiz")
            open_now = [message.question for _, message in notebook.taken if message.question][-1]
            notebook.taken.clear()
            await show(parts, raw)
            asked = [message.question for _, message in notebook.taken if message.question]
            assert set(asked) <= {open_now}
            assert "I have stopped" not in "\n".join(notebook.words)
            await say(parts, "1")

    asyncio.run(talk())
    assert "did not get that" not in "\n".join(notebook.words), "the question was still open"


def test_with_the_database_down_a_harmless_picture_is_told_that_nothing_can_be_saved(
    home: Path, notebook: Notebook
) -> None:
    async def talk() -> None:
        async with coach(home, notebook) as parts:
            holding = locked(home)
            await receive(parts, update(Sent("photo", "a nice day"), "shown"))
            holding.close()

    asyncio.run(talk())
    [told] = notebook.words
    assert "cannot save" in told


def test_danger_in_a_picture_of_somebody_who_said_stop_gets_the_card_and_a_sticker_stays_unasked(
    home: Path, notebook: Notebook
) -> None:
    async def talk() -> None:
        async with coach(home, notebook) as parts:
            await begin(parts, "ann")
            await say(parts, "stop")
            notebook.taken.clear()
            await show(parts, Sent("edit", "never mind"), "1")
            assert notebook.words == []
            forward(parts, DAY)
            await show(parts, Sent("photo", DANGER), "2")

    asyncio.run(talk())
    assert "988" in notebook.words[0]


def test_danger_in_a_changed_message_of_somebody_new_gets_the_card_first(home: Path, notebook: Notebook) -> None:
    async def talk() -> None:
        async with coach(home, notebook) as parts:
            await show(parts, Sent("edit", DANGER))

    asyncio.run(talk())
    assert "findahelpline.com" in notebook.words[0]
