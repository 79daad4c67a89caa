"""Sheets: every sentence of a library as a row of a table, for translators, and the table back as files.

Nothing is lost on the way back: a row that was left empty keeps what stood there, and a row that cannot be taken refuses the sheet.
Its problems name rows as a spreadsheet counts them: the head is 1, and a cell of several lines is in one row.
"""

import csv
import hashlib
import io
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from content.archives import PackRefused
from content.checking.items import POLL_EXPLANATION, POLL_OPTION, POLL_QUESTION
from content.library import Library
from content.loading.texts import unfit
from content.model import Competency, Country, Item, Lesson, Problem
from content.rewriting import ENGLISH, Texts, files_with, spoken, unit_of

COLUMNS = ("key", "kind", "context", "limit", "source", "checksum", "translation")
SIGNS = 12
SHEET = "the sheet"
_DELIMITERS = ",;\t"
_RUN_BY_A_SHEET = r"[=+\-@\t]"
_NUMBERED = "words with a number"


@dataclass(frozen=True, slots=True)
class Row:
    """One sentence: its key ("item:rights-q01:options:1:feedback"), what it is, where it stands, and how long it may be."""

    key: str
    kind: str
    context: str
    limit: int | None
    source: str


def rows(library: Library) -> Iterator[Row]:
    """Every sentence that learners see, in English."""
    return _said(library, ENGLISH)


def exported(library: Library, locale: str) -> str:
    """The sheet of one language: each English sentence with its translation, where there is one."""
    there = translations(library, locale)
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows(library):
        limit = "" if row.limit is None else str(row.limit)
        told = there.get(row.key, "")
        source = harmless(row.source)
        writer.writerow((row.key, row.kind, row.context, limit, source, checksum(row.source), harmless(told)))
    return "\ufeff" + written.getvalue()


def imported(library: Library, locale: str, sheet: str) -> dict[str, str]:
    """The files of one language that a sheet changes. Raises PackRefused with every row that cannot be taken."""
    unread: list[Problem] = []
    given = list(_read(library, sheet, unread))
    if unread:
        raise PackRefused(*unread)
    kept = translations(library, locale)
    changed = {key: words for _, key, words in given if words and words != as_it_was(harmless(kept.get(key, "")))}
    told = {**kept, **changed}
    numbers = {key: number for number, key, _ in given}
    if problems := [*_unfit_words(library, changed, numbers), *_halves(library, told, changed, numbers)]:
        raise PackRefused(*problems)
    return files_with(library, locale, told, changed)


def language_of(name: str) -> str:
    """The language that a sheet is in, by its name: `es.csv`, `translations.es.csv`, `my sheet-es.csv`; "" where it tells none."""
    found = re.search(r"(?:^|[^a-z])(?P<locale>[a-z]{2,3})\.csv$", name.casefold())
    return found["locale"] if found else ""


def translations(library: Library, locale: str) -> dict[str, str]:
    """What is said in a language, by the keys of the rows."""
    return {row.key: row.source for row in _said(library, locale)}


def checksum(words: str) -> str:
    """What tells one sentence from another."""
    return hashlib.sha256(words.encode()).hexdigest()[:SIGNS]


def harmless(words: str) -> str:
    """A cell that no spreadsheet takes for a formula: where one would, `'` stands before it."""
    return f"'{words}" if re.match(rf"'*{_RUN_BY_A_SHEET}", words) else words


def as_it_was(cell: str) -> str:
    """The words in a cell that `harmless` made, without blanks around them."""
    words = cell.replace("\r\n", "\n").replace("\r", "\n").strip()
    return words[1:] if re.match(rf"'+{_RUN_BY_A_SHEET}", words) else words


def _said(library: Library, locale: str) -> Iterator[Row]:
    yield from (row for (_, at), one in sorted(library.lessons.items()) if at == locale for row in _of_lesson(one))
    yield from (row for (_, at), one in sorted(library.items.items()) if at == locale for row in _of_item(one))
    for (id, at), act in sorted(library.acts.items()):
        if at == locale:
            yield Row(f"act:{id}", "act", f"fits {', '.join(act.fits)}", None, act.text)
    for (name, at), phrase in sorted(library.phrases.items()):
        if at == locale:
            yield from (
                Row(f"phrase:{name}:{place}", "phrase", "said by the coach", None, words)
                for place, words in enumerate(phrase.wordings)
            )
    yield from (row for one in library.competencies for row in _of_competency(one, locale))
    yield from (row for _, one in sorted(library.countries.items()) for row in _of_country(one, locale))


def _of_lesson(lesson: Lesson) -> Iterator[Row]:
    key, context = f"lesson:{lesson.id}", f"lesson {lesson.id}, {lesson.competency}"
    yield Row(f"{key}:title", "title", context, None, lesson.title)
    yield from (Row(f"{key}:cards:{at}", "card", context, None, card) for at, card in enumerate(lesson.cards))
    yield Row(f"{key}:try_it", "step to try", context, None, lesson.try_it)
    if lesson.reflection:
        yield Row(f"{key}:reflection", "reflection", context, None, lesson.reflection)
    if lesson.found_by:
        yield Row(f"{key}:found_by", "words people ask with, parted by ;", context, None, "; ".join(lesson.found_by))


def _of_item(item: Item) -> Iterator[Row]:
    key, context = f"item:{item.id}", f"question {item.id}, {item.competency}"
    yield Row(f"{key}:scenario", "scenario", context, POLL_QUESTION - len(item.question) - 2, item.scenario)
    yield Row(f"{key}:question", "question", context, POLL_QUESTION - len(item.scenario) - 2, item.question)
    for at, option in enumerate(item.options):
        right = "the right option" if option.correct else "an option"
        yield Row(f"{key}:options:{at}:text", right, context, POLL_OPTION, option.text)
        yield Row(f"{key}:options:{at}:feedback", "feedback", context, POLL_EXPLANATION, option.feedback)


def _of_competency(competency: Competency, locale: str) -> Iterator[Row]:
    parts: tuple[tuple[str, str, str, Texts], ...] = (
        (f"competency:{competency.id}:name", "name", "a competency", competency.name),
        (f"competency:{competency.id}:summary", "summary", "a competency", competency.summary),
        *((f"indicator:{one.id}", "indicator", competency.id, one.text) for one in competency.indicators),
    )
    yield from (Row(key, kind, context, None, words[locale]) for key, kind, context, words in parts if locale in words)


def _of_country(country: Country, locale: str) -> Iterator[Row]:
    """Its words; a bare number or "24/7" needs no other language."""
    for end, words in spoken(country).items():
        if locale in words and any(sign.isalpha() for sign in words.get(ENGLISH, "")):
            kind = _NUMBERED if end.endswith(("emergency", ":sms")) else end.rsplit(":", 1)[-1]
            yield Row(f"country:{country.code}:{end}", kind, f"crisis lines of {country.code}", None, words[locale])


def _halves(library: Library, told: Texts, changed: Texts, numbers: Mapping[str, int]) -> Iterator[Problem]:
    """Lessons, questions and phrases of which a part is told and another is not: nothing can be made of them."""
    first: dict[str, str] = {}
    for key in changed:
        first.setdefault(unit_of(key), key)
    for unit, some in groupby(rows(library), key=lambda row: unit_of(row.key)):
        missing = next((key for key in _needed(list(some), told) if not told.get(key)), "")
        if missing and unit in first:
            what = f"{missing} is empty, and {first[unit]} is filled"
            mend = f"Fill it too, or leave all rows of this {_NAMED[unit.split(':')[0]]} empty."
            yield _problem(numbers.get(missing, numbers[first[unit]]), what, mend)


_NAMED = {"lesson": "lesson", "item": "question", "phrase": "phrase"}


def _needed(some: Sequence[Row], told: Texts) -> Iterator[str]:
    """The keys without which the others of a unit cannot stand. A phrase may have fewer wordings, but none left out between."""
    kind = some[0].key.split(":")[0]
    if kind == "phrase":
        last = max((at for at, row in enumerate(some) if told.get(row.key)), default=0)
        yield from (row.key for row in some[:last])
    elif kind in _NAMED:
        yield from (row.key for row in some if row.source and not row.key.endswith(":found_by"))


def _read(library: Library, sheet: str, problems: list[Problem]) -> Iterator[tuple[int, str, str]]:
    """Each row that is not empty: its number, its key, and the words in its last column."""
    records = _records(sheet, problems)
    _, names = next(records, (1, []))
    missing = [name for name in ("key", "checksum", "translation") if name not in names]
    if missing and not problems:
        problems.append(_problem(1, f"the column {missing[0]} is missing", "Send the sheet with all its columns."))
    if problems:
        return
    known = {row.key: row for row in rows(library)}
    seen: set[str] = set()
    for number, given in records:
        cells = dict(zip(names, (*given, *[""] * len(names)), strict=False))
        key, words = cells["key"].strip(), as_it_was(cells["translation"])
        if any(cell.strip() for cell in given[len(names) :]):
            problems.append(_problem(number, "this row has more cells than the head", _QUOTE))
        elif told := _unfit(known.get(key), cells, seen):
            problems.append(_problem(number, *told))
        seen.add(key)
        yield number, key, words


def _records(sheet: str, problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    text = sheet.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    delimiter = max(_DELIMITERS, key=text.split("\n", 1)[0].count)
    number = 0
    try:
        for number, cells in enumerate(
            csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), start=1
        ):
            if any(cell.strip() for cell in cells):
                yield number, cells
    except csv.Error as error:
        if "field limit" in str(error):
            what = f"a cell from here on has more than {csv.field_size_limit():,} signs"
            problems.append(_problem(number + 1, what, 'Look for a " that no other closes, or write less.'))
        else:
            problems.append(_problem(number + 1, "where its cells begin and end cannot be told", _QUOTE))


_QUOTE = 'Put each cell that holds a comma, a line break or a " into "double quotes", and write "" for each " in them.'


def _unfit(row: Row | None, cells: Texts, seen: Collection[str]) -> tuple[str, str] | None:
    key = cells["key"].strip()
    if row is None:
        return f"there is no sentence {key!r}", "Keep the keys as they came, or export the sheet anew."
    if key in seen:
        return f"{key} stands here twice", "Keep one of the two rows."
    if cells["checksum"].strip() != checksum(row.source):
        return f"the English of {key} is another one by now", "Export the sheet anew, and look at that row."
    if "source" in cells and as_it_was(cells["source"]).split() != row.source.split():
        mend = "Put the English back as it came, and write into the column translation only."
        return f"the English of {key} was changed in the sheet", mend
    return None


def _unfit_words(library: Library, changed: Texts, numbers: Mapping[str, int]) -> Iterator[Problem]:
    for row in rows(library):
        words = changed.get(row.key, "")
        if words and (hidden := unfit(SHEET, words)):
            yield _problem(numbers[row.key], f"in {row.key}, {hidden.what}", hidden.mend)
        if words and row.kind == _NUMBERED and re.findall(r"\d", words) != re.findall(r"\d", row.source):
            mend = "Keep every digit as it is: people in need will use it."
            yield _problem(numbers[row.key], f"{row.key} has another number than the English", mend)


def _problem(number: int, what: str, mend: str) -> Problem:
    return Problem(SHEET, number, what, mend)
