"""A text as the formulas see it: its sentences, their words, and which of them are names."""

import re
from functools import lru_cache
from typing import TypeAlias

FEWEST_WORDS = 10
"""Below that every formula measures chance."""

Word: TypeAlias = tuple[str, bool]
"""One word, and whether it is a name: one with a capital that no sentence or quotation asks for."""
Sentence: TypeAlias = tuple[Word, ...]


def sentences(text: str) -> list[Sentence]:
    """Its sentences that hold words. As in Flesch's own count a colon or semicolon ends one, and so does a line.

    `{places}`, web addresses, commands and numbers are left out.
    """
    return [sentence for line in text.split("\n") for sentence in _of_line(line)]


_END = re.compile(r"[.!?:;…]+(?=[\s\"'”’»)*_]|$)")
_NOT_READ = re.compile(r"\{[^{}]*\}|(?<![^\s}])\S*\w[./]\w\S*|(?<!\w)/\w+|\*\*|(?<!\w)_|_(?!\w)")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_OPENS = frozenset("\"'“‘«(-—¿¡")


@lru_cache(maxsize=50_000)  # several checks read the same lines
def _of_line(line: str) -> tuple[Sentence, ...]:
    parted = _END.split(_NOT_READ.sub(" ", line.replace("’", "'")))
    return tuple(words for words in map(_words, parted) if words)


def _words(sentence: str) -> Sentence:
    return tuple((found.group(), _is_name(sentence, found)) for found in _WORD.finditer(sentence))


def _is_name(sentence: str, found: re.Match[str]) -> bool:
    if not found.group()[0].isupper():
        return False
    before = sentence[: found.start()].rstrip()
    return bool(before) and before[-1] not in _OPENS
