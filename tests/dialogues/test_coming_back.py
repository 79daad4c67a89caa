"""Somebody who had blocked or left the chat is back: nothing has piled up, and "/start" ends no rest and no safety talk."""

from dataclasses import replace

import pytest

from dialogues.events import Resumed
from dialogues.facts import Standing
from dialogues.flows import CRISIS
from dialogues.outcome import Occasion, Outcome
from dialogues.turn import Due, Result, Showed, Silent, Tapped
from nlu.intents import SafetyLevel
from tests.dialogues.house import FACTS, Chat, told


def back(standing: Standing = Standing.active, open: str | None = None, *, cooling: bool = False) -> Chat:
    """Somebody who is back with their next turn, as they stand and with what was open when they left."""
    chat = Chat(facts=replace(FACTS, standing=standing, cooling=cooling, returned=True))
    if open:
        chat.begin(open)
    return chat


def keys(outcome: Outcome) -> list[str]:
    return [choice.key for message in outcome.messages for choice in message.choices]


def test_who_is_back_hears_first_and_once_that_nothing_piled_up() -> None:
    for days in (0, 30):
        chat = back()
        chat.facts = replace(chat.facts, days_away=days)
        welcome, answer = chat.said("hi", "greet").messages
        assert told(Outcome(chat.conversation, (welcome,)), "talk.welcome_back")
        assert told(Outcome(chat.conversation, (answer,)), "talk.greet")
        assert not welcome.choices


def test_a_tap_a_photo_and_a_changed_message_are_welcomed_back_too() -> None:
    chat = back(open="quiz")
    assert told(chat.tap("b"), "talk.welcome_back")
    for kind in ("photo", "edit"):
        assert told(back().turn(Showed(kind)), "talk.welcome_back")


@pytest.mark.parametrize("standing", [one for one in Standing if one is not Standing.active], ids=str)
def test_who_is_new_or_rests_gets_no_such_line(standing: Standing) -> None:
    assert not told(back(standing).said("hi", "greet"), "talk.welcome_back")


def test_a_hard_moment_its_quiet_day_and_a_stop_come_without_it() -> None:
    outcomes = (
        back().said("help now"),
        back().said("i want to die", level=SafetyLevel.risk),
        back(open=CRISIS).said("hm"),
        back(cooling=True).said("hi", "greet"),
        back().said("so tired of it", "feeling_bad", SafetyLevel.concern),
        back().said("stop"),
    )
    assert not any(told(outcome, "talk.welcome_back") for outcome in outcomes)


@pytest.mark.parametrize(
    "act", [Due("lesson", ("rights-01",)), Silent("x.0"), Result("tell", ("talk.thanks",))], ids=str
)
def test_the_clock_brings_nobody_back(act: Due | Silent | Result) -> None:
    assert not told(back().turn(act), "talk.welcome_back")


def test_start_welcomes_back_and_offers_a_lesson_where_nothing_is_open() -> None:
    chat = back()
    outcome = chat.said("/start")
    assert [told(outcome, name) for name in ("talk.welcome_back", "settings.not_paused")] == [True, True]
    assert chat.events == ()


def test_start_on_a_quiet_day_is_greeted_gently_and_offers_no_lesson() -> None:
    for words in ("/start", "/resume"):
        outcome = back(cooling=True).said(words)
        assert told(outcome, "cooling.greet")
        assert (len(outcome.messages), keys(outcome)) == (1, ["/help_now", "/settings"])


@pytest.mark.parametrize("open", ["quiz", "checkin", "zone", CRISIS])
@pytest.mark.parametrize("returned", [False, True])
def test_start_over_an_open_talk_asks_again_and_offers_nothing_else(open: str, returned: bool) -> None:
    chat = back(open=open)
    chat.facts = replace(chat.facts, returned=returned)
    before = chat.conversation
    outcome = chat.said("/start")
    assert told(outcome, "talk.where_we_were")
    assert told(outcome, "talk.welcome_back") is (returned and open != CRISIS)
    assert not told(outcome, "settings.not_paused")
    assert outcome.messages[-1].question == chat.conversation.runs[-1].question
    assert (chat.conversation, "/lesson" in keys(outcome)) == (before, False)
    assert outcome.occasion is (Occasion.crisis if open == CRISIS else Occasion.reply)


def test_start_tells_who_rests_that_the_rest_goes_on() -> None:
    chat = back(Standing.paused)
    outcome = chat.said("/start")
    assert told(outcome, "talk.still_resting")
    assert (keys(outcome), chat.events) == (["/resume", "/help_now"], ())
    chat.turn(Tapped("", "/resume"))
    assert chat.events == (Resumed(),)


@pytest.mark.parametrize("open", ["quiz", CRISIS])
def test_start_over_an_open_talk_leaves_the_rest_alone(open: str) -> None:
    chat = back(Standing.paused, open)
    outcome = chat.said("/start")
    assert told(outcome, "talk.where_we_were")
    # A native quiz has no room for a line in front of its question.
    assert (len(outcome.messages), chat.events, chat.flows) == (2 if open == "quiz" else 1, (), (open,))


@pytest.mark.parametrize("words", ["resume", "start", "/resume"])
def test_who_rests_and_asks_in_words_comes_back_at_once(words: str) -> None:
    chat = back(Standing.paused)
    assert told(chat.said(words), "settings.resumed")
    assert chat.events == (Resumed(),)


def test_start_brings_back_who_had_said_stop_with_one_line() -> None:
    chat = back(Standing.stopped)
    outcome = chat.said("/start")
    assert told(outcome, "settings.resumed")
    assert (len(outcome.messages), chat.events) == (1, (Resumed(),))


def test_start_in_the_middle_of_the_welcome_goes_on_with_it() -> None:
    chat = back(Standing.new)
    chat.said("hi")
    outcome = chat.said("/start")
    assert told(outcome, "welcome.first")
    assert chat.open == ("agree",)


def test_start_in_a_crisis_before_the_welcome_speaks_of_no_setting_up() -> None:
    chat = back(Standing.new)
    chat.said("hi")
    chat.said("help now")
    outcome = chat.said("/start")
    assert [told(outcome, name) for name in ("cooling.first", "welcome.first")] == [True, False]
    assert (outcome.occasion, chat.flows) == (Occasion.crisis, ("welcome", CRISIS))


def test_start_over_a_talk_that_can_no_longer_ask_says_that_nothing_is_paused() -> None:
    chat = back(open="quiz")
    run = replace(chat.conversation.runs[0], asks="a question of yesterday")
    chat.conversation = replace(chat.conversation, runs=(run,))
    assert told(chat.said("/start"), "settings.not_paused")
