"""Words that do not reach a learner: unsafe about suicide, blaming, or promising what this chat cannot keep."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from content.checking.passages import Passage, Voice, passages
from content.library import Library
from content.model import Problem


@dataclass(frozen=True, slots=True)
class Ban:
    """Words to avoid, and what to write instead."""

    words: str
    mend: str


_DIED = 'Say "died by suicide", or "attempted suicide".'
UNSAFE = (  # suicidepreventionmessaging.org; sources differ on "completed" and "killed", so both are avoided
    Ban(r"\bcommit(?:s|ted|ting)? suicide\b", _DIED),
    Ban(r"\b(?:un)?success(?:ful(?:ly)?)? (?:suicides?|suicide attempts?|attempts? at suicide)\b", _DIED),
    Ban(r"\b(?:failed|completed?|botched) (?:suicides?|suicide attempts?|attempts? at suicide)\b", _DIED),
    Ban(r"\b(?:un)?successful attempts?\b|\bfailed attempts?\b(?! (?:to|at) (?:log|sign|call|connect|reach))", _DIED),
    Ban(r"\bkilled (?:themsel(?:f|ves)|himself|herself)\b", _DIED),
    Ban(r"\bsuicide (?:epidemic|bid|threat)s?\b|\bsuicidal gestures?\b", "Say plainly what happened, without drama."),
    Ban(r"\bcometi(?:ó|eron|do|era) (?:un )?suicidio\b", 'Escribe "murió por suicidio".'),
    Ban(r"\bsuicidios? (?:consumado|exitoso|fallido|frustrado)s?\b", 'Escribe "murió por suicidio" o "intentó".'),
)

_KIND = "Say what can be done next, without blame."
GUILT = (
    Ban(r"\byou (?:really )?(?:should(?:n't| not)? have|ought to have|could at least have)\b", _KIND),
    Ban(r"\byou(?:'ve| have)? failed\b|\bshame on you\b|\bwhy didn't you\b", _KIND),
    Ban(r"\b(?:break|broke|broken|lose|lost|keep|kept) (?:your|the|a) streak\b|\byour streak\b", "Leave streaks out."),
    Ban(r"(?<!\bif )(?<!\bwhat )\byou(?:'ve| have)? missed\b", "Offer the next step; a missed one needs no word."),
    Ban(r"\bdisappoint(?:s|ed|ing)? (?:in you|me|us)\b|\b(?:we|i)(?:'re|'m| are| am) disappointed\b", _KIND),
    Ban(r"\b(?:you|you've|you have) let (?:us|me|them|him|her|everyone|people) down\b", _KIND),
    Ban(r"\bdeber[ií]as haber\b|\bhas fallado\b|\bnos decepcion", "Di qué se puede hacer ahora, sin culpa."),
)
GUILT_OF_THE_COACH = (Ban(r"\bdisappoint\w*", "The coach is never disappointed. Leave it out."),)

_HONEST = "This chat can promise no such thing. Say who can read it, or leave it out."
_ALONE = "Nobody reads along. Say so."
PROMISES = (
    Ban(r"\banonymous(?:ly)?\b|\banónim[oa]s?\b", _HONEST),
    Ban(
        r"\bconfidential(?:ly)?\b(?! (?:details|facts|things|information|notes|names))|\bconfidencial(?:es)?\b", _HONEST
    ),
    Ban(r"\bHIPAA\b", "Nothing typed here is covered by HIPAA. Leave it out."),
    Ban(
        r"\b(?:chat|conversation|answers?|messages?|words|everything|here) (?:is|are|stays?|remains?) "
        r"(?:\w+ )?(?:private|secret|secure)\b",
        _HONEST,
    ),
    Ban(r"\b(?:we|i)(?:'re|'m| are| am) always here\b|\balways here for you\b", "Say when people can be reached."),
    Ban(
        r"\b(?:someone|somebody|a person|our team|staff) (?:is|are) (?:always )?"
        r"(?:watching|reading|looking|listening|monitoring)\b",
        _ALONE,
    ),
    Ban(r"\b(?:is|are) (?:being )?(?:monitored|watched) (?:by|live|day|24)", _ALONE),
)


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
            for sentence in _SENTENCE.findall(_plain(passage.words)):
                yield from (_unwanted(passage, ban, said) for ban in PROMISES for said in _claimed(ban, sentence))


_OF_THE_COACH = (Voice.phrase, Voice.crisis)
_QUOTED_WHOLE = re.compile(r"[\"']$"), re.compile(r"^[.,]?[\"']")
_QUOTE_BEGINS = re.compile(r"[\"']$"), re.compile("")
_SENTENCE = re.compile(r"[^.!?]+[.!?]*")
_DENIED = re.compile(
    r"\b(?:not|never|no|nobody|nothing|none|neither|nor|without|cannot|nada|nadie|nunca)\b|n't\b", re.IGNORECASE
)
_ASKED = re.compile(r"^\W*(?:is|are|can|will|do|does)\b.*\?$", re.IGNORECASE)
_OF_A_LINE = re.compile(r"\b(?:(?:help|warm|life)?lines?|calls?|988|samaritans|líneas?|llamadas?)\b", re.IGNORECASE)


def _banned(
    passage: Passage, bans: tuple[Ban, ...], quoted: tuple[re.Pattern[str], re.Pattern[str]] | None
) -> Iterator[Problem]:
    words = _plain(passage.words)
    for ban in bans:
        for found in re.finditer(ban.words, words, re.IGNORECASE):
            before, after = words[: found.start()], words[found.end() :]
            if not (quoted and quoted[0].search(before) and quoted[1].search(after)):
                yield _unwanted(passage, ban, found.group())


def _claimed(ban: Ban, sentence: str) -> Iterator[str]:
    for found in re.finditer(ban.words, sentence, re.IGNORECASE):
        denied = _DENIED.search(sentence[: found.start()])
        if not (denied or _ASKED.search(sentence) or _OF_A_LINE.search(sentence)):
            yield found.group()


def _unwanted(passage: Passage, ban: Ban, said: str) -> Problem:
    return passage.problem(f'says "{said}"', ban.mend)


def _plain(words: str) -> str:
    straight = words.replace("\u2019", "'").replace("\u2018", "'").replace("\u201c", '"').replace("\u201d", '"')
    return " ".join(re.sub(r"\*\*|(?<!\w)_|_(?!\w)", "", straight).split())
