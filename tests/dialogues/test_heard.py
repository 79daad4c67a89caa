"""What is named in the same breath is taken at its word and said back; in any doubt it is asked."""

from dataclasses import replace
from datetime import time

import pytest

from dialogues.events import SettingChanged
from dialogues.facts import Policy
from dialogues.outcome import Outcome
from dialogues.turn import Said
from dialogues.voice import Shelf
from nlu.intents import Reading, SafetySignal, Whose
from tests.dialogues.house import BILINGUAL, FACTS, LIBRARY, SHIPPED, Chat, told

WHOLE = Shelf(SHIPPED)


def heard(chat: Chat, words: str, intent: str, confidence: float = 0.9, **entities: str) -> Outcome:
    return chat.turn(Said(words, Reading(intent, confidence, entities)))


@pytest.mark.parametrize(
    ("words", "hour", "set_to"),
    [
        ("remind me at half seven", "07:30", "07:30"),
        ("change my hour to 7", "07:00", "07:00"),
        ("write to me at 3", "03:00", "15:00"),
        ("at 3 in the morning", "03:00", "03:00"),
        ("7 o'clock is better", "07:00", "07:00"),
        ("a las 7 y media", "07:30", "07:30"),
    ],
)
def test_an_hour_that_was_named_is_set_and_said_back(words: str, hour: str, set_to: str) -> None:
    chat = Chat()
    outcome = heard(chat, words, "change_time", hour=hour)
    assert (chat.events, chat.flows) == ((SettingChanged("hour", set_to),), ())
    assert told(outcome, "settings.when_set")
    assert f"{set_to}, from Monday to Friday" in outcome.messages[0].text.words


@pytest.mark.parametrize(
    "words",
    [
        *("remind me at 7 or 8", "from 9 to 7", "not at 7", "don't write at 7", "why at 7?", "maybe at 7", "no at 7"),
        *("a las 7 o a las 8", "7 but later", "what is my hour, 7?"),
    ],
)
def test_an_hour_in_doubt_is_asked(words: str) -> None:
    chat = Chat()
    heard(chat, words, "change_time", hour="07:00")
    assert (chat.events, chat.open) == ((), ("hour-1",))


def test_a_faint_guess_sets_nothing_and_a_typed_command_does() -> None:
    chat = Chat()
    heard(chat, "i get up at 6", "change_time", 0.4, hour="06:00")
    assert (chat.events, chat.open) == ((), ("hour-1",))
    chat = Chat()
    heard(chat, "/hour 6:15", "unsure", 0.1, hour="06:15")
    assert chat.events == (SettingChanged("hour", "06:15"),)


def test_an_hour_in_the_quiet_of_the_program_is_asked_again() -> None:
    chat = Chat(facts=replace(FACTS, policy=Policy(quiet_from=time(6), quiet_to=time(8))))
    outcome = heard(chat, "at 7", "change_time", hour="07:00")
    assert told(outcome, "settings.hour_quiet")
    assert (chat.events, chat.open) == ((), ("hour-2",))
    chat.said("9:30")
    assert chat.events == (SettingChanged("hour", "09:30"),)


def test_several_days_named_with_the_hour_are_set_too_and_a_single_one_may_be_meant_once() -> None:
    both = SettingChanged("hour", "07:00"), SettingChanged("days", "1,4")
    chat = Chat()
    outcome = heard(chat, "at 7 mondays and thursdays", "change_time", hour="07:00", days="1,4")
    assert chat.events == both
    assert "07:00, on Monday and Thursday" in outcome.messages[0].text.words
    chat = Chat()
    heard(chat, "at 7 on monday", "change_time", hour="07:00", days="1")
    assert chat.events == both[:1]


def test_days_that_were_named_are_set_with_their_hour_and_said_back() -> None:
    chat = Chat()
    assert told(heard(chat, "only mondays", "change_days", days="1"), "settings.when_set")
    heard(chat, "weekdays at 9", "change_days", days="1,2,3,4,5", hour="09:00")
    changes = [(event.name, event.value) for event in chat.events]
    assert changes == [("days", "1"), ("days", "1,2,3,4,5"), ("hour", "09:00")]


@pytest.mark.parametrize(
    "words", ["add saturday", "saturday too", "not saturday", "every day but saturday", "sin sabados"]
)
def test_days_in_doubt_are_asked(words: str) -> None:
    chat = Chat()
    heard(chat, words, "change_days", days="6")
    assert (chat.events, chat.open) == ((), ("days-1",))


def test_a_zone_and_a_language_that_were_named_are_set_and_said_back() -> None:
    chat = Chat(shelf=Shelf(BILINGUAL))
    assert told(heard(chat, "i moved to madrid", "change_zone", zone="Europe/Madrid"), "settings.zone_set")
    assert told(heard(chat, "can we speak spanish", "change_language", language="es"), "settings.language_set")
    assert chat.events == (SettingChanged("zone", "Europe/Madrid"), SettingChanged("language", "es"))
    assert told(heard(Chat(shelf=Shelf(LIBRARY)), "spanish", "change_language", language="es"), "settings.one_language")
    heard(chat, "not in london any more", "change_zone", zone="Europe/London")
    assert chat.open == ("zone-1",)


def test_what_was_chosen_in_a_small_talk_is_said_back_too() -> None:
    for command, key, name in (
        ("language", "es", "language_set"),
        ("country", "GB", "country_set"),
        ("hour", "9:30", "when_set"),
    ):
        chat = Chat()
        chat.said(f"/{command}")
        assert told(chat.said(key) if command == "hour" else chat.tap(key), f"settings.{name}")


@pytest.mark.parametrize("words", ["no thanks", "No, gracias", "skip", "rather not", "prefiero no", "ahora no"])
def test_the_country_need_not_be_told(words: str) -> None:
    chat = Chat()
    chat.said("/country")
    outcome = chat.said(words, "deny")
    assert (chat.events, told(outcome, "settings.country_unknown")) == ((SettingChanged("country", ""),), True)


def test_a_lesson_on_a_topic_is_one_they_did_not_read_lately() -> None:
    chat = Chat(shelf=WHOLE)
    heard(chat, "lesson on equity", "start_lesson", competency="equity")
    assert chat.conversation.runs[0].arguments == ("equity-01",)
    chat = Chat(shelf=WHOLE, facts=replace(FACTS, recent_lessons=("equity-01",)))
    heard(chat, "lesson on equity", "start_lesson", competency="equity")
    assert chat.conversation.runs[0].arguments == ("equity-02",)


def test_a_quiz_on_a_topic_asks_about_nothing_else() -> None:
    chat = Chat(shelf=WHOLE)
    heard(chat, "quiz me on crisis", "take_quiz", competency="crisis")
    asked = [SHIPPED.item(id, "en").competency for id in chat.conversation.runs[0].arguments]
    assert asked == ["crisis"] * 4


def test_a_topic_in_doubt_or_one_that_has_nothing_gets_what_is_next() -> None:
    for intent, words in (("take_quiz", "a quiz but not on rights"), ("start_lesson", "no lesson on rights")):
        chat = Chat()
        heard(chat, words, intent, competency="rights")
        assert chat.conversation.runs[0].arguments in (("rights-q01", "rights-q02"), ("rights-01",))
    heard(chat, "quiz on equity", "take_quiz", competency="equity")
    assert chat.conversation.runs[-1].arguments == ("rights-q01", "rights-q02")


PRACTISES = SafetySignal(whose=Whose.practice, matched=("suicide.word",))


@pytest.mark.parametrize("intent", ["unsure", "help", "out_of_scope", "repeat"])
def test_who_asks_how_to_talk_about_suicide_is_shown_where_it_is_taught(intent: str) -> None:
    chat = Chat(shelf=WHOLE)
    chat.turn(Said("how do i ask someone about suicide", Reading(intent, 0.9, {}, PRACTISES)))
    assert chat.conversation.runs[0].flow == "ask"
    assert chat.conversation.runs[0].arguments[0].startswith("crisis-")
    chat = Chat(shelf=WHOLE)
    outcome = chat.turn(Said("what do i say if someone says they want to die", Reading(intent, 0.9, {}, PRACTISES)))
    assert told(outcome, "competency.is")
    assert "digital crisis" in outcome.messages[0].text.words
