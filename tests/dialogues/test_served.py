"""What could tell who a person served is: asked to be left out, and never kept, in two hundred sentences a language."""

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from dialogues.outcome import Occasion
from dialogues.turn import Said
from nlu.identifiers import found
from nlu.intents import Reading, SafetyLevel, SafetySignal
from tests.dialogues.house import FACTS, Chat, told
from tests.dialogues.test_seats import NORTH

LINES = Path(__file__).parents[1] / "nlu" / "identifiers"
LEARNS = replace(FACTS, seats=(NORTH,))
KEPT = {
    "report": (("rights-01",), ("hard",)),
    "contact": (("2=North",), ("yes", "Sam")),
    "checkin": (("yes", "yes"), "341"),
}


def said(words: str, level: SafetyLevel = SafetyLevel.none) -> Said:
    kinds = frozenset(kind.value for kind in found(words))
    return Said(words, Reading(safety=SafetySignal(level), identifies=kinds))


def asked_for_words(flow: str) -> Chat:
    """A chat in which this flow asks for words that would be kept."""
    chat = Chat(facts=LEARNS)
    arguments, answers = KEPT[flow]
    chat.begin(flow, arguments)
    for answer in answers:
        chat.said(answer)
    assert chat.open[-1] in ("words", "note"), chat.open
    return chat


def identifying(language: str) -> list[str]:
    kept = yaml.safe_load((LINES / f"{language}.yaml").read_text(encoding="utf-8"))
    return [line for kind, lines in kept.items() if kind != "nobody" for line in lines.splitlines() if found(line)]


@pytest.mark.parametrize("flow", sorted(KEPT))
@pytest.mark.parametrize("language", ["en", "es"])
def test_nothing_of_it_is_kept_and_the_question_comes_again(language: str, flow: str) -> None:
    lines = identifying(language)
    assert len(lines) > 70
    for line in lines:
        if flow == "contact" and {kind.value for kind in found(line)} <= {"phone", "mail"}:
            continue  # that may well be their own
        chat = asked_for_words(flow)
        before = chat.conversation.runs
        outcome = chat.turn(said(line))
        assert told(outcome, "served.not_kept"), line
        assert (chat.conversation.runs, chat.notes) == (before, [])
        assert line not in repr(chat.conversation)


def test_elsewhere_a_kind_line_stands_before_the_answer() -> None:
    outcome = Chat(facts=LEARNS).turn(said("my client Maria Lopez missed her session"))
    assert told(outcome, "served.please")
    assert len(outcome.messages) == 2


def test_what_tells_of_nobody_is_kept_as_before() -> None:
    chat = asked_for_words("report")
    outcome = chat.turn(said("the second card is too long"))
    assert (told(outcome, "report.thanks"), chat.notes[0].words) == (True, "the second card is too long")


def test_a_number_to_be_reached_at_may_go_to_the_supervisor() -> None:
    chat = asked_for_words("contact")
    assert not told(chat.turn(said("please call me at 555-867-5309")), "served.not_kept")


def test_in_a_plan_of_ones_own_and_in_a_story_names_are_no_matter() -> None:
    plan = Chat(facts=LEARNS)
    plan.begin("plan")
    plan.tap("people")
    assert not told(plan.turn(said("my sister Rosa Lopez, 555-867-5309")), "served.please")
    quiz = Chat(facts=LEARNS)
    quiz.begin("quiz", ("rights-q01",))
    assert not told(quiz.turn(said("my client Maria Lopez said so")), "served.please")


def test_danger_comes_first_and_nothing_stands_before_a_card() -> None:
    outcome = Chat(facts=LEARNS).turn(said("my client Maria Lopez wants to die", SafetyLevel.risk))
    assert outcome.occasion is Occasion.crisis
    assert not told(outcome, "served.please")
