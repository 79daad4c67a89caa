"""Sheets: out to translators and back, with nothing lost and nothing taken that cannot be."""

import csv
import io

import pytest

from content.archives import PackRefused
from content.library import Library
from content.loading import parse, read_files
from content.sheets import exported, imported, language_of, rows, translations
from tests.content.test_shipped_library import SHIPPED

FILES = read_files(SHIPPED)
LIBRARY = parse(FILES)


def filled(sheet: str, sign: str) -> str:
    """The sheet with every empty translation written: the English with a sign behind it."""
    read = list(csv.reader(io.StringIO(sheet.removeprefix("\ufeff"), newline="")))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(read[0])
    writer.writerows([*row[:-1], row[-1] or row[4].removeprefix("'") + sign] for row in read[1:])
    return out.getvalue()


def without(library: Library, locale: str) -> Library:
    """The shipped library as if nobody had put it into a language."""
    kept = {name: text for name, text in FILES.items() if not name.startswith(f"{locale}/")}
    return parse(kept)


def test_a_sheet_that_nobody_touched_changes_nothing() -> None:
    for locale in LIBRARY.locales[1:]:
        assert imported(LIBRARY, locale, exported(LIBRARY, locale)) == {}


def test_one_sentence_changes_one_file_and_in_it_nothing_else() -> None:
    sheet = exported(LIBRARY, "es").replace("Calidez en dos líneas", "Dos líneas con calidez")
    files = imported(LIBRARY, "es", sheet)
    assert list(files) == ["es/lessons/communication/communication-01.md"]
    again = translations(parse({**FILES, **files}), "es")
    there = translations(LIBRARY, "es")
    assert {key for key in there if again[key] != there[key]} == {"lesson:communication-01:title"}


def test_a_language_that_was_not_there_comes_back_whole() -> None:
    files = imported(LIBRARY, "nn", filled(exported(LIBRARY, "nn"), " nn"))
    again = parse({**FILES, **files})
    told = translations(again, "nn")
    assert told.keys() == {row.key for row in rows(LIBRARY)}
    english = translations(LIBRARY, "en")
    assert {key: words for key, words in told.items() if words != f"{english[key]} nn"} == {}
    assert translations(again, "en") == translations(LIBRARY, "en"), "and the English as it was"


def test_a_row_left_empty_keeps_what_stood_there() -> None:
    sheet = exported(LIBRARY, "en").splitlines(keepends=True)
    files = imported(LIBRARY, "en", "".join([sheet[0]]))
    assert translations(parse({**FILES, **files}), "en") == translations(LIBRARY, "en")


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("key,", "name,", "the sheet:1: the column key is missing"),
        ("act:act-01,", "act:act-99,", "there is no sentence 'act:act-99'"),
        ("act:act-01,", "act:act-02,", "act:act-02 stands here twice"),
    ],
)
def test_a_damaged_sheet_is_refused_with_its_row(was: str, now: str, told: str) -> None:
    sheet = exported(LIBRARY, "nn")
    assert was in sheet
    with pytest.raises(PackRefused) as refused:
        imported(LIBRARY, "nn", sheet.replace(was, now, 1))
    assert told in str(refused.value)


def test_a_row_whose_english_changed_meanwhile_is_refused() -> None:
    sheet = exported(LIBRARY, "nn")
    newer = parse({**FILES, "en/acts.yaml": FILES["en/acts.yaml"].replace("Let your shoulders drop", "Let them drop")})
    with pytest.raises(PackRefused, match="the English of act:act-01 is another one by now"):
        imported(newer, "nn", sheet)


def test_semicolons_are_read_and_no_cell_is_a_formula() -> None:
    sheet = exported(LIBRARY, "nn")
    assert not any(cell.startswith(("=", "+", "@")) for line in sheet.splitlines() for cell in line.split(","))
    head, *_ = sheet.splitlines()
    with pytest.raises(PackRefused, match="there is no sentence 'a'"):
        imported(LIBRARY, "nn", f"{head.replace(',', ';')}\na;b;c;d;e;f;g\n")


@pytest.mark.parametrize(
    ("name", "told"),
    [("es.csv", "es"), ("translations.es.csv", "es"), ("My sheet-ES.CSV", "es"), ("spanish.csv", ""), ("es.txt", "")],
)
def test_the_language_of_a_sheet_is_told_by_its_name(name: str, told: str) -> None:
    assert language_of(name) == told
