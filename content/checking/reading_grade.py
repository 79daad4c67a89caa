"""How many years of school a text asks for."""

import re
from collections.abc import Iterable, Iterator

from content.checking.passages import Passage, Voice, of_item, of_lesson, of_phrase
from content.library import Library
from content.model import Problem

HIGHEST = 6.0
HIGHEST_IN_A_CRISIS = 5.0
FEWEST_WORDS = 10
"""Below that the formula measures chance."""


def reading_grades(library: Library) -> Iterator[Problem]:
    """English texts that ask for more school than a tired reader on a phone should need."""
    for pool in _pools(library):
        highest = HIGHEST_IN_A_CRISIS if pool.voice is Voice.crisis else HIGHEST
        measured = grade(pool.words)
        if measured is not None and measured > highest:
            hardest = ", ".join(f'"{word}"' for word in _hardest(pool.words))
            what = f"has reading grade {measured}; {highest:.0f} is the highest"
            yield pool.problem(what, f"Shorten the sentences, and find plainer words for {hardest}.")


def grade(text: str) -> float | None:
    """The Flesch-Kincaid grade of an English text, to one decimal; None if it is too short to measure.

    0.39 x words per sentence + 11.8 x syllables per word - 15.59 (Kincaid, Fishburne, Rogers and Chissom 1975, "Derivation
    of new readability formulas", Naval Technical Training Command, Research Branch Report 8-75). As in Flesch's own count,
    a colon or semicolon ends a sentence, and so does a line. `{places}`, web addresses and numbers are left out. A name
    costs one syllable: nobody can choose a shorter one.
    """
    sentences = [words for words in map(_words, _SENTENCE_END.split(_bare(text))) if words]
    words = [word for sentence in sentences for word in sentence]
    if len(words) < FEWEST_WORDS:
        return None
    spoken = sum(1 if name else syllables(word) for word, name in words)
    return round(0.39 * len(words) / len(sentences) + 11.8 * spoken / len(words) - 15.59, 1)


def syllables(word: str) -> int:
    """About how many syllables an English word has: its groups of vowels, less the silent ones, plus those said apart."""
    stem = _SILENT.sub("", word.lower().replace("'", ""))
    return max(1, len(_VOWELS.findall(stem)) + len(_APART.findall(stem)))


_SENTENCE_END = re.compile(r"[.!?:;…]+(?=[\s\"'”’)*_]|$)|\n+")
_NOT_READ = re.compile(r"\{[^{}]*\}|\S*\w[./]\w\S*|(?<!\w)/\w+|\*\*|(?<!\w)_|_(?!\w)")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_OPENS = frozenset("\"'“‘(-")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(
    r"(?<![^aeiouy]l)e$"  # make, but not table
    r"|(?<![^aeiouy]l)(?<=[^aeiouytd])(?<!dr)e(?=d$)"  # asked, but not needed, handled
    r"|(?<![^aeiouy]l)(?<=[^aeiouysxzcgh])e(?=s$)|(?<=th)e(?=s$)"  # notes, clothes, but not pages, teaches
    r"|(?<=[^aeiouyl])e(?=(?:ly|ful|ness|ments?|less|thing|times?|one|body|where)$)"  # safely, something
)
_APART = re.compile(
    r"(?<![cstg])ia|(?<=t)ia(?=lity)|io$|eo$|(?<=[dr])ea$|(?<=cr)ea(?=t)|^rea(?=c|li)|(?<=[lr])ie(?=n[ct])|(?<=qu)ie"
    r"|ie(?=ty$)|(?<=sc)ie(?=n)|(?<=[^gq])ua|(?<=s)ui(?=c)|(?<=[rv])iou|(?<=v)io|(?<=r)io(?=[dt])|(?<=n)yo|oye"
    r"|[aeiouy](?=ing)|sm$|(?<=[sd])nt$"
)


def _bare(text: str) -> str:
    return _NOT_READ.sub(" ", text.replace("’", "'"))


def _words(sentence: str) -> list[tuple[str, bool]]:
    """Each word, and whether it is a name: one with a capital that no sentence or quotation asks for."""
    return [(found.group(), _is_name(sentence, found)) for found in _WORD.finditer(sentence)]


def _is_name(sentence: str, found: re.Match[str]) -> bool:
    before = sentence[: found.start()].rstrip()
    return found.group()[0].isupper() and bool(before) and before[-1] not in _OPENS


def _hardest(text: str) -> list[str]:
    plain = {
        word.lower() for sentence in _SENTENCE_END.split(_bare(text)) for word, name in _words(sentence) if not name
    }
    return sorted(plain, key=lambda word: (-syllables(word), -len(word), word))[:3]


def _pools(library: Library) -> Iterator[Passage]:
    """What a person reads in one go, as one text: a single short line would measure chance."""
    for lesson in library.lessons.values():
        yield from _pooled("lesson", of_lesson(library, lesson))
    for item in library.items.values():
        parts = list(of_item(library, item))
        yield from _pooled("quiz item", (part for part in parts if part.voice is Voice.story))
        yield from _pooled("feedback", (part for part in parts if part.voice is Voice.feedback))
    for act in library.acts.values():
        place = library.place("act", act.locale, act.id, "text")
        yield from _pooled("act", [Passage("act", act.text, act.locale, Voice.act, place)])
    for phrase in library.phrases.values():
        for wording in of_phrase(library, phrase):
            yield from _pooled("phrase", [wording])


def _pooled(kind: str, parts: Iterable[Passage]) -> Iterator[Passage]:
    kept = [part for part in parts if part.locale == "en"]
    if kept:
        words = "\n".join(part.words for part in kept)
        yield Passage(kind, words, "en", kept[0].voice, kept[0].place)
