"""The training data: as much of it as promised, and nothing in it that must not be."""

from collections import Counter

import pytest

from nlu.features import normalise
from nlu.files import DATA, read_examples
from nlu.intents import INTENTS, UNSURE, SafetyLevel
from nlu.safety import RuleScreen

EXAMPLES = {locale: read_examples(DATA, locale) for locale in ("en", "es")}
LEAST = {"en": 60, "es": 40}
"""Examples an intent; out of scope has many times that."""

both = pytest.mark.parametrize("locale", ["en", "es"])


@both
def test_the_data_teaches_just_the_intents_we_know(locale: str) -> None:
    assert {example.intent for example in EXAMPLES[locale]} == set(INTENTS)
    assert UNSURE not in INTENTS


@both
def test_every_intent_has_enough_examples(locale: str) -> None:
    counts = Counter(example.intent for example in EXAMPLES[locale])
    least = {intent: LEAST[locale] * (8 if intent == "out_of_scope" else 1) for intent in INTENTS}
    assert [(intent, counts[intent]) for intent in INTENTS if counts[intent] < least[intent]] == []


@both
def test_no_example_stands_twice(locale: str) -> None:
    counts = Counter(normalise(example.text) for example in EXAMPLES[locale])
    assert [text for text, count in counts.items() if count > 1] == []


@both
def test_no_example_speaks_of_danger(screen: RuleScreen, locale: str) -> None:
    heard = [(one.text, screen.screen(one.text, locale)) for one in EXAMPLES[locale]]
    assert [(text, signal) for text, signal in heard if signal.level is not SafetyLevel.none] == []
