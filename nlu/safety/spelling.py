"""Spelling: what somebody typed, as the words our rules are written in.

Chat forms, run-together words, letters swapped for digits or stars, and typing errors in the words that matter all
come out as the plain words. How each is written stands in the data.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from nlu.safety.patterns import Words

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_LONG_RUN = re.compile(r"(.)\1{2,}")
_STARRED = re.compile(r"[*#_%]+")
_NO_LETTER = re.compile(r"[^a-z]+")
_PARTS = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_LEET = tuple(str.maketrans("013457@$!|+", f"o{one}easta{'s'}{one}{one}t") for one in "il")
_LONGEST_JOINED = 60
_PATIENCE, _ODD, _CUT, _STARS = 1_000, 1, 20, 80


@dataclass(frozen=True, slots=True)
class Spelling:
    """How words may be written: `fixed` gives the plain words of a form, `known` are words that need no help."""

    fixed: Mapping[str, Words]
    known: frozenset[str]
    grave: frozenset[str]
    """The words people hide or mistype: only these are looked for behind stars, gaps and joined words."""
    tails: frozenset[str]
    """How grave words end: where one may have been torn in two."""
    suspect: re.Pattern[str]
    """Finds a grave word inside a longer one."""
    fillers: frozenset[str]
    signs: Mapping[int, str]
    """Emoji that stand for a word."""
    letters: frozenset[str]
    """Single letters that are a word among words written together."""


@dataclass(slots=True)
class Speller:
    """Spells the words of one text; forgets them with it. `patience` bounds what an odd text can cost."""

    spelling: Spelling
    memory: dict[str, Words] = field(default_factory=dict)
    patience: int = _PATIENCE

    def spell(self, typed: str) -> Words:
        """The plain words of one typed word, without fillers; itself when nothing better is known."""
        if typed not in self.memory:
            plain = self._plain(typed)
            self.memory[typed] = tuple(word for word in plain if word not in self.spelling.fillers)
        return self.memory[typed]

    def joined(self, typed: str) -> Words:
        """The known words that stand written together in `typed`, or none."""
        if len(typed) > _LONGEST_JOINED or not self._spend(_CUT):
            return ()
        for form in (typed, *(typed.translate(table) for table in _LEET)):
            if words := self._form(form) or _cut(form, self.spelling):
                return words
        return ()

    def _plain(self, typed: str) -> Words:
        if (words := self._form(typed)) or typed.isdigit():
            return words or (typed,)
        if not self._spend(_ODD):
            return (typed,)
        if len(_LONG_RUN.sub(r"\1\1", typed)) > _LONGEST_JOINED:
            return self._in_parts(typed)
        return self._unmasked(typed) or self._run_together(typed) or self._in_parts(typed)

    def _spend(self, cost: int) -> bool:
        self.patience -= cost
        return self.patience >= 0

    def _form(self, typed: str) -> Words:
        if typed in self.spelling.fixed:
            return self.spelling.fixed[typed]
        return (typed,) if typed in self.spelling.known else ()

    def _unmasked(self, typed: str) -> Words:
        forms = [_LONG_RUN.sub(r"\1\1", typed), _LONG_RUN.sub(r"\1", typed)] if _LONG_RUN.search(typed) else []
        if not typed.isalpha():
            forms += [typed.translate(table) for table in _LEET] + [_NO_LETTER.sub("", typed)]
        for form in forms:
            if form != typed and (words := self._form(form)):
                return words
        return () if typed.isalpha() else self._behind_stars(typed)

    def _run_together(self, typed: str) -> Words:
        fits = 6 <= len(typed) <= _LONGEST_JOINED and self.spelling.suspect.search(typed)
        return _cut(typed, self.spelling) if fits and self._spend(_CUT) else ()

    def _behind_stars(self, typed: str) -> Words:
        shown = _STARRED.sub("", typed)
        fits = len(shown) < len(typed) and 2 <= len(shown) <= _LONGEST_JOINED and shown.isalpha()
        if not fits or not self._spend(_STARS):
            return ()
        shape = re.compile(_STARRED.sub("[a-z]+", typed))
        fitting = sorted(word for word in self.spelling.grave if word[0] == typed[0] and shape.fullmatch(word))
        return self.spelling.fixed.get(fitting[0], (fitting[0],)) if fitting else ()

    def _in_parts(self, typed: str) -> Words:
        parts = _PARTS.findall(typed)
        if parts == [typed]:
            return _possessor(typed, self.spelling)
        return tuple(word for part in parts for word in self.spell(part))


def neighbours(word: str) -> set[str]:
    """Every way to mistype a word by one letter: left out, doubled or strange, wrong, or two swapped."""
    halves = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    lacking = {left + right[1:] for left, right in halves if right}
    swapped = {left + right[1] + right[0] + right[2:] for left, right in halves if len(right) > 1}
    wrong = {left + letter + right[1:] for left, right in halves if right for letter in _LETTERS}
    more = {left + letter + right for left, right in halves for letter in _LETTERS}
    return (lacking | swapped | wrong | more) - {word}


def _possessor(typed: str, spelling: Spelling) -> Words:
    owner, mark, _ = typed.partition("'")
    return (owner,) if mark and owner in spelling.known else (typed,)


def _cut(typed: str, spelling: Spelling) -> Words:
    """The text cut into known words, fewest first; nothing when a letter is left over."""
    best: list[Words | None] = [()] + [None] * len(typed)
    for end in range(1, len(typed) + 1):
        for start in range(max(0, end - 12), end):
            left, word = best[start], typed[start:end]
            if left is None or not _is_piece(word, spelling):
                continue
            words = left + spelling.fixed.get(word, (word,))
            if best[end] is None or len(words) < len(best[end] or ()):
                best[end] = words
    return best[-1] or ()


def _is_piece(word: str, spelling: Spelling) -> bool:
    if len(word) == 1:
        return word in spelling.letters
    return word in spelling.known or (word in spelling.grave and word in spelling.fixed)
