"""Rewriting: the files of one language in which a sentence is another one now, and in them nothing else changed.

What is there already is the ground: its own days, sources, order and words. Only what is new in a language begins as the English.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count, takewhile

from content.library import Library
from content.model import Act, Country, Item, Lesson, Option
from content.writing import acts_file, country_file, items_file, lesson_file, phrases_file, yaml_file

Texts = Mapping[str, str]
ENGLISH = "en"


def files_with(library: Library, locale: str, told: Texts, changed: Collection[str]) -> dict[str, str]:
    """Every file of a language that holds a changed sentence. `told` has all that is said in it, by key, whole for each of them.

    Who signed a lesson or a question signed its words: with other words nobody has, and a new translation begins so.
    """
    telling = _Telling(library, locale, told, frozenset(changed), frozenset(unit_of(key) for key in changed))
    return {
        **dict(_lessons(telling)),
        **dict(_items(telling)),
        **dict(_acts(telling)),
        **dict(_phrases(telling)),
        **dict(_framework(telling)),
        **dict(_countries(telling)),
    }


def unit_of(key: str) -> str:
    """What a sentence is a part of: `item:rights-q01` of `item:rights-q01:options:1:text`."""
    return ":".join(key.split(":")[:2])


def spoken(country: Country) -> dict[str, Texts]:
    """The words of a country in every language, by the end of their keys."""
    words: dict[str, Texts] = {
        "name": country.name,
        "emergency": {ENGLISH: country.emergency, **country.emergency_said},
    }
    for line in country.lines:
        for field, english in (("name", line.name), ("sms", line.sms), ("hours", line.hours)):
            if english:
                others = {locale: said[field] for locale, said in line.said.items() if field in said}
                words[f"lines:{line.id}:{field}"] = {ENGLISH: english, **others}
    return words


@dataclass(frozen=True, slots=True)
class _Telling:
    """What is said in a language, which sentences are others than before, and the units these belong to."""

    library: Library
    locale: str
    told: Texts
    changed: frozenset[str]
    touched: frozenset[str]

    def in_turn(self, stem: str) -> tuple[str, ...]:
        """The sentences of a numbered key, in order, up to the first that is not there."""
        return tuple(takewhile(bool, (self.told.get(f"{stem}:{at}", "") for at in count())))


def _lessons(telling: _Telling) -> Iterator[tuple[str, str]]:
    for (id, at), english in telling.library.lessons.items():
        if at == ENGLISH and f"lesson:{id}" in telling.touched:
            there = telling.library.lessons.get((id, telling.locale))
            lesson = _lesson(there or _unsigned_lesson(replace(english, locale=telling.locale, found_by=())), telling)
            yield f"{telling.locale}/lessons/{lesson.competency}/{id}.md", lesson_file(lesson)


def _lesson(ground: Lesson, telling: _Telling) -> Lesson:
    key, told, found_by = f"lesson:{ground.id}", telling.told, ground.found_by
    if f"{key}:found_by" in telling.changed:
        found_by = tuple(one.strip() for one in told[f"{key}:found_by"].split(";") if one.strip())
    read = replace(
        ground,
        title=told[f"{key}:title"],
        cards=telling.in_turn(f"{key}:cards"),
        try_it=told.get(f"{key}:try_it", ""),
        reflection=told.get(f"{key}:reflection"),
    )
    return replace(read if read == ground else _unsigned_lesson(read), found_by=found_by)


def _unsigned_lesson(lesson: Lesson) -> Lesson:
    return replace(lesson, verified_on=None, verified_by=None, lived_experience_review=None)


def _items(telling: _Telling) -> Iterator[tuple[str, str]]:
    items, locale = telling.library.items, telling.locale
    new = [
        replace(one, locale=locale, verified_on=None, verified_by=None)
        for (id, at), one in items.items()
        if at == ENGLISH and f"item:{id}" in telling.touched and (id, locale) not in items
    ]
    spoken_here = [*(one for (_, at), one in items.items() if at == locale), *new]
    for competency in sorted({one.competency for one in spoken_here if f"item:{one.id}" in telling.touched}):
        here = (one for one in spoken_here if one.competency == competency)
        written = [_item(one, telling) if f"item:{one.id}" in telling.touched else one for one in here]
        yield f"{locale}/items/{competency}.yaml", items_file(written)


def _item(ground: Item, telling: _Telling) -> Item:
    """An item with its words as they are told; options stand at the same places in every language, and so does the right one."""
    key, told = f"item:{ground.id}", telling.told
    right = [at for at, one in enumerate(telling.library.items[ground.id, ENGLISH].options) if one.correct]
    places = takewhile(lambda at: f"{key}:options:{at}:text" in told, count())
    options = tuple(
        Option(told[f"{key}:options:{at}:text"], told[f"{key}:options:{at}:feedback"], at in right) for at in places
    )
    read = replace(ground, scenario=told[f"{key}:scenario"], question=told[f"{key}:question"], options=options)
    return read if read == ground else replace(read, verified_on=None, verified_by=None)


def _acts(telling: _Telling) -> Iterator[tuple[str, str]]:
    acts, locale = telling.library.acts, telling.locale
    touched = [one for (id, at), one in acts.items() if at == ENGLISH and f"act:{id}" in telling.touched]
    new = [replace(one, locale=locale) for one in touched if (one.id, locale) not in acts]
    here = [*(one for (_, at), one in acts.items() if at == locale), *new]
    if touched:
        yield f"{locale}/acts.yaml", acts_file(_act(one, telling) for one in here)


def _act(ground: Act, telling: _Telling) -> Act:
    return replace(ground, text=telling.told[f"act:{ground.id}"])


def _phrases(telling: _Telling) -> Iterator[tuple[str, str]]:
    """Each file with the phrases that stand in it, in their order, and then the new ones."""
    library, locale = telling.library, telling.locale
    files: dict[str, dict[str, tuple[str, ...]]] = {}
    there = [name for name, at in library.phrases if at == locale]
    english = [name for name, at in library.phrases if at == ENGLISH and f"phrase:{name}" in telling.touched]
    for name in dict.fromkeys((*there, *english)):
        spoken_in = locale if (name, locale) in library.phrases else ENGLISH
        topic = library.place("phrase", spoken_in, name).file.rsplit("/", 1)[-1]
        files.setdefault(f"{locale}/phrases/{topic}", {})[name] = telling.in_turn(f"phrase:{name}")
    for file, phrases in files.items():
        if any(f"phrase:{name}" in telling.touched for name in phrases):
            yield file, phrases_file(phrases)


def _framework(telling: _Telling) -> Iterator[tuple[str, str]]:
    if not any(unit.startswith(("competency:", "indicator:")) for unit in telling.touched):
        return
    competencies = [
        {
            "id": one.id,
            "number": str(one.number),
            **({"emerging": "true"} if one.emerging else {}),
            "name": _with(one.name, telling, f"competency:{one.id}:name"),
            "summary": _with(one.summary, telling, f"competency:{one.id}:summary"),
            "indicators": [
                {
                    "id": each.id,
                    "text": _with(each.text, telling, f"indicator:{each.id}"),
                    "samhsa": [str(number) for number in each.samhsa],
                    **({"telehealth": [str(number) for number in each.telehealth]} if each.telehealth else {}),
                }
                for each in one.indicators
            ],
        }
        for one in telling.library.competencies
    ]
    yield "framework.yaml", yaml_file({"competencies": competencies})


def _countries(telling: _Telling) -> Iterator[tuple[str, str]]:
    """A line's own signature stays: it is for the number, which no sheet changes."""
    for code, country in telling.library.countries.items():
        if f"country:{code}" in telling.touched:
            words = {end: _with(one, telling, f"country:{code}:{end}") for end, one in spoken(country).items()}
            yield f"crisis_lines/{code.lower()}.yaml", country_file(country, words)


def _with(words: Texts, telling: _Telling, key: str) -> dict[str, str]:
    return {**words, **({telling.locale: telling.told[key]} if key in telling.changed else {})}
