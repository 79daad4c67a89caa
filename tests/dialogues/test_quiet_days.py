"""A quiet day, and an open safety talk: nothing is learned over it, and nothing is offered that nobody asked for."""

from dataclasses import replace

import pytest

from dialogues.flows import CRISIS
from dialogues.turn import Tapped
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
