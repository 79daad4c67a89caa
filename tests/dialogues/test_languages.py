"""Languages: asked for at any time, in whatever language; what was open is asked again, and what was answered stays."""

from dataclasses import replace

import pytest

from dialogues.cards import crisis_card
from dialogues.events import SettingChanged
from dialogues.facts import Standing
from dialogues.voice import Shelf
from nlu.intents import SafetyLevel
from tests.dialogues.house import FACTS, PROFILE, SHIPPED, Chat, told, voice

SPANISH = replace(FACTS, profile=replace(PROFILE, language="es"))
BOTH = Shelf(SHIPPED)


@pytest.mark.parametrize(
    "words", ["español por favor", "En español, por favor.", "in Spanish please", "háblame en español"]
)
def test_who_asks_for_a_language_by_itself_gets_it_and_the_open_question_in_it(words: str) -> None:
    chat = Chat(shelf=BOTH)
    chat.begin("checkin", ("yes",))
    chat.tap("2")
    outcome = chat.said(words)
    assert chat.events[-1] == SettingChanged("language", "es")
    asked = outcome.messages[-1]
    wanted = SHIPPED.phrase("checkin.load", "es").wordings[0]
    assert (wanted in asked.text.words, asked.choices[0].label, chat.open) == (True, "1 · ligera", ("load",))


def test_a_language_is_asked_for_in_the_middle_of_a_safety_talk_too() -> None:
    chat = Chat(shelf=BOTH)
    chat.said("i want to die", level=SafetyLevel.risk)
    outcome = chat.said("en español por favor")
    card = crisis_card(voice(SHIPPED, replace(PROFILE, language="es"))).words
    assert (card in outcome.messages[-1].text.words, chat.open) == (True, ("whose",))


def test_an_offer_stays_when_only_the_language_changes() -> None:
    chat = Chat(shelf=BOTH)
    chat.begin("lesson", (SHIPPED.plan[0],))
    while chat.open != ("quiz",):
        chat.tap("not_today" if chat.open == ("try",) else "next")
    chat.said("español por favor")
    assert chat.open == ("quiz",)


def test_the_words_that_answer_a_question_are_its_answer() -> None:
    chat = Chat(shelf=BOTH)
    chat.said("/language")
    chat.said("español")
    assert (chat.events, chat.open) == ((SettingChanged("language", "es"),), ())


def test_before_anything_is_said_the_welcome_begins_in_the_language_that_was_asked_for() -> None:
    chat = Chat(facts=replace(FACTS, standing=Standing.new), shelf=BOTH)
    outcome = chat.said("español por favor")
    assert (chat.flows, chat.open) == (("welcome",), ("agree",))
    assert outcome.messages[0].text.words.startswith("Hola.")
    assert chat.events == (SettingChanged("language", "es"),)


def test_the_welcome_is_said_again_in_the_language_that_was_tapped_and_does_not_ask_for_it_later() -> None:
    chat = Chat(facts=replace(FACTS, standing=Standing.new), shelf=BOTH)
    hello = chat.said("hello").messages[0]
    assert "¿Prefieres hablar en español?" in hello.text.words
    again = chat.tap("es").messages[0]
    assert (again.choices[0].label, chat.open) == ("Sí, empecemos", ("agree2",))
    chat.tap("agree")
    assert chat.open == ("country",)


def test_a_way_is_said_in_the_person_s_language() -> None:
    spanish = voice(SHIPPED, replace(PROFILE, language="es", country="ZA"))
    assert "escribe al 31393 y te llaman" in crisis_card(spanish).words
    assert "112 desde un móvil" in crisis_card(spanish).words
    assert "text 31393" in crisis_card(voice(SHIPPED, replace(PROFILE, country="ZA"))).words


def test_who_cancels_in_another_language_is_heard() -> None:
    for facts, words in ((FACTS, "olvídalo"), (SPANISH, "never mind")):
        chat = Chat(facts=facts, shelf=BOTH)
        chat.said("/hour")
        assert told(chat.said(words), "talk.left")
