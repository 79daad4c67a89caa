"""Practice: a story that is marked as one, feedback before the next line, feelings that move, and a way out at any time."""

import pytest

from dialogues.events import OptedOut, Practised
from dialogues.manager import open_kind
from dialogues.message import Buttons
from dialogues.outcome import Outcome
from dialogues.practising import Feedback, ending_for, feedback, line_for, moved
from dialogues.turn import Said, Showed, Silent
from nlu.intents import Open, Reading, SafetyLevel, SafetySignal, SkillHeard
from tests.dialogues.house import SCENARIO, Chat, told

START = SCENARIO.feelings


def replied(chat: Chat, *skills: str, words: str = "Some words of mine.") -> Outcome:
    """The learner writes a reply in which these skills are heard."""
    heard = {skill: SkillHeard(0.9, f"words of {skill}") for skill in skills}
    return chat.turn(Said(words, Reading(skills=heard)))


def begun() -> Chat:
    """A practice story whose person served has just spoken for the first time."""
    chat = Chat()
    chat.begin("practice", ("rights-p1",))
    chat.tap("begin_practice")
    return chat


def spoken(outcome: Outcome) -> str:
    """Everything that was said."""
    return "\n".join(message.text.words for message in outcome.messages)


def test_a_story_says_what_it_is_what_it_looks_for_and_that_it_may_be_left() -> None:
    chat = Chat()
    outcome = chat.said("practice", "practice")
    assert told(outcome, "practice.opening")
    assert all(part in spoken(outcome) for part in ("giving back what you heard", "advice that nobody asked for"))
    assert told(chat.tap("not_now"), "practice.left")
    assert chat.conversation.runs == ()


def test_the_learner_writes_first_and_hears_what_worked_before_one_thing_to_try() -> None:
    chat = begun()
    outcome = replied(chat, "reflection", "unasked_advice", "should")
    text = spoken(outcome)
    assert told(outcome, "heard.reflection")
    assert told(outcome, "try.without_unasked_advice")
    assert not told(outcome, "try.without_should"), "one thing at a time"
    assert text.index("words of reflection") < text.index("words of unasked_advice") < text.index("Better 1.")


def test_every_message_of_a_story_is_marked_and_carries_the_way_to_support() -> None:
    chat = begun()
    for turn in range(1, 5):
        outcome = replied(chat, "reflection")
        for message in outcome.messages[:-1] if turn == 4 else outcome.messages:
            assert message.text.words.startswith("Practice story")
            assert isinstance(message.reply, Buttons)
            assert any(choice.key == "/help_now" for choice in message.choices)


def test_feelings_lead_to_other_lines_and_endings() -> None:
    good, poor = begun(), begun()
    for turn in range(1, 4):
        assert f"Close {turn + 1}." in spoken(replied(good, "reflection", "open_question"))
        replied(poor, "diagnosis")
    assert "Dana felt heard." in spoken(replied(good, "reflection"))
    assert "Dana closed up." in spoken(replied(poor, "should"))
    for chat in (good, poor):
        assert chat.events[-1] == Practised("rights-p1", "rights")
        assert chat.conversation.runs == ()


def test_nothing_that_was_written_outlives_the_story() -> None:
    chat = begun()
    for _ in range(4):
        replied(chat, "reflection", words="Zimtstern owls")
    assert "Zimtstern" not in repr(chat.kept) + repr(chat.conversation)
    assert chat.notes == []


def test_a_reply_in_which_nothing_is_heard_is_met_kindly_and_with_a_line_to_compare() -> None:
    outcome = replied(begun())
    assert (told(outcome, "practice.nothing"), told(outcome, "try.reflection"), told(outcome, "practice.better")) == (
        True,
        True,
        True,
    )


def test_a_bare_stop_ends_the_story_and_offers_support_and_the_stop_of_everything() -> None:
    chat = begun()
    outcome = chat.said("stop")
    assert told(outcome, "practice.stopped")
    assert [choice.key for choice in outcome.messages[-1].choices] == ["/help_now", "/stop", "/practice"]
    assert chat.conversation.runs == ()
    chat.tap("/stop")
    assert OptedOut() in chat.events


def test_stop_i_need_support_leads_to_the_card() -> None:
    chat = begun()
    chat.tap("/help_now")
    assert chat.flows[-1] == "crisis"


def test_danger_of_ones_own_in_a_reply_comes_before_any_feedback() -> None:
    chat = begun()
    outcome = chat.turn(Said("that is me", Reading(safety=SafetySignal(SafetyLevel.risk), skills={})))
    assert chat.flows[-1] == "crisis"
    assert not told(outcome, "practice.better")


def test_a_photo_is_no_reply_and_the_line_is_repeated() -> None:
    chat = begun()
    outcome = chat.turn(Showed("photo"))
    assert (told(outcome, "talk.not_text"), told(outcome, "practice.line")) == (True, True)
    assert open_kind(chat.scene(Silent(""))) is Open.drill


@pytest.mark.parametrize(
    ("heard", "expected"),
    [
        (("reflection",), {"trust": 3, "distress": 2}),
        (("reflection", "open_question", "affirmation"), {"trust": 4, "distress": 2}),
        (("diagnosis",), {"trust": 0, "distress": 4}),
        (("closed_question",), {"trust": 1, "distress": 3}),
        (("role_boundary",), {"trust": 3, "distress": 3}),
        ((), {"trust": 1, "distress": 3}),
    ],
    ids=str,
)
def test_feelings_move_by_what_was_heard(heard: tuple[str, ...], expected: dict[str, int]) -> None:
    assert moved(SCENARIO, START, dict.fromkeys(heard, "")) == expected


def test_feelings_stay_between_nothing_and_five() -> None:
    low = {"trust": 0, "distress": 5}
    assert moved(SCENARIO, low, {"should": ""}) == low
    assert moved(SCENARIO, {"trust": 5, "distress": 0}, {"reflection": ""}) == {"trust": 5, "distress": 0}


def test_there_is_a_line_and_an_ending_for_every_state() -> None:
    for trust in range(6):
        for distress in range(6):
            state = {"trust": trust, "distress": distress}
            assert all(line_for(beat.lines, state).say for beat in SCENARIO.turns)
            assert ending_for(SCENARIO, state).told


def test_feedback_praises_what_the_story_looks_for_and_tries_one_thing() -> None:
    assert feedback(SCENARIO, {"affirmation": "", "open_question": "", "reflection": ""}) == Feedback(
        ("reflection", "open_question")
    )
    assert feedback(SCENARIO, {"reflection": ""}) == Feedback(("reflection",), "", "open_question")
    assert feedback(SCENARIO, {"should": "", "diagnosis": ""}) == Feedback((), "diagnosis", "")
