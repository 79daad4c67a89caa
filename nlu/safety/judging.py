"""Judging: from hits and the signs around them to one signal."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from nlu.intents import CALM, Open, SafetyLevel, SafetySignal, Whose
from nlu.safety.hearing import Heard
from nlu.safety.patterns import Span
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
    told_by_near,
    told_by_supported,
    whose_words,
    wrote_it,
)

_MOST = 60
_NEAR = 45
_MANY = 1_000_000
_DRILLS = (Open.drill, Open.item)
_RANK = (Whose.self, Whose.unclear, Whose.other, Whose.practice, Whose.none)


@dataclass(frozen=True, slots=True)
class Judged:
    """One hit, weighed."""

    rule: str
    level: SafetyLevel
    whose: Whose
    at: int


@dataclass(frozen=True, slots=True)
class Case:
    """A text before the judge: its words, the signs in it by name and in order, and what the conversation has open."""

    scene: Scene
    marks: Mapping[str, Sequence[Span]]
    opened: Open

    def marked(self, name: str, hit: Span) -> bool:
        """Whether a sign stands in the neighbourhood of a hit."""
        marks = self.marks.get(name, ())
        at = bisect_left(marks, hit.start - _NEAR, key=_start)
        return at < len(marks) and marks[at].start < hit.end + _NEAR

    def beside(self, name: str, hit: Span) -> bool:
        """Whether a sign stands in the sentence of a hit, or right before the quotation the hit stands in."""
        sentences, reach = self.scene.heard.sentences, int(self.scene.heard.quoted[hit.start])
        own = sentences[hit.start]
        return any(own - reach <= sentences[mark.start] <= own for mark in self.marks.get(name, ()))

    def counselled(self, hit: Span, verb: int) -> bool:
        """Whether the report tells somebody what they should do, as "she told me to ..." and "he says i should ..." do."""
        marks = self.marks.get("counsel", ())
        at = bisect_left(marks, verb, key=_start)
        return at < len(marks) and marks[at].start < hit.end

    def frame(self, hit: Span) -> Span | None:
        """The helper's phrase ("I would ask") that opens the sentence of a hit, or leads to the quotation it stands in."""
        marks = self.marks.get("helper", ())
        at = bisect_left(marks, hit.end, key=_start) - 1
        sentences, reach = self.scene.heard.sentences, int(self.scene.heard.quoted[hit.start])
        return marks[at] if at >= 0 and sentences[hit.start] - sentences[marks[at].start] <= reach else None


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


def _start(span: Span) -> int:
    return span.start


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
    if _practised(case, hit, rule, (person, speaker)):
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
        played = case.opened in _DRILLS and not _news(case, hit)
        to_you = frame is not None or played or asked_of_you(case.scene, hit)
        return Person.second if to_you and report(case.scene, hit) is None else person
    if person is not Person.first or frame is None or rule.own or case.opened not in _DRILLS:
        return person
    own = any(case.scene.person(at) is Person.first for at in range(frame.end, hit.end))
    return Person.first if own else Person.nobody


def _whose(case: Case, hit: Span, rule: Rule, persons: tuple[Person, Person]) -> Whose:
    person, speaker = persons
    if person is Person.first and (turned := _turned_on_me(case, hit, speaker)) is not Whose.none:
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


def _practised(case: Case, hit: Span, rule: Rule, persons: tuple[Person, Person]) -> bool:
    person, speaker = persons
    if case.marked("real", hit) or case.marked("also", hit):
        return False
    if _studied(case, hit, rule):
        return True
    if case.opened in _DRILLS:
        return _in_drill(case, hit, rule, persons)
    if case.beside("rehearsal", hit) and (person is not Person.first or quoted(case.scene, hit)):
        return True
    own = person is Person.first and not rule.topic
    return case.frame(hit) is not None and not own and person is not Person.third and speaker is not Person.third


def _studied(case: Case, hit: Span, rule: Rule) -> bool:
    """ "the quiz had two on suicide": a subject of lessons, papers and posters, and nobody's own."""
    if not rule.topic or not case.beside("study", hit):
        return False
    scene, grammar = case.scene, case.scene.grammar
    near = grammar.kin | grammar.supported
    places = (*scene.before(hit.start), *range(hit.start, hit.end))
    own = any(scene.person(at) is Person.first for at in places)
    named = any(scene.word(at) in near for at in places)
    return not own and not named and scene.named(hit.start - 1) is Person.nobody


def _in_drill(case: Case, hit: Span, rule: Rule, persons: tuple[Person, Person]) -> bool:
    person, speaker = persons
    framed = case.frame(hit) is not None
    if case.scene.heard.quoted[hit.start] and (case.marked("helper", hit) or case.beside("rehearsal", hit)):
        return True  # 'i would answer "i want to die" with ...'
    if person is Person.third and not framed:
        return not _about_mine(case, hit) and not _news(case, hit)
    if person is Person.first:
        retold = speaker is Person.third and _turned_on_me(case, hit, speaker) is Whose.none
        return speaker is Person.second or retold or (rule.topic and framed)
    asked = case.scene.heard.sentences[hit.start] in case.scene.heard.asked
    return person is not Person.nobody or framed or asked or rule.topic or speaker is not Person.nobody


def _turned_on_me(case: Case, hit: Span, speaker: Person) -> Whose:
    """ "my husband says i should ...": said by another, yet about the writer. None when it is retold: quoted, of the story
    or of somebody supported.
    """
    verb = report(case.scene, hit) if speaker is Person.third else None
    if verb is None or quoted(case.scene, hit) or told_by_supported(case.scene, verb):
        return Whose.none
    if told_by_near(case.scene, verb):
        return Whose.self if case.counselled(hit, verb) else Whose.unclear
    frame = case.frame(hit)
    # "i would ask why he says ..." plans; "i need to tell you he says ..." does not.
    plans = frame is not None and any(
        case.scene.word(at) in case.scene.grammar.would for at in range(frame.start, frame.end)
    )
    framed = plans or case.marked("rehearsal", hit)
    return Whose.unclear if case.counselled(hit, verb) and not framed else Whose.none


def _about_mine(case: Case, hit: Span) -> bool:
    """ "my sister ...": somebody of the writer's own life, not of the practice story."""
    places = (*case.scene.before(hit.start), *range(hit.start, hit.end))
    grammar = case.scene.grammar
    return any(
        case.scene.word(at) in grammar.kin | grammar.supported and case.scene.word(at - 1) in grammar.ours
        for at in places
    )


def _news(case: Case, hit: Span) -> bool:
    """ "she just texted she took pills, what do i do": it happens now, and is no plan ("i would ask", "if he says") for a story."""
    scene, grammar = case.scene, case.scene.grammar
    plans = any(scene.word(mark.start) not in grammar.asking for mark in case.marks.get("helper", ()))
    supposed = any(scene.word(at) in grammar.supposing for at in scene.before(hit.start))
    return case.marked("news", hit) and not plans and not supposed and not case.beside("rehearsal", hit)


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
