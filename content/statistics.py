"""Statistics: how much a library teaches, by language and competency, and how hard it is to read."""

from statistics import mean
from typing import TypeAlias

from content.checking.passages import of_item, of_lesson
from content.checking.reading import measure
from content.library import Library
from content.model import Item, Lesson

Row: TypeAlias = dict[str, int | float]


def statistics(library: Library) -> dict[str, dict[str, dict[str, dict[str, Row]]]]:
    """As `{"locales": {"en": {"competencies": {"rights": {"lessons": 6, ...}}}}}`.

    `words` are all that a learner reads in lessons and items; `grade` is the mean reading grade of the lessons, and of
    Spanish `ease` their mean reading ease.
    """
    locales = {
        locale: {"competencies": {one.id: _row(library, one.id, locale) for one in library.competencies}}
        for locale in library.locales
    }
    return {"locales": locales}


def _row(library: Library, competency: str, locale: str) -> Row:
    lessons = [one for one in library.lessons.values() if (one.competency, one.locale) == (competency, locale)]
    items = [one for one in library.items.values() if (one.competency, one.locale) == (competency, locale)]
    return {
        "lessons": len(lessons),
        "items": len(items),
        "health_literacy_items": sum(bool(one.health_topics) for one in items),
        "words": _words(library, lessons, items),
        **_measured(library, lessons),
    }


def _words(library: Library, lessons: list[Lesson], items: list[Item]) -> int:
    parts = [part for one in lessons for part in of_lesson(library, one)]
    parts += [part for one in items for part in of_item(library, one)]
    return sum(len(part.words.split()) for part in parts)


def _measured(library: Library, lessons: list[Lesson]) -> Row:
    texts = [("\n".join(part.words for part in of_lesson(library, one)), one.locale) for one in lessons]
    found = [measured for text, locale in texts if (measured := measure(text, locale))]
    eases = [one.ease for one in found if one.ease is not None]
    row: Row = {"grade": round(mean(one.grade for one in found), 1)} if found else {}
    return {**row, "ease": round(mean(eases), 1)} if eases else row
