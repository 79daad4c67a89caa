"""The training data: as much of it as promised, and nothing in it that must not be."""

from collections import Counter

import pytest

from nlu.features import normalise
from nlu.files import DATA, Example, read_examples
from nlu.intents import INTENTS, UNSURE, SafetyLevel
from nlu.safety import RuleScreen

EXAMPLES = read_examples(DATA, "en")


def test_the_data_teaches_just_the_intents_we_know() -> None:
    assert {example.intent for example in EXAMPLES} == set(INTENTS)
    assert UNSURE not in INTENTS


@pytest.mark.parametrize("intent", INTENTS)
def test_every_intent_has_enough_examples(intent: str) -> None:
    least = 80 if intent == "out_of_scope" else 25
    assert sum(example.intent == intent for example in EXAMPLES) >= least


def test_no_example_stands_twice() -> None:
    counts = Counter(normalise(example.text) for example in EXAMPLES)
    assert [text for text, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.text)
def test_no_example_speaks_of_danger(screen: RuleScreen, example: Example) -> None:
    assert screen.screen(example.text, "en").level is SafetyLevel.none
