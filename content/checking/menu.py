"""What a messenger shows around the chat: within its lengths, and in bare words, for it shows no markup there."""

import re
from collections.abc import Iterator

from content.library import Library
from content.model import Phrase, Problem

MENU = "menu."
COMMAND = "menu.command_"
LONGEST = {
    "menu.about": 512,  # https://core.telegram.org/bots/api#setmydescription
    "menu.short": 120,  # https://core.telegram.org/bots/api#setmyshortdescription
    COMMAND: 256,  # https://core.telegram.org/bots/api#botcommand
}


def menu_forms(library: Library) -> Iterator[Problem]:
    """Words of the menu that are longer than a messenger takes, with markup or places, or in more than one wording."""
    for phrase in library.phrases.values():
        if phrase.name.startswith(MENU):
            place = library.place("phrase", phrase.locale, phrase.name, 0)
            for what, mend in _misfits(phrase):
                yield Problem(place.file, place.line, f"`{phrase.name}` {what}", mend)


def _misfits(phrase: Phrase) -> Iterator[tuple[str, str]]:
    words = phrase.wordings[0]
    most = LONGEST.get(COMMAND if phrase.name.startswith(COMMAND) else phrase.name)
    if most and len(words) > most:
        yield f"has {len(words)} characters; Telegram shows {most}", "Shorten it."
    if len(phrase.wordings) > 1:
        yield f"has {len(phrase.wordings)} wordings; a menu has no turns", "Keep the best."
    if re.search(r"[*{}]|(?<!\w)_|_(?!\w)", words):
        yield "has bold, italic or places; a menu shows bare words", "Take the signs out."
