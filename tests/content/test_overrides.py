"""A signed word silences one check of style about one file, and nothing else."""

import pytest

from content.checking import check
from content.checking.gates import GATES
from content.checking.overrides import MAY_BE_SILENCED
from content.loading import ContentBroken, parse

LESSON, OTHER = "en/lessons/rights/rights-01.md", "en/lessons/rights/rights-02.md"
REASON = "The word stands on the form itself."


def override(file: str = LESSON, check: str = "jargon", reason: str = REASON) -> str:
    return f"- file: {file}\n  check: {check}\n  reason: {reason}\n  signed_by: Kim Doe\n  signed_on: 2026-11-22\n"


def found(files: dict[str, str], *overrides: str) -> list[str]:
    if overrides:
        files["overrides.yaml"] = "".join(overrides)
    return [str(problem) for problem in check(parse(files))]


@pytest.fixture
def hard(files: dict[str, str]) -> dict[str, str]:
    """The small library with jargon in two lessons."""
    for name in (LESSON, OTHER):
        files[name] = files[name].replace("## Try it\n", "## Try it\nUtilize it. ")
    return files


def test_an_override_silences_its_check_for_its_file_only(hard: dict[str, str]) -> None:
    [one, two] = found(dict(hard))
    assert (one.startswith(LESSON), two.startswith(OTHER)) == (True, True)
    assert found(hard, override()) == [two]
    assert found(hard, override(), override(OTHER)) == []


@pytest.mark.parametrize(
    ("made", "told"),
    [
        (override(check="reading_grade"),
         f"2: reading_grade has nothing against {LESSON}, so this override silences nothing. Delete it."),
        (override(check="jargn"),
         "2: there is no check 'jargn'. Name one of "
         "answer_places, duplicates, jargon, reading_grade, sentence_length, wording_alone."),
        (override(file="en/lessons/magic.md"),
         "1: there is no file 'en/lessons/magic.md' in this library. Name it as problems do: en/items/rights.yaml."),
        (override(reason="It is fine so."),
         "3: the reason has 14 characters; 20 are the fewest. Say why the text is right as it stands."),
    ],
)  # fmt: skip  # a table
def test_an_override_that_is_wrong_is_told_and_silences_nothing(hard: dict[str, str], made: str, told: str) -> None:
    told_of_lesson = found(dict(hard))
    assert found(hard, made) == [*told_of_lesson, f"overrides.yaml:{told}"]


@pytest.mark.parametrize("name", sorted(set(GATES) - MAY_BE_SILENCED))
def test_what_keeps_people_safe_and_the_library_whole_cannot_be_overridden(hard: dict[str, str], name: str) -> None:
    refused = f"overrides.yaml:2: {name} cannot be overridden, whoever signs. Mend the text, and delete this override."
    assert refused in found(hard, override(check=name))


def test_unsafe_words_stay_a_problem_whoever_signs(files: dict[str, str]) -> None:
    files[LESSON] = files[LESSON].replace("Keep it short:", "He committed suicide.\n")
    told = found(files, override(check="safe_messaging"))
    assert any('says "committed suicide"' in line for line in told)


def test_every_check_that_may_be_silenced_exists() -> None:
    assert set(GATES) >= MAY_BE_SILENCED


@pytest.mark.parametrize("left_out", ["file", "check", "reason", "signed_by", "signed_on"])
def test_an_override_says_everything(files: dict[str, str], left_out: str) -> None:
    lines = override().replace("- file", "  file").splitlines()
    kept = [line[2:] for line in lines if not line.startswith(f"  {left_out}:")]
    files["overrides.yaml"] = "- " + "\n  ".join(kept) + "\n"
    with pytest.raises(ContentBroken, match=f"`{left_out}` is missing"):
        parse(files)
