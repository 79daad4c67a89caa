"""Away: a rest or a leave that is named in the same breath; what is denied, over, in doubt, or to begin later."""

from dataclasses import replace

import pytest

from dialogues.events import OnLeave, Paused
from dialogues.facts import Standing
from dialogues.outcome import Outcome
from dialogues.turn import Said
from nlu.intents import Reading
from tests.dialogues.house import FACTS, Chat, told


def heard(chat: Chat, words: str, intent: str, confidence: float = 0.9, **entities: str) -> Outcome:
    return chat.turn(Said(words, Reading(intent, confidence, entities)))


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
        ("estaré fuera del 8 al 15", "", "2027-01-16"),
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
