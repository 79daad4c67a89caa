"""Sheets: every sentence of a library as a row of a table, for translators, and the table back as files.

Nothing is lost on the way back: a row that was left empty keeps what stood there, and a row that cannot be taken refuses the sheet.
"""

import csv
import hashlib
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from content.archives import PackRefused
from content.checking.items import POLL_EXPLANATION, POLL_OPTION, POLL_QUESTION
from content.library import Library
from content.model import Item, Lesson, Problem
from content.rewriting import Texts, files_with

COLUMNS = ("key", "kind", "context", "limit", "source", "checksum", "translation")
SIGNS = 12
_RUN_BY_A_SHEET = ("=", "+", "-", "@", "\t")


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
    yield from (row for (_, at), one in sorted(library.lessons.items()) if at == "en" for row in _of_lesson(one))
    yield from (row for (_, at), one in sorted(library.items.items()) if at == "en" for row in _of_item(one))
    for (id, at), act in sorted(library.acts.items()):
        if at == "en":
            yield Row(f"act:{id}", "act", f"fits {', '.join(act.fits)}", None, act.text)
    for (name, at), phrase in sorted(library.phrases.items()):
        if at == "en":
            yield from (
                Row(f"phrase:{name}:{place}", "phrase", "said by the coach", None, words)
                for place, words in enumerate(phrase.wordings)
            )
    for competency in library.competencies:
        yield Row(f"competency:{competency.id}:name", "name", "a competency", None, competency.name["en"])
        yield Row(f"competency:{competency.id}:summary", "summary", "a competency", None, competency.summary["en"])
        for one in competency.indicators:
            yield Row(f"indicator:{one.id}", "indicator", competency.id, None, one.text["en"])


def exported(library: Library, locale: str) -> str:
    """The sheet of one language: each English sentence with its translation, where there is one."""
    there = translations(library, locale)
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in rows(library):
        limit = "" if row.limit is None else str(row.limit)
        told = there.get(row.key, "")
        source = _harmless(row.source)
        writer.writerow((row.key, row.kind, row.context, limit, source, checksum(row.source), _harmless(told)))
    return "\ufeff" + written.getvalue()


def imported(library: Library, locale: str, sheet: str) -> dict[str, str]:
    """The files of one language that a sheet changes. Raises PackRefused with every row that cannot be taken."""
    problems: list[Problem] = []
    told = dict(_read(library, sheet, problems))
    if problems:
        raise PackRefused(*problems)
    kept = translations(library, locale)
    before = files_with(library, locale, kept)
    after = files_with(library, locale, kept | {key: words for key, words in told.items() if words})
    return {name: text for name, text in after.items() if before.get(name) != text}


def language_of(name: str) -> str:
    """The language that a sheet is in, by its name: `es.csv`, `translations.es.csv`, `my sheet-es.csv`; "" where it tells none."""
    found = re.search(r"(?:^|[^a-z])(?P<locale>[a-z]{2,3})\.csv$", name.casefold())
    return found["locale"] if found else ""


def translations(library: Library, locale: str) -> dict[str, str]:
    """What is said in a language, by the keys of the rows."""
    return dict(_said(library, locale))


def checksum(words: str) -> str:
    """What tells one sentence from another."""
    return hashlib.sha256(words.encode()).hexdigest()[:SIGNS]


def _said(library: Library, locale: str) -> Iterator[tuple[str, str]]:
    for (_, at), lesson in library.lessons.items():
        if at == locale:
            yield from ((row.key, row.source) for row in _of_lesson(lesson))
    for (_, at), item in library.items.items():
        if at == locale:
            yield from ((row.key, row.source) for row in _of_item(item))
    yield from ((f"act:{id}", one.text) for (id, at), one in library.acts.items() if at == locale)
    for (name, at), phrase in library.phrases.items():
        if at == locale:
            yield from ((f"phrase:{name}:{place}", words) for place, words in enumerate(phrase.wordings))
    for competency in library.competencies:
        spoken: Mapping[str, Texts] = {
            f"competency:{competency.id}:name": competency.name,
            f"competency:{competency.id}:summary": competency.summary,
            **{f"indicator:{one.id}": one.text for one in competency.indicators},
        }
        yield from ((key, words[locale]) for key, words in spoken.items() if locale in words)


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


def _read(library: Library, sheet: str, problems: list[Problem]) -> Iterator[tuple[str, str]]:
    text = sheet.removeprefix("\ufeff")
    first = text.split("\n", 1)[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    read = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    missing = [name for name in ("key", "checksum", "translation") if name not in (read.fieldnames or [])]
    if missing:
        problems.append(_problem(1, f"the column {missing[0]} is missing", "Send the sheet with all its columns."))
        return
    known = {row.key: row for row in rows(library)}
    seen: set[str] = set()
    for row in read:
        key, words = (row["key"] or "").strip(), _as_it_was(row["translation"] or "")
        if told := _unfit(known.get(key), key, row["checksum"] or "", seen):
            problems.append(_problem(read.line_num, *told))
        seen.add(key)
        yield key, words


def _unfit(row: Row | None, key: str, given: str, seen: set[str]) -> tuple[str, str] | None:
    if row is None:
        return f"there is no sentence {key!r}", "Keep the keys as they came, or export the sheet anew."
    if key in seen:
        return f"{key} stands here twice", "Keep one of the two rows."
    if given.strip() != checksum(row.source):
        return f"the English of {key} is another one by now", "Export the sheet anew, and look at that row."
    return None


def _harmless(words: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{words}" if words.startswith(_RUN_BY_A_SHEET) or words.startswith("'") else words


def _as_it_was(cell: str) -> str:
    words = cell.replace("\r\n", "\n").strip()
    return words[1:] if words.startswith("'") else words


def _problem(line: int, what: str, mend: str) -> Problem:
    return Problem("the sheet", line, what, mend)
