"""Every text of a library that a person will read, with who says it and where it stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

from content.library import Library
from content.model import Item, Lesson, Phrase, Place, Problem, Scenario


class Voice(StrEnum):
    """Who says a text, and so which words it may hold."""

    framework = "framework"
    lesson = "lesson"
    story = "story"  # a scenario, a question or an option: somebody in it may be wrong
    feedback = "feedback"
    act = "act"
    phrase = "phrase"
    crisis = "crisis"


@dataclass(frozen=True, slots=True)
class Passage:
    """One text. `kind` is what a writer calls it."""

    kind: str
    words: str
    locale: str
    voice: Voice
    place: Place

    def problem(self, what: str, mend: str) -> Problem:
        """A problem of this text; the sentence begins with what kind of text it is."""
        return Problem(self.place.file, self.place.line, f"the {self.kind} {what}", mend)


def passages(library: Library) -> Iterator[Passage]:
    """All of them, each for itself."""
    yield from _of_framework(library)
    yield from chain.from_iterable(of_lesson(library, lesson) for lesson in library.lessons.values())
    yield from chain.from_iterable(of_item(library, item) for item in library.items.values())
    yield from chain.from_iterable(of_scenario(library, one) for one in library.scenarios.values())
    for act in library.acts.values():
        yield Passage("act", act.text, act.locale, Voice.act, library.place("act", act.locale, act.id, "text"))
    yield from chain.from_iterable(of_phrase(library, phrase) for phrase in library.phrases.values())


def of_lesson(library: Library, lesson: Lesson) -> Iterator[Passage]:
    """The title, the cards, the doing step and the question to carry along."""
    name = ("lesson", lesson.locale, lesson.id)
    texts = [("title", lesson.title, library.place(*name, "title"))]
    texts += [("card", card, library.place(*name, "cards", at)) for at, card in enumerate(lesson.cards)]
    texts += [("step to try", lesson.try_it, library.place(*name, "try_it"))]
    texts += [("reflection", lesson.reflection or "", library.place(*name, "reflection"))]
    for kind, words, place in texts:
        yield Passage(kind, words, lesson.locale, Voice.lesson, place)


def of_item(library: Library, item: Item) -> Iterator[Passage]:
    """The scenario, the question, and each option with its feedback."""
    name = ("item", item.locale, item.id)
    yield Passage("scenario", item.scenario, item.locale, Voice.story, library.place(*name, "scenario"))
    yield Passage("question", item.question, item.locale, Voice.story, library.place(*name, "question"))
    for at, option in enumerate(item.options):
        text, feedback = (library.place(*name, "options", at, part) for part in ("text", "feedback"))
        yield Passage("option", option.text, item.locale, Voice.story, text)
        yield Passage("feedback", option.feedback, item.locale, Voice.feedback, feedback)


def of_scenario(library: Library, scenario: Scenario) -> Iterator[Passage]:
    """Where one is, what the person served says, and what the coach says of it."""
    name, locale = ("scenario", scenario.locale, scenario.id), scenario.locale
    yield Passage("title", scenario.title, locale, Voice.lesson, library.place(*name, "title"))
    yield Passage("setting", scenario.about, locale, Voice.lesson, library.place(*name, "about"))
    for at, beat in enumerate(scenario.turns):
        for place, line in enumerate(beat.lines):
            there = library.place(*name, "turns", at, "lines", place, "say")
            yield Passage("line", line.say, locale, Voice.story, there)
        for kind, words in (("better", beat.better), ("because", beat.because)):
            yield Passage(kind, words, locale, Voice.feedback, library.place(*name, "turns", at, kind))
    for at, ending in enumerate(scenario.endings):
        yield Passage("line", ending.line.say, locale, Voice.story, library.place(*name, "endings", at, "say"))
        yield Passage("ending", ending.told, locale, Voice.feedback, library.place(*name, "endings", at, "told"))


def of_phrase(library: Library, phrase: Phrase) -> Iterator[Passage]:
    """Its wordings."""
    voice = Voice.crisis if phrase.crisis else Voice.phrase
    for at, wording in enumerate(phrase.wordings):
        place = library.place("phrase", phrase.locale, phrase.name, at)
        yield Passage("phrase", wording, phrase.locale, voice, place)


def _of_framework(library: Library) -> Iterator[Passage]:
    for competency in library.competencies:
        name = ("competency", competency.id)
        for locale, words in competency.name.items():
            yield Passage("name", words, locale, Voice.framework, library.place(*name, "name", locale))
        for locale, words in competency.summary.items():
            yield Passage("summary", words, locale, Voice.framework, library.place(*name, "summary", locale))
        for at, indicator in enumerate(competency.indicators):
            for locale, words in indicator.text.items():
                place = library.place(*name, "indicators", at, "text", locale)
                yield Passage("indicator", words, locale, Voice.framework, place)
