"""The in-process interpreter: as right as scikit-learn, and right often enough."""

from pathlib import Path

import numpy as np
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from nlu.embedded import THRESHOLD, EmbeddedInterpreter
from nlu.features import LONGEST, PLAIN, has_words, normalise, pieces, sight, words
from nlu.files import DATA, read_examples, read_ideas
from nlu.intents import INTENTS, UNSURE, Reading
from nlu.training import train, untrained
from nlu.weights import probabilities, softmax

SIGHT = sight(read_ideas(DATA))
UNSEEN = [
    (intent, text)
    for intent, texts in yaml.safe_load((Path(__file__).parent / "unseen.yaml").read_text(encoding="utf-8")).items()
    for text in texts
]


def test_flat_weights_say_what_scikit_learn_says() -> None:
    examples = read_examples(DATA, "en")[::4]
    known, intents = [normalise(example.text) for example in examples], [example.intent for example in examples]
    pipeline, weights = untrained(SIGHT, 0.5).fit(known, intents), train(known, intents, SIGHT)
    texts = [normalise(example.text) for example in read_examples(DATA, "en")[::3]]
    texts += ["", "zzzz qqqq xxxx", "pause pause pause pause", "a", "help " * 300]
    flat = np.array([probabilities(weights, SIGHT, text) for text in texts])
    scores = pipeline.decision_function(texts)
    sharpness = (weights.start / pipeline["model"].intercept_)[0]
    assert weights.labels == tuple(pipeline.classes_)
    assert np.abs(flat - softmax(sharpness * scores)).max() < 1e-4


def test_lines_worded_apart_from_the_data_are_read(interpreter: EmbeddedInterpreter) -> None:
    read = [(intent, interpreter.read(text, "en").intent) for intent, text in UNSEEN]
    answered = [(meant, got) for meant, got in read if got != UNSURE]
    assert len(answered) >= 0.85 * len(UNSEEN)
    assert sum(meant == got for meant, got in answered) >= 0.93 * len(answered)


def test_the_unseen_lines_are_unseen_and_cover_every_intent() -> None:
    seen = {normalise(example.text) for example in read_examples(DATA, "en")}
    assert [text for _, text in UNSEEN if normalise(text) in seen] == []
    assert {intent for intent, _ in UNSEEN} == set(INTENTS)


@pytest.mark.parametrize(
    "text",
    [
        "work is too much this week",
        "i'm ill and worn down",
        "fell off the wagon on friday",
        "i feel off today",
        "my plan failed and i feel rubbish",
        "i need time off, so stressed",
        "nobody on my team talks to me",
    ],
)
def test_a_hard_time_is_read_as_neither_leave_nor_a_plan(interpreter: EmbeddedInterpreter, text: str) -> None:
    assert interpreter.read(text, "en").intent in ("feeling_bad", UNSURE)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("show my data", "my_data"),
        ("what data do you keep on my team", "my_data"),
        ("does my supervisor see my plan", "supervisor_sees"),
        ("take a break", "pause"),
        ("my leave is over", "resume"),
        ("leave the program", "stop"),
        ("leave it", "skip"),
        ("leave my team", "leave_team"),
        ("how do i leave my team", "leave_team"),
        ("i am no longer a supervisor", "leave_team"),
        ("remove maria from my team", "my_team"),
        ("team", "my_team"),
        ("i have a code", "join_team"),
        ("i need a linking code for slack", "link_chats"),
        ("pictures on", "pictures_on"),
        ("pictures off", "text_only"),
        ("stop sending pictures", "text_only"),
        ("turn text only off now", "pictures_on"),
        ("stop sending so many", "fewer"),
        ("too many messages", "fewer"),
        ("no more messages", "stop"),
        ("stop sending", "stop"),
        ("how do i stop this bot", "stop"),
        ("how do i make this stop", "stop"),
        ("how do i stop crying", "feeling_bad"),
        ("how do i turn off pictures", "text_only"),
        ("no messages for a week please", "pause"),
        ("delete my plan", "wellness_plan"),
        ("delete my data", "erase_my_data"),
        ("my client died", "feeling_bad"),
        ("my client is a good cook", "out_of_scope"),
        ("my supervisor yelled at me", "feeling_bad"),
        ("ask my supervisor to call", "contact_supervisor"),
        ("someone is harassing me in the group", "feeling_bad"),
        ("i feel great", "feeling_good"),
        ("i don't feel great", "feeling_bad"),
        ("im fine", "feeling_good"),
        ("im not fine", "feeling_bad"),
        ("okay", "affirm"),
        ("not yet", "deny"),
        ("is this anonymous", "my_data"),
        ("what dose of sertraline", "out_of_scope"),
        ("what is 988", "help"),
    ],
)
def test_neighbours_are_told_apart(interpreter: EmbeddedInterpreter, text: str, intent: str) -> None:
    assert interpreter.read(text, "en").intent == intent


@pytest.mark.parametrize("text", ["me", "get me out", "wipe it"])
def test_a_small_word_neither_stops_nor_erases(interpreter: EmbeddedInterpreter, text: str) -> None:
    assert interpreter.read(text, "en").intent not in ("stop", "erase_my_data")


@pytest.mark.parametrize(
    "text", ["", "   ", "?!", "...", "\0\0", "42", "\u200b", "<!channel> & <@U1> <http://x.y|z> *b* _i_ ~s~ `c` {{ }}"]
)
def test_a_text_without_words_is_unsure(interpreter: EmbeddedInterpreter, text: str) -> None:
    assert interpreter.read(text, "en") == Reading()


def test_a_text_of_a_strange_tongue_is_no_wish(interpreter: EmbeddedInterpreter) -> None:
    reading = interpreter.read("Übermorgen gibt's Kürbissuppe", "de")
    assert reading.intent in (UNSURE, "out_of_scope")


def test_what_is_not_likely_enough_is_unsure(interpreter: EmbeddedInterpreter) -> None:
    readings = [
        interpreter.read(text, "en") for text in ("the thing with the stuff", "could you perhaps", "when what who")
    ]
    assert any(reading.intent == UNSURE for reading in readings)
    assert all(reading.confidence < THRESHOLD for reading in readings if reading.intent == UNSURE)


def test_an_emoji_can_be_an_answer(interpreter: EmbeddedInterpreter) -> None:
    assert interpreter.read("👍🏽", "en").intent == "affirm"
    assert interpreter.read("👎", "en").intent == "deny"


def test_a_reading_carries_the_values_it_names(interpreter: EmbeddedInterpreter) -> None:
    reading = interpreter.read("Can you message me at half seven instead?", "en")
    assert (reading.intent, reading.entities) == ("change_time", {"hour": "07:30"})


def test_capitals_curly_quotes_and_spaces_change_no_reading(interpreter: EmbeddedInterpreter) -> None:
    plain = interpreter.read("what's the lesson today", "en")
    assert interpreter.read("  WHAT’S the\n\tLesson\0 today ", "en") == plain


@given(st.text(max_size=300))
def test_normalising_twice_changes_nothing_more_and_stays_short(text: str) -> None:
    normal = normalise(text)
    assert normalise(normal) == normal
    assert len(normalise(text * 100)) <= LONGEST


@given(st.text(max_size=300))
def test_any_text_has_a_reading(interpreter: EmbeddedInterpreter, text: str) -> None:
    reading = interpreter.read(text, "en")
    assert reading.intent in (*INTENTS, UNSURE)
    assert 0 <= reading.confidence <= 1


def test_features_are_words_pairs_and_pieces() -> None:
    assert words("don't stop!") == ["don't", "stop", "!", "don't stop", "stop !"]
    assert pieces("hi") == [" h", "hi", "i ", " hi", "hi ", " hi "]
    assert has_words("a") and has_words("👍") and not has_words("1 ?")


def test_ideas_are_what_words_share_in_any_language_and_order() -> None:
    ideas = sight({"boss": ["boss*", "jefa"], "see": ["see", "ve"]})["ideas"]
    assert ideas("can my bosses see this") == ["boss", "see", "boss+see"]
    assert ideas("¿qué ve mi jefá?") == ["see", "boss", "boss+see"]


def test_fewer_than_three_intents_are_refused() -> None:
    with pytest.raises(ValueError, match="three labels"):
        train(["hi", "stop"], ["greet", "stop"], PLAIN)
