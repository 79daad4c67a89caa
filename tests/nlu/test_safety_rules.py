"""The rules as data: what a pattern stands for, and what is refused."""

from pathlib import Path

import pytest

from nlu.files import DATA, DataError, read_rules
from nlu.intents import SafetyLevel
from nlu.safety import rule_screen
from nlu.safety.patterns import Machine, PatternError, Span
from nlu.safety.rulebook import RuleError, compile_rules


def found(pattern: str, text: str, **lists: tuple[str, ...]) -> list[tuple[int, int]]:
    machine = Machine()
    machine.plant(pattern, "it", lists)
    words = text.replace(".", "").split()
    sentences = [text.split()[:at].count(".") for at in range(len(words))]
    return [(span.start, span.end) for span in machine.find(words, sentences)]


@pytest.mark.parametrize(
    ("pattern", "text", "spans"),
    [
        ("a b", "x a b a b", [(1, 3), (3, 5)]),
        ("a (b|c d|) e", "a e a b e a c d e a c e", [(0, 2), (2, 5), (5, 9)]),
        ("a _ b", "a x b a b", [(0, 3)]),
        ("a .. b", "a b a x b a x y b a x y z b", [(0, 2), (2, 5), (5, 9)]),
        ("{one} a", "b c a d a", [(0, 3), (3, 5)]),
        ("(a|a b) (b|)", "a b b", [(0, 1), (0, 2), (0, 3)]),
        ("(a (b|c)|d) e", "a c e d e", [(0, 3), (3, 5)]),
    ],
)
def test_a_pattern_finds_just_what_it_stands_for(pattern: str, text: str, spans: list[tuple[int, int]]) -> None:
    assert found(pattern, text, one=("b c", "d")) == spans


def test_patterns_do_not_reach_across_sentences() -> None:
    machine = Machine()
    machine.plant("a b", "it", {})
    assert machine.find(["a", "b", "a", "b"], [0, 1, 1, 1]) == [Span(2, 4, "it")]


@pytest.mark.parametrize("pattern", ["(a", "a)", "(a|)", "_ a", ".. a", "{missing}"])
def test_a_pattern_that_cannot_work_is_refused(pattern: str) -> None:
    with pytest.raises(PatternError):
        Machine().plant(pattern, "it", {})


@pytest.mark.parametrize(
    "rules",
    [
        {"a": 1},
        ["x"],
        [{"id": "a"}],
        [{"id": "a", "level": "huge", "patterns": "b"}],
        [{"id": "a", "level": "risk", "patterns": [True]}],
    ],
)
def test_a_rule_that_is_not_whole_is_refused(rules: object) -> None:
    files = dict(read_rules(DATA, "en"))
    with pytest.raises(RuleError):
        compile_rules("en", {**files, "mine": rules})


def test_a_grammar_with_a_gap_is_refused() -> None:
    files = dict(read_rules(DATA, "en"))
    with pytest.raises(RuleError, match="missing"):
        compile_rules("en", {**files, "grammar": {"first": "i"}})


def test_every_rule_begins_with_its_topic_and_every_id_is_used_once() -> None:
    topics = {
        "suicide",
        "selfharm",
        "concern",
        "overdose",
        "relapse",
        "abuse",
        "violence",
        "psychosis",
        "eating",
        "echo",
        "unsafe",
    }
    ids = [rule["id"] for rules in read_rules(DATA, "en").values() if isinstance(rules, list) for rule in rules]
    assert len(ids) == len(set(ids))
    assert {id.split(".")[0] for id in ids} == topics


def test_the_machine_stays_small() -> None:
    machine = rule_screen(DATA)._books[0].machine
    assert len(machine.steps) < 20_000


def test_the_machine_forgets_places_before_they_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nlu.safety.patterns._MOST_PLACES", 3)
    machine = Machine()
    machine.plant("(a|b|c) (d|e|f) (g|h|i)", "it", {})
    for word in "abc":
        assert machine.find([word, "e", "h"], [0, 0, 0]) == [Span(0, 3, "it")]
    assert len(machine.places) <= 5


def test_a_folder_without_rules_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="no safety rules"):
        rule_screen(tmp_path)


def test_a_rule_file_that_is_not_yaml_names_itself(tmp_path: Path) -> None:
    folder = tmp_path / "en" / "safety"
    folder.mkdir(parents=True)
    (folder / "broken.yaml").write_text("a: [")
    with pytest.raises(DataError, match=r"broken\.yaml"):
        rule_screen(tmp_path)


@pytest.mark.parametrize(
    "line",
    [
        "thanks for the lesson today. my sister wants to die",
        "my sister wants to die. is there something in the training for this?",
        "i put my phone away. my client is on a bridge and wants to jump",
        "ok done with the lesson! i have active thoughts of suicide and no supervisor until monday",
        "ok done with the quiz! gonna od in a min, bye",
    ],
)
def test_talk_of_lessons_in_another_sentence_hides_no_danger(line: str) -> None:
    assert rule_screen(DATA).screen(line, "en").level >= SafetyLevel.risk
