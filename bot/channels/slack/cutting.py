"""Cutting: a text of any length as stretches that Slack has room for, its styles kept, cut where a reader would pause."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace

from dialogues.message import Text

Pauses = tuple[tuple[re.Pattern[str], float], ...]


def units(words: str) -> int:
    """How long these words are at most, however Slack counts: UTF-16 units, of which an emoji has two or more."""
    return len(words) + sum(sign > "\uffff" for sign in words)


def is_visible(words: str) -> bool:
    """Whether anything in these words can be seen: not only blanks, marks of direction and joiners."""
    return any(not sign.isspace() and unicodedata.category(sign) not in ("Cc", "Cf") for sign in words)


def parts(text: Text, limit: int) -> tuple[Text, ...]:
    """The text in parts of at most `limit` units; none where there is nothing to be seen.

    Blank space at the ends of a part is dropped, and so is a part in which nothing can be seen.
    """
    stretches = _stretches(text.words, limit, _PAUSES)
    return tuple(_stretch(text, start, end) for start, end in stretches)


def shortened(words: str, limit: int, length: Callable[[str], int] = units) -> str:
    """The words, or, where they are too long, as many whole words from their beginning as there is room for, and dots."""
    if length(words) <= limit:
        return words
    room = limit - 1
    while room > 0:
        start, end = next(_stretches(words, room, _BEFORE_DOTS), (0, 0))
        excess = length(words[start:end]) - (limit - 1)
        if excess <= 0:
            return f"{words[start:end]}{DOTS}"
        room -= max(1, excess // _LONGEST_SIGN)
    return DOTS


DOTS = "…"
_BLANK = re.compile(r"[^\S\u00a0\u2007\u202f]")  # not one that is there to hold two words together
# Where to cut, the best first, and how much of the room must then be filled: a short paragraph does not stand alone.
_PAUSES = (
    (re.compile(r"\n[^\S\n]*\n"), 0.5),  # between paragraphs
    (re.compile(r"\n"), 0.5),  # between lines
    (re.compile(r"(?<=[.!?…])\s|(?<=[.!?…][\"'”’»)\]])\s|(?<=[。！？])"), 0.5),  # between sentences
    (_BLANK, 0.0),
)
_BEFORE_DOTS = ((_BLANK, 0.5),)
_JOINER = "\u200d"
_FLAG_LETTERS = range(0x1F1E6, 0x1F200)
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_LONGEST_CLUSTER = 32  # longer sequences are no writing; they are cut anywhere
_LONGEST_SIGN = 5  # "&amp;" is the longest thing that one sign may be counted as


def _stretches(words: str, limit: int, pauses: Pauses) -> Iterator[tuple[int, int]]:
    start, last = _stripped(words, 0, len(words))
    while start < last:
        end = _end(words[:last], start, limit, pauses)
        first, until = _stripped(words, start, end)
        if is_visible(words[first:until]):
            yield first, until
        start, _ = _stripped(words, end, last)


def _stretch(text: Text, start: int, end: int) -> Text:
    kept, at = [], 0
    for span in text.spans:
        words = span.words[max(0, start - at) : max(0, end - at)]
        if words:
            kept.append(replace(span, words=words))
        at += len(span.words)
    return Text(tuple(kept))


def _stripped(words: str, start: int, end: int) -> tuple[int, int]:
    while start < end and words[start].isspace():
        start += 1
    while end > start and words[end - 1].isspace():
        end -= 1
    return start, end


def _end(words: str, start: int, limit: int, pauses: Pauses) -> int:
    reach = _reach(words, start, limit)
    if reach == len(words):
        return reach
    for pause, filled in pauses:
        first = start + max(1, round((reach - start) * filled))
        places = [found.start() for found in pause.finditer(words, first, reach + _LONGEST_CLUSTER)]
        before = [place for place in places if place <= reach]
        if before:
            return before[-1]
    whole = (place for place in range(reach, max(start, reach - _LONGEST_CLUSTER), -1) if not _is_inside(words, place))
    return next(whole, reach)


def _reach(words: str, start: int, limit: int) -> int:
    """How far the limit reaches; at least one sign, or nothing would ever end."""
    end = min(start + limit, len(words))
    while end > start + 1 and units(words[start:end]) > limit:
        end -= max(1, (units(words[start:end]) - limit) // 2)
    return end


def _is_inside(words: str, place: int) -> bool:
    """Whether a cut here would take an accent, a part of an emoji or half a flag from what stands before it."""
    after, before = words[place], words[place - 1]
    if before == _JOINER or ord(after) in _SKIN_TONES or unicodedata.category(after) in ("Mn", "Mc", "Me", "Cf"):
        return True
    letters = 0
    while letters < place and ord(words[place - 1 - letters]) in _FLAG_LETTERS:
        letters += 1
    return ord(after) in _FLAG_LETTERS and letters % 2 == 1
