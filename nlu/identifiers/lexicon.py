"""The lexicon: the lists of nlu/data/identifiers as sets; each class is a file, each of its fields a list in it."""

from collections.abc import Mapping
from dataclasses import dataclass

Words = frozenset[str]


@dataclass(frozen=True, slots=True)
class Given:
    """Given names: those that are little else, and those that need words around them that speak of a person."""

    plain: Words
    doubtful: Words


@dataclass(frozen=True, slots=True)
class People:
    """Words that tell whose name it is."""

    served: Words
    persons: Words
    staff: Words
    office: Words
    present: Words
    kin: Words
    mine: Words
    between: Words
    titles: Words
    courtesies: Words
    own: Words
    greetings: Words
    naming: Words
    form: Words
    things: Words
    told: Words
    talked: Words
    dative: Words
    toward: Words
    speaks: Words
    acts: Words
    being: Words
    states: Words
    fillers: Words
    articles: Words


@dataclass(frozen=True, slots=True)
class Known:
    """What everybody knows by its name, and words that begin with a capital letter for other reasons."""

    figures: Words
    works: Words
    sites: Words
    after: Words
    common: Words
    products: Words


@dataclass(frozen=True, slots=True)
class Places:
    """Words of postal addresses."""

    firm: Words
    soft: Words
    leading: Words
    joining: Words
    numbering: Words
    flats: Words
    coded: Words
    units: Words
    plain: Words


@dataclass(frozen=True, slots=True)
class Numbers:
    """Numbers that are nobody's, and words around numbers."""

    lines: Words
    free: Words
    lead: Words
    counted: Words
    digits: Words
    own: Words


@dataclass(frozen=True, slots=True)
class Mails:
    """Where mail and profiles live, and which are no one person's."""

    boxes: Words
    mentions: Words
    providers: Words
    sites: Words
    public: Words
    platforms: Words
    accounts: Words
    own: Words


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All lists."""

    given: Given
    people: People
    known: Known
    places: Places
    numbers: Numbers
    mails: Mails


def compile_lexicon(files: Mapping[str, Mapping[str, str]]) -> Lexicon:
    """The lexicon made of the files' lists; a list that is missing or unknown raises TypeError with its name."""
    lists = {file: {name: _words(text) for name, text in kept.items()} for file, kept in files.items()}
    given = lists["given"]
    doubtful = given.pop("doubtful")
    return Lexicon(
        given=Given(plain=frozenset[str]().union(*given.values()) - doubtful, doubtful=doubtful),
        people=People(**lists["people"]),
        known=Known(**lists["known"]),
        places=Places(**lists["places"]),
        numbers=Numbers(**lists["numbers"]),
        mails=Mails(**lists["mails"]),
    )


def _words(text: str) -> Words:
    """The words of a list; where there are commas, its phrases."""
    return frozenset(part.strip() for part in text.split(",")) if "," in text else frozenset(text.split())
