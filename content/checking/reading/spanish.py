"""Spanish: the syllables of a word, the reading ease of Fernández-Huerta, and the school grade of Crawford."""

import re
from functools import lru_cache


def ease(words: int, sentences: int, syllables: int) -> float:
    """The reading ease of Fernández-Huerta: the higher the easier; in his table 70 to 80 is sixth grade, 80 to 90 fifth.

    206.84 - 60 x syllables per word - 1.02 x words per sentence (Fernández Huerta 1959, "Medidas sencillas de
    lecturabilidad", Consigna 214). It was printed with sentences per 100 words, so that short sentences made a text
    harder; corrected as Law showed (2011, "Error in the Fernandez Huerta Readability Formula", LINGUIST List 22.2332).
    """
    return 206.84 - 60 * syllables / words - 1.02 * words / sentences


def school_grade(words: int, sentences: int, syllables: int) -> float:
    """Crawford's grade, made for the first six years of school; told in the statistics, never a limit.

    -0.205 x sentences per 100 words + 0.049 x syllables per 100 words - 3.407 (Crawford 1984, "A Spanish language Fry-type
    readability procedure: elementary level", Bilingual Education Paper Series 7(8)).
    """
    return -0.205 * 100 * sentences / words + 0.049 * 100 * syllables / words - 3.407


@lru_cache(maxsize=50_000)
def syllables(word: str) -> int:
    """How many syllables a Spanish word has, as the Academy parts it: a diphthong is one, two strong vowels are two."""
    written = _SILENT_U.sub("", _VOWEL_Y.sub("i", word.lower()))
    heard = _SILENT_H.sub("", written).replace("ü", "u")
    return max(1, sum(_nuclei(vowels) for vowels in _VOWELS.findall(heard)))


_SILENT_U = re.compile(r"(?<=q)u|(?<=g)u(?=[eiéí])")  # que, quien, guerra, guitarra
_VOWEL_Y = re.compile(r"y$|^y(?=[^aeiouáéíóú])")  # y, muy, hoy; in "ayuda" it is a consonant
_SILENT_H = re.compile(r"h(?![iu][aeoáéó])")  # "prohíbe" joins o and i; in "cacahuete" the h begins a syllable
_VOWELS = re.compile(r"[aeiouáéíóú]+")
_STRONG = re.compile(r"[aeoáéó]")
_SPLIT = re.compile(r"[íú]")  # "día", "baúl": with an accent, i and u stand apart from a strong vowel
_DOUBLED = re.compile(r"ii|uu")  # antiinflamatorio


def _nuclei(vowels: str) -> int:
    """How many syllables a run of vowels makes."""
    strong = len(_STRONG.findall(vowels))
    if not strong:
        return 2 if _DOUBLED.search(vowels) else 1
    return strong + len(_SPLIT.findall(vowels)) + len(_DOUBLED.findall(vowels))
