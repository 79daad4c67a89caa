"""Differences: what learners would see changed between two libraries, unit by unit and language by language."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from string import ascii_uppercase
from typing import TypeVar

from content.checking.reading import Measure, measure
from content.library import Library
from content.model import Competency, Country, CrisisLine, Item, Lesson, Scenario

Texts = tuple[str, ...]
_Unit = TypeVar("_Unit")


@dataclass(frozen=True, slots=True)
class Change:
    """One unit that is another one now. `before` and `after` are the texts that differ; empty where it is new, or gone.

    `kind` is "lesson", "item", "act", "phrase", "crisis line", "competency" or "plan". `answers` tells that the options of an item
    changed, and `scoring` says which is right instead, as "B is right now, it was A". `stood` is true where the unit is not new,
    however little of what stood there differs.
    """

    kind: str
    id: str
    locale: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    answers: bool = False
    scoring: str = ""
    stood: bool = False

    @property
    def what(self) -> str:
        """Whether it is "new", "gone" or "changed"."""
        if not (self.before or self.stood):
            return "new"
        return "changed" if self.after else "gone"

    @property
    def words(self) -> tuple[int, int]:
        """How many words the texts had that differ, and have."""
        return len(" ".join(self.before).split()), len(" ".join(self.after).split())

    @property
    def measures(self) -> tuple[Measure | None, Measure | None]:
        """How hard the texts were to read, and are; None where they are too short to tell."""
        before, after = ("\n".join(texts) for texts in (self.before, self.after))
        return measure(before, self.locale), measure(after, self.locale)


def differences(old: Library, new: Library) -> tuple[Change, ...]:
    """Everything learners would see changed: lessons first, then questions, and the rest."""
    return (
        *_units("lesson", old.lessons, new.lessons, _of_lesson),
        *_items(old, new),
        *_units("scenario", old.scenarios, new.scenarios, _of_scenario),
        *_units("act", old.acts, new.acts, lambda act: (act.text,)),
        *_units("phrase", old.phrases, new.phrases, lambda phrase: phrase.wordings),
        *_framework(old, new),
        *_crisis_lines(old, new),
        *_plan(old, new),
    )


def _units(
    kind: str,
    old: Mapping[tuple[str, str], _Unit],
    new: Mapping[tuple[str, str], _Unit],
    texts: Callable[[_Unit], Texts],
) -> Iterator[Change]:
    for key in sorted(old.keys() | new.keys()):
        before = texts(old[key]) if key in old else ()
        after = texts(new[key]) if key in new else ()
        if before != after:
            yield Change(kind, *key, *_apart(before, after), stood=key in old)


def _items(old: Library, new: Library) -> Iterator[Change]:
    for key in sorted(old.items.keys() | new.items.keys()):
        was, now = old.items.get(key), new.items.get(key)
        before, after = (_of_item(one) if one else () for one in (was, now))
        if before == after and _right(was) == _right(now):
            continue
        options = [tuple(option.text for option in one.options) if one else () for one in (was, now)]
        scoring = (
            f"{_right(now)} is right now, it was {_right(was)}" if was and now and _right(was) != _right(now) else ""
        )
        answers = bool(was and now and options[0] != options[1])
        # Which answer is right is judged with all of them in sight.
        parts = (before, after) if scoring else _apart(before, after)
        yield Change("item", *key, *parts, answers, scoring, stood=was is not None)


def _apart(before: Texts, after: Texts) -> tuple[Texts, Texts]:
    """Only the texts that differ, where there were some and are some."""
    if not before or not after:
        return before, after
    gone, come = tuple(one for one in before if one not in after), tuple(one for one in after if one not in before)
    if not (gone or come) and before != after:
        return before, after  # the same texts in another order
    return gone, come or ("",)


def _of_lesson(lesson: Lesson) -> Texts:
    return tuple(filter(None, (lesson.title, *lesson.cards, lesson.try_it, lesson.reflection)))


def _of_scenario(scenario: Scenario) -> Texts:
    turns = [
        (*(f"{scenario.who}: {line.say}" for line in one.lines), one.better, one.because) for one in scenario.turns
    ]
    endings = [(f"{scenario.who}: {one.line.say}", one.told) for one in scenario.endings]
    return (scenario.title, scenario.about, *(words for part in (*turns, *endings) for words in part))


def _of_item(item: Item) -> Texts:
    marks = (f"{ascii_uppercase[at]}{' ✓' if option.correct else ''})" for at, option in enumerate(item.options))
    answers = (f"{mark} {option.text} → {option.feedback}" for mark, option in zip(marks, item.options, strict=True))
    return (item.scenario, item.question, *answers)


def _right(item: Item | None) -> str:
    return "".join(ascii_uppercase[at] for at, option in enumerate(item.options) if option.correct) if item else ""


def _framework(old: Library, new: Library) -> Iterator[Change]:
    shelves = [{one.id: one for one in library.competencies} for library in (old, new)]
    for id in sorted(shelves[0].keys() | shelves[1].keys()):
        for locale in sorted({*old.locales, *new.locales}):
            before, after = (_of_competency(shelf.get(id), locale) for shelf in shelves)
            if before != after:
                yield Change("competency", id, locale, *_apart(before, after), stood=bool(before))


def _of_competency(competency: Competency | None, locale: str) -> Texts:
    if competency is None:
        return ()
    spoken = (competency.name, competency.summary, *(one.text for one in competency.indicators))
    return tuple(words[locale] for words in spoken if locale in words)


def _crisis_lines(old: Library, new: Library) -> Iterator[Change]:
    for code in sorted(old.countries.keys() | new.countries.keys()):
        before, after = (_of_country(library.countries.get(code)) for library in (old, new))
        if before != after:
            yield Change("crisis line", code, "en", *_apart(before, after), stood=bool(before))


def _of_country(country: Country | None) -> Texts:
    if country is None:
        return ()
    lines = sorted(country.lines, key=lambda line: not line.primary)
    return (country.emergency, *(" · ".join(filter(None, _of_line(line))) for line in lines))


def _of_line(line: CrisisLine) -> Iterator[str | None]:
    """All that a card shows of it."""
    yield from (line.name, line.phone, line.sms, line.chat, line.hours)
    if line.verified_on and line.verified_by:
        yield f"checked {line.verified_on:%Y-%m}"


def _plan(old: Library, new: Library) -> Iterator[Change]:
    if (old.plan, old.weeks) != (new.plan, new.weeks):
        yield Change("plan", "plan", "en", (" ".join(old.plan),), (" ".join(new.plan),))
