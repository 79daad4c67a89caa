"""Check-ins that are sent in as a form: several answers at once, and the talk goes on as if each had been given by itself."""

import asyncio
from datetime import time
from pathlib import Path

from bot.domain.update import Filled
from bot.services.parts import Parts
from bot.services.turns import receive
from dialogues.events import CheckedIn, SafetyRaised
from tests.bot.services.conftest import update
from tests.bot.services.filled import DANGER, agreed, happened, profile, send_in
from tests.bot.services.living import at_once, begin
from tests.bot.services.paged import Wall, walled
from tests.bot.services.test_trouble import locked

CHECKED = {"energy": "2", "load": "4", "help": "rest"}
SET = {"hour": "09:00", "days": "1,2,3,4,5", "zone": "New York", "country": "US", "pictures": "yes"}


def test_a_check_in_is_filled_in_at_once_and_answered_as_ever(home: Path, database: str) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        await agreed(parts)
        await send_in(parts, "checkin", CHECKED)
        assert await happened(parts) == [CheckedIn(2, 4, "rest")]
        assert "That is a lot to carry." in wall.words[0]
        assert "A break counts" in "\n".join(wall.words)
        assert not any(message.question for message in wall.messages), "nothing that is answered is asked"

    walled(home, steps, database)


def test_a_check_in_that_is_sent_in_twice_counts_once(home: Path, database: str) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        await agreed(parts)
        await send_in(parts, "checkin", CHECKED)
        before = len(wall.sent)
        await send_in(parts, "checkin", CHECKED)
        assert len(wall.sent) == before
        assert await happened(parts) == [CheckedIn(2, 4, "rest")]

    walled(home, steps, database)


def test_a_check_in_that_was_begun_in_the_chat_is_ended_by_the_form_and_its_question_closed(home: Path) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        await agreed(parts)
        await at_once(parts, "/checkin", "5")
        _, token = wall.asked
        await send_in(parts, "checkin", CHECKED)
        assert CheckedIn(5, 4, "rest") in await happened(parts), "what they had said before stands"
        assert ("ann", f"message-{token}", token, None) in wall.redrawn

    walled(home, steps)


def test_without_consent_the_check_in_asks_for_it_and_records_nothing(home: Path) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        await begin(parts, "ann")
        await send_in(parts, "checkin", CHECKED)
        assert await happened(parts) == []
        [asked] = wall.messages
        assert "Is a check-in okay?" in asked.text.words

    walled(home, steps)


def test_before_the_welcome_a_form_begins_the_welcome(home: Path) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        for name, form, fields in (("view:1", "checkin", CHECKED), ("view:2", "settings", {**SET, "hour": "10:00"})):
            await send_in(parts, form, fields, name)
        assert "I am Peercoach" in wall.words[0]
        assert await happened(parts) == []
        assert (await profile(parts)).hour == time(9, 0)

    walled(home, steps)


def test_in_a_safety_talk_a_check_in_waits_behind_it(home: Path) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        await agreed(parts)
        await at_once(parts, DANGER)
        wall.sent.clear()
        await send_in(parts, "checkin", CHECKED)
        [said] = wall.messages
        assert said.text.words.startswith("That can wait. First this:")
        assert "988" in said.text.words
        assert not any(isinstance(one, CheckedIn) for one in await happened(parts))

    walled(home, steps)


def test_danger_in_the_words_of_a_check_in_opens_the_card_and_nothing_else_is_played(home: Path, database: str) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        await agreed(parts, words=True)
        await send_in(parts, "checkin", {**CHECKED, "note": DANGER})
        assert "988" in wall.words[0]
        recorded = await happened(parts)
        assert [type(one) for one in recorded] == [SafetyRaised]

    walled(home, steps, database)


def test_danger_in_a_form_gets_the_card_also_with_the_database_down(home: Path) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        await agreed(parts, words=True)
        await at_once(parts, "hi")
        wall.sent.clear()
        holding = locked(home)
        try:
            assert not await receive(parts, update(Filled("checkin", {**CHECKED, "note": DANGER}), "view:1"))
        finally:
            holding.close()
        await asyncio.gather(*parts.beside)
        [card] = wall.words
        assert "988" in card

    walled(home, steps)


def test_heavy_words_in_a_check_in_get_the_line_that_names_a_person(home: Path) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        await agreed(parts, words=True)
        await send_in(parts, "checkin", {**CHECKED, "note": "i feel worthless"})
        assert "988" in "\n".join(wall.words)
        assert CheckedIn(2, 4, "rest") in await happened(parts)

    walled(home, steps)


def test_a_note_that_is_left_empty_is_skipped(home: Path) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        await agreed(parts, words=True)
        await send_in(parts, "checkin", CHECKED)
        assert await happened(parts) == [CheckedIn(2, 4, "rest")]
        assert not any(message.question for message in wall.messages)

    walled(home, steps)


def test_an_answer_that_is_not_among_the_choices_is_asked_again(home: Path) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        await agreed(parts)
        await send_in(parts, "checkin", {**CHECKED, "energy": "nine"})
        assert await happened(parts) == []
        assert "How is your energy" in wall.asked[0].text.words

    walled(home, steps)
