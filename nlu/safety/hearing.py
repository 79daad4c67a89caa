"""Hearing: a text as plain words, with its sentences, its questions and what stands in quotation marks."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from nlu.safety.spelling import Speller, Spelling

LONGEST = 16_000
"""Characters heard of a text, more than people write; of a longer one its beginning and its end, half each."""

_UNSEEN = re.compile("[\u0300-\u036f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
                     "\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]")  # fmt: skip
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_SYMBOL = re.compile(r"[^\w\s!-~]")
_BETWEEN = re.compile(r"[,;:/\\&=](?<=\w.)(?=\w)")  # the mark first: the engine then skips from mark to mark
_ALIKE = str.maketrans(
    "\u2018\u2019\u201a\u02bc\u00b4`\u201c\u201d\u201e\u00ab\u00bb\u2014\u2013\u2026\u0430\u0435\u043e\u0440\u0441\u0443"
    "\u0445\u0456\u0455\u0458\u0501\u03b1\u03bf\u03b9\u03b5\u03bd\u03ba\u0131",
    "''''''\"\"\"\"\"  .aeopcyxisjdaoievki",
)  # letters of other alphabets that look like ours, and the marks word processors put
_LIGATURES = re.compile("[\ufdf0-\ufdfd]")
"""Whole phrases in one character, up to eighteen letters each; none of them is a word of ours."""

_EDGE = ".,!?;:()[]{}<>\"'-*_~/\\|#=+&^%"


@dataclass(frozen=True, slots=True)
class Heard:
    """Words side by side with the number of their sentence and whether they are quoted; `asked` are the questions."""

    words: list[str] = field(default_factory=list)
    sentences: list[int] = field(default_factory=list)
    quoted: list[bool] = field(default_factory=list)
    asked: set[int] = field(default_factory=set)


def hear(text: str, spelling: Spelling) -> Heard:
    """A text made `plain`, as the rules of one language see it."""
    speller = Speller(spelling)
    heard = Heard()
    sentence, began, quoting = 0, 0, ""
    for typed, core in _gathered(_worded(text, spelling.signs).split(), speller):
        if typed is core:
            heard.words.extend(speller.spell(core))
            continue
        opened = _opened(typed, quoting)
        if opened != quoting:
            _settle(heard, sentence, quoted=False)
        heard.words.extend(speller.spell(core))
        quoting = _closed(typed, opened)
        ends = _ends_sentence(typed)
        if ends or quoting != opened:
            _settle(heard, sentence, quoted=bool(opened))
        if ends:
            if "?" in typed:
                heard.asked.add(sentence)
            # "I. want. to. die." is one sentence: a full stop after a single word ends nothing.
            sentence, began = sentence + (len(heard.words) - began > 1), len(heard.words)
    # A mark that was never closed was an apostrophe: nothing since it opened is quoted.
    _settle(heard, sentence, quoted=False)
    return heard


def plain(text: str) -> str:
    """The text with one form for every letter, the same for all languages: no accents, capitals or characters nobody sees."""
    text = ends(text, LONGEST)
    if not text.isascii():
        text = _LIGATURES.sub(" ", text).casefold().translate(_ALIKE)
        text = _UNSEEN.sub("", unicodedata.normalize("NFKD", text)[: 2 * LONGEST])[:LONGEST]
    return _BETWEEN.sub(" ", _CONTROL.sub("", text).casefold()).replace(':"', ': "').replace(":'", ": '")


def ends(text: str, most: int) -> str:
    """The text, or of a longer one than `most` its beginning and its end, half each."""
    return text if len(text) <= most else text[: most // 2] + " . " + text[-most // 2 :]


def _worded(text: str, signs: Mapping[int, str]) -> str:
    """The text with the words that its emoji stand for in one language, and without other symbols."""
    return text if text.isascii() else _SYMBOL.sub(" ", text.translate(signs))


def _gathered(chunks: list[str], speller: Speller) -> list[tuple[str, str]]:
    """Each chunk and its core, with "s u i c i d e" and "my self" put together again; plain words are their own core."""
    gathered: list[tuple[str, str]] = []
    letters: list[tuple[str, str]] = []
    tails, grave = speller.spelling.tails, speller.spelling.grave
    for chunk in chunks:
        core = chunk if chunk.isalpha() else chunk.strip(_EDGE) or chunk
        if len(core) == 1 and (core.isalnum() or core in "@$"):
            letters.append((chunk, core))
            continue
        if letters:
            gathered += _letters(letters, speller)
            letters = []
        if core in tails and gathered and gathered[-1][1] + core in grave:
            core = gathered.pop()[1] + core
        gathered.append((chunk, core))
    return gathered + _letters(letters, speller)


def _letters(letters: list[tuple[str, str]], speller: Speller) -> list[tuple[str, str]]:
    if len(letters) > 2 and (words := speller.joined("".join(core for _, core in letters))):
        return [(word, word) for word in words[:-1]] + [(letters[-1][0], words[-1])]
    return letters


def _settle(heard: Heard, sentence: int, quoted: bool) -> None:
    """Say of the words not yet placed which sentence they are in, and whether they are quoted."""
    count = len(heard.words) - len(heard.sentences)
    heard.sentences.extend([sentence] * count)
    heard.quoted.extend([quoted] * count)


def _ends_sentence(typed: str) -> bool:
    if typed[-1].isalnum():
        return False
    tail = typed[len(typed.rstrip(_EDGE)) :]
    return "?" in tail or "!" in tail or ("." in tail and ".." not in tail)


def _opened(typed: str, quoting: str) -> str:
    first = typed.lstrip("([")[:1]
    return first if not quoting and first in ("'", '"') else quoting


def _closed(typed: str, quoting: str) -> str:
    return "" if quoting and quoting in typed[1:].rstrip(".,!?;:)")[-1:] else quoting
