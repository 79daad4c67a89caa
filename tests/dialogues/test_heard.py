"""What is named in the same breath is taken at its word and said back; in any doubt it is asked."""

from dataclasses import replace
from datetime import time

import pytest

from dialogues.events import OnLeave, Paused, SettingChanged
from dialogues.facts import Policy, Standing
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
    assert "07:00, on Monday, Thursday" in outcome.messages[0].text.words
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


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("pause for a week", 7),
        ("rest 3 days", 3),
        ("a break of two weeks", 14),
        ("pause", 0),
        ("3 days or 2 weeks", 0),
        ("a week now and two weeks later", 0),
        ("not a week", 0),
    ],
)
def test_a_rest_of_so_many_days_is_taken_as_said(words: str, days: int) -> None:
    chat = Chat()
    heard(chat, words, "pause")
    assert chat.events == ((Paused(days),) if days else ())
    assert chat.open == (() if days else ("days",))


@pytest.mark.parametrize(
    ("words", "entities"),
    [
        ("pause in two weeks", {}),
        ("pause the messages after friday for 2 weeks", {"days": "5"}),
        ("pause tomorrow for 3 days", {}),
        ("pause in march for two weeks", {}),
        ("pause next week", {}),
        ("pausa en dos semanas", {}),
        ("una pausa de una semana desde el 12 de enero", {}),
    ],
)
def test_a_rest_that_is_to_begin_later_is_not_begun_now(words: str, entities: dict[str, str]) -> None:
    chat = Chat()
    outcome = heard(chat, words, "pause", **entities)
    assert (chat.events, chat.open, told(outcome, "settings.pause_from_now")) == ((), ("days",), True)


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("pause starting now for 3 days", 3),
        ("a break from prompts for 3 days", 3),
        ("pause for the next 2 weeks", 14),
        ("pausa las próximas dos semanas", 14),
        ("descanso de tres días", 3),
        ("don't send me anything for 2 weeks", 14),
        ("no me escribas una semana", 7),
    ],
)
def test_a_rest_from_now_on_is_begun_whatever_fills_its_words(words: str, days: int) -> None:
    chat = Chat()
    heard(chat, words, "pause")
    assert chat.events == (Paused(days),)


@pytest.mark.parametrize(
    ("words", "intent"),
    [
        *((words, "pause") for words in ("dont pause", "don't pause", "i dont want a break", "no quiero una pausa")),
        *(
            (words, "leave")
            for words in ("i'm not on leave tomorrow", "not on leave anymore", "i am not going on holiday")
        ),
        *(
            (words, "leave")
            for words in ("cancel my leave next week", "no estoy de vacaciones mañana", "ya no me voy de viaje")
        ),
        *(
            (words, "leave")
            for words in ("i was on holiday this week", "estuve de vacaciones esta semana", "i had leave today")
        ),
    ],
)
def test_a_rest_or_a_leave_that_is_denied_or_over_is_none_and_it_is_said(words: str, intent: str) -> None:
    chat = Chat()
    outcome = heard(chat, words, intent)
    assert (chat.events, chat.open, told(outcome, "talk.left")) == ((), (), True)
    resting = Chat(facts=replace(FACTS, standing=Standing.paused))
    outcome = heard(resting, words, intent)
    assert (resting.events, told(outcome, "talk.still_resting")) == ((), True)
    assert [choice.key for choice in outcome.messages[0].choices] == ["/resume"]


@pytest.mark.parametrize(
    ("words", "intent"), [("why not pause", "pause"), ("don't pause for a week but for two", "pause")]
)
def test_a_denial_in_doubt_is_asked(words: str, intent: str) -> None:
    chat = Chat()
    heard(chat, words, intent)
    assert (chat.events, chat.open) == ((), ("days",))


@pytest.mark.parametrize(
    "words",
    [
        *("maybe away next week", "am i on leave this week", "am i on leave this week?", "i'm away this week, right?"),
        *(
            "i might be away this week",
            "away this week or next",
            "if i go on leave next week",
            "my boss is on leave this week",
        ),
        *("i was told i am off until 12 january", "i asked for leave next week", "i was away until tomorrow"),
        *(
            "quizás estoy fuera la semana que viene",
            "¿estoy de vacaciones esta semana?",
            "mi jefa está de baja esta semana",
        ),
        *("not away until 12 january", "no estoy de vacaciones hasta el 12 de enero"),
    ],
)
def test_a_leave_in_doubt_is_asked(words: str) -> None:
    chat = Chat()
    heard(chat, words, "leave")
    assert (chat.events, chat.open) == ((), ("until-1",))


def test_a_leave_that_is_a_faint_guess_is_asked_and_a_typed_command_is_taken() -> None:
    chat = Chat()
    heard(chat, "off next week", "leave", 0.4)
    assert (chat.events, chat.open) == ((), ("until-1",))
    chat = Chat()
    heard(chat, "/leave until 12 january", "unsure", 0.1)
    assert chat.events == (OnLeave("2027-01-12"),)


# It is Monday, 4 January 2027.
@pytest.mark.parametrize(
    ("words", "days", "back"),
    [
        ("i am away from monday to friday", "1,2,3,4,5", "2027-01-16"),
        ("off friday to monday", "1,5,6,7", "2027-01-12"),
        ("away thu-fri", "4,5", "2027-01-09"),
        ("off next week", "", "2027-01-18"),
        ("not here the rest of the week", "", "2027-01-11"),
        ("i am away tomorrow", "", "2027-01-06"),
        ("off today", "", "2027-01-05"),
        ("on holiday from 3 to 10 february", "", "2027-02-11"),
        ("del 3 al 10 de febrero", "", "2027-02-11"),
        ("until 12 january", "", "2027-01-12"),
        ("for two weeks", "", "2027-01-18"),
        ("off two weeks from saturday", "6", "2027-01-23"),
        ("off 3 days soon", "", ""),
        ("from monday", "1", ""),
        ("off monday, wednesday to friday", "1,3,4,5", ""),
        ("off every day to my liking", "1,2,3,4,5,6,7", ""),
        ("from tomorrow", "", ""),
        ("today and tomorrow", "", ""),
        ("from 3 to 10 of nothing", "", ""),
        ("i am going on leave", "", ""),
        ("on leave for a week from 12 january", "", "2027-01-19"),
        ("holiday from 12 january for 10 days", "", "2027-01-22"),
        ("on the 12th for ten days", "", "2027-01-22"),
        ("una semana desde el 12 de enero", "", "2027-01-19"),
        ("del 12 de enero por 10 días", "", "2027-01-22"),
        ("from 31 january for a month", "", "2027-02-28"),
        ("from monday for two weeks", "1", "2027-01-25"),
        ("starting tomorrow for 3 days", "", "2027-01-08"),
        ("in 5 days for 3 days", "", "2027-01-12"),
        ("next week for 3 days", "", "2027-01-14"),
        ("for the next 2 weeks", "", "2027-01-18"),
        ("on leave for a week, thank you", "", "2027-01-11"),
        ("on holiday from work for 2 weeks", "", "2027-01-18"),
        ("can you note that i am off next week?", "", "2027-01-18"),
        ("i am not working next week", "", "2027-01-18"),
        ("from 6 to 15 january", "", "2027-01-16"),
        ("del 6 al 15 de enero", "", "2027-01-16"),
        ("del 4 al 15 de enero", "", "2027-01-16"),
        ("8-15 january", "", "2027-01-16"),
        ("from jan 28 to feb 3", "", "2027-02-04"),
        ("from 12 february to the 20th", "", "2027-02-21"),
        ("from 12 february until the 20th", "", "2027-02-20"),
        ("from 2027-01-12 to 2027-01-15", "", "2027-01-16"),
        ("until the 15th", "", "2027-01-15"),
        ("hasta el 15", "", "2027-01-15"),
        ("i'm back next week", "", "2027-01-11"),
        ("vuelvo la semana que viene", "", "2027-01-11"),
        ("back on wednesday next week", "3", "2027-01-13"),
        ("holiday in two weeks for 3 days", "", ""),
        ("leave in two weeks", "", ""),
        ("in march for two weeks", "", ""),
        ("for 3 days after friday", "5", ""),
        ("two weeks from now", "", ""),
        ("from the 20th to the 10th", "", ""),
        ("from 12 january for 10 days and 3 weeks", "", ""),
        ("6 to 15 january and 20 to 22 january", "", ""),
        ("from 12 january", "", ""),
    ],
)
def test_a_leave_ends_where_the_words_say_so(words: str, days: str, back: str) -> None:
    chat = Chat()
    heard(chat, words, "leave", days=days)
    assert chat.events == ((OnLeave(back),) if back else ())
    assert chat.open == (() if back else ("until-1",))


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
