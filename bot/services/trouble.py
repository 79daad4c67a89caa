"""Trouble: what is said when nothing can be saved. It needs no database and no interpreter, only files."""

from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from bot.domain.update import Filled, Pressed, Raw, Sent, Wrote
from bot.services.parts import Parts
from dialogues.answering import one_of
from dialogues.cards import crisis_card, refused_card, static_card
from dialogues.facts import Profile
from dialogues.message import Message, Text
from dialogues.voice import Shelf, Voice
from nlu.intents import SafetyLevel

Key = TypeVar("Key")
Value = TypeVar("Value")

ANYWHERE = "xx"
HELP_NOW = "/help_now"
REMEMBERED = 20_000


def calls_for_help(parts: Parts, raw: Raw) -> bool:
    """Whether somebody speaks of danger or asks for help now, in words or by a tap. It needs only what is in this process."""
    if isinstance(raw, Pressed):
        return raw.place in parts.help_taps.get(raw.token, ())
    if isinstance(raw, Filled) and any(asks_for_help(parts, words) for words in raw.fields.values()):
        return True
    words = raw.words if isinstance(raw, Wrote | Sent | Filled) else ""
    return asks_for_help(parts, words) or parts.screen.screen(words, "en").level >= SafetyLevel.risk


def asks_for_help(parts: Parts, words: str) -> bool:
    """Whether these words are one of those that always ask for help now, or its command."""
    return one_of(words, _help_words(parts.shelf)) or words.strip().casefold().startswith(HELP_NOW)


def trouble_message(parts: Parts, place: tuple[str, str], *, danger: bool) -> Message:
    """The static card for somebody who calls for help, else one line that says that nothing can be saved."""
    country, language = parts.places.get(place, (None, "en"))
    if not danger:
        return Message(_voice(parts.shelf, ANYWHERE, language).phrase("trouble.cannot_save"))
    return Message(Text.of(_card(parts.cards, country or ANYWHERE, language)))


def refused_message(parts: Parts, place: tuple[str, str], *, kept: bool) -> Message:
    """The card for somebody who calls for help and cannot be answered just now; it says so when their message was not kept."""
    country, language = parts.places.get(place, (None, "en"))
    voice = _voice(parts.shelf, country or ANYWHERE, language)
    return Message(crisis_card(voice) if kept else refused_card(voice))


def remember_taps(parts: Parts, token: str, message: Message, *, crisis: bool) -> None:
    """Remember where Help now stands on a message that went out, for a tap that comes when the database is down.

    On a message of a crisis talk every tap is a call for help.
    """
    places = tuple(place for place, choice in enumerate(message.choices) if crisis or choice.key == HELP_NOW)
    if places:
        remember(parts.help_taps, token, places)


def remember(kept: dict[Key, Value], key: Key, value: Value) -> None:
    """Keep something in memory, and let the oldest go when there is too much."""
    kept[key] = value
    while len(kept) > REMEMBERED:
        del kept[next(iter(kept))]


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


def _card(folder: Path, country: str, language: str) -> str:
    for name in (f"{country.lower()}-{language}.txt", f"{country.lower()}-en.txt", f"{ANYWHERE}-en.txt"):
        path = folder / name
        if path.exists():
            return path.read_text(encoding="utf-8")
    return LAST_RESORT


LAST_RESORT = (
    "If you are in danger right now, call your local emergency number. "
    "findahelpline.com lists lines you can call, text or chat with.\n\n"
    "¿Hay peligro ahora? Llama al número de emergencias de tu zona. "
    "En findahelpline.com ves a dónde llamar, escribir o chatear."
)


def _voice(shelf: Shelf, country: str, locale: str = "en") -> Voice:
    profile = replace(Profile(language=locale), country=None if country == ANYWHERE else country)
    return Voice(shelf.newest, shelf.newest, profile)


def _help_words(shelf: Shelf) -> tuple[str, ...]:
    return tuple(
        wording for locale in shelf.newest.locales for wording in shelf.newest.phrase("words.help_now", locale).wordings
    )
