"""One measure for every language that has a formula here."""

from dataclasses import dataclass

from content.checking.reading import english, spanish
from content.checking.reading.sentences import FEWEST_WORDS, sentences

_SYLLABLES = {"en": english.syllables, "es": spanish.syllables}
MEASURED = frozenset(_SYLLABLES)
"""The languages that can be measured."""


@dataclass(frozen=True, slots=True)
class Measure:
    """How hard a text is: the years of school it asks for, and for Spanish its ease, which is the higher the easier."""

    grade: float
    ease: float | None = None


def measure(text: str, locale: str) -> Measure | None:
    """How hard this text is, to one decimal; None if it is too short to measure, or in a language without a formula.

    A name costs one syllable: nobody can choose a shorter one.
    """
    if locale not in MEASURED:
        return None
    parted = sentences(text)
    words = [word for sentence in parted for word in sentence]
    if len(words) < FEWEST_WORDS:
        return None
    count = _SYLLABLES[locale]
    spoken = sum(1 if name else count(word) for word, name in words)
    counts = len(words), len(parted), spoken
    if locale == "es":
        return Measure(round(spanish.school_grade(*counts), 1), round(spanish.ease(*counts), 1))
    return Measure(round(english.school_grade(*counts), 1))


def hardest(text: str, locale: str) -> list[str]:
    """The three words with the most syllables in a text of a measured language, names left out."""
    count = _SYLLABLES[locale]
    plain = {word.lower() for sentence in sentences(text) for word, name in sentence if not name}
    return sorted(plain, key=lambda word: (-count(word), -len(word), word))[:3]
