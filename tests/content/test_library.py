"""A library is asked by id and language, and English stands in for what is not translated."""

import pytest

from content.library import NotInLibrary
from content.loading import parse


def test_english_stands_in_for_a_missing_translation(files: dict[str, str]) -> None:
    files["es/acts.yaml"] = "- id: act-01\n  text: Respira.\n  fits: [low_energy]\n"
    files["es/phrases/lesson.yaml"] = 'lesson.done: "Eso fue **{title}**."\n'
    library = parse(files)
    assert library.phrase("lesson.done", "es").locale == "es"
    assert library.phrase("lesson.openings", "es").locale == "en"
    assert library.lesson("rights-01", "es").title == "Say the limits first"
    assert library.item("rights-q01", "es").id == "rights-q01"
    assert [act.text for act in library.acts_for("low_energy", "es")] == ["Respira."]
    assert [act.locale for act in library.acts_for("heavy_load", "es")] == ["en"]
    assert library.acts_for("sleepy", "es") == ()


def test_what_is_not_there_is_named(files: dict[str, str]) -> None:
    library = parse(files)
    assert library.competency("equity").number == 4
    with pytest.raises(NotInLibrary, match="There is no competency 'magic' in this library"):
        library.competency("magic")
    with pytest.raises(
        NotInLibrary, match="There is no lesson 'magic' in this library, neither in 'es' nor in English"
    ):
        library.lesson("magic", "es")


def test_items_are_found_by_what_they_ask_about(files: dict[str, str]) -> None:
    library = parse(files)
    assert library.items_of(frozenset({"rights.sign-a", "rights.sign-b"})) == ("rights-q01", "rights-q02")
    assert library.items_of(frozenset({"rights.sign-z"})) == ()
