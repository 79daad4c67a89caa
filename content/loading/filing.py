"""Which reader a file gets by its path, and how the shapes become values of the model."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from content.loading import shapes
from content.loading.draft import Draft, Origin
from content.loading.fitting import fitted
from content.loading.lessons import read_lesson
from content.loading.scenarios import scenario
from content.loading.stories import read_story
from content.model import Act, Competency, Country, CrisisLine, Indicator, Item, Option, Override, Phrase, Source

Reader: TypeAlias = Callable[[Draft, str, str, Mapping[str, str]], None]
"""Reads one file into the draft: the draft, the file's path, its text, and what the path says."""


def _framework(draft: Draft, file: str, text: str, _: Mapping[str, str]) -> None:
    if read := fitted(file, text, shapes.FRAMEWORK, draft.problems):
        for at, shape in enumerate(read.value.competencies):
            origin = Origin(read.document, ("competencies", at), ("competency", shape.id))
            draft.shelve(draft.competencies, shape.id, _competency(shape), origin)


def _sources(draft: Draft, file: str, text: str, _: Mapping[str, str]) -> None:
    if read := fitted(file, text, shapes.SOURCES, draft.problems):
        for at, shape in enumerate(read.value):
            source = Source(shape.id, shape.title, shape.where, shape.mark, shape.opened_on)
            draft.shelve(draft.sources, shape.id, source, Origin(read.document, (at,), ("source", shape.id)))


def _plan(draft: Draft, file: str, text: str, _: Mapping[str, str]) -> None:
    if read := fitted(file, text, shapes.PLAN, draft.problems):
        draft.plan, draft.weeks = read.value.lessons, read.value.weeks
        draft.remember(Origin(read.document, ("lessons",), ("plan",)))
        draft.remember(Origin(read.document, ("weeks",), ("weeks",)))


def _items(draft: Draft, file: str, text: str, path: Mapping[str, str]) -> None:
    if read := fitted(file, text, shapes.ITEMS, draft.problems):
        locale = path["locale"]
        for at, shape in enumerate(read.value):
            item = _item(shape, locale, path["competency"])
            origin = Origin(read.document, (at,), ("item", locale, shape.id))
            draft.shelve(draft.items, (shape.id, locale), item, origin)


def _scenarios(draft: Draft, file: str, text: str, path: Mapping[str, str]) -> None:
    if read := fitted(file, text, shapes.SCENARIOS, draft.problems):
        locale = path["locale"]
        for at, shape in enumerate(read.value):
            origin = Origin(read.document, (at,), ("scenario", locale, shape.id))
            draft.shelve(draft.scenarios, (shape.id, locale), scenario(shape, locale, path["competency"]), origin)


def _acts(draft: Draft, file: str, text: str, path: Mapping[str, str]) -> None:
    if read := fitted(file, text, shapes.ACTS, draft.problems):
        locale = path["locale"]
        for at, shape in enumerate(read.value):
            act = Act(shape.id, locale, shape.text, shape.fits, shape.competencies)
            draft.shelve(draft.acts, (shape.id, locale), act, Origin(read.document, (at,), ("act", locale, shape.id)))


def _phrases(draft: Draft, file: str, text: str, path: Mapping[str, str]) -> None:
    if read := fitted(file, text, shapes.PHRASES, draft.problems):
        locale = path["locale"]
        for name, wordings in read.value.items():
            phrase = Phrase(name, locale, wordings, crisis=path["topic"] == "crisis")
            origin = Origin(read.document, (name,), ("phrase", locale, name))
            draft.shelve(draft.phrases, (name, locale), phrase, origin)


def _country(draft: Draft, file: str, text: str, path: Mapping[str, str]) -> None:
    if read := fitted(file, text, shapes.COUNTRY, draft.problems):
        shape = read.value
        if shape.code.lower() != path["code"]:
            what = f"the code is {shape.code}, but the file is named {path['code']}.yaml"
            draft.complain(read.document.place(("code",)), what, f"Name the file {shape.code.lower()}.yaml.")
        lines = tuple(_crisis_line(line) for line in shape.lines)
        emergency, zones, also = shape.emergency, shape.zones, shape.also
        country = Country(
            shape.code, shape.name, emergency["en"], lines, zones, also, emergency_said=_others(emergency)
        )
        draft.shelve(draft.countries, shape.code, country, Origin(read.document, (), ("country", shape.code)))


def _lesson(draft: Draft, file: str, text: str, path: Mapping[str, str]) -> None:
    read = read_lesson(file, text, path["locale"], draft.problems)
    if not read:
        return
    lesson, origin, parts = read
    if (lesson.competency, lesson.id) != (path["competency"], path["id"]):
        named = f"lessons/{lesson.competency}/{lesson.id}.md"
        what = f"this is lesson {lesson.id} of {lesson.competency}, which the file's name does not say"
        draft.complain(origin.document.place(("id",)), what, f"Move it to {named}, or mend `id` and `competency`.")
    draft.shelve(draft.lessons, (lesson.id, lesson.locale), lesson, origin)
    for part, place in parts.items():
        draft.places.setdefault((*origin.name, *part), place)


def _story(draft: Draft, file: str, text: str, path: Mapping[str, str]) -> None:
    if story := read_story(file, text, path["locale"], draft.problems):
        draft.stories.append(story)


def _overrides(draft: Draft, file: str, text: str, _: Mapping[str, str]) -> None:
    if read := fitted(file, text, shapes.OVERRIDES, draft.problems):
        draft.overrides = tuple(
            Override(one.file, one.check, one.reason, one.signed_by, one.signed_on) for one in read.value
        )
        draft.remember(Origin(read.document, (), ("override",)))


def _translated(draft: Draft, file: str, text: str, path: Mapping[str, str]) -> None:
    if read := fitted(file, text, shapes.LEDGER, draft.problems):
        for name, fingerprint in read.value.items():
            kind, _, id = name.partition(" ")
            key = (path["locale"], kind, id)
            draft.shelve(draft.translated, key, fingerprint, Origin(read.document, (name,), ("translated", *key)))


READERS: tuple[tuple[str, Reader], ...] = (
    (r"framework\.yaml", _framework),
    (r"sources\.yaml", _sources),
    (r"plan\.yaml", _plan),
    (r"overrides\.yaml", _overrides),
    (r"(?P<locale>[a-z]{2,3})/lessons/(?P<competency>[^/]+)/(?P<id>[^/]+)\.md", _lesson),
    (r"(?P<locale>[a-z]{2,3})/items/(?P<competency>[^/]+)\.yaml", _items),
    (r"(?P<locale>[a-z]{2,3})/practice/(?P<competency>[^/]+)\.yaml", _scenarios),
    (r"(?P<locale>[a-z]{2,3})/acts\.yaml", _acts),
    (r"(?P<locale>[a-z]{2,3})/stories/(?P<name>[^/]+)\.txt", _story),
    (r"(?P<locale>[a-z]{2,3})/translated\.yaml", _translated),
    (r"(?P<locale>[a-z]{2,3})/phrases/(?P<topic>[^/]+)\.yaml", _phrases),
    (r"crisis_lines/(?P<code>[^/]+)\.yaml", _country),
)


def _competency(shape: shapes.CompetencyShape) -> Competency:
    indicators = tuple(Indicator(one.id, one.text, one.samhsa, one.telehealth) for one in shape.indicators)
    return Competency(shape.id, shape.number, shape.name, shape.summary, indicators, shape.emerging)


def _item(shape: shapes.ItemShape, locale: str, competency: str) -> Item:
    return Item(
        id=shape.id,
        locale=locale,
        competency=competency,
        indicator=shape.indicator,
        scenario=shape.scenario,
        question=shape.question,
        options=tuple(Option(option.text, option.feedback, option.correct) for option in shape.options),
        sources=shape.sources,
        written_on=shape.written_on,
        health_topics=shape.health_topics,
        verified_on=shape.verified_on,
        verified_by=shape.verified_by,
    )


def _crisis_line(shape: shapes.LineShape) -> CrisisLine:
    return CrisisLine(
        id=shape.id,
        name=shape.name["en"],
        kind=shape.kind,
        primary=shape.primary,
        phone=shape.phone,
        sms=shape.sms["en"] if shape.sms else None,
        chat=shape.chat,
        hours=shape.hours["en"],
        languages=shape.languages,
        source=shape.source,
        compiled_on=shape.compiled_on,
        verified_on=shape.verified_on,
        verified_by=shape.verified_by,
        said=_said({"name": shape.name, "sms": shape.sms or {}, "hours": shape.hours}),
    )


def _said(fields: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """What is written in other languages than English, by language and by field."""
    languages = {language for spoken in fields.values() for language in spoken if language != "en"}
    return {
        language: {name: spoken[language] for name, spoken in fields.items() if language in spoken}
        for language in sorted(languages)
    }


def _others(spoken: Mapping[str, str]) -> dict[str, str]:
    return {language: words for language, words in spoken.items() if language != "en"}
