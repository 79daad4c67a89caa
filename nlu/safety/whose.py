"""Whose danger: what the words around a hit say about the person it belongs to."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from nlu.intents import Whose
from nlu.safety.hearing import Heard
from nlu.safety.patterns import Span
from nlu.safety.rulebook import Grammar, Rule

_BACK = 14
_AHEAD = 7
_LEAD, _TRAIL = 3, 2


class Person(StrEnum):
    """Grammar's three persons, and nobody."""

    first = "first"
    second = "second"
    third = "third"
    nobody = "nobody"


@dataclass(frozen=True, slots=True)
class Scene:
    """The words of a text and how to read them."""

    heard: Heard
    grammar: Grammar

    def word(self, at: int) -> str:
        """The word at a place; empty before the first and after the last."""
        return self.heard.words[at] if 0 <= at < len(self.heard.words) else ""

    def before(self, at: int, reach: int = _BACK) -> Iterator[int]:
        """Places before `at` in the same sentence, the nearest first."""
        sentence = self.heard.sentences[at]
        for place in range(at - 1, max(-1, at - 1 - reach), -1):
            if self.heard.sentences[place] != sentence:
                return
            yield place

    def person(self, at: int) -> Person:
        """The person that the word at a place speaks of: a pronoun, a noun, or a verb whose form tells."""
        named, grammar = self.named(at), self.grammar
        if named is not Person.nobody:
            return named
        return _of(self.word(at), grammar.first_verbs, grammar.second_verbs, grammar.third_forms)

    def named(self, at: int) -> Person:
        """The person that a pronoun or a noun at a place speaks of."""
        word, grammar = self.word(at), self.grammar
        if word in grammar.kin or word in grammar.supported:
            return Person.third
        return _of(word, grammar.first, grammar.second, grammar.third)

    def inside(self, at: int) -> Person:
        """The person of a word inside a hit, where even an unstressed "se" tells."""
        person = self.person(at)
        return Person.third if person is Person.nobody and self.word(at) in self.grammar.inner_third else person

    def names_third(self) -> bool:
        """Whether anybody else is named anywhere, by more than the form of a verb."""
        return any(self.named(at) is Person.third for at in range(len(self.heard.words)))


def whose_words(scene: Scene, hit: Span, rule: Rule) -> Person:
    """The person a hit speaks of: named in it, or else by the words before it, or else after it."""
    if rule.own:
        return Person.first
    if rule.other:
        return Person.third
    if not rule.actor and (person := _within(scene, hit, rule)) is not Person.nobody:
        return person
    if _told_by_verb(scene, hit, rule) or (rule.topic and _describes(scene, hit)):
        return Person.third
    return _subject(scene, hit) or _ahead(scene, hit)


def reported(scene: Scene, hit: Span) -> Person:
    """Who said the words of a hit: third for "she texted ...", second for "you said ...", nobody when they are the writer's own."""
    verb = report(scene, hit)
    if verb is None:
        return Person.nobody
    at = _speaker(scene, verb)
    speaker = Person.third if at is None or scene.word(at) in scene.grammar.voices else scene.person(at)
    return Person.nobody if speaker is Person.first or _taken_back(scene, verb, hit) else speaker


def report(scene: Scene, hit: Span) -> int | None:
    """Where the verb stands that reports a hit: "she texted ..."."""
    for at in _reach_of_report(scene, hit):
        word = scene.word(at)
        if (word in scene.grammar.speech or word in scene.grammar.writing) and scene.word(
            at - 2
        ) not in scene.grammar.what:
            return at
    return None


def told_by_supported(scene: Scene, verb: int) -> bool:
    """Whether the one who says it is somebody the writer supports."""
    at = _speaker(scene, verb)
    return at is not None and scene.word(at) in scene.grammar.supported


def told_by_near(scene: Scene, verb: int) -> bool:
    """Whether the one who says it is of the writer's own life: family, friends, everyone, or their own head."""
    at, grammar = _speaker(scene, verb), scene.grammar
    if at is None or scene.word(at) not in grammar.kin | grammar.voices:
        return False
    return scene.word(at - 1) not in grammar.third | grammar.second


def spoken_by_supported(scene: Scene, hit: Span) -> bool:
    """Whether somebody the writer supports is named before the hit."""
    return any(scene.word(at) in scene.grammar.supported for at in scene.before(hit.start))


def wrote_it(scene: Scene, hit: Span) -> bool:
    """Whether the report before a hit is of written words, which are quoted more often than retold."""
    return any(scene.word(at) in scene.grammar.writing for at in _reach_of_report(scene, hit))


def quoted(scene: Scene, hit: Span) -> bool:
    """Whether the whole hit stands in quotation marks."""
    return all(scene.heard.quoted[hit.start : hit.end])


def told_by_form_alone(scene: Scene, hit: Span, rule: Rule) -> bool:
    """Whether only verbs tell that a hit is about another: "quiere morir" may be she, he, or a polite you."""
    if rule.other or rule.actor or not scene.grammar.third_forms or scene.names_third():
        return False
    return _within(scene, hit, rule) is Person.third


def asked_of_you(scene: Scene, hit: Span) -> bool:
    """Whether a hit is a whole question: "quiere morir?"; asked so, a third person is a polite you."""
    sentences = scene.heard.sentences
    number = sentences[hit.start]
    first, last = bisect_left(sentences, number), bisect_right(sentences, number)
    return number in scene.heard.asked and hit.start - first <= _LEAD and last - hit.end <= _TRAIL


def _of(word: str, first: frozenset[str], second: frozenset[str], third: frozenset[str]) -> Person:
    if word in first:
        return Person.first
    if word in second:
        return Person.second
    return Person.third if word in third else Person.nobody


def _within(scene: Scene, hit: Span, rule: Rule) -> Person:
    """The last person named in a hit; where life or everything is the subject, verbs say nothing of a person."""
    tell = scene.named if rule.impersonal else scene.inside
    told = [person for at in range(hit.start, hit.end) if (person := tell(at)) is not Person.nobody]
    return told[-1] if told else Person.nobody


def _told_by_verb(scene: Scene, hit: Span, rule: Rule) -> bool:
    """ "Sam wants to die": the verb tells that it is somebody else, unless it is "part of me wants to die"."""
    first = hit.start if scene.word(hit.start) in scene.grammar.third_verbs else hit.start - 1
    if scene.word(first) not in scene.grammar.third_verbs or first not in (hit.start, *scene.before(hit.start, 1)):
        return False
    if scene.word(first - 1) in scene.grammar.dummy:
        # "it is ..." tells of nobody, unless somebody was spoken of: "my friend will not wake up, it is an overdose".
        return any(scene.person(at) is Person.third for at in scene.before(first))
    if scene.word(first - 1) in scene.grammar.there:
        # "there is no point" is the writer's; "there is violence at my client's home" is not.
        ahead = range(hit.end, min(hit.end + _AHEAD, len(scene.heard.words)))
        return rule.bare is not Whose.self and any(scene.person(at) is Person.third for at in ahead)
    return scene.person(first - 1) is not Person.first


def _describes(scene: Scene, hit: Span) -> bool:
    """ "a suicidal client": the word after says whose it is."""
    next_to = hit.end < len(scene.heard.words) and scene.heard.sentences[hit.end] == scene.heard.sentences[hit.start]
    return next_to and scene.word(hit.end) in scene.grammar.supported | scene.grammar.kin | scene.grammar.described


def _subject(scene: Scene, hit: Span) -> Person | None:
    joined = False
    for at in scene.before(hit.start):
        person = scene.person(at)
        if _is_told(scene, at):
            continue
        if person is Person.third and _beside_me(scene, at):
            return Person.first
        if person is Person.third and joined and scene.word(at) not in scene.grammar.personal:
            # "i look at my kids and want to die": the one who wants stands before the one looked at.
            return _first_in_sentence(scene, at) or person
        if person is not Person.nobody:
            return person
        joined = joined or scene.word(at) in scene.grammar.joiners
    return None


def _beside_me(scene: Scene, at: int) -> bool:
    """ "me and my client want to die"."""
    joins, selves = scene.grammar.along, scene.grammar.subject | scene.grammar.object
    return any(scene.word(at - step) in joins and scene.word(at - step - 1) in selves for step in (1, 2))


def _is_told(scene: Scene, at: int) -> bool:
    """ "she told me there is no point", "me dijo que ...": the one who is told is not the one meant."""
    word, grammar = scene.word(at), scene.grammar
    before = word in grammar.told and (scene.word(at + 1) in grammar.speech or scene.word(at + 1) in grammar.writing)
    after = word in grammar.object and scene.word(at + 1) in grammar.there and scene.word(at - 1) in grammar.speech
    return before or after


def _first_in_sentence(scene: Scene, hit_at: int) -> Person | None:
    own = [
        at
        for at in scene.before(hit_at)
        if scene.person(at) is Person.first and scene.word(at) not in scene.grammar.possessive
    ]
    return Person.first if own else None


def _ahead(scene: Scene, hit: Span) -> Person:
    sentence = scene.heard.sentences[hit.start]
    for at in range(hit.end, min(hit.end + _AHEAD, len(scene.heard.words))):
        if scene.heard.sentences[at] != sentence:
            break
        if (person := scene.person(at)) is not Person.nobody:
            return person
    return Person.nobody


def _reach_of_report(scene: Scene, hit: Span) -> Iterator[int]:
    yield from scene.before(hit.start)
    if scene.heard.quoted[hit.start]:
        # 'She texted me. "I want to die."': a quotation may stand in a sentence of its own.
        opening = hit.start
        while opening > 0 and scene.heard.quoted[opening - 1]:
            opening -= 1
        yield from range(opening - 1, max(-1, opening - 9), -1)


def _speaker(scene: Scene, verb: int) -> int | None:
    grammar = scene.grammar
    for at in scene.before(verb, 5):
        named = scene.named(at) is not Person.nobody or scene.word(at) in grammar.voices
        # "the peer i support told me": that "i" is not the one who tells.
        aside = scene.word(at) in grammar.subject and scene.word(at + 1) in grammar.helping
        if named and not aside and scene.word(at) not in grammar.object | grammar.possessive:
            return at
    return None


def _taken_back(scene: Scene, verb: int, hit: Span) -> bool:
    """ "she said goodbye and now i want to die": after and, but, so, now an "i" outside quotation marks is the writer."""
    if scene.heard.quoted[hit.start]:
        return False
    starts = scene.grammar.subject | scene.grammar.first_verbs
    for at in range(verb + 1, hit.end):
        if scene.word(at) in scene.grammar.joiners and (scene.word(at + 1) in starts or scene.word(at + 2) in starts):
            return True
    return False
