"""Reading a sheet: what a spreadsheet did to it is undone, and what cannot be taken is told with its row, and never a traceback."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.archives import PackRefused
from content.loading import parse
from content.sheets import as_it_was, exported, harmless, imported, translations
from tests.content.sheeted import Rows, cells_of, sheet_of, sheet_with
from tests.content.test_sheets import LIBRARY

KEY, SOURCE, WORDS = 0, 4, 6
CELLS = st.text(st.sampled_from("'=+-@\t\n\"; ,aé€𝄞") | st.characters(exclude_characters="\r")).map(str.strip)


def cells(files: dict[str, str]) -> tuple[Rows, int]:
    """The empty Spanish sheet of the small library, and where the row of its first act is."""
    read = cells_of(exported(parse(files), "es"))
    return read, [row[KEY] for row in read].index("act:act-01")


def refused(files: dict[str, str], sheet: str) -> list[str]:
    """What is told of a sheet that cannot be taken."""
    with pytest.raises(PackRefused) as raised:
        imported(parse(files), "es", sheet)
    return [str(problem) for problem in raised.value.problems]


@given(CELLS)
def test_a_cell_comes_back_as_it_went_and_is_no_formula(words: str) -> None:
    cell = harmless(words)
    assert as_it_was(cell) == words
    assert not cell.startswith(("=", "+", "-", "@"))


@given(CELLS.filter(bool), st.sampled_from(",;\t"))
def test_a_translation_comes_back_from_a_sheet_as_it_was(words: str, delimiter: str) -> None:
    spoken = replace(LIBRARY.acts["act-01", "es"], text=words)
    library = replace(LIBRARY, acts={**LIBRARY.acts, ("act-01", "es"): spoken}, lessons={}, items={}, phrases={})
    assert imported(library, "es", sheet_of(library, "es", {}, delimiter)) == {}
    assert translations(library, "es")["act:act-01"] == words


@pytest.mark.parametrize("words", ["'Así es', dijo.", "-No.", "'=1'", "''", "@ana"])
def test_what_somebody_wrote_with_a_sign_before_it_is_taken_with_it(files: dict[str, str], words: str) -> None:
    library = parse(files)
    made = imported(library, "es", sheet_of(library, "es", {"act:act-01": harmless(words)}))
    assert translations(parse({**files, **made}), "es")["act:act-01"] == words


def test_an_apostrophe_that_a_translator_types_is_a_part_of_the_words(files: dict[str, str]) -> None:
    library = parse(files)
    made = imported(library, "es", sheet_of(library, "es", {"act:act-01": "'Así es', dijo."}))
    assert translations(parse({**files, **made}), "es")["act:act-01"] == "'Así es', dijo."


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_whatever_parts_the_cells_the_words_are_read(files: dict[str, str], delimiter: str) -> None:
    library = parse(files)
    made = imported(library, "es", sheet_of(library, "es", {"act:act-01": 'Di: "uno,\ndos;\ttres"'}, delimiter))
    assert translations(parse({**files, **made}), "es")["act:act-01"] == 'Di: "uno,\ndos;\ttres"'


def test_a_row_is_told_by_the_number_that_a_spreadsheet_shows(files: dict[str, str]) -> None:
    read, at = cells(files)
    assert any("\n" in cell for row in read[:at] for cell in row), "there are cells of several lines above it"
    read[at][KEY] = "act:act-99"
    assert refused(files, sheet_with(read))[0].startswith(f"the sheet:{at + 1}: there is no sentence 'act:act-99'")
    read.insert(3, [""] * 7)
    read.insert(3, [])
    assert refused(files, sheet_with(read))[0].startswith(f"the sheet:{at + 3}: ")


def test_english_that_was_changed_in_the_sheet_is_refused(files: dict[str, str]) -> None:
    read, at = cells(files)
    read[at][SOURCE] = read[at][SOURCE].replace("three", "four")
    [told] = refused(files, sheet_with(read))
    assert told.startswith(
        f"the sheet:{at + 1}: the English of act:act-01 was changed in the sheet. Put the English back"
    )


def test_a_sheet_without_the_english_or_with_other_blanks_in_it_is_taken(files: dict[str, str]) -> None:
    read, at = cells(files)
    read[at][SOURCE], read[at][WORDS] = f" {read[at][SOURCE].replace(' ', '  ')}\r\n", "Respira."
    assert list(imported(parse(files), "es", sheet_with(read))) == ["es/acts.yaml"]
    without = [[cell for place, cell in enumerate(row) if place != SOURCE] for row in read]
    assert list(imported(parse(files), "es", sheet_with(without))) == ["es/acts.yaml"]


def test_a_cell_that_is_far_too_long_is_told(files: dict[str, str]) -> None:
    read, at = cells(files)
    read[at][WORDS] = "a" * 131_073
    assert refused(files, sheet_with(read)) == [
        f'the sheet:{at + 1}: a cell from here on has more than 131,072 signs. Look for a " that no other closes, or write less.'
    ]


@pytest.mark.parametrize("written", ['"Hola, dijo', '"Hola" dijo'])
def test_a_cell_without_an_end_is_told_where_it_begins(files: dict[str, str], written: str) -> None:
    read, at = cells(files)
    read[at][WORDS] = "HERE"
    [told] = refused(files, sheet_with(read).replace("HERE", written))
    assert told.startswith(f"the sheet:{at + 1}: where its cells begin and end cannot be told. Put each cell")


def test_a_comma_that_makes_two_cells_of_one_is_told(files: dict[str, str]) -> None:
    read, at = cells(files)
    read[at][WORDS:] = ["Uno", " dos"]
    [told] = refused(files, sheet_with(read))
    assert told.startswith(f"the sheet:{at + 1}: this row has more cells than the head. Put each cell")


@pytest.mark.parametrize("sign", ["\0", "\x1b", "\u202e"])
def test_a_sign_that_nobody_can_see_is_told(files: dict[str, str], sign: str) -> None:
    read, at = cells(files)
    read[at][WORDS] = f"Uno{sign}dos"
    [told] = refused(files, sheet_with(read))
    assert told.startswith(
        f"the sheet:{at + 1}: in act:act-01, a sign that nobody can see stands here (U+{ord(sign):04X})"
    )


@pytest.mark.parametrize("sheet", ["", "\n\n", "\ufeff", "\0", '"', '"key', "key,checksum\n", "a" * 200_000])
def test_what_is_no_sheet_at_all_is_told(files: dict[str, str], sheet: str) -> None:
    assert len(refused(files, sheet)) == 1


def test_a_row_that_breaks_off_is_told(files: dict[str, str]) -> None:
    read, at = cells(files)
    [told] = refused(files, sheet_with([read[0], read[at][:3]]))
    assert told.startswith("the sheet:2: the English of act:act-01 is another one by now")
