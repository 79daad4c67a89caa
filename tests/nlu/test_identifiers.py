"""What could identify a person served is found, and everyday lines are left alone."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.files import DATA, DataError, read_identifiers
from nlu.identifiers import LONGEST, Kind, found
from nlu.identifiers.lexicon import compile_lexicon
from nlu.identifiers.words import read_words
from tests.nlu.identifiers import NOBODY, typed

LANGUAGES = ("en", "es")
HOSTILE = (
    "a",
    "a ",
    "A b",
    "Ab ",
    "1",
    "1 ",
    "1-",
    "(1",
    "a.",
    "a@",
    "@a",
    "a at b ",
    "x dot ",
    "calle a ",
    "12 maple ",
)
TELLING = "se llama ana, call +1 (212) 555-0147 or @ana_b. calle luna 12, ana at gmail dot com mr Ñ "


def told(language: str) -> list[tuple[str, str]]:
    return [(kind, line) for kind, lines in typed(language).items() for line in lines]


@pytest.mark.parametrize("language", LANGUAGES)
def test_enough_lines_are_held_out(language: str) -> None:
    groups = typed(language)
    assert sum(len(groups[kind]) for kind in Kind) >= 90
    assert len(groups[NOBODY]) >= 100


@pytest.mark.parametrize("language", LANGUAGES)
def test_most_that_identifies_a_person_served_is_found(language: str) -> None:
    hits = [kind in found(line) for kind, line in told(language) if kind != NOBODY]
    assert sum(hits) >= 0.8 * len(hits)


@pytest.mark.parametrize("language", LANGUAGES)
def test_little_is_found_in_everyday_lines(language: str) -> None:
    lines = typed(language)[NOBODY]
    assert sum(bool(found(line)) for line in lines) <= 0.05 * len(lines)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_is_found_by_itself(language: str, kind: Kind) -> None:
    lines = typed(language)[kind]
    assert sum(kind in found(line) for line in lines) >= 0.8 * len(lines)


@pytest.mark.parametrize(("kind", "line"), [pair for language in LANGUAGES for pair in told(f"development_{language}")])
def test_the_lines_the_rules_were_made_with_are_told_apart(kind: str, line: str) -> None:
    assert found(line) == frozenset() if kind == NOBODY else kind in found(line)


def test_one_line_may_give_several_things_away() -> None:
    assert found("Denise lives at 19 Beech Avenue, 07700 900461, denise at gmail dot com") == frozenset(Kind)


@pytest.mark.parametrize("line", ["", " ", "...", "😭", "\u200b", "@", "+", "1", "'s", "\0"])
def test_a_text_without_words_gives_nothing_away(line: str) -> None:
    assert found(line) == frozenset()


@pytest.mark.parametrize(
    "line",
    [
        "my supervisor told me to rest, mi jefa Rosa también",
        "my email is ana.p@gmail.com",
        "Carl Rogers said that people grow",
        "the drive was long, 3 times this way",
        "vive en la calle 3 meses",
        "https://www.facebook.com/groups/peers",
    ],
)
def test_the_writer_colleagues_and_the_public_do_not_count(line: str) -> None:
    assert found(line) == frozenset()


@given(st.text(max_size=300) | st.text(alphabet=TELLING, max_size=300))
def test_no_text_raises(text: str) -> None:
    assert found(text) <= frozenset(Kind)


@pytest.mark.parametrize("piece", [*HOSTILE, "se llama ", "talked with ", "[at]", "one ", "\ufdfa", TELLING])
def test_a_text_four_times_as_long_costs_about_four_times_as_much(piece: str) -> None:
    def cost(size: int) -> float:
        text = (piece * size)[:size]
        found(text)
        tries = []
        for _ in range(3):
            began = time.process_time()
            found(text)
            tries.append(time.process_time() - began)
        return min(tries)

    assert cost(16_000) < 10 * cost(4_000) + 0.01  # were it quadratic, sixteen times


def test_a_sign_that_stands_for_many_letters_makes_no_more_words_than_are_read() -> None:
    assert found("\ufdfa" * LONGEST + " maria@gmail.com") == frozenset()


def test_capitals_tell_nothing_where_everything_has_them() -> None:
    assert [word.capital for word in read_words("What About Good Boundaries?")] == [False] * 4
    assert [word.capital for word in read_words("I told Zuri and she left")] == [True, False, True, False, False, False]


def test_a_list_that_is_no_text_is_told_by_its_file(tmp_path: Path) -> None:
    (tmp_path / "identifiers").mkdir()
    (tmp_path / "identifiers" / "given.yaml").write_text("doubtful: [will, mark]\n")
    with pytest.raises(DataError, match=r"given\.yaml: every line names a list"):
        read_identifiers(tmp_path)


def test_a_list_that_nobody_reads_is_an_error() -> None:
    files = {name: dict(lists) for name, lists in read_identifiers(DATA).items()}
    files["mails"]["unheard"] = "of"
    with pytest.raises(TypeError, match="unheard"):
        compile_lexicon(files)
