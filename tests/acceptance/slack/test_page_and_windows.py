"""What Slack has beside the talk: the App Home, windows to fill in, and a command. All of it is one talk with the coach."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.slack.people import Person
from tests.acceptance.slack.stories import becomes, labels, opened, tapped, told, wrote
from tests.acceptance.slack.town import WAYS, Town, town_by
from tests.acceptance.stories import LONG, Lived, Stories

stories = Stories()
LESSON = "Say the limits first"
ENERGY, LOAD, HELPS = (
    "How is your energy for work this week?",
    "And how heavy does the load feel?",
    "What would help most right now?",
)
WORDS = "A few words, if you like. I do not keep them. No names of people you support, please."
HOUR, DAYS = "When should your prompt come?", "On which days?"
CHECKED_IN = {ENERGY: "3 · okay", LOAD: "3 · a lot", HELPS: "A break"}
STEADY = "Thank you. Steady is good."
SECRET = "my quixotic landlord blorped all week"


@pytest.fixture(scope="module", params=WAYS)
def lived(request: pytest.FixtureRequest, prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    """The stories of this file, lived with a coach that listens by a socket, and with one to whom everything is brought."""
    home = Path(shutil.copytree(prepared, tmp_path_factory.mktemp(request.param) / "home"))
    with town_by(request.param, home, COACH_CHECKIN_WORDS="true") as town:
        yield stories.live(town, {item.originalname for item in request.session.items})


async def agreed(person: Person) -> None:
    """Agree to check-ins, and let the first one be."""
    await wrote(person, "check in", "Is a check-in okay?")
    await tapped(person, "Yes", ENERGY)
    await tapped(person, "Skip", "Nobody is told")


@stories.test
async def test_the_page_tells_what_the_talk_would_and_help_comes_first(town: Town) -> None:
    ann = town.peer()
    await opened(ann, LESSON)
    parts = [
        "Help now",
        "Today",
        "How far you have come",
        "What comes, and why",
        "Your settings",
        "What I keep about you, and why",
        "Who can read this",
    ]
    places = [ann.home.words.splitlines().index(part) for part in parts]
    assert places == sorted(places)
    assert ann.home.labels[0] == "Help now"
    for words in (
        LESSON,
        "you have begun 0 of 10",
        "Your next prompt is set for",
        "A prompt at 09:00 every day",
        "Your employer",
    ):
        assert words in ann.home.words
    assert not ann.seen, "to look at the page starts no talk"


@stories.test
async def test_what_is_tapped_on_the_page_is_answered_in_the_talk_and_the_page_stays_true(town: Town) -> None:
    bo = town.peer()
    await opened(bo, LESSON)
    bo.tap("A lesson", on="home")
    await bo.sees("Say what you can't keep to yourself", LONG)
    await bo.sees_home("We are in the middle of something.", LONG)
    await tapped(bo, "Later", "")
    await becomes(bo, lambda: "We are in the middle" not in bo.home.words)
    bo.tap("What my supervisor sees", on="home")
    await bo.sees("You are in no team", LONG)
    bo.tap("A copy of my data", on="home")
    await bo.sees("Here is all I keep about you", LONG)
    await wrote(bo, "change the hour", "At what time should your prompt come?")
    await wrote(bo, "10:45", "Done.")
    await bo.sees_home("A prompt at 10:45 every day", LONG)


@stories.test
async def test_progress_stands_on_the_page_as_a_picture_with_its_words(town: Town) -> None:
    cy = town.peer()
    asked = await wrote(cy, "quiz", "Question 1 of")
    await tapped(cy, asked.buttons[0]["text"]["text"], "Question 2 of")
    await opened(cy, "you have begun 1 of 10")
    await becomes(cy, lambda: any(block["type"] == "image" for block in cy.home.view["blocks"]))
    [picture] = [block for block in cy.home.view["blocks"] if block["type"] == "image"]
    assert picture["alt_text"].startswith("A picture with a bar for each of the ten skills")
    assert cy.workspace.contents[picture["slack_file"]["id"]].startswith(b"\x89PNG")
    assert not [file for one in cy.seen for file in one.files], "nothing of it was sent into the talk"


@stories.test
async def test_somebody_new_begins_on_the_page_and_is_welcomed_in_the_talk(town: Town) -> None:
    di = town.newcomer()
    await opened(di, "I am an automated bot")
    assert di.home.labels == ["Help now", "Begin in Messages"]
    di.tap("Begin in Messages", on="home")
    assert "Is that okay?" not in di.home.words
    await di.sees("Is that okay?", LONG)
    await tapped(di, "Yes, let us start", "Which country")


@stories.test
async def test_help_now_on_the_page_brings_the_card_into_the_talk_and_onto_the_page(town: Town) -> None:
    ed = town.peer()
    await opened(ed, LESSON)
    ed.tap("Help now", on="home")
    await ed.sees("988", LONG)
    await ed.sees_home("Crisis Text Line: text 741741", LONG)
    assert ed.home.labels[0] == "Help now"
    assert "A lesson" not in ed.home.labels


@stories.test
async def test_help_now_by_the_command_brings_the_card(town: Town) -> None:
    for line in ("/coach help_now", "/coach help-now", "/coach HELP NOW", "/coach i want to die"):
        fay = town.peer()
        fay.command(line)
        await fay.sees("988", LONG)


@stories.test
async def test_a_check_in_is_filled_in_at_once_from_under_its_question(town: Town) -> None:
    gil = town.peer()
    await wrote(gil, "check in", "Is a check-in okay?")
    await tapped(gil, "Yes", ENERGY)
    gil.tap("Fill it in all at once")
    await gil.sees_window("I keep your taps for 90 days", LONG)
    gil.fill({**CHECKED_IN, WORDS: SECRET})
    await gil.sees(STEADY, LONG)
    assert not gil.window
    assert not [one for one in gil.seen if SECRET in one.words]
    assert told(gil, LOAD) == 0, "nothing of it is asked once more"


@stories.test
async def test_a_check_in_is_filled_in_from_the_command_and_may_be_closed(town: Town) -> None:
    hal = town.peer()
    await agreed(hal)
    hal.command("/coach checkin")
    await hal.sees_window(ENERGY, LONG)
    hal.close_window()
    hal.command("/coach checkin")
    await hal.sees_window(ENERGY, LONG)
    hal.fill(CHECKED_IN)
    await hal.sees(STEADY, LONG)
    assert told(hal, STEADY) == 1


@stories.test
async def test_a_window_that_is_sent_in_twice_counts_once(town: Town) -> None:
    ida = town.peer()
    await agreed(ida)
    ida.command("/coach checkin")
    await ida.sees_window(ENERGY, LONG)
    ida.fill(CHECKED_IN, send=False)
    ida.window.send_again()
    ida.window.send_again()
    await ida.sees(STEADY, LONG)
    await wrote(ida, "why", "Your next prompt")
    assert told(ida, STEADY) == 1


@stories.test
async def test_who_did_not_agree_to_check_ins_is_asked_in_the_talk_instead_of_a_window(town: Town) -> None:
    jo = town.peer()
    jo.command("/coach checkin")
    await jo.sees("Is a check-in okay?", LONG)
    assert not jo.window


@stories.test
async def test_a_note_that_is_written_in_a_window_stands_nowhere_in_the_history(town: Town) -> None:
    kim = town.peer()
    await wrote(kim, "check in", "Is a check-in okay?")
    await tapped(kim, "Yes", ENERGY)
    await tapped(kim, "3 · okay", LOAD)
    await tapped(kim, "3 · a lot", HELPS)
    await tapped(kim, "A break", "Want to add a few words?")
    kim.tap("Write it outside the chat")
    await kim.sees_window("What you write here does not stand in the chat.", LONG)
    assert "Want to add a few words?" in kim.window.words
    kim.fill({"Your words": SECRET})
    await kim.sees(STEADY, LONG)
    assert not kim.window
    assert SECRET not in str([one.message for one in kim.seen])


@stories.test
async def test_danger_in_a_note_brings_the_card(town: Town) -> None:
    lee = town.peer()
    await agreed(lee)
    lee.command("/coach checkin")
    await lee.sees_window(ENERGY, LONG)
    lee.fill({**CHECKED_IN, WORDS: "i want to kill myself"})
    await lee.sees("988", LONG)
    assert told(lee, STEADY) == 0


@stories.test
async def test_settings_are_filled_in_from_the_page(town: Town) -> None:
    mia = town.peer()
    await opened(mia, "A prompt at 09:00 every day")
    mia.tap("Settings", on="home")
    await mia.sees_window(HOUR, LONG)
    mia.fill(
        {HOUR: "10:15", DAYS: ["Monday", "Thursday"], "Your time": "Lisbon", "Pictures": "Words only, that saves data"}
    )
    shown = await mia.sees("A prompt at 10:15", LONG)
    assert told(mia, "Done.") == 0
    assert "Lisbon" in shown.words
    await mia.sees_home("A prompt at 10:15", LONG)
    assert not mia.window
    mia.command("/coach settings")
    await mia.sees_window(HOUR, LONG)
    assert mia.window.fields[HOUR]["element"]["initial_time"] == "10:15"
    mia.fill({"Your country, for the right help lines": "Norway"})
    await mia.sees("Help lines for: Norway", LONG)


@stories.test
async def test_the_command_helps_and_reads_any_other_words(town: Town) -> None:
    ned = town.peer()
    for line in ("/coach", "/coach help"):
        ned.command(line)
        shown = await ned.sees("/coach lesson: A short lesson", LONG)
        assert shown.ephemeral
        assert "HELP NOW" in shown.words
    ned.command("/coach lesson")
    await ned.sees(LESSON, LONG)
    ned.command("/coach blorp the xqzzt, please", channel="C0101")
    assert (await ned.sees("I only talk in our direct message", LONG)).ephemeral
    await ned.sees("I did not get that.", LONG)
    await becomes(ned, lambda: "Next" in labels(ned))


def test_no_call_was_wrong_none_too_fast_and_no_word_or_token_is_in_the_log(lived: Lived) -> None:
    assert lived.town.wrong() == []
    assert lived.town.failures == []
    assert lived.town.pace.refused == 0
