"""Search: which lesson answers somebody's question. Only what is in the library is ever an answer."""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from content.library import Library
from content.model import Lesson

# A question has to share this much of its weight with a lesson, and at least two words or one rare one.
ENOUGH = 0.5
RARE = 2.2
TITLE_COUNTS = 3


@dataclass(frozen=True, slots=True)
class Found:
    """A lesson that speaks of what was asked, and the place of the card that says most of it."""

    lesson: str
    card: int


def search(library: Library, words: str, locale: str) -> Found | None:
    """The lesson that answers a question best; None when none is about it."""
    lessons = {id: lesson for (id, at), lesson in sorted(library.lessons.items()) if at == locale}
    common = frozenset(library.phrase("words.common", locale).wordings)
    asked = sorted(set(_terms(words, common)))  # in one order: sums of the same numbers may differ in another
    texts = {id: Counter(_terms(_text(library, lesson), common)) for id, lesson in lessons.items()}
    rare = {term: _rarity(term, texts) for term in asked}
    scores = {id: _score(counted, rare) for id, counted in texts.items()}
    best = max(scores, key=lambda id: (scores[id], id), default="")
    if not best or scores[best] < ENOUGH or not _enough(texts[best], rare):
        return None
    cards = [_score(Counter(_terms(card, common)), rare) for card in lessons[best].cards]
    return Found(best, cards.index(max(cards)))


def _text(library: Library, lesson: Lesson) -> str:
    competency = next(one for one in library.competencies if one.id == lesson.competency)
    shown = next((one.text for one in competency.indicators if one.id == lesson.indicator), {})
    named = [competency.name.get(lesson.locale, ""), shown.get(lesson.locale, "")]
    return " ".join([*[lesson.title] * TITLE_COUNTS, *named, *lesson.cards, lesson.try_it, lesson.reflection or ""])


def _score(counted: Mapping[str, int], rare: Mapping[str, float]) -> float:
    """How much of the weight of what was asked is found, a little more where it is found often."""
    found = sum(weight * (1 + 0.1 * min(counted[term], 5)) for term, weight in rare.items() if term in counted)
    return found / (sum(rare.values()) or 1.0)


def _enough(counted: Mapping[str, int], rare: Mapping[str, float]) -> bool:
    shared = [weight for term, weight in rare.items() if term in counted]
    return len(shared) > 1 or any(weight >= RARE for weight in shared)


def _rarity(term: str, texts: Mapping[str, Counter[str]]) -> float:
    """Words that few lessons have weigh more; words that none has weigh as much as the rarest."""
    having = sum(term in counted for counted in texts.values())
    return math.log(1 + len(texts) / (having or 1))


def _terms(words: str, common: frozenset[str]) -> list[str]:
    plain = unicodedata.normalize("NFKD", words).casefold()
    found = re.findall(r"[^\W\d_]{2,}", plain)
    return [_stem(word) for word in found if word not in common and _stem(word) not in common]


def _stem(word: str) -> str:
    """A word without the endings that questions and lessons differ in."""
    for ending in ("ing", "ies", "ed", "es", "s", "y", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending)
    return word
