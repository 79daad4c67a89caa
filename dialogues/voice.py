"""Voice: the coach's words for one person, taken from the phrasebook in their language."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TypeVar
from zlib import crc32

from content.library import Library, NotInLibrary
from content.model import Country
from dialogues.facts import Policy, Profile
from dialogues.message import Choice, Text

Picked = TypeVar("Picked")


@dataclass(frozen=True, slots=True)
class Shelf:
    """The library that everybody has, and the others that somebody is taught from or has open, by release number.

    `floor` is what we shipped last: a phrase that a program's own content does not have comes from there.
    """

    newest: Library
    older: Mapping[int, Library] = field(default_factory=dict)
    floor: Library | None = None

    def at(self, release: int) -> Library:
        """The library of this release; the newest when it is not on the shelf."""
        return self.older.get(release, self.newest)


@dataclass(frozen=True, slots=True)
class Voice:
    """What the coach may say from. `library` is the run's own release; crisis lines always come from `newest`.

    `release` is the number of the release that the person has now; `seed` chooses among the wordings of a phrase, so that a
    replay says the same again.
    """

    library: Library
    newest: Library
    profile: Profile = Profile()
    policy: Policy = Policy()
    seed: str = ""
    release: int = 0
    floor: Library | None = None

    def phrase(self, name: str, /, **values: str) -> Text:
        """The phrase of this name, in the person's language, with its places filled literally."""
        return Text.parse(self.pick(self.wordings(name), name)).fill(values)

    def in_turn(self, name: str, number: int) -> Text:
        """The wording of a phrase that a number comes to: numbers that follow each other bring other words."""
        wordings = self.wordings(name)
        return Text.parse(wordings[number % len(wordings)])

    def pick(self, among: Sequence[Picked], why: str) -> Picked:
        """One of several things that would all do, evenly spread over runs and the same in every replay."""
        return among[crc32(f"{self.seed} {why}".encode()) % len(among)]

    def wordings(self, name: str) -> tuple[str, ...]:
        """All wordings of a phrase; of the newest release when the run's own does not know it, or else of what we shipped."""
        language = self.profile.language
        for library in (self.library, self.newest):
            with suppress(NotInLibrary):
                return library.phrase(name, language).wordings
        return (self.floor or self.newest).phrase(name, language).wordings

    def everywhere(self, name: str) -> tuple[str, ...]:
        """All wordings of a phrase in every language, their own first: people do not keep to one when they are in a hurry."""
        own = self.profile.language
        others = [self.speaking(locale).wordings(name) for locale in self.newest.locales if locale != own]
        return (*self.wordings(name), *(wording for wordings in others for wording in wordings))

    def choice(self, key: str, name: str = "", intent: str = "") -> Choice:
        """A choice labelled by the first wording of `choice.<name or key>`; the other wordings may be typed for it."""
        label, *words = self.wordings(f"choice.{name or key.strip('/')}")
        return Choice(key, label, tuple(words), intent)

    @property
    def country(self) -> Country | None:
        """The person's country, if they told and we know it."""
        return self.newest.countries.get(self.profile.country or "")

    def speaking(self, language: str) -> "Voice":
        """The same voice in another language."""
        return replace(self, profile=replace(self.profile, language=language))

    def living_in(self, country: str) -> "Voice":
        """The same voice for another country's crisis lines; an empty country is an unknown one."""
        return replace(self, profile=replace(self.profile, country=country or None))
