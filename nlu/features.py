"""Features: what the in-process interpreter sees of a text: its words, its pairs of words, and its pieces of words."""

import re
import unicodedata
from itertools import pairwise

LONGEST = 2_000
"""Characters read; what people mean stands at the start, and the rest would only cost time."""

_TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)*|[^\w\s]")
_DROPPED = re.compile("[\x00-\x08\x0e-\x1f\u00ad\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff\U0001f3fb-\U0001f3ff]")
_QUOTES = str.maketrans("\u2018\u2019\u02bc\u201c\u201d", "'''\"\"")


def normalise(text: str) -> str:
    """The text as it is compared: one form of every letter, no capitals, no control characters, single spaces."""
    plain = unicodedata.normalize("NFKC", text[: 2 * LONGEST].translate(_QUOTES)).casefold()
    return " ".join(_DROPPED.sub("", plain).split())[:LONGEST]


def words(normal: str) -> list[str]:
    """The words, marks and emoji of a normalised text, then every two neighbours."""
    tokens = _TOKEN.findall(normal)
    return tokens + [f"{left} {right}" for left, right in pairwise(tokens)]


def pieces(normal: str) -> list[str]:
    """Two to four letters in a row inside each word and its edges: what survives a typing error."""
    found: list[str] = []
    for token in _TOKEN.findall(normal):
        edged = f" {token} "
        for size in (2, 3, 4):
            found += [edged[at : at + size] for at in range(max(1, len(edged) - size + 1))]
    return found


def has_words(normal: str) -> bool:
    """Whether there is anything to read: a letter or an emoji, not only digits and marks."""
    return any(sign.isalpha() or unicodedata.category(sign) == "So" for sign in normal)
