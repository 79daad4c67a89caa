"""A translation is there, has the shape of the English, and was made from the English as it is now."""

import re

import pytest

from content.checking import check
from content.checking.translations import stale_translations, translation_shapes, untranslated
from content.library import NotInLibrary
from content.loading import ContentBroken, parse
from content.translating import fingerprint, translated, units

LESSON, ITEMS, ACTS = "en/lessons/rights/rights-01.md", "en/items/rights.yaml", "en/acts.yaml"
ES_LESSON, ES_ITEMS, ES_ACTS, LEDGER = (
    "es/lessons/rights/rights-01.md",
    "es/items/rights.yaml",
    "es/acts.yaml",
    "es/translated.yaml",
)


@pytest.fixture
def both(files: dict[str, str]) -> dict[str, str]:
    """The small library in English and in a Spanish that only looks like it, with its ledger."""
    for name in [name for name in files if name.startswith("en/")]:
        files[name.replace("en/", "es/", 1)] = files[name]
    for name in ("framework.yaml", "crisis_lines/no.yaml"):
        files[name] = re.sub(r"\{en: ([^}]+)\}", r"{en: \1, es: Algo}", files[name])
    files[LEDGER] = translated(parse(files), "es", None)
    return files


def test_a_whole_translation_has_no_problems(both: dict[str, str]) -> None:
    assert check(parse(both)) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (ES_ITEMS, None, None,
         "en/items/rights.yaml:1: item rights-q01 is not translated into es. Add it to es/items/rights.yaml."),
        (ES_LESSON, None, None,
         "en/lessons/rights/rights-01.md:2: lesson rights-01 is not translated into es. "
         "Write es/lessons/rights/rights-01.md."),
        (ES_ACTS, None, None, "en/acts.yaml:4: act act-02 is not translated into es. Add it to es/acts.yaml."),
        ("es/phrases/lesson.yaml", "lesson.done:", "lesson.gone:",
         "en/phrases/lesson.yaml:1: phrase lesson.done is not translated into es. Add it to es/phrases/lesson.yaml."),
        ("es/phrases/lesson.yaml", "lesson.done:", "lesson.gone:",
         "es/phrases/lesson.yaml:1: phrase lesson.gone has no English original. "
         "Write the English first, mend the id, or delete this."),
        ("framework.yaml", "name: {en: Number 1, es: Algo}", "name: {en: Number 1}",
         "framework.yaml:4: the name of rights is not translated into es. Add `es: ...`."),
        ("framework.yaml", "{en: One line., es: Algo}", "{en: One line.}",
         "framework.yaml:5: the summary of rights is not translated into es. Add `es: ...`."),
        ("framework.yaml", "{en: Does one good thing., es: Algo}", "{en: Does one good thing.}",
         "framework.yaml:8: indicator rights.sign-a is not translated into es. Add `es: ...`."),
        ("crisis_lines/no.yaml", ", es: Algo", "",
         "crisis_lines/no.yaml:2: the name of NO is not translated into es. Add `es: ...`."),
    ],
)  # fmt: skip  # a table: what is left out, and what is told of it
def test_what_is_missing_in_a_language_is_told_at_its_english(
    both: dict[str, str], file: str, old: str | None, new: str | None, told: str
) -> None:
    if old is None or new is None:
        del both[file]
    else:
        both[file] = both[file].replace(old, new, 1)
    assert told in [str(problem) for problem in untranslated(parse(both))]


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (ES_LESSON, "rights.sign-a", "rights.sign-b",
         "2: lesson rights-01 has the indicator rights.sign-b in es, and rights.sign-a in English"),
        (ES_LESSON, "[own]", "[aps]", "2: lesson rights-01 has the sources aps in es, and own in English"),
        (ES_LESSON, "minutes: 2", "minutes: 1", "2: lesson rights-01 has minutes 1 in es, and 2 in English"),
        (ES_LESSON, "what they want to share.\n\n---", "what they want to share.\n",
         "2: lesson rights-01 has cards 1 in es, and 2 in English"),
        (ES_LESSON, "## Think about it\nWho told you first?\n", "",
         "2: lesson rights-01 has `## Think about it` missing in es, and there in English"),
        (ES_ITEMS, "health_topics: [16]", "health_topics: [16, 3]",
         "1: item rights-q01 has the health topics 16, 3 in es, and 16 in English"),
        (ES_ITEMS, "  sources: [own]", "      correct: true\n  sources: [own]",
         "1: item rights-q01 has the right option at place 1, 3 in es, and 1 in English"),
        (ES_ITEMS, "    - text: Ask the boss.\n      feedback: You can answer this one. Say what you can keep.\n", "",
         "1: item rights-q01 has options 2 in es, and 3 in English"),
        (ES_ACTS, "[low_energy, heavy_load]", "[heavy_load, low_energy]",
         "1: act act-01 has the needs heavy_load, low_energy in es, and low_energy, heavy_load in English"),
    ],
)  # fmt: skip  # a table: what differs, and what is told of it
def test_a_translation_changes_words_only(both: dict[str, str], file: str, old: str, new: str, told: str) -> None:
    assert list(translation_shapes(parse(both))) == []
    both[file] = both[file].replace(old, new, 1)
    assert [str(problem) for problem in translation_shapes(parse(both))] == [
        f"{file}:{told}. A translation changes words only: make both the same."
    ]


def run(name: str) -> str:
    return f"then say that it holds (`coach content translated es {name}`)."


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (LESSON, "Keep it short:", "Keep it very short:", f"{ES_LESSON}:2: lesson rights-01 | lesson:rights-01"),
        (ITEMS, "Ask the boss.", "Ask your boss.", f"{ES_ITEMS}:1: item rights-q01 | item:rights-q01"),
        (ACTS, "three times", "four times", f"{ES_ACTS}:1: act act-01 | act:act-01"),
        ("en/phrases/lesson.yaml", "Well done.", "Good.", "es/phrases/lesson.yaml:1: phrase lesson.done | phrase:lesson.done"),
        ("framework.yaml", "en: One line.", "en: One more.", "framework.yaml:4: competency rights | competency:rights"),
        ("framework.yaml", "Does one", "Does a", "framework.yaml:8: indicator rights.sign-a | indicator:rights.sign-a"),
    ],
)  # fmt: skip  # a table: what changed in English, and what fell behind
def test_a_translation_of_an_earlier_english_is_stale_until_somebody_says_it_is_not(
    both: dict[str, str], file: str, old: str, new: str, told: str
) -> None:
    both[file] = both[file].replace(old, new, 1)
    where, _, name = told.partition(" | ")
    library = parse(both)
    assert [str(problem) for problem in stale_translations(library)] == [
        f"{where} was translated from an earlier English text. Bring it up to date, {run(name)}"
    ]
    both[LEDGER] = translated(library, "es", {name})
    assert list(stale_translations(parse(both))) == []


def test_blanks_line_breaks_days_and_sources_make_no_translation_stale(both: dict[str, str]) -> None:
    lesson = both[LESSON].replace("Then ask\nwhat they", "Then  ask what\nthey").replace("2027-11-22", "2027-12-24")
    both[LESSON] = lesson.replace("sources: [own]", "sources: [aps, own]")
    assert list(stale_translations(parse(both))) == []


def test_a_translation_that_nobody_noted_is_told(both: dict[str, str]) -> None:
    both[LEDGER] = both[LEDGER].replace("\nact act-01: ", "\n# act act-01: ")
    assert [str(problem) for problem in stale_translations(parse(both))] == [
        f"{ES_ACTS}:1: act act-01 is not noted as translated. Compare it with the English, {run('act:act-01')}"
    ]


def test_a_note_about_nothing_is_told(both: dict[str, str]) -> None:
    both[LEDGER] += "act act-09: 0123456789ab\n"
    [problem] = stale_translations(parse(both))
    assert str(problem).startswith(f"{LEDGER}:")
    assert "act act-09 is noted as translated, but is not there. Delete the line, or write the translation." in str(
        problem
    )


def test_a_ledger_holds_every_translated_unit_and_keeps_what_was_not_named(both: dict[str, str]) -> None:
    library = parse(both)
    assert len(library.translated) == len(units(library, "es")) == 40 + 40 + 2 + 3 + 10 + 40
    assert library.translated["es", "act", "act-01"] == fingerprint(library, "act", "act-01")
    both[LESSON], both[ACTS] = both[LESSON].replace("short", "brief"), both[ACTS].replace("three", "four")
    changed = parse(both)
    again = translated(changed, "es", ["act:act-01"])
    kept = [line for line in both[LEDGER].splitlines() if not line.startswith("act act-01:")]
    assert set(kept) < set(again.splitlines())
    assert f"act act-01: {fingerprint(changed, 'act', 'act-01')}" in again.splitlines()


def test_only_what_stands_in_both_languages_can_be_noted(both: dict[str, str]) -> None:
    library = parse(both)
    with pytest.raises(NotInLibrary, match="There is no 'lesson:magic' that stands in both English and 'es'"):
        translated(library, "es", ["lesson:magic"])
    for kind in ("lesson", "item", "act", "phrase", "competency", "indicator", "song"):
        with pytest.raises(NotInLibrary, match=f"There is no {kind} 'magic' in English"):
            fingerprint(library, kind, "magic")


def test_words_that_have_no_english_are_not_noted(both: dict[str, str]) -> None:
    both["es/phrases/other.yaml"] = 'other.hello: "Hola."\n'
    assert "other.hello" not in translated(parse(both), "es", None)
    assert list(stale_translations(parse(both))) == []


@pytest.mark.parametrize("line", ["lesson rights-01: 0123", "song rights-01: 0123456789ab", "lesson: 0123456789ab"])
def test_a_ledger_of_another_form_is_refused(both: dict[str, str], line: str) -> None:
    both[LEDGER] = f"{line}\n"
    with pytest.raises(ContentBroken, match=r"^es/translated\.yaml:1: .* has a form that is not allowed"):
        parse(both)
