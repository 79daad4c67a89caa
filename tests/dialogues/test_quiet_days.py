"""A quiet day, and an open safety talk: nothing is learned over it, and nothing is offered that nobody asked for."""

from dataclasses import replace

import pytest

from dialogues.flows import CRISIS
from dialogues.turn import Tapped
from nlu.intents import SafetyLevel
from tests.dialogues.house import Chat, told


@pytest.mark.parametrize("command", ["lesson", "quiz", "checkin"])
def test_nothing_is_learned_over_an_open_safety_talk(command: str) -> None:
    chat = Chat()
    chat.said("help now")
    outcome = chat.said(f"/{command}")
    assert told(outcome, "cooling.first")
    assert (chat.flows, chat.open) == ((CRISIS,), ("whose",))


@pytest.mark.parametrize("command", ["lesson", "quiz"])
def test_a_quiet_day_asks_before_a_lesson_or_quiz_and_gives_it_to_who_wants_it(command: str) -> None:
    chat = Chat()
    chat.facts = replace(chat.facts, cooling=True)
    assert told(chat.said(f"/{command}"), "cooling.sure")
    chat.said(f"/{command}_anyway")
    assert chat.flows == (command,)


def test_a_quiet_day_offers_no_lesson_by_itself() -> None:
    chat = Chat()
    chat.facts = replace(chat.facts, cooling=True)
    for outcome in (chat.said("hi", "greet"), chat.turn(Tapped("long-ago.1", "a"))):
        assert "/lesson" not in [choice.key for message in outcome.messages for choice in message.choices]


def test_after_words_of_worry_nothing_stings() -> None:
    for intent in ("out_of_scope", "practice", "unsure", "my_progress"):
        chat = Chat()
        outcome = chat.said("i am so tired of it all", intent, SafetyLevel.concern)
        assert [told(outcome, name) for name in ("concern.line", "talk.out_of_scope")] == [True, False]
        assert len(outcome.messages) == 1


def test_words_that_mean_nothing_in_a_safety_talk_are_met_with_the_question_again_and_no_small_talk() -> None:
    for intent in ("out_of_scope", "practice", "greet", "unsure", "start_lesson"):
        chat = Chat()
        chat.said("help now")
        outcome = chat.said("well you know", intent)
        assert told(outcome, "crisis.missed")
        assert (chat.flows, chat.open) == ((CRISIS,), ("whose",))
