"""The safety screen: hears danger in words, in process, before anything else, and never raises."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from nlu.files import checksum, locales, read_rules, rule_files
from nlu.intents import CALM, Open, SafetyLevel, SafetySignal, Whose
from nlu.safety.hearing import ends, hear, plain
from nlu.safety.judging import judge
from nlu.safety.rulebook import Rulebook, RuleError, compile_rules
from nlu.safety.second import SecondLayer, second_layer

BROKEN = SafetySignal(SafetyLevel.risk, Whose.unclear, ("screen-error",))
"""What an error inside the screen is heard as: it fails towards help."""


FOREIGN = 6_000
"""Characters heard of a text by the rules of a language that is not the learner's own; Telegram sends at most 4,096."""


class RuleScreen:
    """Hears danger by rules kept as data. Made by `rule_screen`."""

    def __init__(self, books: Sequence[Rulebook]) -> None:
        self._books = tuple(books)

    def screen(self, text: str, locale: str, open: Open = Open.none) -> SafetySignal:
        """The danger heard in `text`, given what the conversation has open; an error inside is heard as danger."""
        try:
            written = plain(text)
            own, *others = self._for(locale)
            # A second language costs a second look: of what is longer than people write, it hears beginning and end.
            short = ends(written, FOREIGN)
            heard = [_heard(written, own, open), *(_heard(short, book, open) for book in others)]
            return max(heard, key=lambda signal: signal.level)
        except Exception:  # whatever went wrong, silence would be the worst answer
            return BROKEN

    def _for(self, locale: str) -> tuple[Rulebook, ...]:
        # People in need do not keep to one language: the locale's own rules first, then all the others.
        return tuple(sorted(self._books, key=lambda book: book.locale != locale))


class SafetyScreen:
    """Hears danger by rules, and by a second layer that may only raise what they heard. Made by `safety_screen`."""

    def __init__(self, rules: RuleScreen, second: SecondLayer | None, trouble: str = "") -> None:
        self._rules = rules
        self._second = second
        self.trouble = trouble
        """Why it hears by the rules alone; empty when it is whole."""

    def screen(self, text: str, locale: str, open: Open = Open.none) -> SafetySignal:
        """The danger heard in `text`, given what the conversation has open; an error inside is heard as danger."""
        try:
            heard = self._rules.screen(text, locale, open)
            return self._second.raised(heard, text, open) if self._second else heard
        except Exception:  # whatever went wrong, silence would be the worst answer
            return BROKEN


def safety_screen(directory: Path, cache: Path) -> SafetyScreen:
    """The whole screen for every language in `directory`; raises at once when its rules cannot be read.

    When the second layer cannot be made, the rules hear alone, and `trouble` says why.
    """
    rules = rule_screen(directory)
    try:
        return SafetyScreen(rules, second_layer(directory, cache))
    except Exception as error:  # whatever is wrong with lines it learns from, nobody is left without the rules
        return SafetyScreen(rules, None, f"{type(error).__name__}: {error}")


def rule_screen(directory: Path) -> RuleScreen:
    """The screen with the rules of every locale in `directory`; raises at once when they cannot be read."""
    spoken = locales(directory, "safety")
    books = [_book(directory, locale, checksum(rule_files(directory, locale), "rules")) for locale in spoken]
    if not books:
        raise RuleError(f"{directory}: there are no safety rules here, and without them the coach must not start.")
    return RuleScreen(books)


@lru_cache(maxsize=8)
def _book(directory: Path, locale: str, name: str) -> Rulebook:
    """A rulebook, compiled once in a process for the files that `name` is the checksum of."""
    return compile_rules(locale, read_rules(directory, locale))


def _heard(text: str, book: Rulebook, opened: Open) -> SafetySignal:
    heard = hear(text, book.spelling)
    spans = book.machine.find(heard.words, heard.sentences)
    return judge(heard, spans, book, opened) if spans else CALM
