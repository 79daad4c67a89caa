"""Words that do not reach a learner: unsafe about suicide, blaming, or promising what this chat cannot keep."""

import re
from collections.abc import Iterator
from functools import lru_cache

from content.checking.bans import GUILT, GUILT_OF_THE_COACH, PROMISES, UNSAFE, Ban, any_of
from content.checking.passages import Passage, Voice, passages
from content.library import Library
from content.model import Problem


def unsafe_words(library: Library) -> Iterator[Problem]:
    """Words about suicide that hurt or spread it, wherever they stand; a text that teaches may quote them."""
    for passage in passages(library):
        teaches = passage.voice not in _OF_THE_COACH
        yield from _banned(passage, UNSAFE, _QUOTED_WHOLE if teaches else None)


def guilt(library: Library) -> Iterator[Problem]:
    """Blame in the coach's own voice; a person in a story may speak so, and a text that teaches may quote it."""
    for passage in passages(library):
        if passage.voice in _OF_THE_COACH:
            yield from _banned(passage, GUILT + GUILT_OF_THE_COACH, None)
        elif passage.voice is not Voice.story:
            yield from _banned(passage, GUILT, _QUOTE_BEGINS)


def promises(library: Library) -> Iterator[Problem]:
    """Claims about this chat that nobody can keep; "not confidential", questions, and words about a crisis line are none."""
    for passage in passages(library):
        if passage.voice in _OF_THE_COACH:
            yield from (_unwanted(passage, ban, said) for ban, said in _claims(_plain(passage.words)))


_MARKS = re.compile(r"\*\*|(?<!\w)_|_(?!\w)")
_OF_THE_COACH = (Voice.phrase, Voice.crisis)
_QUOTED_WHOLE = re.compile(r"[\"']$"), re.compile(r"^[.,]?[\"']")
_QUOTE_BEGINS = re.compile(r"[\"']$"), re.compile("")
_SENTENCE_SO_FAR = re.compile(r"[.!?;\"]")
_SENTENCE = re.compile(r"[^.!?]+[.!?]*")
_DENIED = re.compile(
    r"\b(?:not|never|no|nobody|nothing|none|neither|nor|without|cannot)\b|n't\b"
    r"|\b(?:nada|nadie|nunca|jamás|ni|tampoco|sin|ningun[oa]|ningún)\b",
    re.IGNORECASE,
)
_ASKED = re.compile(r"^\W*(?:is|are|can|will|do|does)\b.*\?$|^[^\w¿]*¿.*\?$", re.IGNORECASE)
_OF_A_LINE = re.compile(
    r"\b(?:(?:help|warm|life)?lines?|calls?|988|samaritans|líneas?|llamadas?|teléfono de la esperanza)\b", re.IGNORECASE
)


def _banned(
    passage: Passage, bans: tuple[Ban, ...], quoted: tuple[re.Pattern[str], re.Pattern[str]] | None
) -> Iterator[Problem]:
    words = _plain(passage.words)
    for ban in bans if any_of(bans).search(words.lower()) else ():
        for found in ban.pattern.finditer(words):
            before, after = words[: found.start()], words[found.end() :]
            denied = ban.unless_denied and _DENIED.search(_SENTENCE_SO_FAR.split(before)[-1])
            if not denied and not (quoted and quoted[0].search(before) and quoted[1].search(after)):
                yield _unwanted(passage, ban, found.group())


def _claims(words: str) -> Iterator[tuple[Ban, str]]:
    for sentence in _SENTENCE.findall(words) if any_of(PROMISES).search(words.lower()) else ():
        for ban in PROMISES:
            for found in ban.pattern.finditer(sentence):
                denied = _DENIED.search(sentence[: found.start()])
                if not (denied or _ASKED.search(sentence) or _OF_A_LINE.search(sentence)):
                    yield ban, found.group()


def _unwanted(passage: Passage, ban: Ban, said: str) -> Problem:
    return passage.problem(f'says "{said}"', ban.mend)


@lru_cache(maxsize=50_000)
def _plain(words: str) -> str:
    straight = words.replace("\u2019", "'").replace("\u2018", "'").replace("\u201c", '"').replace("\u201d", '"')
    straight = straight.replace("\u00ab", '"').replace("\u00bb", '"')
    return " ".join(_MARKS.sub("", straight).split())
