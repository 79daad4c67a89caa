"""Rules: what is heard by patterns alone, kept as data for each language, and what they say of a reply."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from nlu.features import bare
from nlu.files import DataError, locales, read_yaml

FILE = "rules.yaml"
LISTS = ("should", "not_should", "advice", "asks_for_advice", "in_danger", "hard_words")
LONGEST_SENTENCE, LONG_WORD, MOST_LONG = 22, 11, 0.12
"""Words of a sentence that is still plain, letters of a long word, and the share of such words that still is."""

_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Rules:
    """The patterns of all languages, by what they are for."""

    patterns: Mapping[str, re.Pattern[str]]

    def found(self, name: str, normal: str) -> str:
        """The words in a normalised text that a list of patterns finds; "" where it finds none."""
        hit = self.patterns[name].search(bare(normal))
        return hit[0].strip() if hit else ""

    def should(self, normal: str) -> str:
        """The words that tell somebody what they should or must do."""
        return "" if self.found("not_should", normal) else self.found("should", normal)

    def asks(self, said: str) -> bool:
        """Whether a person asks for advice or facts, or is in danger, where help is named unasked."""
        return bool(self.found("asks_for_advice", said) or self.found("in_danger", said))

    def is_plain(self, sentences: Sequence[str]) -> bool:
        """Whether short words and short sentences make a reply easy to take in."""
        spoken = [_WORD.findall(bare(one)) for one in sentences]
        every = [word for words in spoken for word in words]
        if len(every) < 4 or max(map(len, spoken)) > LONGEST_SENTENCE:
            return False
        long = sum(len(word) >= LONG_WORD for word in every)
        return long <= MOST_LONG * len(every) and not any(self.found("hard_words", one) for one in sentences)


def read_skill_rules(directory: Path) -> Rules:
    """The rules of every language in `directory`. Raises DataError where a list is missing or no pattern."""
    told = [read_yaml(path) for path in rule_files(directory)]
    return Rules({name: _compiled(name, [one for lists in told for one in _list(lists, name)]) for name in LISTS})


def rule_files(directory: Path) -> list[Path]:
    """The files of the rules."""
    return [directory / locale / "skills" / FILE for locale in locales(directory, "skills")]


def _list(lists: object, name: str) -> Iterator[str]:
    match lists:
        case dict(known) if isinstance(known.get(name), list) and all(isinstance(one, str) for one in known[name]):
            yield from known[name]
            return
    raise DataError(f"{FILE} of the skills needs a list `{name}:`; it has {', '.join(LISTS)}.")


def _compiled(name: str, patterns: Sequence[str]) -> re.Pattern[str]:
    try:
        return re.compile("|".join(rf"\b(?:{one})(?!\w)" for one in patterns), re.IGNORECASE)
    except re.error as error:
        raise DataError(f"{FILE} of the skills: a pattern of `{name}` cannot be read: {error}.") from error
