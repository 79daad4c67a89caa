"""The page beside the talk, and the forms: for everybody as they are, in the words of the chat, and leaving no trace."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.domain.page import NOTE, Page
from bot.domain.update import Pressed
from bot.jobs.loops import settle
from bot.services.pages import pages
from bot.services.parts import Parts
from bot.store import people
from bot.store.failures import StoreDown
from bot.store.work import Work
from tests.bot.services.conftest import ACCOUNT
from tests.bot.services.filled import DANGER, agreed
from tests.bot.services.living import WELCOME, at_once, begin, forward
from tests.bot.services.paged import Wall, commands_of, headings_of, walled, words_of
from tests.bot.services.test_forms import form_of
from tests.bot.services.test_tapping import do

NEW = ["Help now", "Hello", "Who can read this"]
ACTIVE = [
    *(
        "Help now",
        "Today",
        "How far you have come",
        "What comes, and why",
        "Your settings",
        "What I keep about you, and why",
        "Who can read this",
    ),
]
ANSWERS = (
    "/help_now",
    "/lesson",
    "/quiz",
    "/settings",
    "/leave",
    "/pause",
    "/stop",
    "/export",
    "/erase",
    "/supervisor",
    "/consents",
)


async def page_of(parts: Parts, address: str = "ann") -> Page:
    """Somebody's page, as an adapter asks for it."""
    return await pages(parts).today(ACCOUNT, address)


def section(page: Page, heading: str) -> str:
    """What one part of a page says."""
    [found] = [one.text.words for one in page.sections if one.heading == heading]
    return found


async def a_lesson(parts: Parts, wall: Wall) -> None:
    """Take a lesson to its end."""
    await at_once(parts, "/lesson")
    asked = wall.asked[0].question
    run = asked.rpartition(".")[0]
    while wall.asked[0].question.rpartition(".")[0] == run:
        before = wall.asked[0].question
        await do(parts, Pressed(wall.asked[1], 0), f"tap on {before}")
        if wall.asked[0].question == before:
            break


def counted(work: Work) -> list[int]:
    """How many rows there are of everything that a look might leave behind."""
    tables = ("learners", "addresses", "conversations", "events", "outbox", "schedules", "inbox")
    return [work.execute(text(f"SELECT count(*) AS many FROM {one}")).scalar_one() for one in tables]


def test_for_who_is_not_known_it_is_a_hello_and_looking_makes_nobody_known(home: Path, database: str) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        page = await page_of(parts)
        assert headings_of(page) == NEW
        assert commands_of(page) == ["/help_now", "/start"]
        assert "I am Peercoach" in words_of(page)
        assert "not a crisis service" in section(page, "Hello")
        assert "Is that okay?" not in words_of(page), "nobody can answer there"
        assert await parts.store.read(people.find, ACCOUNT, "ann") is None
        for name in ("checkin", "settings", NOTE, "something else"):
            assert await form_of(parts, name) is None
        assert await pages(parts).picture(ACCOUNT, "ann") is None
        assert await pages(parts).asks(ACCOUNT, "ann", "u1.0") == ""
        assert sum(await parts.store.read(counted)) == 0

    walled(home, steps, database)


def test_in_the_middle_of_the_welcome_it_says_where_that_waits(home: Path) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        await at_once(parts, *WELCOME[:3])
        page = await page_of(parts)
        assert headings_of(page) == ["Help now", "Today", "Who can read this"]
        assert "It waits for you in Messages" in words_of(page)
        assert await form_of(parts, "settings") is None

    walled(home, steps)


def test_who_is_welcomed_sees_all_of_it_and_looking_leaves_no_trace(home: Path, database: str) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        await begin(parts, "ann")
        before = await parts.store.read(counted)
        page = await page_of(parts)
        assert headings_of(page) == ACTIVE
        assert set(commands_of(page)) == set(ANSWERS)
        assert "Your employer may be able to export" in section(page, "Who can read this")
        assert "first words on its lock screen" in section(page, "Who can read this")
        assert section(page, "Help now").endswith("Most of what you tap here is answered in Messages.")
        await form_of(parts, "settings")
        assert await parts.store.read(counted) == before
        assert wall.sent == []

    walled(home, steps, database)


def test_the_page_and_the_chat_say_the_same(home: Path) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        await begin(parts, "ann")
        page = await page_of(parts)
        for command, heading in {"/why": "What comes, and why", "/progress": "How far you have come"}.items():
            wall.sent.clear()
            await at_once(parts, command)
            assert section(page, heading) == wall.words[0]
        for command, heading in {"/settings": "Your settings", "/my_data": "What I keep about you, and why"}.items():
            wall.sent.clear()
            await at_once(parts, command)
            assert f"{heading}\n{section(page, heading)}" == wall.words[0], (
                "its title is the heading, and not said twice"
            )

    walled(home, steps)


def test_the_next_lesson_on_the_page_is_the_one_that_begins_in_the_chat(home: Path) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        await begin(parts, "ann")
        named = section(await page_of(parts), "Today").splitlines()[1]
        await at_once(parts, "/lesson")
        assert wall.words[0].startswith(named)
        page = await page_of(parts)
        assert section(page, "Today").startswith("We are in the middle of something.")

    walled(home, steps)


def test_progress_has_a_picture_that_is_another_one_once_there_is_more(home: Path, database: str) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        await begin(parts, "ann")
        assert not any(one.picture for one in (await page_of(parts)).sections)
        names = []
        for _ in range(2):
            await a_lesson(parts, wall)
            [shown] = [one for one in (await page_of(parts)).sections if one.picture]
            assert "Lessons read:" in shown.alt
            names.append(shown.picture)
            assert (await page_of(parts)).sections == (await page_of(parts)).sections
        assert names[0] != names[1]
        file = await pages(parts).picture(ACCOUNT, "ann")
        assert file.body.startswith(b"\x89PNG")
        await at_once(parts, "/text_only")
        assert not any(one.picture for one in (await page_of(parts)).sections)
        assert await pages(parts).picture(ACCOUNT, "ann") is None

    walled(home, steps, database)


def test_who_rests_sees_that_first_and_how_to_come_back(home: Path) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        await begin(parts, "ann")
        await at_once(parts, "/pause", "3 days")
        page = await page_of(parts)
        assert headings_of(page)[:3] == ["Help now", "What comes, and why", "Today"]
        assert "You asked for a rest" in section(page, "What comes, and why")
        assert "/resume" in commands_of(page)
        assert "When you come back: a prompt at 09:00" in section(page, "Your settings")
        assert not section(page, "Your settings").startswith("A prompt")
        assert "/stop" in commands_of(page)

    walled(home, steps)


def test_who_stopped_sees_that_and_no_lesson(home: Path) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        await begin(parts, "ann")
        await at_once(parts, "STOP")
        page = await page_of(parts)
        assert "Today" not in headings_of(page)
        assert "You asked me to stop" in section(page, "What comes, and why")
        assert commands_of(page)[:2] == ["/help_now", "/resume"]
        assert "A prompt at" not in words_of(page)
        assert "Help lines for: United States" in section(page, "Your settings")
        assert not {"/stop", "/pause", "/leave"} & set(commands_of(page))
        assert await form_of(parts, "checkin") is None
        assert await form_of(parts, "settings") is not None

    walled(home, steps)


def test_who_stopped_before_the_welcome_sees_both(home: Path) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        await at_once(parts, "STOP")
        page = await page_of(parts)
        assert headings_of(page) == ["Help now", "What comes, and why", "Hello", "Who can read this"]

    walled(home, steps)


def test_in_a_safety_talk_the_card_stands_there_and_nothing_to_learn(home: Path, database: str) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        await agreed(parts)
        await at_once(parts, DANGER)
        page = await page_of(parts)
        assert "988" in page.sections[0].text.words
        assert headings_of(page) == [
            "Help now",
            "Today",
            "Your settings",
            "What I keep about you, and why",
            "Who can read this",
        ]
        assert not {"/lesson", "/quiz"} & set(commands_of(page))
        assert await form_of(parts, "checkin") is None

    walled(home, steps, database)


def test_on_a_quiet_day_the_card_stays_and_a_lesson_is_asked_about_as_in_the_chat(home: Path) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        await begin(parts, "ann")
        await at_once(parts, DANGER, "i am practising")
        page = await page_of(parts)
        assert "988" in page.sections[0].text.words
        assert section(page, "Today").startswith("Today is a day to go gently")
        assert "/lesson_anyway" in commands_of(page)
        forward(parts, timedelta(days=1))
        assert "988" not in (await page_of(parts)).sections[0].text.words

    walled(home, steps)


def test_with_nothing_left_to_learn_the_page_says_so(home: Path) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        await begin(parts, "ann")
        parts.shelf = replace(parts.shelf, newest=replace(parts.shelf.newest, plan=()))
        page = await page_of(parts)
        assert section(page, "Today").startswith("You have done every lesson")
        assert "/quiz" in commands_of(page)

    walled(home, steps)


def test_what_a_question_is_about_is_told_while_it_is_open(home: Path) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        await at_once(parts, *WELCOME[:3])
        question = wall.asked[0].question
        assert await pages(parts).asks(ACCOUNT, "ann", question) == "welcome.zone-1"
        await at_once(parts, "10:00")
        assert await pages(parts).asks(ACCOUNT, "ann", question) == ""
        assert await pages(parts).asks(ACCOUNT, "ann", "") == ""

    walled(home, steps)


def test_two_chats_of_one_person_have_the_same_page(home: Path) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        await begin(parts, "ann", "ann's phone")
        await at_once(parts, "/link")
        code = next(words for words in reversed(wall.words) if "link " in words).split("link ")[1].split()[0]
        await at_once(parts, f"link {code}", "yes", address="ann's phone")
        await settle(parts)
        await at_once(parts, "/hour", "10:00")
        assert (await page_of(parts)).sections[-3:] == (await page_of(parts, "ann's phone")).sections[-3:]
        assert "10:00" in section(await page_of(parts, "ann's phone"), "Your settings")

    walled(home, steps)


def test_a_database_that_is_away_is_told_to_who_asks(home: Path) -> None:
    async def steps(parts: Parts, wall: Wall) -> None:
        await parts.store.close()
        with pytest.raises(StoreDown):
            await page_of(parts)
        with pytest.raises(StoreDown):
            await form_of(parts, "settings")

    walled(home, steps)
