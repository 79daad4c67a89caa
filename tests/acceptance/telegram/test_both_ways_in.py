"""What works in the terminal works in Telegram, natively: by long poll, and by a webhook."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.channels.telegram.limits import CAPTION
from tests.acceptance.process import free_port
from tests.acceptance.stories import LONG, Lived, Stories
from tests.acceptance.telegram.coach import hooked
from tests.acceptance.telegram.stories import tapped, wrote
from tests.acceptance.telegram.town import Town, town_with_coach

stories = Stories()


@pytest.fixture(scope="module", params=["polling", "webhook"])
def lived(request: pytest.FixtureRequest, prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    """The stories of this file, lived with a coach that fetches its updates, and with one to whom they are brought."""
    home = Path(shutil.copytree(prepared, tmp_path_factory.mktemp(request.param) / "home"))
    settings = hooked(free_port()) if request.param == "webhook" else {}
    with town_with_coach(home, **settings) as town:
        lived = stories.live(town, {item.originalname for item in request.session.items})
        assert bool(town.api.updates.hook) == (request.param == "webhook")
        yield lived


@stories.test
async def test_an_invited_person_presses_start_is_welcomed_by_taps_and_reads_the_first_lesson(town: Town) -> None:
    ann = town.newcomer()
    ann.start(town.code)
    assert "You were invited to Harbour, North" in (await ann.sees("I am an automated bot", LONG)).words
    await tapped(ann, "Yes, let us start", "Which country")
    await tapped(ann, "United States", "What time is it for you")
    await wrote(ann, "Honolulu", "At what time should your prompt come?")
    await tapped(ann, "15:00", "On which days?")
    await tapped(ann, "Mon, Wed, Fri", "May I count you in them?")
    await tapped(ann, "Yes", "Here is your first lesson")
    await tapped(ann, "Next", "Three short lines")
    await tapped(ann, "Next", "Try it")
    await tapped(ann, "I plan to", "Want to try it out with a short quiz?")
    ann.tap("Yes")
    asked = await ann.sees("What do you write first?", LONG)
    assert (asked.poll["type"], asked.poll["is_anonymous"]) == ("quiz", False)
    ann.vote("You can trust me. Whatever it is, it stays between the two of us.")
    await ann.sees("A better choice: It stays with my team.", LONG)
    await wrote(ann, "what my supervisor sees", "You are in the team Harbour.")


@stories.test
async def test_a_quiz_is_voted_in_and_graded_right_and_wrong(town: Town) -> None:
    bo = town.peer()
    await wrote(bo, "/quiz", "Question 1 of")
    for place, picks_right in enumerate((True, False), start=1):
        poll = (await bo.sees(f"Question {place} of", LONG, ever=True)).poll
        right, before = poll["correct_option_ids"][0], len(bo.seen)
        options = [option["text"] for option in poll["options"]]
        bo.vote(options[right if picks_right else right - 1])
        await bo.sees(f"Question {place + 1} of", LONG)
        graded = "".join(one.words for one in bo.seen[before:-1])
        assert graded
        assert (f"A better choice: {options[right]}" in graded) != picks_right
        assert poll["explanation"]
    await wrote(bo, "/progress", "questions right 1 of")


@stories.test
async def test_a_check_in_has_its_scale_in_one_row_and_shows_the_choice(town: Town) -> None:
    cy = town.peer()
    await wrote(cy, "/checkin", "Is a check-in okay?")
    cy.tap("Yes")
    asked = await cy.sees("How is your energy for work this week?", LONG)
    steps = asked.message["reply_markup"]["inline_keyboard"][0]
    assert [button["text"][0] for button in steps] == ["1", "2", "3", "4", "5"]
    cy.tap(steps[1]["text"])
    shown = await cy.sees(f"✓ {steps[1]['text']}", LONG)
    assert (shown.message_id, shown.buttons) == (asked.message_id, [])
    await cy.sees("how heavy does the load feel?", LONG)
    cy.tap("Skip")
    await cy.sees("Nobody is told", LONG)


@stories.test
async def test_settings_are_changed_by_a_command_and_by_plain_words(town: Town) -> None:
    di = town.peer()
    await wrote(di, "/settings@coach_of_tests_bot", "Your settings")
    await tapped(di, "Change the days", "On which days?")
    await tapped(di, "Every day", "Done.")
    await wrote(di, "change the hour", "At what time should your prompt come?")
    await wrote(di, "10:45", "Done.")
    await wrote(di, "settings", "A prompt at 10:45 every day")


@stories.test
async def test_a_question_in_the_middle_of_a_lesson_is_answered_and_the_lesson_goes_on(town: Town) -> None:
    ed = town.peer()
    await wrote(ed, "lesson", "Say the limits first")
    ed.write("are you a real person?")
    await ed.sees("I am not a person", LONG)
    await ed.sees("Where we were:", LONG)
    await tapped(ed, "Next", "Three short lines")


@stories.test
async def test_crisis_words_bring_the_card_at_once_and_its_taps_go_on(town: Town) -> None:
    fay = town.peer()
    await wrote(fay, "lesson", "Say the limits first")
    await wrote(fay, "i feel like this story is me and i want to die", "call 988")
    await tapped(fay, "It is about me", "Are you in danger right now?")
    await tapped(fay, "No", "These people talk with anyone")
    before = len(fay.seen)
    await tapped(fay, "This is enough for now", "Shall I ask you once, tomorrow")
    await tapped(fay, "No, thank you", "I will not ask")
    assert [one for one in fay.seen if "✓ It is about me" in one.words]
    assert not [one for one in fay.seen[before:] if "Three short lines" in one.words or "Where we were" in one.words]


@stories.test
async def test_stop_ends_everything_and_start_brings_it_back(town: Town) -> None:
    gil = town.peer()
    await wrote(gil, "lesson", "Say the limits first")
    await wrote(gil, "STOP", "I have stopped")
    await wrote(gil, "hi", "I stay quiet")
    gil.start()
    await gil.sees("Good to have you back", LONG)
    await tapped(gil, "A lesson", "Say the limits first")


@stories.test
async def test_progress_is_a_picture_with_its_alt_text_below_it(town: Town) -> None:
    hal = town.peer()
    await wrote(hal, "/quiz", "Question 1 of")
    hal.vote(hal.seen[-1].poll["options"][0]["text"])
    await hal.sees("Question 2 of", LONG)
    hal.write("progress")
    shown = await hal.sees("A picture with a bar for each of the ten skills", LONG)
    assert shown.message["photo"][-1]["width"] > 300
    assert len(shown.message["caption"]) <= CAPTION
    sent = [call for call in town.api.called("sendPhoto") if call.chat == hal.id]
    assert [call.files["photo"][:4] for call in sent] == [b"\x89PNG"]


@stories.test
async def test_a_copy_of_my_data_comes_as_a_document(town: Town) -> None:
    ida = town.peer()
    await wrote(ida, "my data", "What I keep about you")
    ida.tap("A copy of my data")
    shown = await ida.sees("Here is all I keep about you", LONG)
    assert shown.message["document"]["file_name"] == "peercoach-my-data.json"
    [sent] = [call for call in town.api.called("sendDocument") if call.chat == ida.id]
    assert str(ida.id).encode() in sent.files["document"]


def test_no_call_was_wrong_none_too_fast_and_no_word_or_token_is_in_the_log(lived: Lived) -> None:
    assert lived.town.wrong() == []
    assert lived.town.pace.refused == 0
