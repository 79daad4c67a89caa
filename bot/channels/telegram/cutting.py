"""Cutting: a text of any length as parts that Telegram takes, each with its styles counted as Telegram counts them."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from telegram import MessageEntity

from bot.channels.telegram import limits
from dialogues.message import Style, Text


@dataclass(frozen=True, slots=True)
class Part:
    """Words that fit one message, and where they are bold or italic."""

    words: str
    entities: tuple[MessageEntity, ...] = ()


def parts(text: Text, limit: int) -> tuple[Part, ...]:
    """The text in parts of at most `limit` units, cut where a reader would pause; none where there is nothing to be seen.

    Blank space at the ends of a part is dropped, and so is a part in which nothing can be seen: Telegram would refuse it.
    """
    words, styled = text.words, tuple(_styled(text))
    return tuple(
        Part(words[start:end], tuple(_entities(words, styled, start, end))[: limits.ENTITIES])
        for start, end in _cut(words, limit)
        if is_visible(words[start:end])
    )


def units(words: str) -> int:
    """How long Telegram finds these words: UTF-16 units, of which an emoji has two or more."""
    return len(words) + sum(sign > "\uffff" for sign in words)


def is_visible(words: str) -> bool:
    """Whether anything in these words can be seen: not only blanks, marks of direction and joiners."""
    return any(not sign.isspace() and unicodedata.category(sign) not in ("Cc", "Cf") for sign in words)


_ENTITY = {Style.bold: MessageEntity.BOLD, Style.italic: MessageEntity.ITALIC}
_BREAKS = (
    re.compile(r"\n[^\S\n]*\n"),  # a paragraph ends
    re.compile(r"\n"),  # a line ends
    re.compile(r"(?<=[.!?…])\s|(?<=[.!?…][\"'”’»)\]])\s|(?<=[。！？])"),  # a sentence ends
    re.compile(r"[^\S\u00a0\u2007\u202f]"),  # a word ends: not at a blank that is there to hold two words together
)
_JOINER = "\u200d"
_FLAG_LETTERS = range(0x1F1E6, 0x1F200)
_SKIN_TONES = range(0x1F3FB, 0x1F400)
_LONGEST_CLUSTER = 32  # longer sequences are no writing; they are cut anywhere


def _styled(text: Text) -> Iterator[tuple[int, int, Style]]:
    end = 0
    for style, spans in groupby(text.spans, key=lambda span: span.style):
        start, end = end, end + sum(len(span.words) for span in spans)
        if style is not Style.plain:
            yield start, end, style


def _entities(words: str, styled: tuple[tuple[int, int, Style], ...], start: int, end: int) -> Iterator[MessageEntity]:
    for begins, ends, style in styled:
        first, last = _stripped(words, max(begins, start), min(ends, end))
        if first < last:
            yield MessageEntity(_ENTITY[style], units(words[start:first]), units(words[first:last]))


def _cut(words: str, limit: int) -> Iterator[tuple[int, int]]:
    start, last = _stripped(words, 0, len(words))
    while start < last:
        end = _end(words[:last], start, limit)
        yield _stripped(words, start, end)
        start, _ = _stripped(words, end, last)


def _stripped(words: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without the blank space at its ends; an empty one where there is nothing else."""
    while start < end and words[start].isspace():
        start += 1
    while end > start and words[end - 1].isspace():
        end -= 1
    return start, end


def _end(words: str, start: int, limit: int) -> int:
    reach = _reach(words, start, limit)
    if reach == len(words):
        return reach
    for pause in _BREAKS:
        found = [one.start() for one in pause.finditer(words, start, reach + _LONGEST_CLUSTER)]
        before = [place for place in found if start < place <= reach]
        if before:
            return before[-1]
    whole = (place for place in range(reach, max(start, reach - _LONGEST_CLUSTER), -1) if not _is_inside(words, place))
    return next(whole, reach)


def _reach(words: str, start: int, limit: int) -> int:
    """How far the limit reaches. A sign of two units is one sign here, so none is ever cut in two."""
    end = min(start + limit, len(words))
    while units(words[start:end]) > limit:
        end -= max(1, (units(words[start:end]) - limit) // 2)
    return end


def _is_inside(words: str, place: int) -> bool:
    """Whether a cut here would take an accent, a joined emoji or half a flag from what stands before it."""
    after, before = words[place], words[place - 1]
    if _JOINER in (after, before) or ord(after) in _SKIN_TONES or unicodedata.category(after).startswith("M"):
        return True
    letters = 0
    while letters < place and ord(words[place - 1 - letters]) in _FLAG_LETTERS:
        letters += 1
    return ord(after) in _FLAG_LETTERS and letters % 2 == 1
