"""The grade is that of Flesch and Kincaid, close to what a careful person would count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.checking.reading_grade import grade, syllables

ONE = "make asked notes the don't can't clothes times used shared feel while real friend went seen lines died help"
TWO = (
    "table needed handled pages something safely someone people reading create being quiet client science isn't doesn't"
)
THREE = "nobody idea area video usual actual radio media medicine suicide period serious various employee anyone"
FOUR = "automated supervisor emergency information technology situation reality anxiety society literacy experience"
PLAIN = "The cat sat on the mat. It was a warm day. We all had tea."


@pytest.mark.parametrize(("words", "count"), [(ONE, 1), (TWO, 2), (THREE, 3), (FOUR, 4)])
def test_syllables_are_counted_as_they_are_said(words: str, count: int) -> None:
    assert {word: syllables(word) for word in words.split()} == dict.fromkeys(words.split(), count)


def test_the_grade_follows_the_formula() -> None:
    # 15 words, 3 sentences, 15 syllables
    assert grade(PLAIN) == round(0.39 * 15 / 3 + 11.8 * 15 / 15 - 15.59, 1)


def test_a_text_too_short_to_measure_has_no_grade() -> None:
    assert grade("Institutional responsibilities notwithstanding.") is None
    assert grade("") is None


def test_lines_colons_and_quotations_end_sentences() -> None:
    lines = grade("we walk home: and they stay here\n- and you go there")
    quotations = grade('we walk "home!" and they stay here. and you go there')
    assert lines == quotations == grade("we walk home. and they stay here. and you go there")
    assert lines != grade("we walk home and they stay here and you go there")


def test_names_places_addresses_numbers_and_marks_do_not_count() -> None:
    assert grade("We asked {supervisor_name} 24/7, see findahelpline.com or /organisation. " + PLAIN) == grade(
        "We asked, see or. " + PLAIN
    )
    assert grade("Ask Alexandria Montgomery today. " + PLAIN) == grade("Ask Al Bo today. " + PLAIN)
    assert grade("**Ask** _them_ today. " + PLAIN) == grade("Ask them today. " + PLAIN)
    assert grade('She says, "Organisation." ' + PLAIN) == grade('She says, "organisation." ' + PLAIN)


@given(st.text())
def test_every_text_has_a_grade_or_none(text: str) -> None:
    measured = grade(text)
    assert measured is None or measured > -16


@given(st.text(st.characters(categories=["L"]), min_size=1))
def test_every_word_has_a_syllable(word: str) -> None:
    assert syllables(word) >= 1


@given(st.integers(1, 30))
def test_longer_words_never_make_a_text_easier(count: int) -> None:
    easy, hard = grade("go " * 30), grade("go " * 30 + "responsibility " * count)
    assert easy is not None
    assert hard is not None
    assert hard > easy
