"""Whose danger it is may be answered with a typo or a small word more; what is not clear is asked again, and begins nothing."""

import pytest

from dialogues.loosely import MOST_WORDS, loosely_meant
from dialogues.message import Choice
from nlu.intents import SafetyLevel
from tests.dialogues.house import Chat, told

ME = (
    "its about me",
    "it's abut me",
    "about me!!",
    "no its about me",
    "me really",
    "it is just about me",
    "It is aboot me",
)
OTHER = (
    *("someone i support!!", "about a client of mine", "someone i suport", "its my freind", "for a friend of mine"),
    *("someone i support, a client", "about my cleint", "it's about someone i support", "oh a peer"),
)
PRACTISING = (
    *(
        "just practising",
        "im practicing",
        "im just practising",
        "just practicing here",
        "practisng",
        "practisingg",
        "I am practsing",
    ),
    *("its just practice", "only quoting", "practise", "i'm just quoting", "I am practising or quoting."),
)
# Each sounds a little like an answer, and may mean something else.
UNCLEAR = (
    *(
        "not practising",
        "no practice",
        "im not practising",
        "practical things",
        "i practiced",
        "i was practising",
    ),
    *("practising how to do it", "practice makes perfect", "quit", "is this practice or what", "in my practice"),
    *("i am a client", "support", "i need support", "someone please", "help a friend", "a beer", "its not about me"),
    *(
        "me and a client",
        "my friend says its about me",
        "someone like me",
        "a client not me",
        "nobody knows",
        "",
        "???",
    ),
)


def asked() -> Chat:
    """Somebody who was just asked whose danger it is."""
    chat = Chat()
    chat.said("i want to die", level=SafetyLevel.risk)
    return chat


@pytest.mark.parametrize("words", ME)
@pytest.mark.parametrize("guess", ["unsure", "practice", "feeling_bad"])
def test_about_me_is_understood_however_it_is_typed(words: str, guess: str) -> None:
    chat = asked()
    chat.said(words, guess)
    assert chat.open == ("danger",)


@pytest.mark.parametrize("words", OTHER)
@pytest.mark.parametrize("guess", ["unsure", "feeling_bad", "contact_supervisor"])
def test_somebody_i_support_is_understood_however_it_is_typed(words: str, guess: str) -> None:
    chat = asked()
    assert told(chat.said(words, guess), "crisis.stay")
    assert chat.open == ("follow",)


@pytest.mark.parametrize("words", PRACTISING)
@pytest.mark.parametrize("guess", ["unsure", "practice", "start_lesson"])
def test_practising_is_understood_however_it_is_typed(words: str, guess: str) -> None:
    chat = asked()
    assert told(chat.said(words, guess), "crisis.practice")


@pytest.mark.parametrize("words", UNCLEAR)
@pytest.mark.parametrize("guess", ["unsure", "practice", "take_quiz", "deny"])
def test_what_is_unclear_is_asked_again_and_begins_nothing(words: str, guess: str) -> None:
    chat = asked()
    outcome = chat.said(words, guess)
    assert (chat.flows, chat.open) == (("crisis",), ("whose",))
    assert told(outcome, "crisis.whose")


def test_what_two_buttons_may_say_is_neither() -> None:
    choices = (Choice("a", "Red"), Choice("b", "Red", ("Blue",)))
    assert loosely_meant(choices, "red", (), ()) is None
    assert loosely_meant(choices, "blue", ("really",), ()) == choices[1]


def test_a_typo_that_may_be_two_words_is_neither() -> None:
    choices = (Choice("a", "planter"), Choice("b", "plaster"))
    assert loosely_meant(choices, "plaster", (), ()) == choices[1]
    assert loosely_meant((Choice("a", "planter or plaster"),), "plaxter or plaster", (), ()) is None


def test_a_long_text_is_no_button() -> None:
    assert loosely_meant((Choice("a", "me"),), "me " * MOST_WORDS, ("me",), ("me",)) is not None
    assert loosely_meant((Choice("a", "me"),), "me " * (MOST_WORDS + 1), ("me",), ("me",)) is None
