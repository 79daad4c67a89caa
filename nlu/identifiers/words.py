"""Words: a text as words in order, with what their capitals and the marks between them tell."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_WORD = re.compile(r"[^\W_]+(?:['’´`][^\W_]+)*")
_ENDS = re.compile(r"[.!?\n…]")
_TITLED = 0.6
"""The share of words with a capital letter from which on capitals tell nothing."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text without accents."""

    plain: str
    """Without capitals, apostrophes and a possessive 's."""
    mark: str
    """What stands between it and the word before."""
    capital: bool
    """Whether it begins with a capital letter in a text where that tells something."""
    opens: bool
    """Whether it begins a sentence."""
    owns: bool
    """Whether it is a possessive: "Ashley's"."""


def read_words(bare: str) -> tuple[Word, ...]:
    """The words of a text without accents."""
    matches = list(_WORD.finditer(bare))
    lettered = [match[0] for match in matches if match[0][0].isalpha()]
    flat = len(lettered) > 2 and sum(word[0].isupper() for word in lettered) > _TITLED * len(lettered)
    return tuple(
        _word(bare[previous.end() if previous else 0 : match.start()], match[0], flat, previous is None)
        for previous, match in zip((None, *matches), matches, strict=False)
    )


def plain_at(words: Sequence[Word], at: int) -> str:
    """The word that stands there, or nothing."""
    return words[at].plain if 0 <= at < len(words) else ""


def _word(mark: str, typed: str, flat: bool, first: bool) -> Word:
    plain = typed.lower().replace("’", "'").replace("´", "'").replace("`", "'")
    owns = plain.endswith("'s")
    capital = not flat and typed[0].isupper() and not (len(typed) > 1 and typed.isupper())
    return Word(
        plain=(plain[:-2] if owns else plain).replace("'", ""),
        mark=mark,
        capital=capital,
        opens=first or _ENDS.search(mark) is not None,
        owns=owns,
    )
