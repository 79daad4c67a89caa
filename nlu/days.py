"""Days: the weekdays that somebody means, in English or Spanish words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from nlu.weekdays import Word, read_days

_NOT = frozenset(
    re.findall(
        r"\S+",
        "not no dont cant cannot wont never skip drop remove quita quitame doesnt isnt arent tampoco nunca without",
    )
)
_EXCEPT = frozenset(re.findall(r"\S+", "except excluding bar menos excepto salvo sin"))
_TURNS = frozenset(re.findall(r"\S+", "but pero mejor sino rather"))
_YES = frozenset(re.findall(r"\S+", "si yes ok okay"))
_SPANS = frozenset(re.findall(r"\S+", "- – to a al till til until thru through hasta"))
_FILLERS = frozenset(re.findall(r"\S+", "the el los las on at for of y and e or o , that"))
_MOVES = frozenset(re.findall(r"\S+", "change move switch swap cambia cambialo cambiar mueve muevelo pasa pasalo"))
_MOVED = frozenset(re.findall(r"\S+", "it them me my from de del the el los"))
_STOPS = frozenset(".;!?")
_WEEK = frozenset("1234567")
_WEEKEND = frozenset("67")


@dataclass(slots=True)
class _Heard:
    """What was heard so far: days that are meant, days that are not, and those of the clause that a "no" may still follow."""

    meant: set[str] = field(default_factory=set)
    out: set[str] = field(default_factory=set)
    run: set[str] = field(default_factory=set)
    ruling: str = ""
    moving: bool = False


def find_days(bare: str) -> str:
    """The weekdays meant in a normalised text without accents, in order ("1" is Monday); a day that is ruled out is not one.

    It reads each word once, however long the text is.
    """
    words = _joined(read_days(bare))
    follows = _followed(words)
    heard = _Heard()
    for at, word in enumerate(words):
        if word.days:
            _hear_day(heard, word.days)
        else:
            _hear_word(heard, word.text, follows[at], bool(at and words[at - 1].days))
    meant = heard.meant - heard.out
    # "No weekends" says as much as "weekdays"; "no Mondays" says too little.
    if not heard.meant and heard.out == _WEEKEND and any(word.days == "67" for word in words):
        meant = set(_WEEK - _WEEKEND)
    return ",".join(sorted(meant))


def _hear_day(heard: _Heard, days: str) -> None:
    if heard.ruling:
        heard.out |= set(days)
    else:
        heard.meant |= set(days)
        heard.run |= set(days)


def _hear_word(heard: _Heard, text: str, follows: str, after_day: bool) -> None:
    if text in _NOT or (text == "off" and after_day):
        _rule_out(heard, follows if text != "off" else "")
    elif text in _EXCEPT or (text == "but" and heard.meant and not heard.ruling and after_day):
        heard.ruling = "except"
    elif text in _TURNS | _STOPS | _YES or (text == "," and heard.ruling != "except"):
        heard.ruling, heard.run = "", set()


def _rule_out(heard: _Heard, follows: str) -> None:
    """A "no" is about the days that follow in its clause ("not friday"), or else about those before it ("friday no")."""
    if follows == "day":
        heard.ruling = "not"
        return
    heard.out |= heard.run
    heard.meant -= heard.run
    heard.run = set()


def _followed(words: Sequence[Word]) -> list[str]:
    """For each word what comes later in its clause: "day" for a day, "yes" for one that is said yes to, or ""."""
    found, kind, yes = [""] * len(words), "", False
    for at in range(len(words) - 1, -1, -1):
        found[at] = kind
        word = words[at]
        if word.days:
            kind = "yes" if yes else "day"
        elif word.text in _TURNS | _STOPS or word.text == ",":
            kind, yes = "", False
        elif word.text not in _FILLERS:
            yes = word.text in _YES
    return found


def _joined(words: Sequence[Word]) -> list[Word]:
    """The words with each span of days as one ("monday to friday"); "move it from monday to friday" may be either, so is none."""
    joined: list[Word] = []
    at, moving = 0, False
    while at < len(words):
        word, end = words[at], _span_end(words, at)
        if end:
            joined.append(Word("", "" if moving else _between(word.days, words[end].days)))
            at = end
        else:
            joined.append(word)
        moving = word.text in _MOVES or (moving and word.text in _MOVED)
        at += 1
    return joined


def _span_end(words: Sequence[Word], at: int) -> int:
    """Where the span ends that begins here, or 0."""
    rest = words[at : at + 4]
    if len(rest) < 3 or len(rest[0].days) != 1 or rest[1].text not in _SPANS:
        return 0
    place = 3 if rest[2].text in ("el", "the", "next") and len(rest) == 4 else 2
    return at + place if len(rest[place].days) == 1 else 0


def _between(first: str, last: str) -> str:
    start = int(first)
    return "".join(str((start + step - 1) % 7 + 1) for step in range((int(last) - start) % 7 + 1))
