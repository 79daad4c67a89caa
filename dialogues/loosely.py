"""Loosely: a button's words with a typo in them, or with small words around them. In any doubt it is none of the buttons."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain

from dialogues.answering import plain
from dialogues.message import Choice

MOST_WORDS = 10  # nobody answers with a button in more
LONG_ENOUGH = 5  # letters from which a word can be told in spite of a typo


def loosely_meant(choices: Sequence[Choice], words: str, before: Iterable[str], after: Iterable[str]) -> Choice | None:
    """The one choice whose words were typed, nothing more said than `before` and `after` them; None where it is not clear.

    A word more that changes the meaning ("not", "and") is never read over.
    """
    typed = plain(words).split()
    if len(typed) > MOST_WORDS:
        return None
    first, last = tuple(before), tuple(after)
    wordings = {choice: (choice.label, *choice.words) for choice in choices}
    known = _words((*first, *last, *chain.from_iterable(wordings.values())))
    said = " ".join(_spelled(word, known) for word in typed)
    found = [choice for choice, named in wordings.items() if _pattern(named, first, last).fullmatch(said)]
    return found[0] if len(found) == 1 else None


@lru_cache(maxsize=64)  # content only, as below: what people say must never lie in a cache
def _words(phrases: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word for phrase in phrases for word in plain(phrase).split())


@lru_cache(maxsize=64)
def _pattern(named: tuple[str, ...], before: tuple[str, ...], after: tuple[str, ...]) -> re.Pattern[str]:
    """What is matched by these words with the small words around them."""
    return re.compile(rf"(?:(?:{_any(before)}) )*(?:{_any(named)})(?: (?:{_any((*named, *after))}))*")


def _any(phrases: Sequence[str]) -> str:
    return "|".join(map(re.escape, sorted(set(map(plain, phrases)), key=len, reverse=True)))


def _spelled(word: str, known: frozenset[str]) -> str:
    """The known word that this one is with one letter wrong inside, if there is just one. A different ending is another word."""
    if word in known:
        return word
    near = [one for one in known if max(len(word), len(one)) >= LONG_ENOUGH and _one_slip(word, one)]
    return near[0] if len(near) == 1 else word


def _one_slip(said: str, meant: str) -> bool:
    """Whether one letter inside is missing, doubled, another, or has changed places with the next."""
    if said[0] != meant[0] or said[-1] != meant[-1] or abs(len(said) - len(meant)) > 1:
        return False
    same = min(len(said), len(meant))
    start = next((at for at, (one, other) in enumerate(zip(said, meant, strict=False)) if one != other), same)
    shorter, longer = sorted((said[start:], meant[start:]), key=len)
    if len(shorter) < len(longer):
        return shorter == longer[1:]
    return shorter[1:] == longer[1:] or (shorter[:2] == longer[1::-1] and shorter[2:] == longer[2:])
