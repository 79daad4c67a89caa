"""One text that staff write for many, held to what the coach itself may say."""

from collections.abc import Sequence
from itertools import chain

from content.checking.markup import markup, places
from content.checking.reading_grade import reading_grades
from content.checking.wording import guilt, promises, unsafe_words
from content.library import Library
from content.model import Phrase, Problem

LONGEST = 500
_NAME = "notice"


def text_problems(words: str, locale: str) -> Sequence[Problem]:
    """What keeps a text from being sent: its length, its signs, words that hurt, blame or promise too much, its reading grade."""
    phrase = Phrase(_NAME, locale, (words,))
    library = Library((locale,), (), {}, {}, {}, {}, {(_NAME, locale): phrase})
    gates = (markup, places, unsafe_words, guilt, promises, reading_grades)
    found = list(dict.fromkeys(chain.from_iterable(gate(library) for gate in gates)))
    if len(words) > LONGEST:
        found.insert(
            0, Problem(_NAME, 1, f"the text has {len(words)} characters; {LONGEST} are the most", "Shorten it.")
        )
    if not words.strip():
        found.insert(0, Problem(_NAME, 1, "the text is empty", "Write a line or two."))
    return found
