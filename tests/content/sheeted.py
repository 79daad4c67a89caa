"""Sheets as a translator sends them back."""

import csv
import io
from collections.abc import Mapping

from content.library import Library
from content.loading import parse
from content.sheets import exported, imported

Rows = list[list[str]]


def cells_of(sheet: str) -> Rows:
    """The rows of a sheet, its head first."""
    return list(csv.reader(io.StringIO(sheet.removeprefix("\ufeff"), newline="")))


def sheet_with(cells: Rows, delimiter: str = ",") -> str:
    """A sheet with these rows, as Excel would save it."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(cells)
    return "\ufeff" + out.getvalue()


def sheet_of(library: Library, locale: str, words: Mapping[str, str], delimiter: str = ",") -> str:
    """The sheet of a language with these words written into it, by their keys."""
    head, *cells = cells_of(exported(library, locale))
    assert set(words) <= {row[0] for row in cells}
    return sheet_with([head, *([*row[:-1], words.get(row[0], row[-1])] for row in cells)], delimiter)


def taken(files: Mapping[str, str], locale: str, words: Mapping[str, str]) -> dict[str, str]:
    """The files that come of a sheet with these words written into it."""
    library = parse(files)
    return imported(library, locale, sheet_of(library, locale, words))
