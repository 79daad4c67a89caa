"""A quiz is Telegram's own poll wherever all of it fits one, and buttons where it does not."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.channels.telegram.render import Poll, Words, rendered
from content.loading import load
from dialogues.conversation import Run
from dialogues.facts import Profile
from dialogues.flow import Setting, advance
from dialogues.flows.quiz import quiz as quiz_flow
from dialogues.message import Choice, Image, Message, Quiz, Text
from dialogues.voice import Voice

LIBRARY = load(Path(__file__).parents[4] / "content" / "library")
OPTIONS = ("First", "Second", "Third")


def quiz(question: str = "Which?", options: tuple[str, ...] = OPTIONS, explanation: str = "Because.") -> Message:
    choices = tuple(Choice(letter, label) for letter, label in zip("abcdefghijklmn", options, strict=False))
    return Message(Text.parse(question), reply=Quiz(choices, "b", explanation))


def test_a_quiz_is_a_poll_in_plain_words() -> None:
    assert rendered(quiz("_1 of 2_\n**Which?** ", explanation="**Yes.** It _is_."), "1") == (
        Poll("1 of 2\nWhich?", OPTIONS, 1, "Yes. It is."),
    )


@pytest.mark.parametrize(
    ("fits", "fits_not"),
    [
        (quiz("a" * 300), quiz("a" * 301)),
        (quiz("🌱" * 150), quiz("🌱" * 150 + "a")),
        (quiz("a"), quiz(" ")),
        (quiz(options=OPTIONS[:2]), replace(quiz(), reply=Quiz((Choice("b", "First"),), "b", ""))),
        (quiz(options=tuple("abcdefghijkl")), quiz(options=tuple("abcdefghijklm"))),
        (quiz(options=("a" * 100, "b")), quiz(options=("a" * 101, "b"))),
        (quiz(options=("a", "b")), quiz(options=("a", " "))),
        (quiz(options=("a", "b")), quiz(options=("a", "a "))),
        (quiz(explanation=""), quiz(explanation="a" * 201)),
        (quiz(explanation="**" + "a" * 200 + "**"), quiz(explanation="🌱" * 101)),
        (quiz(explanation="a\nb\nc\n"), quiz(explanation="a\nb\nc\nd")),
        (quiz(), replace(quiz(), attachment=Image("picture 1", "A face"))),
        (quiz(), replace(quiz(), reply=Quiz((Choice("b", "B"), Choice("c", "C"), Choice("/help", "Help")), "b", ""))),
        (quiz(), replace(quiz(), reply=Quiz((Choice("b", "B"), Choice("c", "C")), "a", ""))),
    ],
)
def test_just_inside_a_limit_it_is_a_poll_and_just_outside_it_is_buttons(fits: Message, fits_not: Message) -> None:
    assert [type(call) for call in rendered(fits, "1")] == [Poll]
    [asked] = rendered(fits_not, "1")
    assert isinstance(asked, Words)
    taps = [button.callback_data for row in asked.keyboard.inline_keyboard for button in row]
    assert taps == [f"1.{place}" for place in range(len(fits_not.choices))]


@pytest.mark.parametrize("many", [1, 10])
def test_every_item_we_ship_is_asked_as_a_poll_also_as_one_of_ten(many: int) -> None:
    asked = {(id, locale): rendered(spoken(id, locale, many), "1")[0] for id, locale in LIBRARY.items}
    assert len(asked) >= 60
    assert [id for id, call in asked.items() if not isinstance(call, Poll)] == []
    headed = [call for (_, locale), call in asked.items() if call.question.startswith(heading(locale))]
    assert len(headed) == (len(asked) if many == 10 else 0)
    assert all(call.explanation for call in asked.values())


def spoken(id: str, locale: str, many: int) -> Message:
    """An item as the quiz asks it, first among that many."""
    run = Run("1", "quiz", (id,) * many, 1, datetime(2026, 12, 1, tzinfo=UTC))
    step = advance(quiz_flow, run, Setting(voice(locale), lambda query: pytest.fail(f"{query} was looked up")))
    return step.question.message


def heading(locale: str) -> str:
    return voice(locale).phrase("quiz.place", place="1", all="10").words + "\n"


def voice(locale: str) -> Voice:
    return Voice(LIBRARY, LIBRARY, Profile(language=locale))
