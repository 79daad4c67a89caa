"""Library: all content of one release, ready to be asked by id, language and country."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from content.model import Act, Competency, Country, Item, Lesson, Override, Phrase, Place, Scenario, Source, Story

Found = TypeVar("Found")


class NotInLibrary(LookupError):
    """Somebody asked for content this library does not hold."""


@dataclass(frozen=True, slots=True)
class Library:
    """Everything the coach can say and teach. Texts are asked for by id and language; English stands in for a missing one.

    `plan` is the order of the lessons, and `weeks` how many of them each week of the plan brings.
    `translated` says from which English each translation was made: a fingerprint by language, kind and id
    (`content.translating`). `overrides` silence a check about one file (`content.checking.overrides`).
    """

    locales: tuple[str, ...]
    competencies: tuple[Competency, ...]
    sources: Mapping[str, Source]
    lessons: Mapping[tuple[str, str], Lesson]
    items: Mapping[tuple[str, str], Item]
    acts: Mapping[tuple[str, str], Act]
    phrases: Mapping[tuple[str, str], Phrase]
    countries: Mapping[str, Country] = field(default_factory=dict)
    plan: tuple[str, ...] = ()
    weeks: tuple[int, ...] = ()
    stories: tuple[Story, ...] = ()
    scenarios: Mapping[tuple[str, str], Scenario] = field(default_factory=dict)
    places: Mapping[tuple[str | int, ...], Place] = field(default_factory=dict)
    translated: Mapping[tuple[str, str, str], str] = field(default_factory=dict)
    overrides: tuple[Override, ...] = ()

    def lesson(self, id: str, locale: str) -> Lesson:
        """The lesson with this id, in this language or else in English."""
        return _in_language(self.lessons, id, locale, "lesson")

    def item(self, id: str, locale: str) -> Item:
        """The item with this id, in this language or else in English."""
        return _in_language(self.items, id, locale, "item")

    def scenario(self, id: str, locale: str) -> Scenario:
        """The role-play with this id, in this language or else in English."""
        return _in_language(self.scenarios, id, locale, "role-play")

    def phrase(self, name: str, locale: str) -> Phrase:
        """The phrase with this name, in this language or else in English."""
        return _in_language(self.phrases, name, locale, "phrase")

    def acts_for(self, need: str, locale: str) -> tuple[Act, ...]:
        """The self-care acts that fit a need ("low_energy", "heavy_load" ...), in this language or else in English."""
        for spoken in (locale, "en"):
            found = tuple(act for (_, at), act in sorted(self.acts.items()) if at == spoken and need in act.fits)
            if found:
                return found
        return ()

    def competency(self, id: str) -> Competency:
        """The competency with this id."""
        for competency in self.competencies:
            if competency.id == id:
                return competency
        raise NotInLibrary(f"There is no competency {id!r} in this library.")

    def items_of(self, indicators: frozenset[str]) -> tuple[str, ...]:
        """Ids of the English items that ask about any of these indicators, in order."""
        return tuple(id for (id, at), item in sorted(self.items.items()) if at == "en" and item.indicator in indicators)

    def place(self, *path: str | int) -> Place:
        """Where a part of this library was written: `place("item", "en", "rights-q01", "options", 2)`, or what holds it."""
        for end in range(len(path), 0, -1):
            found = self.places.get(path[:end])
            if found is not None:
                return found
        return Place("library", 1)


def _in_language(kept: Mapping[tuple[str, str], Found], id: str, locale: str, what: str) -> Found:
    for spoken in (locale, "en"):
        found = kept.get((id, spoken))
        if found is not None:
            return found
    raise NotInLibrary(f"There is no {what} {id!r} in this library, neither in {locale!r} nor in English.")
