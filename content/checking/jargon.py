"""Jargon: words of offices and clinics for which there is a plain one."""

import re
from collections.abc import Iterator, Mapping

from content.checking.passages import passages
from content.checking.plain_words import PLAIN_WORDS
from content.library import Library
from content.model import Problem

MOST_WORDS_OF_A_TERM = 4
"""A text that explains a term may name it in quotes or italics; a whole sentence in them is speech, and speech is plain."""


def jargon(library: Library) -> Iterator[Problem]:
    """Words of the jargon list in what learners read, but for terms in quotes or italics, and published names."""
    for passage in passages(library):
        if passage.locale in _LISTS and passage.kind != "name":
            words = _TERM.sub(_without_terms, passage.words)
            listed = PLAIN_WORDS[passage.locale]
            for found in _LISTS[passage.locale].finditer(words.lower()):
                mend = f"Use plain words: {_plain(found.group(), listed)}."
                yield passage.problem(f'says "{found.group()}"', mend)


_LISTS = {locale: re.compile(rf"\b(?:{'|'.join(listed)})\b") for locale, listed in PLAIN_WORDS.items()}
_TERM = re.compile(r"\"[^\"\n]+\"|“[^“”\n]+”|«[^«»\n]+»|(?<!\w)_[^_\n]+_(?!\w)")


def _without_terms(found: re.Match[str]) -> str:
    return " " if len(found.group().split()) <= MOST_WORDS_OF_A_TERM else found.group()


def _plain(said: str, listed: Mapping[str, str]) -> str:
    return next(plain for pattern, plain in listed.items() if re.fullmatch(pattern, said))
