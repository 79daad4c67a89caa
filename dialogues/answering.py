"""Answering: which answer to an open question a turn is, if it is one."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from dialogues.conversation import Answer, Run
from dialogues.flow import SILENCE, Question
from dialogues.message import Choice
from dialogues.turn import Said, Silent, Tapped, Turn


def answer_to(question: Question, run: Run, turn: Turn) -> Answer | None:
    """The answer this turn gives to the run's open question, or None."""
    match turn.act:
        case Tapped(question=asked, choice=key) if asked == run.question and key in _keys(question):
            return Answer(question.key, key, turn.at)
        case Silent(question=asked) if asked == run.question:
            return Answer(question.key, SILENCE, turn.at)
        case Said(words=words, reading=reading):
            chosen = meant(question.message.choices, words, "" if question.free else reading.intent)
            value = chosen.key if chosen else words if question.free else ""
            if not value.strip():
                return None
            heard = {name: skill.words for name, skill in reading.skills.items()}
            return Answer(question.key, value, turn.at, reading.intent, reading.entities, heard)
    return None


def meant(choices: tuple[Choice, ...], words: str, intent: str = "") -> Choice | None:
    """The choice that somebody's words mean: its label, another word for it, its number, or else the intent behind it."""
    said = plain(words)
    for choice in choices:
        if said and said in map(_plain_content, (choice.label, *choice.words)):
            return choice
    if said.isascii() and said.isdigit() and 1 <= int(said[:4]) <= len(choices):
        return choices[int(said[:4]) - 1]
    return next((choice for choice in choices if intent and choice.intent == intent), None)


def plain(words: str) -> str:
    """Words without case, accents, punctuation and extra spaces, for comparing."""
    decomposed = unicodedata.normalize("NFKD", words[:400]).casefold()
    kept = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[^\w\s/]|_", " ", kept).split())


@lru_cache(maxsize=4096)
def _plain_content(phrase: str) -> str:
    """Every turn compares with the same few hundred phrases. What people say must never lie in a cache."""
    return plain(phrase)


def one_of(words: str, phrases: Iterable[str]) -> bool:
    """Whether somebody said exactly one of these phrases, however they spelled it."""
    said = plain(words)
    # "?" is a phrase too, but an emoji, whose plain words are as empty, does not say it.
    return any(_plain_content(phrase) == said if said else phrase == words.strip() for phrase in phrases)


def _keys(question: Question) -> set[str]:
    return {choice.key for choice in question.message.choices}
