"""What the adapter for Slack says by itself, and how the app presents itself there: all of it from the phrasebook."""

from dataclasses import fields

from bot.channels.slack.manifest import Face, manifest, written
from bot.channels.slack.updates import COMMANDS
from bot.channels.slack.words import Words
from bot.main.parts import LIBRARY
from bot.main.telegram import MENU
from bot.settings import Settings
from content.library import Library
from content.loading import load

NAME = "Peercoach"


def words_of(library: Library) -> dict[str, Words]:
    """Slack's words in every language of the library."""
    return {locale: _words(library, locale) for locale in library.locales}


def manifest_text(settings: Settings) -> str:
    """The app's manifest as YAML: for HTTP where a public address is set, else for Socket Mode."""
    return written(manifest(face_of(load(LIBRARY)), settings.public_url or None))


def face_of(library: Library) -> Face:
    """What people read about the app in Slack."""

    def words(name: str) -> str:
        return library.phrase(name, "en").wordings[0]

    return Face(NAME, words("menu.short"), words("slack.about"), words("slack.shortcut"), words("slack.shortcut_hint"))


def _words(library: Library, locale: str) -> Words:
    def phrase(name: str) -> str:
        return library.phrase(name, locale).wordings[0]

    own = {one.name: phrase(f"slack.{one.name}") for one in fields(Words) if one.name != "commands"}
    books = {name: "menu" if name in MENU else "slack" for name in COMMANDS}
    return Words(**own, commands=tuple((name, phrase(f"{book}.command_{name}")) for name, book in books.items()))
