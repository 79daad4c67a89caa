"""Practice: what in a text is rehearsed, studied or told for a story, and what is not although a story is open."""

from nlu.intents import Whose
from nlu.safety.case import DRILLS, Case
from nlu.safety.patterns import Span
from nlu.safety.rulebook import Rule
from nlu.safety.whose import Person, quoted, report, told_by_near, told_by_supported


def practised(case: Case, hit: Span, rule: Rule, persons: tuple[Person, Person]) -> bool:
    """Whether a hit is rehearsal, study or story; `persons` are whom it speaks of and who said it."""
    person, speaker = persons
    if case.marked("real", hit) or case.marked("also", hit):
        return False
    if _studied(case, hit, rule):
        return True
    if case.opened in DRILLS:
        return _in_drill(case, hit, rule, persons)
    if case.beside("rehearsal", hit) and (person is not Person.first or quoted(case.scene, hit)):
        return True
    own = person is Person.first and not rule.topic
    return case.frame(hit) is not None and not own and person is not Person.third and speaker is not Person.third


def news(case: Case, hit: Span) -> bool:
    """ "she just texted she took pills, what do i do": it happens now, and is no plan ("i would ask", "if he says") for a story."""
    scene, grammar = case.scene, case.scene.grammar
    plans = any(scene.word(mark.start) not in grammar.asking for mark in case.near("helper", hit))
    supposed = any(scene.word(at) in grammar.supposing for at in scene.before(hit.start))
    return case.marked("news", hit) and not plans and not supposed and not case.beside("rehearsal", hit)


def turned_on_me(case: Case, hit: Span, speaker: Person) -> Whose:
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
    if len(case.scene.heard.words) == 1 and rule.bare is Whose.self:
        return False  # "suicidal", and nothing else: that is how somebody is, and no answer to a question
    if case.scene.heard.quoted[hit.start] and (case.marked("helper", hit) or case.beside("rehearsal", hit)):
        return True  # 'i would answer "i want to die" with ...'
    if person is Person.third and not framed:
        return not _about_mine(case, hit) and not news(case, hit)
    if person is Person.first:
        retold = speaker is Person.third and turned_on_me(case, hit, speaker) is Whose.none
        return speaker is Person.second or retold or (rule.topic and framed)
    asked = case.scene.heard.sentences[hit.start] in case.scene.heard.asked
    return person is not Person.nobody or framed or asked or rule.topic or speaker is not Person.nobody


def _about_mine(case: Case, hit: Span) -> bool:
    """ "my sister ...", "a man i support ...": somebody of the writer's own life or work, not of the practice story."""
    if case.beside("theirs", hit):
        return True
    places = (*case.scene.before(hit.start), *range(hit.start, hit.end))
    grammar = case.scene.grammar
    return any(
        case.scene.word(at) in grammar.kin | grammar.supported and case.scene.word(at - 1) in grammar.ours
        for at in places
    )
