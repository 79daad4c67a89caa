"""Sentences that a tired reader can hold in mind."""

from collections.abc import Iterator

from content.checking.passages import Voice, passages
from content.checking.reading.sentences import sentences
from content.library import Library
from content.model import Problem

MOST_WORDS, MOST_WORDS_IN_A_CRISIS = 25, 20


def sentence_lengths(library: Library) -> Iterator[Problem]:
    """Sentences of more than 25 words, and in crisis phrases of more than 20; numbers and `{places}` count as none."""
    for passage in passages(library):
        most = MOST_WORDS_IN_A_CRISIS if passage.voice is Voice.crisis else MOST_WORDS
        for words in sentences(passage.words):
            if len(words) > most:
                opening = " ".join(word for word, _ in words[:4])
                what = f'has a sentence of {len(words)} words ("{opening} ..."); {most} are the most'
                yield passage.problem(what, "Make two of it.")
