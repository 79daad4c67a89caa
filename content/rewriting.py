"""Rewriting: the files of one language, made of the English ones and of translated sentences by their keys."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import groupby

from content.library import Library
from content.model import Act, Item, Lesson, Option
from content.writing import acts_file, items_file, lesson_file, phrases_file, yaml_file

Texts = Mapping[str, str]


def files_with(library: Library, locale: str, told: Texts) -> dict[str, str]:
    """Every file of a language that these sentences fill whole: a lesson or question with a sentence missing is left out."""
    files = {
        f"{locale}/lessons/{one.competency}/{one.id}.md": lesson_file(one) for one in _lessons(library, locale, told)
    }
    items = sorted(_items(library, locale, told), key=lambda one: one.competency)
    for competency, some in groupby(items, key=lambda one: one.competency):
        files[f"{locale}/items/{competency}.yaml"] = items_file(some)
    if acts := _acts(library, locale, told):
        files[f"{locale}/acts.yaml"] = acts_file(acts)
    for topic, phrases in _phrases(library, told).items():
        files[f"{locale}/phrases/{topic}.yaml"] = phrases_file(phrases)
    return files | {"framework.yaml": _framework(library, locale, told)}


def _lessons(library: Library, locale: str, told: Texts) -> list[Lesson]:
    made = (_lesson(one, locale, told) for (_, at), one in sorted(library.lessons.items()) if at == "en")
    return [one for one in made if one]


def _lesson(english: Lesson, locale: str, told: Texts) -> Lesson | None:
    key = f"lesson:{english.id}"
    cards = [told.get(f"{key}:cards:{at}") for at in range(len(english.cards))]
    title, try_it = told.get(f"{key}:title"), told.get(f"{key}:try_it")
    if not title or not try_it or not all(cards):
        return None
    found_by = tuple(one.strip() for one in told.get(f"{key}:found_by", "").split(";") if one.strip())
    return replace(
        english,
        locale=locale,
        title=title,
        cards=tuple(card or "" for card in cards),
        try_it=try_it,
        reflection=told.get(f"{key}:reflection"),
        found_by=found_by,
    )


def _items(library: Library, locale: str, told: Texts) -> list[Item]:
    made = (_item(one, locale, told) for (_, at), one in sorted(library.items.items()) if at == "en")
    return [one for one in made if one]


def _item(english: Item, locale: str, told: Texts) -> Item | None:
    key = f"item:{english.id}"
    options = [
        Option(told.get(f"{key}:options:{at}:text", ""), told.get(f"{key}:options:{at}:feedback", ""), one.correct)
        for at, one in enumerate(english.options)
    ]
    scenario, question = told.get(f"{key}:scenario"), told.get(f"{key}:question")
    if not scenario or not question or not all(one.text and one.feedback for one in options):
        return None
    return replace(english, locale=locale, scenario=scenario, question=question, options=tuple(options))


def _acts(library: Library, locale: str, told: Texts) -> list[Act]:
    english = (one for (_, at), one in sorted(library.acts.items()) if at == "en")
    return [replace(one, locale=locale, text=told[f"act:{one.id}"]) for one in english if told.get(f"act:{one.id}")]


def _phrases(library: Library, told: Texts) -> dict[str, dict[str, list[str]]]:
    """By the file they stand in, in the order they stand there."""
    found: dict[str, dict[str, list[str]]] = {}
    for name, at in library.phrases:
        wordings: list[str] = []
        while words := told.get(f"phrase:{name}:{len(wordings)}"):
            wordings.append(words)
        if at == "en" and wordings:
            topic = library.place("phrase", "en", name).file.rsplit("/", 1)[-1].removesuffix(".yaml")
            found.setdefault(topic, {})[name] = wordings
    return found


def _framework(library: Library, locale: str, told: Texts) -> str:
    competencies = [
        {
            "id": one.id,
            "number": str(one.number),
            **({"emerging": "true"} if one.emerging else {}),
            "name": _spoken(one.name, locale, told.get(f"competency:{one.id}:name")),
            "summary": _spoken(one.summary, locale, told.get(f"competency:{one.id}:summary")),
            "indicators": [
                {
                    "id": each.id,
                    "text": _spoken(each.text, locale, told.get(f"indicator:{each.id}")),
                    "samhsa": [str(number) for number in each.samhsa],
                    **({"telehealth": [str(number) for number in each.telehealth]} if each.telehealth else {}),
                }
                for each in one.indicators
            ],
        }
        for one in library.competencies
    ]
    return yaml_file({"competencies": competencies})


def _spoken(words: Texts, locale: str, told: str | None) -> dict[str, str]:
    return {**words, **({locale: told} if told else {})}
