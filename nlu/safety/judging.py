"""Judging: from hits and the signs around them to one signal."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from nlu.intents import CALM, Open, SafetyLevel, SafetySignal, Whose
from nlu.safety.case import DRILLS, Case
from nlu.safety.hearing import Heard
from nlu.safety.patterns import Span
from nlu.safety.practice import news, practised, turned_on_me
from nlu.safety.rulebook import IDIOM, MARKS, Rule, Rulebook
from nlu.safety.whose import (
    Person,
    Scene,
    asked_of_you,
    quoted,
    report,
    reported,
    spoken_by_supported,
    told_by_form_alone,
    whose_words,
    wrote_it,
)

_MOST = 60
_MANY = 1_000_000
_RANK = (Whose.self, Whose.unclear, Whose.other, Whose.practice, Whose.none)


@dataclass(frozen=True, slots=True)
class Judged:
    """One hit, weighed."""

    rule: str
    level: SafetyLevel
    whose: Whose
    at: int


def judge(heard: Heard, spans: Sequence[Span], book: Rulebook, opened: Open) -> SafetySignal:
    """The signal for a text in which `spans` were found."""
    hits = [span for span in _outermost(spans) if _counts(heard, span, book.rules[span.label], opened)]
    if not hits:
        return CALM
    case = Case(Scene(heard, book.grammar), _marks(spans), opened)
    weighed = [_weigh(case, hit, book.rules[hit.label]) for hit in (*hits[:_MOST], *hits[_MOST:][-_MOST:])]
    if len(hits) > 2 * _MOST:
        # Nobody writes so; what lies between is not weighed, and so is heard at its worst.
        worst = max(hits[_MOST:-_MOST], key=lambda hit: book.rules[hit.label].level)
        weighed.append(Judged(worst.label, book.rules[worst.label].level, Whose.unclear, worst.start))
    return _signal([_escalated(case, judged) for judged in weighed])


def _counts(heard: Heard, hit: Span, rule: Rule, opened: Open) -> bool:
    """Whether a rule is heard at all while this is open, and at this place of the sentence."""
    ends = hit.end == len(heard.sentences) or heard.sentences[hit.end] != heard.sentences[hit.start]
    return opened in rule.open and (ends or not rule.closing)


def _first_and_longest(span: Span) -> int:
    return span.start * _MANY - span.end


def _marks(spans: Sequence[Span]) -> dict[str, list[Span]]:
    marks: dict[str, list[Span]] = {}
    for span in spans:
        if span.label.startswith(MARKS):
            marks.setdefault(span.label.removeprefix(MARKS), []).append(span)
    return marks


def _outermost(spans: Sequence[Span]) -> list[Span]:
    """The rules' hits that stand in no longer hit and touch no idiom."""
    ordered = sorted((s for s in spans if not s.label.startswith(MARKS)), key=_first_and_longest)
    kept: list[Span] = []
    for span in ordered:
        if kept and span.end <= kept[-1].end and (span.start, span.end) != (kept[-1].start, kept[-1].end):
            continue
        kept.append(span)
    idioms = {at for span in kept if span.label == IDIOM for at in range(span.start, span.end)}
    return [s for s in kept if s.label != IDIOM and idioms.isdisjoint(range(s.start, s.end))]


def _weigh(case: Case, hit: Span, rule: Rule) -> Judged:
    person, speaker = _person(case, hit, rule), reported(case.scene, hit)
    if practised(case, hit, rule, (person, speaker)):
        return Judged(rule.id, SafetyLevel.none, Whose.practice, hit.start)
    whose, level = _whose(case, hit, rule, (person, speaker)), rule.level
    softened = _denied(case.scene, hit) or _past(case, hit)
    asked_how = person is not Person.first and speaker is not Person.third and case.frame(hit) is not None
    addressed = person is Person.second and whose is Whose.unclear
    if softened or asked_how or addressed:
        level = min(level, SafetyLevel.concern)
    if whose is Whose.other and case.marked("also", hit):
        whose = Whose.self
    elif whose is Whose.other and case.marked("disguise", hit):
        whose = Whose.unclear
    return Judged(rule.id, level, whose, hit.start)


def _person(case: Case, hit: Span, rule: Rule) -> Person:
    """Whose words the hit is about; the "I" of "I hear that ..." is the helper's and no subject."""
    person, frame = whose_words(case.scene, hit, rule), case.frame(hit)
    if person is Person.third and told_by_form_alone(case.scene, hit, rule):
        # In Spanish "piensa en matarse" is she, he, or a polite you: in a helper's mouth, a drill or a question it is you.
        played = case.opened in DRILLS and not news(case, hit)
        to_you = frame is not None or played or asked_of_you(case.scene, hit)
        return Person.second if to_you and report(case.scene, hit) is None else person
    if person is not Person.first or frame is None or rule.own or case.opened not in DRILLS:
        return person
    own = any(case.scene.person(at) is Person.first for at in range(frame.end, hit.end))
    return Person.first if own else Person.nobody


def _whose(case: Case, hit: Span, rule: Rule, persons: tuple[Person, Person]) -> Whose:
    person, speaker = persons
    if person is Person.first and (turned := turned_on_me(case, hit, speaker)) is not Whose.none:
        return turned
    if speaker is Person.third and person in (Person.first, Person.nobody):
        sure = quoted(case.scene, hit) or wrote_it(case.scene, hit) or spoken_by_supported(case.scene, hit)
        return Whose.other if sure or person is Person.nobody else Whose.unclear
    if speaker is Person.second or person is Person.second:
        return Whose.unclear
    if person is Person.nobody:
        return rule.bare
    if person is Person.third and _alone(case.scene, hit) and told_by_form_alone(case.scene, hit, rule):
        return Whose.unclear
    return Whose.self if person is Person.first else Whose.other


def _alone(scene: Scene, hit: Span) -> bool:
    """Whether a text says nothing else: nobody knows then who is meant."""
    return len(scene.heard.words) <= hit.end - hit.start + 1


def _denied(scene: Scene, hit: Span) -> bool:
    for at in scene.before(hit.start, 5):
        word = scene.word(at)
        if word in scene.grammar.negators:
            return not _taken_up(scene, at, hit)
        joins = word in scene.grammar.joiners and word not in scene.grammar.either
        if joins or word in scene.grammar.unnegators or scene.named(at) is not Person.nobody:
            return False
    return False


def _taken_up(scene: Scene, negator: int, hit: Span) -> bool:
    """ "not sure if", "can not stop", "it is not that i do not": this denies nothing."""
    again = (at for at in scene.before(negator, 5) if scene.word(at) in scene.grammar.negators)
    return any(at + 1 < hit.start and scene.word(at + 1) in scene.grammar.unnegators for at in (negator, *again))


def _past(case: Case, hit: Span) -> bool:
    """Long ago: a time that says so, no time that is near, and a verb in the past; "he died years ago, i want to die" is now."""
    if not case.marked("past", hit) or case.marked("recent", hit):
        return False
    pasts = case.scene.grammar.pasts
    if any(case.scene.word(at) in pasts for at in range(hit.start, hit.end)):
        return True
    for at in case.scene.before(hit.start, 4):
        if case.scene.word(at) in pasts:
            return True
        if case.scene.person(at) is not Person.nobody:
            return False
    return False


def _escalated(case: Case, judged: Judged) -> Judged:
    """Intent with a means or a plan, and a time that is near, is imminent."""
    suicidal = judged.rule.startswith(("suicide.", "selfharm.", "concern.hopeless", "concern.enough"))
    if not suicidal or judged.whose is Whose.practice or judged.level < SafetyLevel.concern:
        return judged
    here = Span(judged.at, judged.at + 1, judged.rule)
    if not (judged.rule == "suicide.intent" or case.marked("means", here) or case.marked("plan", here)):
        return judged
    if case.marked("now", here) and judged.level is SafetyLevel.risk:
        return replace(judged, level=SafetyLevel.imminent)
    return judged


def _signal(weighed: Sequence[Judged]) -> SafetySignal:
    level = max(judged.level for judged in weighed)
    worst = [judged.whose for judged in weighed if judged.level == level]
    risky = [judged.whose for judged in weighed if judged.level >= SafetyLevel.risk]
    whose = Whose.self if Whose.self in risky else min(worst, key=_RANK.index)
    ordered = sorted(weighed, key=lambda judged: (-judged.level, judged.at))
    return SafetySignal(level, whose, tuple(dict.fromkeys(judged.rule for judged in ordered)))
