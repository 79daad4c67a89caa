"""What works in the terminal works in Slack, natively: by Socket Mode, and over HTTP."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.slack.people import Person
from tests.acceptance.slack.stories import becomes, labels, tapped, told, wrote
from tests.acceptance.slack.town import WAYS, Town, town_by
from tests.acceptance.slack.world import Shown
from tests.acceptance.stories import LONG, Lived, Stories

stories = Stories()
LESSON = "Say the limits first"
COMMANDS = ("Help now",)  # they work on old messages, too


@pytest.fixture(scope="module", params=WAYS)
def lived(request: pytest.FixtureRequest, prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    """The stories of this file, lived with a coach that listens by a socket, and with one to whom everything is brought."""
    home = Path(shutil.copytree(prepared, tmp_path_factory.mktemp(request.param) / "home"))
    with town_by(request.param, home) as town:
        yield stories.live(town, {item.originalname for item in request.session.items})


async def answered(person: Person, asked: Shown) -> str:
    """The words of a question once its message shows which answer was taken; there is none to be tapped on it any more."""
    await becomes(person, lambda: not [one for one in asked.buttons if one["text"]["text"] not in COMMANDS])
    return asked.words


@stories.test
async def test_somebody_invited_says_hello_takes_slacks_zone_and_reads_the_first_lesson(town: Town) -> None:
    ann = town.newcomer(tz="Pacific/Honolulu")
    hello = await wrote(ann, f"join {town.code}", "You were invited to Harbour, North")
    assert "I am an automated bot" in hello.words
    assert "Help now" in labels(ann)
    await tapped(ann, "Yes, let us start", "Which country")
    asked = await tapped(ann, "United States", "What time is it for you")
    offer = asked.buttons[0]["text"]["text"]
    assert "Honolulu" in offer
    await tapped(ann, offer, "At what time should your prompt come?")
    await tapped(ann, "15:00", "On which days?")
    await tapped(ann, "Mon, Wed, Fri", "May I count you in them?")
    await tapped(ann, "Yes", "Here is your first lesson")
    assert told(ann, "Honolulu time") == 2
    await tapped(ann, "Next", "Three short lines")
    await tapped(ann, "Next", "Try it")
    await tapped(ann, "I plan to", "Want to try it out with a short quiz?")
    await tapped(ann, "Yes", "What do you write first?")
    await wrote(ann, "what my supervisor sees", "You are in the team Harbour.")


@stories.test
async def test_somebody_new_may_type_another_zone_than_slacks(town: Town) -> None:
    bea = town.newcomer(tz="Pacific/Honolulu")
    await wrote(bea, "hello", "Is that okay?")
    await tapped(bea, "Yes, let us start", "Which country")
    await tapped(bea, "Spain", "What time is it for you")
    await wrote(bea, "Lisbon", "At what time should your prompt come?")
    await wrote(bea, "settings", "Lisbon")


@stories.test
async def test_somebody_of_whom_slack_knows_no_zone_is_simply_asked(town: Town) -> None:
    cat = town.newcomer(tz="")
    await wrote(cat, "hi", "Is that okay?")
    await tapped(cat, "Yes, let us start", "Which country")
    asked = await tapped(cat, "Norway", "What time is it for you")
    assert not asked.buttons


@stories.test
async def test_a_quiz_is_tapped_and_its_message_shows_the_choice_the_better_one_and_why(town: Town) -> None:
    bo = town.peer()
    asked, right = await wrote(bo, "quiz", "Question 1 of"), 0
    for place in (1, 2):
        before, *_, letter = len(bo.seen), *(one["text"]["text"] for one in asked.buttons)
        chosen = next(line for line in asked.words.splitlines() if line.startswith(f"{letter}. ")).removeprefix(
            f"{letter}. "
        )
        bo.tap(letter, asked.ts)
        following = await bo.sees(f"Question {place + 1} of", LONG)
        graded = "\n".join(one.words for one in bo.seen[before:])
        right += (missed := "A better choice: " in graded) is False
        shown = await answered(bo, asked)
        assert f"{'→' if missed else '✓'} {chosen}" in shown
        assert ("A better choice: " in shown) == missed
        asked = following
    await wrote(bo, "progress", f"questions right {right} of")


@stories.test
async def test_a_check_in_in_the_talk_has_its_scale_and_shows_the_choice(town: Town) -> None:
    cy = town.peer()
    await wrote(cy, "check in", "Is a check-in okay?")
    asked = await tapped(cy, "Yes", "How is your energy for work this week?")
    steps = [one["text"]["text"] for one in asked.buttons]
    assert [one[0] for one in steps[:5]] == ["1", "2", "3", "4", "5"]
    await tapped(cy, steps[1], "how heavy does the load feel?")
    assert f"✓ {steps[1]}" in await answered(cy, asked)
    await tapped(cy, "Skip", "Nobody is told")


@stories.test
async def test_settings_are_changed_by_buttons_and_by_plain_words(town: Town) -> None:
    di = town.peer()
    await wrote(di, "settings", "Your settings")
    await tapped(di, "Change the days", "On which days?")
    await tapped(di, "Every day", "Done.")
    await wrote(di, "change the hour", "At what time should your prompt come?")
    await wrote(di, "10:45", "Done.")
    await wrote(di, "settings", "A prompt at 10:45 every day")


@stories.test
async def test_a_question_in_the_middle_of_a_lesson_is_answered_and_the_lesson_goes_on(town: Town) -> None:
    ed = town.peer()
    await wrote(ed, "lesson", LESSON)
    ed.write("are you a real person?")
    await ed.sees("I am not a person", LONG)
    await ed.sees("Where we were:", LONG)
    await tapped(ed, "Next", "Three short lines")


@stories.test
async def test_crisis_words_bring_the_card_first_and_its_taps_go_on(town: Town) -> None:
    fay = town.peer()
    await wrote(fay, "lesson", LESSON)
    card = await wrote(fay, "i feel like this story is me and i want to die", "988")
    lines = card.words.splitlines()
    assert lines.index("In danger right now? Call 911.") < lines.index("Who is this about?")
    assert [one["text"]["text"] for one in card.buttons][:4] == [
        "It is about me",
        "Someone I support",
        "I am practising or quoting",
        "Not now",
    ]
    assert "988" in card.text, "whoever only hears the notification hears the number"
    await tapped(fay, "It is about me", "Are you in danger right now?")
    assert "988" in await answered(fay, card)
    await tapped(fay, "No", "These people talk with anyone")
    before = len(fay.seen)
    await tapped(fay, "This is enough for now", "Shall I ask you once, tomorrow")
    await tapped(fay, "No, thank you", "I will not ask")
    assert not [one for one in fay.seen[before:] if "Three short lines" in one.words or "Where we were" in one.words]


@stories.test
async def test_each_way_out_of_the_card_is_answered(town: Town) -> None:
    ways = {
        "Someone I support": "You are doing the right thing. Step by step:",
        "I am practising or quoting": "If any of it is about you too",
        "Not now": "The numbers above stay here",
    }
    for way, then in ways.items():
        one = town.peer()
        card = await wrote(one, "i want to die", "Who is this about?")
        await tapped(one, way, then)
        assert "988" in await answered(one, card)


@stories.test
async def test_stop_ends_everything_and_resume_brings_it_back(town: Town) -> None:
    gil = town.peer()
    await wrote(gil, "lesson", LESSON)
    await wrote(gil, "STOP", "I have stopped")
    await wrote(gil, "hi", "I stay quiet")
    await tapped(gil, "Resume", "Good to have you back")
    await tapped(gil, "A lesson", LESSON)


@stories.test
async def test_progress_is_a_picture_with_its_alt_text(town: Town) -> None:
    hal = town.peer()
    asked = await wrote(hal, "quiz", "Question 1 of")
    await tapped(hal, asked.buttons[0]["text"]["text"], "Question 2 of")
    hal.write("progress")
    await hal.sees("And here it is as a picture.", LONG)
    await becomes(hal, lambda: any(one.files for one in hal.seen))
    [picture] = [file for one in hal.seen for file in one.files]
    assert picture["alt_txt"].startswith("A picture with a bar for each of the ten skills")
    assert hal.workspace.contents[picture["id"]].startswith(b"\x89PNG")


@stories.test
async def test_a_copy_of_my_data_comes_as_a_document(town: Town) -> None:
    ida = town.peer()
    await wrote(ida, "my data", "What I keep about you")
    await tapped(ida, "A copy of my data", "Here is all I keep about you")
    [document] = [file for one in ida.seen for file in one.files]
    assert document["name"] == "peercoach-my-data.json"
    assert ida.id.encode() in ida.workspace.contents[document["id"]]


def test_no_call_was_wrong_none_too_fast_and_no_word_or_token_is_in_the_log(lived: Lived) -> None:
    assert lived.town.wrong() == []
    assert lived.town.failures == []
    assert lived.town.pace.refused == 0
