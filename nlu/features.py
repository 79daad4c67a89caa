"""Features: what a model of ours sees of a text: its words, pairs of words, pieces of words, and the ideas behind the words."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations, pairwise

Sight = Mapping[str, Callable[[str], list[str]]]
"""The kinds of features that a model sees, each with what finds them in a normalised text."""

LONGEST = 2_000
"""Characters read; what people mean stands at the start, and the rest would only cost time."""

MOST_MARKS = 20
"""Marks in a text that is still read, however few its letters: code and markup are no talk."""

STEM, NEAR = 5, 4
"""Letters of a word that count as its beginning, and how many words further its companions are looked for."""

_TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)*|[^\w\s]")
_DROPPED = re.compile("[\x00-\x08\x0e-\x1f\u00ad\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff\U0001f3fb-\U0001f3ff]")
_QUOTES = str.maketrans("\u2018\u2019\u02bc\u201c\u201d", "'''\"\"")


def normalise(text: str) -> str:
    """The text as it is compared: one form of every letter, no capitals, no control characters, single spaces."""
    plain = unicodedata.normalize("NFKC", text[: 2 * LONGEST].translate(_QUOTES)).casefold()
    return " ".join(_DROPPED.sub("", plain).split())[:LONGEST]


def bare(text: str) -> str:
    """A text without its accents: people on a phone leave them out."""
    if text.isascii():
        return text
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))


def words(normal: str) -> list[str]:
    """The words, marks and emoji of a normalised text without accents, then every two neighbours."""
    tokens = _tokens(normal)
    return [*tokens, *(f"{left} {right}" for left, right in pairwise(tokens))]


def pieces(normal: str) -> list[str]:
    """Two to four letters in a row inside each word and its edges: what survives a typing error."""
    found: list[str] = []
    for token in _tokens(normal):
        edged = f" {token} "
        for size in (2, 3, 4):
            found += [edged[at : at + size] for at in range(max(1, len(edged) - size + 1))]
    return found


def runs(normal: str) -> list[str]:
    """Three to five characters in a row, across words: what survives spaces in the wrong places, too."""
    edged = f" {bare(normal)} "
    return [edged[at : at + size] for size in (3, 4, 5) for at in range(len(edged) - size + 1)]


def stems(normal: str) -> list[str]:
    """The beginnings of words, then every two neighbours: what "quiero", "quiere" and "queriendo" share, or nearly."""
    found = [token[:STEM] for token in _tokens(normal)]
    return [*found, *(f"{left} {right}" for left, right in pairwise(found))]


def companions(normal: str) -> list[str]:
    """The beginnings of every two words that stand near each other, whatever is between them."""
    found = [token[:STEM] for token in _tokens(normal) if token.isalnum()]
    return [f"{left} ~ {right}" for at, left in enumerate(found) for right in found[at + 1 : at + 1 + NEAR]]


def edges(normal: str) -> list[str]:
    """How a sentence begins, by one to four words, and how it ends: what tells a question from what only holds its words."""
    tokens = _tokens(normal)
    begun = [f"^{' '.join(tokens[:many])}" for many in range(1, min(4, len(tokens)) + 1)]
    return [*begun, f"{tokens[-1]}$"] if tokens else []


PLAIN: Sight = {"words": words, "pieces": pieces}
ACROSS: Sight = {"words": words, "stems": stems, "runs": runs, "companions": companions}
SPOKEN: Sight = {"words": words, "stems": stems, "pieces": pieces, "edges": edges}


def sight(lexicon: Mapping[str, Sequence[str]]) -> Sight:
    """Words and pieces, and the ideas of a lexicon (an idea with its words; `pause*` is every word that begins so)."""
    whole, begun = _planted(lexicon)
    longest = max(map(len, begun), default=0)

    def meant(token: str) -> list[str]:
        # What people say must never lie in a cache: each token is looked up anew.
        found = set(whole.get(token, ()))
        for size in range(2, min(len(token), longest) + 1):
            found.update(begun.get(token[:size], ()))
        return sorted(found)

    def ideas(normal: str) -> list[str]:
        """The ideas in a text, then every two of them, in whatever order they stand."""
        found = [idea for token in _tokens(normal) for idea in meant(token)]
        return found + [f"{one}+{other}" for one, other in combinations(sorted(set(found)), 2)]

    return {**PLAIN, "ideas": ideas}


def has_words(normal: str) -> bool:
    """Whether there is anything to read: a letter or an emoji, not only digits and marks, nor words lost among marks."""
    letters = sum(sign.isalpha() or unicodedata.category(sign) == "So" for sign in normal)
    marks = sum(not sign.isalnum() and not sign.isspace() and unicodedata.category(sign) != "So" for sign in normal)
    return letters > 0 and (marks <= MOST_MARKS or marks < letters)


def _tokens(normal: str) -> list[str]:
    return _TOKEN.findall(bare(normal))


def _planted(lexicon: Mapping[str, Sequence[str]]) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    whole: dict[str, set[str]] = {}
    begun: dict[str, set[str]] = {}
    for idea, known in lexicon.items():
        for word in known:
            kind = begun if word.endswith("*") else whole
            kind.setdefault(bare(word.casefold()).rstrip("*"), set()).add(idea)
    return whole, begun
