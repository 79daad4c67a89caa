"""What the words of danger change about the card: its first line, its topic, and which answer stands first."""

import pytest

from dialogues.message import Message
from dialogues.turn import Said
from dialogues.worry import TOPICS
from nlu.intents import Reading, SafetyLevel, SafetySignal, Whose
from tests.dialogues.house import SHIPPED, Chat, says
from tests.dialogues.walks import holds_the_resources, raised


def heard(level: SafetyLevel, *rules: str, whose: Whose = Whose.self) -> tuple[Chat, Message]:
    """What is answered to words in which these rules heard danger, whatever the interpreter made of them."""
    chat = Chat()
    outcome = chat.turn(Said("words", Reading("greet", 1.0, {}, SafetySignal(level, whose, rules))))
    return chat, outcome.messages[0]


@pytest.mark.parametrize("rule", ["suicide.plan", "overdose.pills", "unheard-of", ""])
@pytest.mark.parametrize("level", [SafetyLevel.risk, SafetyLevel.imminent])
def test_the_level_that_was_heard_chooses_the_first_line(level: SafetyLevel, rule: str) -> None:
    chat, card = heard(level, rule)
    assert says(card.text, f"crisis.open_{level.name}")
    assert says(card.text, "crisis.topic_overdose") is rule.startswith("overdose")
    assert raised(chat.events) == [(level.name, "screen")]


@pytest.mark.parametrize("rule", sorted(TOPICS))
def test_every_topic_has_a_line_of_its_own_and_the_first_one_heard_is_shown(rule: str) -> None:
    _, card = heard(SafetyLevel.risk, "suicide.want", rule if "." in rule else f"{rule}.more", "eating.purge")
    assert says(card.text, f"crisis.topic_{TOPICS[rule]}")


def test_words_about_somebody_else_put_that_answer_first_and_hide_nothing() -> None:
    _, own = heard(SafetyLevel.risk)
    chat, other = heard(SafetyLevel.risk, whose=Whose.other)
    assert [choice.key for choice in other.choices][:2] == ["about_other", "about_me"]
    assert {choice.key for choice in other.choices} == {choice.key for choice in own.choices}
    assert says(other.text, "crisis.open_other")
    assert holds_the_resources(other.text.words, SHIPPED.countries["US"])
    assert says(heard(SafetyLevel.imminent, whose=Whose.other)[1].text, "crisis.open_imminent")
    assert raised(chat.events) == [("risk", "screen")]
