"""A question finds the lesson that speaks of it, or none; the same question always finds the same."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.library import Library
from content.loading import load
from content.model import Lesson
from content.search import Found, search

ROOT = Path(__file__).parents[2]
SHIPPED = load(ROOT / "content" / "library")
DAY = date(2026, 11, 22)


def lesson(id: str, title: str, *cards: str, locale: str = "en") -> Lesson:
    head = (id, locale, SHIPPED.competencies[0].id, "none", title, 2)
    return Lesson(*head, cards, "Do it once.", None, ("own",), DAY, DAY)


def library(*lessons: Lesson) -> Library:
    return replace(SHIPPED, lessons={(one.id, one.locale): one for one in lessons})


SMALL = library(
    lesson("a", "When the call drops", "Say who calls back.", "Write down the number before you begin."),
    lesson("b", "Words for consent", "Ask what they agree to.", "Consent can end. Consent is for one thing."),
    lesson("c", "Rest between chats", "Stand up and stretch.", "Drink some water."),
    lesson("d", "Ver y hablar", "El agua calma mucho.", locale="es"),
)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("What if the call drops?", Found("a", 0)),
        ("Should I write a number down?", Found("a", 1)),
        ("how does consent end", Found("b", 1)),
        ("CONSENTS, agreed?", Found("b", 1)),
        ("is drinking water good", Found("c", 1)),
        ("how long do I rest between two chats?", Found("c", 0)),
    ],
)
def test_the_lesson_that_speaks_of_it_is_found_with_the_card_that_says_most(words: str, found: Found) -> None:
    assert search(SMALL, words, "en") == found


OFF_TOPIC = (
    "What's the capital of France?",
    "Who won the game last night?",
    "what is the weather today?",
    "how do I cook rice?",
    "Can you write my essay?",
    "can I take two aspirin?",
    "what dose of sertraline should I take?",
    "do I have bipolar?",
    "How tall is the Eiffel tower?",
    "who is the president?",
    "tell me a joke",
    "what is bitcoin?",
    "what time is it",
)


@pytest.mark.parametrize("words", OFF_TOPIC)
def test_what_no_lesson_speaks_of_finds_none(words: str) -> None:
    assert search(SHIPPED, words, "en") is None


@pytest.mark.parametrize("words", ["", "?", "how do I do it?", "what is that", "12 34 ?!", "🦄", "a b c"])
def test_words_that_say_nothing_find_none(words: str) -> None:
    assert search(SHIPPED, words, "en") is None


@pytest.mark.parametrize("lesson", sorted(id for id, at in SHIPPED.lessons if at == "en"))
def test_asking_with_a_lesson_s_own_title_and_first_line_finds_that_lesson(lesson: str) -> None:
    told = SHIPPED.lesson(lesson, "en")
    found = search(SHIPPED, f"{told.title} {told.cards[0]}", "en")
    assert found is not None
    assert (found.lesson, 0 <= found.card < len(told.cards)) == (lesson, True)


def test_only_lessons_in_the_language_of_the_question_are_searched() -> None:
    assert search(SMALL, "¿calma el agua?", "es") == Found("d", 0)
    assert search(SMALL, "¿calma el agua?", "en") is None
    assert search(library(), "consent", "en") is None


@settings(max_examples=100, deadline=None)
@given(
    words=st.text(max_size=60)
    | st.lists(st.sampled_from(("call", "consent", "drop", "France", "?")), max_size=6).map(" ".join)
)
def test_any_words_at_all_find_a_card_that_exists_or_nothing(words: str) -> None:
    found = search(SMALL, words, "en")
    assert found is None or found.card < len(SMALL.lesson(found.lesson, "en").cards)
    turned = replace(SMALL, lessons=dict(reversed(SMALL.lessons.items())))
    assert search(turned, words, "en") == found


ASK = """
from pathlib import Path
from content.loading import load
from content.search import search
library = load(Path("content/library"))
for lesson in library.lessons.values():
    words = " ".join([lesson.title, *lesson.cards]).split()
    for start in range(0, len(words), 5):
        print(search(library, " ".join(words[start : start + 5]), "en"))
"""


def test_every_process_finds_the_same() -> None:
    found = {
        subprocess.run(
            [sys.executable, "-c", ASK],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(found) == 1


@pytest.mark.parametrize(
    "words", ["¿Cómo grabo una sesión?", "como grabar sesiones", "la grabación de la sesión", "GRABAR SESION"]
)
def test_a_question_in_spanish_finds_its_lesson_with_accents_or_without_and_in_any_ending(words: str) -> None:
    asked = library(
        lesson("e", "Grabar sesiones", "Pide permiso antes de una grabación.", "Nunca grabes en secreto.", locale="es"),
        lesson("f", "Cuando se corta la llamada", "Acuerda quién llama.", locale="es"),
    )
    found = search(asked, words, "es")
    assert found is not None and found.lesson == "e"
