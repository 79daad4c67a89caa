"""Trouble: what is said when nothing can be saved. It needs no database and no interpreter, only files."""

from dataclasses import replace
from pathlib import Path

from bot.services.parts import Parts
from dialogues.answering import one_of
from dialogues.cards import static_card
from dialogues.facts import Profile
from dialogues.message import Message, Text
from dialogues.voice import Shelf, Voice
from nlu.intents import SafetyLevel

ANYWHERE = "xx"


def calls_for_help(parts: Parts, words: str) -> bool:
    """Whether these words speak of danger or ask for help now. It needs only what is in this process."""
    if one_of(words, _help_words(parts.shelf)) or words.strip().casefold().startswith("/help_now"):
        return True
    return parts.screen.screen(words, "en").level >= SafetyLevel.risk


def trouble_message(parts: Parts, address: str, *, danger: bool) -> Message:
    """The static card for somebody who calls for help, else one line that says that nothing can be saved."""
    if not danger:
        return Message(_voice(parts.shelf, ANYWHERE).phrase("trouble.cannot_save"))
    return Message(Text.of(_card(parts.cards, parts.countries.get(address, ANYWHERE))))


def write_cards(shelf: Shelf, folder: Path) -> None:
    """Write the static card of every country and language into `folder`, each whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    for locale in shelf.newest.locales:
        for country in (ANYWHERE, *shelf.newest.countries):
            card = static_card(_voice(shelf, country, locale))
            path = folder / f"{country.lower()}-{locale}.txt"
            fresh = path.with_suffix(".new")
            fresh.write_text(card.words, encoding="utf-8")
            fresh.replace(path)


def _card(folder: Path, country: str) -> str:
    for name in (f"{country.lower()}-en.txt", f"{ANYWHERE}-en.txt"):
        path = folder / name
        if path.exists():
            return path.read_text(encoding="utf-8")
    return LAST_RESORT


LAST_RESORT = (
    "If you are in danger right now, call your local emergency number. "
    "findahelpline.com lists lines you can call, text or chat with."
)


def _voice(shelf: Shelf, country: str, locale: str = "en") -> Voice:
    profile = replace(Profile(language=locale), country=None if country == ANYWHERE else country)
    return Voice(shelf.newest, shelf.newest, profile)


def _help_words(shelf: Shelf) -> tuple[str, ...]:
    return tuple(
        wording for locale in shelf.newest.locales for wording in shelf.newest.phrase("words.help_now", locale).wordings
    )
