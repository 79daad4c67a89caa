"""A library while it is being read: what was found so far, where it stands, and what is wrong with it."""

from dataclasses import dataclass, field
from typing import TypeVar

from content.library import Library
from content.loading.trees import Document, Path
from content.model import (
    Act,
    Competency,
    Country,
    Item,
    Lesson,
    Override,
    Phrase,
    Place,
    Problem,
    Scenario,
    Source,
    Story,
)

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Origin:
    """The part of a document that something was written in, and the name by which its lines are asked for later."""

    document: Document
    part: Path
    name: Path


@dataclass(slots=True)
class Draft:
    """Shelves that fill up file by file."""

    problems: list[Problem] = field(default_factory=list)
    places: dict[Path, Place] = field(default_factory=dict)
    competencies: dict[str, Competency] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    lessons: dict[tuple[str, str], Lesson] = field(default_factory=dict)
    items: dict[tuple[str, str], Item] = field(default_factory=dict)
    scenarios: dict[tuple[str, str], Scenario] = field(default_factory=dict)
    acts: dict[tuple[str, str], Act] = field(default_factory=dict)
    phrases: dict[tuple[str, str], Phrase] = field(default_factory=dict)
    countries: dict[str, Country] = field(default_factory=dict)
    plan: tuple[str, ...] = ()
    weeks: tuple[int, ...] = ()
    stories: list[Story] = field(default_factory=list)
    translated: dict[tuple[str, str, str], str] = field(default_factory=dict)
    overrides: tuple[Override, ...] = ()

    def complain(self, place: Place, what: str, mend: str) -> None:
        """Note a problem at this place."""
        self.problems.append(Problem(place.file, place.line, what, mend))

    def shelve(self, shelf: dict[_Key, _Value], key: _Key, value: _Value, origin: Origin) -> None:
        """Put a value on its shelf and remember its lines; if its key is taken already, that is a problem."""
        place = origin.document.place(origin.part)
        if key in shelf:
            first = self.places[origin.name]
            what = f"`{origin.name[-1]}` stands already in {first.file}:{first.line}"
            self.complain(place, what, "Give one of the two another name, or remove it.")
            return
        shelf[key] = value
        self.remember(origin)

    def remember(self, origin: Origin) -> None:
        """Keep the line of everything in this part of the document."""
        depth = len(origin.part)
        for path in origin.document.within(origin.part):
            self.places[(*origin.name, *path[depth:])] = origin.document.place(path)

    def library(self) -> Library:
        """What was read, as a library."""
        shelves = (*self.lessons, *self.items, *self.acts, *self.phrases)
        spoken = {locale for _, locale in shelves}
        return Library(
            locales=tuple(sorted(spoken, key=lambda locale: (locale != "en", locale))),
            competencies=tuple(sorted(self.competencies.values(), key=lambda competency: competency.number)),
            sources=self.sources,
            lessons=self.lessons,
            items=self.items,
            acts=self.acts,
            phrases=self.phrases,
            countries=self.countries,
            plan=self.plan,
            weeks=self.weeks,
            stories=tuple(self.stories),
            scenarios=self.scenarios,
            places=self.places,
            translated=self.translated,
            overrides=self.overrides,
        )
