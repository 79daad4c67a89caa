"""Search: which lesson answers somebody's question. Only what is in the library is ever an answer."""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from content.library import Library
from content.model import Lesson

# A question has to share this much of its weight with a lesson: two words of it, or one by which the lesson is known.
ENOUGH = 0.5
HEADING_COUNTS = 3
ENDINGS = {
    "en": ("ing", "ies", "ed", "es", "s", "y", "e"),
    "es": (
        *("mientos", "miento", "aciones", "iciones", "acion", "icion", "ciones", "cion", "siones", "sion", "mente"),
        *(
            "iendo",
            "ieron",
            "ando",
            "aron",
            "adas",
            "ados",
            "idas",
            "idos",
            "arse",
            "erse",
            "irse",
            "amos",
            "emos",
            "imos",
        ),
        *("ada", "ado", "ida", "ido", "aba", "ar", "er", "ir", "an", "en", "as", "os", "es", "a", "o", "e", "s"),
    ),
}
"""What questions and lessons differ in at the end of a word, by language; the longest of those that share an end first."""


@dataclass(frozen=True, slots=True)
class Found:
    """A lesson that speaks of what was asked, and the place of the card that says most of it."""

    lesson: str
    card: int


def search(library: Library, words: str, locale: str) -> Found | None:
    """The lesson that answers a question best; None when none is about it."""
    lessons = {id: lesson for (id, at), lesson in sorted(library.lessons.items()) if at == locale}
    common = frozenset(library.phrase("words.common", locale).wordings)
    asked = sorted(set(_terms(words, common, locale)))  # in one order: sums of the same numbers may differ in another
    known_by = {id: Counter(_terms(_heading(library, lesson), common, locale)) for id, lesson in lessons.items()}
    texts = {id: _counted(lesson, known_by[id], common) for id, lesson in lessons.items()}
    rare = {term: _rarity(term, texts) for term in asked}
    scores = {id: _score(counted, rare) for id, counted in texts.items() if _enough(counted, known_by[id], asked)}
    best = max(scores, key=lambda id: (scores[id], id), default="")
    if not best or scores[best] < ENOUGH:
        return None
    cards = [_score(Counter(_terms(card, common, locale)), rare) for card in lessons[best].cards]
    return Found(best, cards.index(max(cards)))


def _heading(library: Library, lesson: Lesson) -> str:
    """The words by which a lesson is known: its title, its indicator, its competency, and what its author says it is found by."""
    competency = next(one for one in library.competencies if one.id == lesson.competency)
    shown = next((one.text for one in competency.indicators if one.id == lesson.indicator), {})
    named = (competency.name.get(lesson.locale, ""), shown.get(lesson.locale, ""))
    return " ".join([lesson.title, *named, *lesson.found_by])


def _counted(lesson: Lesson, heading: Counter[str], common: frozenset[str]) -> Counter[str]:
    body = Counter(_terms(" ".join([*lesson.cards, lesson.try_it, lesson.reflection or ""]), common, lesson.locale))
    return body + Counter({term: HEADING_COUNTS * times for term, times in heading.items()})


def _score(counted: Mapping[str, int], rare: Mapping[str, float]) -> float:
    """How much of the weight of what was asked is found, a little more where it is found often."""
    found = sum(weight * (1 + 0.1 * min(counted[term], 5)) for term, weight in rare.items() if term in counted)
    return found / (sum(rare.values()) or 1.0)


def _enough(counted: Mapping[str, int], known_by: Mapping[str, int], asked: Sequence[str]) -> bool:
    shared = [term for term in asked if term in counted]
    return len(shared) > 1 or any(term in known_by for term in shared)


def _rarity(term: str, texts: Mapping[str, Counter[str]]) -> float:
    """Words that few lessons have weigh more; words that none has weigh as much as the rarest."""
    having = sum(term in counted for counted in texts.values())
    return math.log(1 + len(texts) / (having or 1))


def _terms(words: str, common: frozenset[str], locale: str) -> list[str]:
    apart = unicodedata.normalize("NFKD", words).casefold()
    plain = "".join(sign for sign in apart if not unicodedata.combining(sign))  # people leave accents out
    stems = ((word, _stem(word, locale)) for word in re.findall(r"[^\W\d_]{2,}", plain))
    return [stem for word, stem in stems if word not in common and stem not in common]


def _stem(word: str, locale: str) -> str:
    """A word without the endings that questions and lessons differ in."""
    for ending in ENDINGS.get(locale, ()):
        # "Redes" is of "red"; but "para" is no more "par" than "vida" is "vid".
        least = 3 if ending == "es" or (locale == "en" and len(ending) > 1) else 4
        if word.endswith(ending) and len(word) - len(ending) >= least:
            return word.removesuffix(ending)
    return word
