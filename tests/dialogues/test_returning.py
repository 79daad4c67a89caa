"""What comes back, and what does not, when something came between: the newest talk, in one message, and never over a hard word."""

from dataclasses import replace

import pytest

from dialogues.conversation import Answer, Run
from dialogues.events import DisplacedRun, LessonFinished, SettingChanged, Wanted
from dialogues.facts import Skill, Standing
from dialogues.flows import CRISIS
from dialogues.message import Buttons, Choice, Image, Message, Quiz, Scale, Text, in_front
from dialogues.play import open_lesson
from dialogues.turn import Due, Result, Silent, Tapped
from dialogues.voice import Shelf
from nlu.intents import SafetyLevel
from tests.dialogues.house import ASKING, FACTS, FREE, LIBRARY, NOW, OFFERS, Chat, last_question, says, told

YES, HELP = Choice("yes", "Yes"), Choice("/help", "Help")
LEAD = Message(Text.of("First this:"), reply=Buttons((HELP,)))


def welcomed() -> Chat:
    """Somebody who has just finished the welcome: its lesson is open at the first card."""
    chat = Chat(facts=replace(FACTS, standing=Standing.new), shelf=Shelf(LIBRARY))
    for words in ("hi", "yes", "Canada", "Toronto", "09:00"):
        chat.said(words)
    chat.tap("weekdays")
    chat.facts = FACTS
    assert (chat.flows, chat.open) == (("welcome",), ("card-1",))
    return chat


@pytest.mark.parametrize("reply", [None, Buttons((YES,)), Buttons((YES, HELP))])
def test_what_is_said_first_stands_in_one_message_with_the_question(reply: Buttons | None) -> None:
    [message] = in_front(LEAD, Message(Text.of("Well?"), reply=reply, question="r.0"))
    assert (message.text.words, message.question) == ("First this:\n\nWell?", "r.0")
    assert message.choices == ((YES, HELP) if reply else (HELP,))


def test_what_has_no_room_in_front_of_the_question_stays_a_message_of_its_own() -> None:
    words = Text.of("Well?")
    crowded = (Quiz((YES,), "yes", "Because."), Scale((YES,)))
    for asked in (*(Message(words, reply=reply) for reply in crowded), Message(words, Image("a", "A picture."))):
        assert in_front(LEAD, asked) == (LEAD, asked)
    assert in_front(Message(words, Image("a", "A picture.")), Message(words))[1] == Message(words)
    assert len(in_front(Message(words), Message(words, reply=Scale((YES,))))) == 1


@pytest.mark.parametrize("flow", sorted(set(ASKING) - OFFERS))
def test_the_return_is_one_message_but_for_a_native_quiz(flow: str) -> None:
    chat = Chat()
    chat.begin(flow)
    outcome = chat.said("/help")
    *_, lead, asked = outcome.messages
    apart = isinstance(asked.reply, Quiz)
    assert says((lead if apart else asked).text, "talk.where_we_were")
    assert len(outcome.messages) == (3 if apart else 2)
    assert asked.question == chat.conversation.runs[-1].question


def test_what_was_read_back_stands_in_front_of_the_next_question_only_once() -> None:
    chat = Chat(facts=replace(FACTS, standing=Standing.new), shelf=Shelf(LIBRARY))
    for words in ("hi", "yes", "Canada"):
        chat.said(words)
    [message] = chat.said("Toronto").messages
    assert says(message.text, "settings.zone_set")
    assert says(message.text, "settings.hour")
    assert not told(chat.said("say it again", "help"), "settings.zone_set")


def test_what_is_read_back_is_said_by_itself_where_nothing_more_is_asked() -> None:
    chat = Chat()
    chat.begin("zone")
    assert [message.text.words for message in chat.said("Oslo").messages] == ["Got it: Oslo time."]
    assert chat.events == (SettingChanged("zone", "Europe/Oslo"),)


def test_who_asks_for_the_lesson_of_the_welcome_goes_on_with_it_and_comes_back_to_where_they_were() -> None:
    chat = welcomed()
    outcome = chat.said("/lesson")
    assert (chat.flows, chat.open, told(outcome, "talk.where_we_were")) == (("welcome",), ("card-1",), True)
    for key in ("next", "next"):
        chat.tap(key)
    chat.said("/settings")
    chat.turn(Tapped("", "/hour"))
    outcome = chat.said("09:00")
    assert (told(outcome, "talk.where_we_were"), chat.open) == (True, ("try",))
    assert says(last_question(outcome).text, "lesson.try")
    assert chat.ends == ()


def test_of_two_lessons_the_one_they_were_reading_comes_back() -> None:
    chat = welcomed()
    chat.facts = replace(FACTS, lesson=Due("lesson", ("rights-02",), "plan"))
    chat.said("/lesson")
    assert chat.flows == ("welcome", "lesson")
    chat.said("/hour")
    chat.said("09:00")
    assert (chat.flows, chat.open) == (("lesson",), ("try",))
    assert chat.ends == (DisplacedRun("welcome", "something else took its place"),)


@pytest.mark.parametrize("keys", [(), ("next",), ("next", "next")])
def test_a_lesson_that_is_open_below_is_gone_on_with_on_top(keys: tuple[str, ...]) -> None:
    chat = Chat()
    chat.begin("lesson")
    for key in keys:
        chat.tap(key)
    (before,) = chat.conversation.runs
    chat.begin("hour")
    outcome = chat.said("/lesson")
    assert (chat.flows, chat.conversation.runs[-1], chat.ends) == (("hour", "lesson"), before, ())
    assert last_question(outcome).question == before.question


def test_going_on_with_a_lesson_drops_what_was_only_offered() -> None:
    chat = Chat()
    chat.begin("lesson")
    chat.begin("ask", ("rights-02", "0"))
    chat.said("/lesson")
    assert (chat.flows, chat.ends) == (("lesson",), (DisplacedRun("ask", "something else took its place"),))


def test_a_lesson_that_was_done_begins_anew() -> None:
    chat = Chat()
    chat.begin("lesson")
    for key in ("next", "next", "now"):
        chat.tap(key)
    assert isinstance(chat.events[0], LessonFinished)
    chat.said("/lesson")
    assert chat.open == ("card-1",)


def test_a_lesson_is_found_in_the_talks_that_show_it_and_in_no_other() -> None:
    read = (Answer("more", "read_it", NOW),)
    shown = (Run("a", "lesson", ("rights-01",), 1, NOW), Run("b", "ask", ("rights-01", "1"), 1, NOW, read))
    others = (Run("c", "lesson", ("rights-02",), 1, NOW), Run("d", "quiz", ("rights-q01",), 1, NOW))
    others += (Run("e", "ask", ("rights-01", "1"), 1, NOW), Run("f", "lesson", ("gone",), 1, NOW))
    for run in (*shown, *others):
        chat = Chat()
        chat.conversation = replace(chat.conversation, runs=(run,))
        assert open_lesson(chat.scene(Silent("")), "rights-01") == (run if run in shown else None), run.id


def test_an_unfinished_welcome_and_a_safety_talk_stay_before_anything_newer() -> None:
    for below in ("welcome", CRISIS):
        chat = Chat(facts=replace(FACTS, standing=Standing.new if below == "welcome" else Standing.active))
        chat.begin(below)
        chat.begin("country")
        chat.said("/erase")
        assert chat.flows == (below, "erase")


@pytest.mark.parametrize("flow", sorted(set(ASKING) - {CRISIS, *OFFERS}))
def test_behind_words_that_are_heavy_no_question_comes_back_and_it_stays_open(flow: str) -> None:
    for intent, level in (("feeling_bad", SafetyLevel.none), ("feeling_bad", SafetyLevel.concern)):
        chat = Chat()
        chat.begin("quiz" if flow in FREE else flow)
        before = chat.conversation.runs
        outcome = chat.said("so tired of it all", intent, level)
        assert told(outcome, "concern.line" if level else "talk.feeling_bad")
        assert not any(message.question for message in outcome.messages)
        assert chat.conversation.runs == before
        chat.said("xqzzt")
        assert chat.said("say that again", "repeat").messages[-1].question == before[-1].question


def test_words_of_worry_that_are_not_followed_get_their_line_and_nothing_behind_it() -> None:
    chat = Chat()
    chat.begin("lesson")
    [message] = chat.said("xqzzt", level=SafetyLevel.concern).messages
    assert (says(message.text, "concern.line"), message.question, chat.open) == (True, "", ("card-1",))


@pytest.mark.parametrize(("command", "flow"), [("export", "quiz"), ("progress", "lesson")])
def test_no_question_comes_back_while_something_is_on_its_way_and_then_it_does(command: str, flow: str) -> None:
    chat = Chat(facts=replace(FACTS, skills=(Skill("rights", 1, 2, 1),)))
    chat.begin(flow)
    outcome = chat.said(f"/{command}")
    assert [type(event) for event in chat.events] == [Wanted]
    assert (any(message.question for message in outcome.messages), chat.flows) == (False, (flow,))
    assert told(chat.turn(Result("tell", ("talk.thanks",))), "talk.where_we_were")
