"""English: the syllables of a word, and the school grade of Flesch and Kincaid."""

import re
from functools import lru_cache


def school_grade(words: int, sentences: int, syllables: int) -> float:
    """The Flesch-Kincaid grade.

    0.39 x words per sentence + 11.8 x syllables per word - 15.59 (Kincaid, Fishburne, Rogers and Chissom 1975, "Derivation
    of new readability formulas", Naval Technical Training Command, Research Branch Report 8-75).
    """
    return 0.39 * words / sentences + 11.8 * syllables / words - 15.59


@lru_cache(maxsize=50_000)
def syllables(word: str) -> int:
    """About how many syllables an English word has: its groups of vowels, less the silent ones, plus those said apart."""
    stem = _SILENT.sub("", word.lower().replace("'", ""))
    return max(1, len(_VOWELS.findall(stem)) + len(_APART.findall(stem)))


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
