"""Words that should not stand in the chat: they answer the question they belong to, or somebody hears that it is closed."""

from datetime import timedelta
from pathlib import Path

from bot.domain.update import Pressed
from bot.services.parts import Parts
from bot.store import people
from tests.bot.services.filled import DANGER, agreed, send_in
from tests.bot.services.living import at_once, forward, person
from tests.bot.services.paged import Wall, walled
from tests.bot.services.test_tapping import do


async def plan_asks(parts: Parts, wall: Wall) -> str:
    """The token of a question that takes free words: the first of the wellness plan."""
    await agreed(parts)
    await at_once(parts, "/plan")
    await do(parts, Pressed(wall.asked[1], 0), "the first part")
    assert wall.asked[0].choices[0].key == "leave_it"
    return wall.asked[1]


def test_a_note_answers_the_question_it_belongs_to(home: Path, database: str) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        token = await plan_asks(parts, wall)
        wall.redrawn.clear()
        await send_in(parts, "note", {"note": "i sleep too little"}, token=token)
        kept = (await parts.store.read(people.load, await person(parts))).plan
        assert "i sleep too little" in kept
        assert ("ann", f"message-{token}", token, None) in wall.redrawn

    walled(home, steps, database)


def test_a_note_to_a_question_that_is_closed_by_now_says_so_and_repeats_what_is_open(home: Path) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        token = await plan_asks(parts, wall)
        await at_once(parts, "/lesson")
        open_now = wall.asked[0].question
        wall.sent.clear()
        await send_in(parts, "note", {"note": "i sleep too little"}, token=token)
        assert wall.words[0].startswith("That question is closed by now.")
        assert wall.asked[0].question == open_now
        kept = (await parts.store.read(people.load, await person(parts))).plan
        assert "i sleep too little" not in kept

    walled(home, steps)


def test_a_note_that_comes_a_day_later_is_not_taken_for_something_else(home: Path) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        token = await plan_asks(parts, wall)
        forward(parts, timedelta(hours=25))
        wall.sent.clear()
        await send_in(parts, "note", {"note": "i want a lesson"}, token=token)
        assert any(said.startswith("That question is closed by now.") for said in wall.words)
        assert len(wall.sent) == 2, "and the prompt of the day, but no lesson that was asked for"

    walled(home, steps)


def test_danger_in_a_note_opens_the_card_whatever_became_of_its_question(home: Path, database: str) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        token = await plan_asks(parts, wall)
        for number, to in enumerate((token, "zz", "")):
            wall.sent.clear()
            await send_in(parts, "note", {"note": DANGER}, f"view:{number}", to)
            assert "988" in wall.words[0]
        kept = (await parts.store.read(people.load, await person(parts))).plan
        assert DANGER not in kept

    walled(home, steps, database)


def test_heavy_words_in_a_late_note_are_heard(home: Path) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        await agreed(parts)
        await send_in(parts, "note", {"note": "i feel worthless"}, token="zz")
        assert "988" in "\n".join(wall.words)

    walled(home, steps)


def test_an_empty_or_unknown_form_is_answered_and_harms_nothing(home: Path) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        await agreed(parts)
        for number, form in enumerate(("note", "something else", "")):
            await send_in(parts, form, {}, f"view:{number}")
        assert all(words.startswith("That question is closed by now.") for words in wall.words)
        await send_in(parts, "checkin", {}, "view:9")
        assert "How is your energy" in wall.words[-1]

    walled(home, steps)
