"""Signs in a text that a chat would show as they stand, and `{places}` that nobody could fill."""

import re
from collections.abc import Iterator

from content.checking.passages import passages
from content.library import Library
from content.model import Phrase, Problem


def markup(library: Library) -> Iterator[Problem]:
    """Texts with anything but whole `**bold**` and `_italic_`."""
    for passage in passages(library):
        if not _SIGNS.search(passage.words):
            continue
        bare = _STYLED.sub(
            lambda styled: styled.group("bold") or styled.group("italic"), _PLACE.sub("x", passage.words)
        )
        for pattern, what, mend in _UNSHOWN:
            if pattern.search(bare):
                yield passage.problem(what, mend)


def places(library: Library) -> Iterator[Problem]:
    """Phrases with a broken `{place}`, or with other places in one wording or language than in the first."""
    for phrase in library.phrases.values():
        english = library.phrases.get((phrase.name, "en"), phrase)
        expected = _places_in(english.wordings[0])
        for at, wording in enumerate(phrase.wordings):
            place = library.place("phrase", phrase.locale, phrase.name, at)
            for what, mend in _misplaced(phrase, wording, expected):
                yield Problem(place.file, place.line, what, mend)


_STYLED = re.compile(r"\*\*(?P<bold>[^*\n]+)\*\*|(?<!\w)_(?P<italic>[^_\n]+)_(?!\w)")  # as dialogues.message reads it
_SIGNS = re.compile(r"[*_\[`<#]")
_PLACE = re.compile(r"\{([a-z_]+)\}")
_UNSHOWN = (
    (re.compile(r"!\[\s*\]\("), "has a picture without alt text", "Say in words, between [ and ], what it shows."),
    (re.compile(r"(?<!!)\[[^\[\]]*\]\("), "has a link in Markdown", "Write the address as it is: findahelpline.com."),
    (re.compile(r"\*"), "has a star that makes nothing bold", "Write **bold** on one line, or take the star out."),
    (re.compile(r"(?<!\w)_|_(?!\w)"), "has a line sign that makes nothing italic", "Write _italic_ on one line."),
    (re.compile(r"`|</?[a-z]+>|^#"), "has signs that a chat shows as they stand", "Take out the `, < or #."),
)


def _places_in(wording: str) -> frozenset[str]:
    return frozenset(_PLACE.findall(wording))


def _misplaced(phrase: Phrase, wording: str, expected: frozenset[str]) -> Iterator[tuple[str, str]]:
    if re.search(r"[{}]", _PLACE.sub("", wording)):
        yield f"`{phrase.name}` has a brace that opens no place", "Write a place as {title}: small letters and _ only."
    found = _places_in(wording)
    if found != expected:
        shown = ", ".join(f"{{{name}}}" for name in sorted(expected)) or "none"
        yield f"`{phrase.name}` has other places here than in its first wording", f"Its places are: {shown}."
