"""One person in the direct message and on the App Home at once: one state, whichever of them they use, at the same moment too."""

import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.slack.people import Person
from tests.acceptance.slack.stories import becomes, opened, tapped, told, wrote
from tests.acceptance.slack.town import WAYS, Town, town_by
from tests.acceptance.stories import LONG, Lived, Stories

stories = Stories()
LESSON, CARD_TWO = "Say the limits first", "Three short lines"
WAITS = "We are in the middle of something."
HOUR = "When should your prompt come?"
DONE, EVERY_DAY = "Done.", "every day"


@pytest.fixture(scope="module", params=WAYS)
def lived(request: pytest.FixtureRequest, prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    """The stories of this file, lived with a coach that listens by a socket, and with one to whom everything is brought."""
    home = Path(shutil.copytree(prepared, tmp_path_factory.mktemp(request.param) / "home"))
    with town_by(request.param, home) as town:
        yield stories.live(town, {item.originalname for item in request.session.items})


async def page_says(person: Person, words: str) -> None:
    """Wait until the page says this, whenever it began to."""
    await becomes(person, lambda: words in person.home.words)


@stories.test
async def test_by_turns_on_both_the_page_and_the_talk_say_the_same(town: Town) -> None:
    ann = town.peer()
    await opened(ann, LESSON)
    for hour in ("07:15", "10:30"):
        await wrote(ann, "change the hour", "At what time should your prompt come?")
        await wrote(ann, hour, DONE)
        await page_says(ann, f"A prompt at {hour} every day")
        ann.tap("Settings", on="home")
        await ann.sees_window(HOUR, LONG)
        assert ann.window.fields[HOUR]["element"]["initial_time"] == hour
        ann.fill({HOUR: "11:45"})
        await ann.sees("A prompt at 11:45 every day", LONG)
        await page_says(ann, "A prompt at 11:45 every day")


@stories.test
async def test_a_lesson_that_was_begun_on_the_page_goes_on_in_the_talk(town: Town) -> None:
    bo = town.peer()
    await opened(bo, LESSON)
    bo.tap("A lesson", on="home")
    await bo.sees(LESSON, LONG)
    await page_says(bo, WAITS)
    await tapped(bo, "Next", CARD_TWO)
    await tapped(bo, "Next", "Try it")
    await tapped(bo, "Did it", "Want to try it out with a short quiz?")
    await tapped(bo, "Not now", "See you next time")
    await becomes(bo, lambda: WAITS not in bo.home.words)
    await page_says(bo, "you have begun 1 of 10")
    assert "Say the limits first" not in bo.home.words.split("How far you have come")[0]


@stories.test
async def test_the_same_lesson_asked_for_in_both_at_the_same_moment_is_begun_once(town: Town) -> None:
    cy = town.peer()
    await opened(cy, LESSON)
    cy.tap("A lesson", on="home")
    cy.write("lesson")
    cy.tap("A lesson", on="home")
    await wrote(cy, "why", "Your next prompt")
    await page_says(cy, WAITS)
    await tapped(cy, "Next", CARD_TWO)
    assert told(cy, CARD_TWO) == 1


@stories.test
async def test_a_window_and_the_talk_answer_the_same_question_at_once_and_one_of_them_counts(town: Town) -> None:
    di = town.peer()
    await wrote(di, "check in", "Is a check-in okay?")
    asked = await tapped(di, "Yes", "How is your energy for work this week?")
    di.tap("Fill it in all at once")
    await di.sees_window("I keep your taps for", LONG)
    di.fill(
        {
            "How is your energy for work this week?": "5 · full",
            "And how heavy does the load feel?": "1 · light",
            "What would help most right now?": "Nothing right now",
        }
    )
    di.tap("1 · empty", asked.ts)
    di.write("why")
    await di.sees("Your next prompt", LONG)
    # The window came first. The tap that came too late is told so, and changes nothing.
    assert told(di, "And how heavy does the load feel?") == 0
    assert told(di, "That question is closed by now.") == 1
    assert told(di, "Good to hear.") == 1


@stories.test
async def test_many_taps_and_words_on_both_at_the_same_moment_end_in_one_state(town: Town) -> None:
    ed = town.peer()
    await opened(ed, LESSON)
    for _ in range(2):
        ed.tap("What my supervisor sees", on="home")
        ed.write("change the days")
        ed.tap("A quiz", on="home")
        ed.write(EVERY_DAY)
    await becomes(ed, lambda: told(ed, "You are in no team") == 2)
    await wrote(ed, "stop", "I have stopped")
    await page_says(ed, "Resume")
    ed.tap("Resume", on="home")
    await ed.sees("Good to have you back", LONG)
    await becomes(ed, lambda: "Resume" not in ed.home.labels)
    assert told(ed, "I have stopped") == 1
    assert told(ed, "Good to have you back") == 1


@stories.test
async def test_stop_on_the_page_and_words_in_the_talk_at_once(town: Town) -> None:
    fay = town.peer()
    await opened(fay, LESSON)
    fay.write("lesson")
    fay.tap("Stop all messages", on="home")
    await fay.sees("stop", LONG)
    await asyncio.sleep(2)
    fay.write("stop")
    await fay.sees("I have stopped", LONG)
    await page_says(fay, "Resume")


@stories.test
async def test_help_in_both_at_once_brings_the_card_and_it_stays(town: Town) -> None:
    gil = town.peer()
    await opened(gil, LESSON)
    gil.write("i want to die")
    gil.tap("Help now", on="home")
    gil.tap("A lesson", on="home")
    await gil.sees("call 988", LONG)
    await page_says(gil, "Crisis Text Line: text 741741")
    await becomes(gil, lambda: "A lesson" not in gil.home.labels)


def test_no_call_was_wrong_none_too_fast_and_no_word_or_token_is_in_the_log(lived: Lived) -> None:
    assert lived.town.wrong() == []
    assert lived.town.failures == []
    assert lived.town.pace.refused == 0
