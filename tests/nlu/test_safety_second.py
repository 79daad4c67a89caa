"""The second layer: it may raise what the rules heard, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.files import DATA, TRAINED, Line
from nlu.intents import CALM, Open, SafetyLevel, SafetySignal, Whose
from nlu.safety import BROKEN, SafetyScreen, rule_screen
from nlu.safety.second import LEAST_WORDS, MOST_PARTS, SecondLayer, label, parts, raised, second_layer

GROUPS = ("calm", "concern", "self", "other", "practice")
SIGNALS = st.builds(SafetySignal, st.sampled_from(list(SafetyLevel)), st.sampled_from(list(Whose)))
LIKELY = st.lists(st.floats(0.01, 1), min_size=5, max_size=5).map(
    lambda shares: dict(zip(GROUPS, (share / sum(shares) for share in shares), strict=True))
)


@pytest.fixture(scope="module")
def layer() -> SecondLayer:
    return second_layer(DATA, TRAINED)


def likely(**shares: float) -> dict[str, float]:
    return {group: shares.get(group, 0.0) for group in GROUPS}


@given(SIGNALS.filter(lambda signal: signal.level < SafetyLevel.risk), LIKELY, st.sampled_from(list(Open)))
def test_it_never_lowers_and_never_hides_the_writers_own_danger(
    signal: SafetySignal, found: dict, opened: Open
) -> None:
    after = raised(signal, found, opened)
    assert after.level >= signal.level
    if signal.whose is Whose.self:
        assert after.whose in (Whose.self, Whose.unclear)
    if after != signal:
        assert after.matched[-1].startswith("learned.")


def test_a_danger_of_somebody_else_is_unclear_where_the_writers_own_stands_beside_it(layer: SecondLayer) -> None:
    signal = SafetySignal(SafetyLevel.risk, Whose.other, ("suicide.loss",))
    mixed = layer.raised(signal, "my client died on monday and i just want to be with her now, i am done", Open.none)
    assert (mixed.level, mixed.whose) == (SafetyLevel.risk, Whose.unclear)
    assert layer.raised(signal, "my client told me she took an overdose last night", Open.none) == signal


@pytest.mark.parametrize("level", [SafetyLevel.risk, SafetyLevel.imminent])
def test_what_the_rules_heard_as_danger_is_left_alone(layer: SecondLayer, level: SafetyLevel) -> None:
    signal = SafetySignal(level, Whose.other, ("suicide.explicit",))
    assert layer.raised(signal, "what a lovely day for a walk", Open.none) is signal


def test_danger_that_is_nearly_all_somebody_elses_is_theirs_and_any_other_ones_own() -> None:
    assert raised(CALM, likely(other=0.9), Open.none).whose is Whose.other
    assert raised(CALM, likely(other=0.5, self=0.4), Open.none).whose is Whose.self


def test_in_a_drill_only_the_first_person_counts() -> None:
    assert raised(CALM, likely(other=0.95), Open.drill) is CALM
    assert raised(CALM, likely(self=0.95), Open.drill).level is SafetyLevel.risk


@pytest.mark.parametrize("word", ["me", "tired", "sola", "impresionante", ""])
def test_one_word_alone_is_never_raised(layer: SecondLayer, word: str) -> None:
    assert layer.raised(CALM, word, Open.none) is CALM


@pytest.mark.parametrize("opened", list(Open))
@given(text=st.text(max_size=300))
def test_any_text_has_a_likelihood_for_every_group(layer: SecondLayer, opened: Open, text: str) -> None:
    found = layer.likely(text)
    assert set(found) == set(GROUPS)
    assert sum(found.values()) == pytest.approx(1)


def test_an_error_inside_it_is_heard_as_risk(layer: SecondLayer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SecondLayer, "raised", lambda *_: 1 // 0)
    assert SafetyScreen(rule_screen(DATA), layer).screen("hello there", "en") == BROKEN


def test_lines_teach_the_group_that_is_truly_in_them() -> None:
    told = [
        label(Line("", SafetyLevel.none, Whose.practice, "")),
        label(Line("", SafetyLevel.none, Whose.none, "")),
        label(Line("", SafetyLevel.concern, Whose.self, "")),
        label(Line("", SafetyLevel.risk, Whose.unclear, "")),
        label(Line("", SafetyLevel.imminent, Whose.other, "")),
    ]
    assert told == ["practice", "calm", "concern", "self", "other"]


def test_a_few_words_of_danger_are_heard_among_many(layer: SecondLayer) -> None:
    calm = ["the group went well today and we drank tea in the garden with everybody"] * 12
    hidden = "i cannot see myself being around at christmas and i have made my peace with it"
    assert layer.raised(CALM, hidden, Open.none).level is SafetyLevel.risk
    assert layer.raised(CALM, " ".join(calm), Open.none).level is SafetyLevel.none
    for place in (0, 6, 12):
        told = " ".join([*calm[:place], hidden, *calm[place:]])
        assert layer.raised(CALM, told, Open.none).level is SafetyLevel.risk


@given(st.integers(0, 500))
def test_every_word_is_in_a_part_and_the_parts_are_few(count: int) -> None:
    words = [f"w{number}" for number in range(count)]
    heard = parts(" ".join(words))
    assert len(heard) <= MOST_PARTS
    if count >= LEAST_WORDS:
        assert {word for part in heard for word in part.split()} == set(words)


def test_marks_of_bold_letters_and_words_run_together_hide_nothing(layer: SecondLayer) -> None:
    assert layer.likely("*nobody* would _even_ notice") == layer.likely("nobody would even notice")
    assert parts("letmejustdisappearforever") != []
    assert parts("impresionante") == []
