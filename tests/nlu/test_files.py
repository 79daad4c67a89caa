"""What is read from disk, and the weights kept there."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from nlu import learning as module
from nlu.embedded import embedded
from nlu.features import PLAIN
from nlu.files import (
    DATA,
    DataError,
    Example,
    Line,
    checksum,
    intent_files,
    line_files,
    locales,
    read_examples,
    read_ideas,
    read_lines,
    read_weights,
    write_weights,
)
from nlu.intents import SafetyLevel, Whose
from nlu.training import train
from nlu.weights import Weights, probabilities

WRITTEN = """version: "3.1"
nlu:
- intent: greet
  examples: |
    - hello there
    - hi
    - hi there
    - hello
- intent: stop
  examples: |
    - stop it
    - no more
    - stop
    - stop, no more of it
- intent: thanks
  examples: |
    - thank you
    - thanks
    - many thanks
    - thank you so much
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data" / "en" / "intents"
    folder.mkdir(parents=True)
    (folder / "talk.yml").write_text(WRITTEN)
    (tmp_path / "data" / "ideas.yaml").write_text("hello: hi hello\nthank: thank*\n")
    return tmp_path / "data"


@pytest.fixture
def trained(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Grows by one with every training."""
    times: list[str] = []
    once = module._trained
    monkeypatch.setattr(module, "_trained", lambda *args: times.append("") or once(*args))
    return times


def taught(data: Path) -> Weights:
    examples = read_examples(data, "en")
    return train([example.text for example in examples], [example.intent for example in examples], PLAIN)


def kept(cache: Path) -> Path:
    (path,) = cache.iterdir()
    return path


def test_examples_are_read_in_order(data: Path) -> None:
    read = read_examples(data, "en")
    assert read[:2] == (Example("greet", "hello there"), Example("greet", "hi"))
    assert [example.intent for example in read] == ["greet"] * 4 + ["stop"] * 4 + ["thanks"] * 4


def test_locales_are_those_with_data(data: Path) -> None:
    assert locales(data, "intents") == ("en",)
    assert locales(data, "safety") == ()
    assert "en" in locales(DATA, "safety")


@pytest.mark.parametrize(
    "written",
    [
        "nlu: 1",
        "version: 1",
        "nlu:\n- intent: a",
        "nlu:\n- intent: a\n  examples: |\n    hello",
        "nlu: [",
        "[]",
        "nlu:\n- 1",
    ],
)
def test_a_broken_training_file_names_itself(data: Path, written: str) -> None:
    (data / "en" / "intents" / "odd.yml").write_text(written)
    with pytest.raises(DataError, match=r"odd\.yml"):
        read_examples(data, "en")


LINES = """- group: self
  level: risk
  whose: self
  lines: |
    a first line

    a second
- group: everyday
  level: none
  whose: none
  lines: a third
"""


def test_lines_for_the_safety_screen_are_read_with_what_is_truly_in_them(tmp_path: Path) -> None:
    folder = tmp_path / "en" / "safety" / "examples"
    folder.mkdir(parents=True)
    (folder / "lines.yaml").write_text(LINES)
    own = [Line("self", SafetyLevel.risk, Whose.self, text) for text in ("a first line", "a second")]
    calm = Line("everyday", SafetyLevel.none, Whose.none, "a third")
    assert read_lines(line_files(tmp_path, "en")) == (*own, calm)


@pytest.mark.parametrize(
    "written", ["[]", "lines: 1", "- group: self", LINES.replace("risk", "grave"), LINES.replace("self", "us")]
)
def test_a_broken_file_of_lines_names_itself(tmp_path: Path, written: str) -> None:
    (tmp_path / "odd.yaml").write_text(written)
    with pytest.raises(DataError, match=r"odd\.yaml"):
        read_lines([tmp_path / "odd.yaml"])


def test_ideas_are_read_with_their_words(data: Path) -> None:
    assert read_ideas(data) == {"hello": ["hi", "hello"], "thank": ["thank*"]}


@pytest.mark.parametrize("written", ["[]", "on: on enabled", "pause: [mute]", "pause"])
def test_a_broken_lexicon_names_itself(data: Path, written: str) -> None:
    (data / "ideas.yaml").write_text(written)  # to YAML, a bare `on` is no word
    with pytest.raises(DataError, match=r"ideas\.yaml"):
        read_ideas(data)


def test_the_checksum_changes_with_the_data_and_with_the_recipe(data: Path) -> None:
    paths = intent_files(data, "en")
    before = checksum(paths, "one")
    assert before == checksum(paths, "one") != checksum(paths, "two")
    (data / "en" / "intents" / "talk.yml").write_text(WRITTEN + "\n")
    assert checksum(paths, "one") != before


def test_weights_come_back_as_they_were_kept(data: Path, tmp_path: Path) -> None:
    weights = taught(data)
    write_weights(tmp_path / "cache", "intents", "name", weights)
    again = read_weights(tmp_path / "cache", "intents", "name")
    assert isinstance(again, Weights)
    assert again.labels == weights.labels
    for text in ("hello", "stop", "no thanks"):
        assert np.array_equal(probabilities(again, PLAIN, text), probabilities(weights, PLAIN, text))


def test_training_happens_once(data: Path, tmp_path: Path, trained: list[str]) -> None:
    for _ in range(3):
        assert embedded(data, tmp_path / "cache").read("hello there", "en").intent == "greet"
    assert len(trained) == 1


def test_changed_data_trains_again_and_replaces_what_was_kept(data: Path, tmp_path: Path, trained: list[str]) -> None:
    embedded(data, tmp_path / "cache")
    before = kept(tmp_path / "cache")
    (data / "en" / "intents" / "talk.yml").write_text(WRITTEN + "    - cheers mate\n")
    embedded(data, tmp_path / "cache")
    assert len(trained) == 2
    assert kept(tmp_path / "cache") != before


def test_weights_of_other_code_are_not_used(
    data: Path, tmp_path: Path, trained: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    embedded(data, tmp_path / "cache")
    other = tmp_path / "features.py"
    other.write_text("# other features\n")
    monkeypatch.setattr(module, "_TEACHERS", (other,))
    embedded(data, tmp_path / "cache")
    assert len(trained) == 2
    monkeypatch.setattr(module, "version", lambda _: "0.1")
    embedded(data, tmp_path / "cache")
    assert len(trained) == 3


def test_what_a_killed_process_left_half_written_goes_with_the_next_writing(data: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "intents-left.part").write_bytes(b"half")
    (tmp_path / "cache" / "safety-other.part").write_bytes(b"somebody else's")
    embedded(data, tmp_path / "cache")
    assert sorted(path.suffix for path in (tmp_path / "cache").iterdir()) == [".npz", ".part"]


def _half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _foreign(path: Path) -> None:
    np.savez(path, name=np.array("another"), labels=np.array(["a"]))


def _misshapen(path: Path) -> None:
    with np.load(path) as whole:
        arrays = dict(whole)
    np.savez(path, **{**arrays, "words.votes": arrays["words.votes"][:1]})


def _headless(path: Path) -> None:
    with np.load(path) as whole:
        arrays = dict(whole)
    np.savez(path, **{**arrays, "start": arrays["start"][:1]})


def _nameless(path: Path) -> None:
    with np.load(path) as whole:
        arrays = dict(whole)
    np.savez(path, **{**arrays, "words.votes": arrays["words.votes"] * np.nan})


def _flipped(path: Path) -> None:
    whole = bytearray(path.read_bytes())
    for at in range(0, len(whole), 997):
        whole[at] ^= 0xFF
    path.write_bytes(bytes(whole))


def _pickled(path: Path) -> None:
    np.savez(path, name=np.array([{"evil": 1}], dtype=object))


@pytest.mark.parametrize(
    "spoil",
    [
        _half,
        _foreign,
        _misshapen,
        _headless,
        _nameless,
        _flipped,
        _pickled,
        lambda p: p.write_bytes(b""),
        lambda p: p.write_text("x"),
    ],
)
def test_a_spoilt_file_is_trained_over_quietly(
    data: Path, tmp_path: Path, trained: list[str], spoil: Callable[[Path], object]
) -> None:
    embedded(data, tmp_path / "cache")
    spoil(kept(tmp_path / "cache"))
    assert embedded(data, tmp_path / "cache").read("hello there", "en").intent == "greet"
    assert len(trained) == 2
    embedded(data, tmp_path / "cache")
    assert len(trained) == 2


def test_a_write_that_fails_leaves_nothing_half_done(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    weights = taught(data)
    monkeypatch.setattr("nlu.files.np.savez", lambda *_args, **_more: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        write_weights(tmp_path / "cache", "intents", "name", weights)
    assert list((tmp_path / "cache").iterdir()) == []


def test_a_cache_that_cannot_be_written_does_not_stop_the_coach(data: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where a folder should be")
    assert embedded(data, tmp_path / "cache").read("hello there", "en").intent == "greet"
