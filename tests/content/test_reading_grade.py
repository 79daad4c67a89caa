"""The measures are the published ones, close to what a careful person would count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.checking import check
from content.checking.reading import Measure, english, measure, spanish
from content.loading import parse

ENGLISH = {
    1: "make asked notes the don't can't clothes times used shared feel while real friend went seen lines died help",
    2: "table needed handled pages something safely someone people reading create being quiet client science isn't doesn't",
    3: "nobody idea area video usual actual radio media medicine suicide period serious various employee anyone",
    4: "automated supervisor emergency information technology situation reality anxiety society literacy experience",
}
SPANISH = {
    1: "y muy hoy ley qué quien guion bien cuál huir huí vio soy chat tú más fue buey Dios",
    2: "ahí día baúl país oír leer creer agua guerra queja reunión hueso hielo ciudad siempre cuida prohibir ayer baile",
    3: "ahora ayuda idea línea video área guitarra águila alcohol teatro pingüino vergüenza prohíbe bienestar situación",
    4: "vehículo cacahuete averigüéis continúa paranoia aéreo cooperar apoyarte emergencia información psicólogo todavía",
    5: "comunicación tecnologías acompañante",
    6: "confidencialidad",
    7: "antiinflamatorio",
}
PLAIN = "The cat sat on the mat. It was a warm day. We all had tea."


@pytest.mark.parametrize(("count", "words"), ENGLISH.items())
def test_english_syllables_are_counted_as_they_are_said(words: str, count: int) -> None:
    assert {word: english.syllables(word) for word in words.split()} == dict.fromkeys(words.split(), count)


@pytest.mark.parametrize(("count", "words"), SPANISH.items())
def test_spanish_syllables_are_counted_as_the_academy_parts_them(words: str, count: int) -> None:
    assert {word: spanish.syllables(word) for word in words.split()} == dict.fromkeys(words.split(), count)


def grade(text: str) -> float | None:
    measured = measure(text, "en")
    return measured.grade if measured else None


def test_the_grade_follows_the_formula() -> None:
    # 15 words, 3 sentences, 15 syllables
    assert grade(PLAIN) == round(0.39 * 15 / 3 + 11.8 * 15 / 15 - 15.59, 1)


def test_the_spanish_measures_follow_their_formulas() -> None:
    # Ha-bla (2) con (1) la (1) per-so-na (3). | Di (1) que (1) hoy (1) pue-des (2) a-yu-dar (3). | ¿Có-mo (2) es-tás (2)?
    # 11 words, 3 sentences, 19 syllables: 4 + 5 + 2 words, 7 + 8 + 4 syllables
    text = "Habla con la persona. Di que hoy puedes ayudar. ¿Cómo estás?"
    ease = 206.84 - 60 * 19 / 11 - 1.02 * 11 / 3  # 206.84 - 103.64 - 3.74 = 99.5
    crawford = -0.205 * 100 * 3 / 11 + 0.049 * 100 * 19 / 11 - 3.407  # -5.59 + 8.46 - 3.41 = -0.5
    assert measure(text, "es") == Measure(round(crawford, 1), round(ease, 1)) == Measure(-0.5, 99.5)


def test_short_sentences_make_spanish_easier_as_the_correction_has_it() -> None:
    long, short = (measure(text, "es") for text in ("di que hoy vas y que no te vas más " * 2, "Di que hoy vas. " * 6))
    assert long is not None
    assert short is not None
    assert (short.ease or 0) > (long.ease or 0)


def test_a_text_too_short_to_measure_has_no_grade_nor_has_a_language_without_a_formula() -> None:
    assert grade("Institutional responsibilities notwithstanding.") is None
    assert grade("") is None
    assert measure("Responsabilidades institucionales.", "es") is None
    assert measure(PLAIN, "de") is None


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


def test_a_spanish_question_may_open_with_a_capital_that_is_no_name() -> None:
    asked = "Pregunta: ¿Necesitas algo ahora mismo? Dice «Tranquilidad» y se va a casa."
    assert measure(asked, "es") == measure(asked.lower(), "es")


@given(st.text(), st.sampled_from(["en", "es"]))
def test_every_text_has_a_measure_or_none(text: str, locale: str) -> None:
    measured = measure(text, locale)
    assert measured is None or measured.grade > -24


@given(st.text(st.characters(categories=["L"]), min_size=1))
def test_every_word_has_a_syllable(word: str) -> None:
    assert english.syllables(word) >= 1
    assert spanish.syllables(word) >= 1


@given(st.integers(1, 30), st.sampled_from([("en", "go ", "responsibility "), ("es", "ve ", "responsabilidad ")]))
def test_longer_words_never_make_a_text_easier(count: int, words: tuple[str, str, str]) -> None:
    locale, short, long = words
    easy, hard = measure(short * 30, locale), measure(short * 30 + long * count, locale)
    assert easy is not None
    assert hard is not None
    assert hard.grade > easy.grade
    assert (hard.ease or 0) <= (easy.ease or 0)


HARD = "Las responsabilidades institucionales extraordinariamente complicadas continúan comprometiéndonos colectivamente siempre."


def test_spanish_texts_are_held_to_an_ease_of_70_and_to_80_in_a_crisis(files: dict[str, str]) -> None:
    files["es/acts.yaml"] = f"- id: act-01\n  text: {HARD} Y nada más.\n  fits: [low_energy, heavy_load]\n"
    [told] = [str(problem) for problem in check(parse(files)) if "reading" in problem.what]
    assert told.startswith("es/acts.yaml:2: the act has reading ease ")
    assert told.endswith(
        "; 70 is the lowest. Shorten the sentences, and find plainer words for "
        '"extraordinariamente", "responsabilidades", "comprometiéndonos".'
    )


def test_what_is_easy_enough_for_a_phrase_may_be_too_hard_in_a_crisis(files: dict[str, str]) -> None:
    words = "Llama ahora a una persona de confianza y cuéntale cómo te sientes."
    measured = measure(words, "es")
    assert measured is not None
    assert 70 <= (measured.ease or 0) < 80
    files["es/phrases/lesson.yaml"] = f'lesson.thanks: "{words}"\n'
    assert [problem for problem in check(parse(files)) if "reading" in problem.what] == []
    files["es/phrases/crisis.yaml"] = f'crisis.thanks: "{words}"\n'
    [told] = [str(problem) for problem in check(parse(files)) if "reading" in problem.what]
    assert told.startswith(f"es/phrases/crisis.yaml:1: the phrase has reading ease {measured.ease}; 80 is the lowest.")


def test_a_word_without_an_end_is_read_in_one_go() -> None:
    measure("1-" * 100_000, "en")  # it took an hour, in which nothing else of the process moved
