"""Which answer a turn is: by label, other words, number, letter or intent; whatever the case and the accents."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogues.answering import answer_to, meant, one_of, plain
from dialogues.conversation import Answer, Run
from dialogues.flow import Question
from dialogues.message import Buttons, Choice, Message, Text
from dialogues.turn import Act, Due, Said, Showed, Silent, Tapped, Turn
from tests.dialogues.house import NOW, reading

CHOICES = (
    Choice("tea", "A cup of tea", ("tea", "cuppa"), "affirm"),
    Choice("cafe", "Café con leche", ("c", "kaffee"), "deny"),
    Choice("none", "Neither", ("a",)),
)
RUN = Run("r", "toy", (), 1, NOW)


def question(*, free: bool = False, within: timedelta | None = None) -> Question:
    return Question("drink", Message(Text.of("What?"), reply=Buttons(CHOICES)), free=free, within=within)


def given_by(act: Act, *, free: bool = False) -> str | None:
    answer = answer_to(question(free=free), RUN, Turn(act, NOW))
    return answer.value if answer else None


@pytest.mark.parametrize("words", ["A cup of tea", "a CUP of  tea!", "  tea ", "Tea.", "cuppa", "1", " 1 ", "01", "1."])
def test_a_choice_is_meant_by_its_label_another_word_or_its_number(words: str) -> None:
    found = meant(CHOICES, words)
    assert found is not None
    assert found.key == "tea"


@pytest.mark.parametrize(
    "words", ["cafe con leche", "CAFÉ CON LECHE", "Cafe\u0301 con leche", "C", "c)", "Kaffee", "2"]
)
def test_accents_and_case_do_not_matter(words: str) -> None:
    found = meant(CHOICES, words)
    assert found is not None
    assert found.key == "cafe"


def test_a_letter_that_a_choice_lists_wins_over_its_place() -> None:
    assert [choice.key for letter in "ac" if (choice := meant(CHOICES, letter))] == ["none", "cafe"]


@pytest.mark.parametrize("words", ["", " ", "...", "🦄", "0", "4", "99", "1.5", "two", "b", "a cup", "١"])
def test_what_means_no_choice_means_none(words: str) -> None:
    assert meant(CHOICES, words) is None


def test_an_intent_means_the_choice_that_waits_for_it_where_the_words_do_not() -> None:
    found = meant(CHOICES, "sure thing", "affirm")
    assert found is not None
    assert found.key == "tea"
    assert meant(CHOICES, "sure thing", "greet") is None
    literal = meant(CHOICES, "neither", "affirm")
    assert literal is not None
    assert literal.key == "none"


@given(place=st.integers(1, 12), spaces=st.text(" \t", max_size=3))
def test_every_number_in_reach_means_that_choice(place: int, spaces: str) -> None:
    choices = tuple(Choice(f"k{number}", f"Label {chr(96 + number)}") for number in range(1, 13))
    found = meant(choices, f"{spaces}{place}{spaces}")
    assert found is not None
    assert found.key == f"k{place}"


@given(label=st.text(min_size=1, max_size=30))
def test_every_label_means_its_own_choice_however_it_is_written(label: str) -> None:
    choices = (Choice("other", "Something else"), Choice("this", label))
    for words in (label, label.upper(), f"  {label}  "):
        if plain(words) == plain(label) and plain(label) not in ("", "something else", "1"):
            assert meant(choices, words) == choices[1]


@given(words=st.text(max_size=500))
def test_plain_words_have_no_case_no_edges_and_are_plain_already(words: str) -> None:
    said = plain(words)
    assert said == " ".join(said.split()) == said.casefold()
    assert plain(said[:400]) == said[:400].strip()


@pytest.mark.parametrize("words", ["HELP NOW", "𝗛𝗘𝗟𝗣 𝗡𝗢𝗪", "ｈｅｌｐ　ｎｏｗ", "Ħelp now", "hélp.NÖW"])
def test_fancy_letters_are_letters(words: str) -> None:
    assert one_of(words, ["help now"]) is (words != "Ħelp now")


def test_one_of_knows_a_phrase_without_letters_only_as_it_stands() -> None:
    assert one_of(" ? ", ["help", "?"])
    assert not one_of("🦄", ["help", "?"])
    assert not one_of("", ["help", "?"])
    assert one_of("Help!", ["help", "?"])


def test_a_tap_answers_only_the_question_it_was_made_for() -> None:
    assert given_by(Tapped("r.0", "tea")) == "tea"
    assert given_by(Tapped("r.1", "tea")) is None
    assert given_by(Tapped("s.0", "tea")) is None
    assert given_by(Tapped("r.0", "beer")) is None


def test_silence_answers_only_the_question_it_was_waited_for() -> None:
    assert given_by(Silent("r.0")) == "silence"
    assert given_by(Silent("r.1")) is None


@pytest.mark.parametrize("act", [Showed("photo"), Due("lesson")], ids=str)
def test_neither_a_picture_nor_the_clock_answers(act: Act) -> None:
    assert given_by(act) is None
    assert given_by(act, free=True) is None


def test_words_answer_a_choice_and_keep_their_time_and_reading() -> None:
    act = Said("kaffee", reading("greet", hour="08:00"))
    answer = answer_to(question(), RUN, Turn(act, NOW))
    assert answer == Answer("drink", "cafe", NOW, "greet", {"hour": "08:00"})


def test_an_intent_answers_a_choice_but_never_takes_the_place_of_free_words() -> None:
    assert given_by(Said("sure thing", reading("affirm"))) == "tea"
    assert given_by(Said("sure thing", reading("affirm")), free=True) == "sure thing"


def test_any_words_answer_a_free_question_and_a_suggested_choice_gives_its_key() -> None:
    assert given_by(Said("something of my own", reading()), free=True) == "something of my own"
    assert given_by(Said("cuppa", reading()), free=True) == "tea"


@pytest.mark.parametrize("words", ["", "  ", "\n"])
def test_nothing_said_is_no_answer(words: str) -> None:
    assert given_by(Said(words, reading()), free=True) is None
    assert given_by(Said(words, reading())) is None
