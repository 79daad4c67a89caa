"""Worry: what is heard of danger around the safety talk itself: which topic, whose late answer, and what we did not follow."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from dialogues.answering import one_of, plain
from dialogues.cards import BREAK, can_write, primary, ways
from dialogues.conversation import Conversation
from dialogues.flows import is_safety_talk
from dialogues.message import Buttons, Message, Text
from dialogues.outcome import Outcome, Scene
from dialogues.play import ask_again, open_question
from dialogues.turn import EDIT, Said, Showed, Tapped, Turn
from nlu.intents import UNSURE, SafetyLevel, SafetySignal, Whose

NEVER_TOO_LATE = frozenset({"about_me", "about_other", "danger_yes", "danger_unsure", "hard_to_call"})
TOPICS = {
    "abuse": "abuse",
    "abuse.child": "abuse_child",
    "violence.home": "violence",
    "violence.others": "harm",
    "violence.temper": "harm",
    "psychosis": "voices",
    "overdose": "overdose",
    "eating": "eating",
    "relapse": "relapse",
    "suicide.loss": "bereavement",
    "suicide.join": "bereavement",
}
# What a concern may be about that has kind words of its own.
KINDS = {"relapse": "relapse", "eating": "eating", "violence.temper": "temper", "psychosis": "unwell"}
OTHER = "other"  # worry about somebody else
LISTENS = timedelta(minutes=15)
# Below this a guess at a wish is none, while somebody was asked how things are.
SURE_OF_A_WISH = 0.9
# What weighs on people is often a word or two ("my boss"). Whoever wants that instead says its name, or a sentence.
WORDS_OF_A_WISH = 3
# What words may be taken for that only answer how things are. Nothing is begun on such a guess.
ONLY_TELLS = (UNSURE, "out_of_scope", "feeling_bad", "check_in", "affirm", "deny")


def topic_of(signal: SafetySignal) -> str:
    """Which extra line the card has: the first rule that has one of its own, or whose family has."""
    return _first(TOPICS, signal)


def is_worried(scene: Scene) -> bool:
    """Whether the words sound heavy, without speaking of danger."""
    act = scene.turn.act
    return isinstance(act, Said) and act.reading.safety.level == SafetyLevel.concern


def answers_late(scene: Scene) -> bool:
    """Whether somebody answers what a safety talk asked, after it was closed: by a tap, or the same day in words."""
    act = scene.turn.act
    if isinstance(act, Tapped):
        return act.choice in NEVER_TOO_LATE
    # A welcome that waits behind a safety talk has not been asked again: a "yes" is not meant for it.
    waits = all(run.flow == "welcome" for run in scene.conversation.runs)
    if not isinstance(act, Said) or not scene.facts.cooling or not waits:
        return False
    if one_of(act.words, scene.voice.wordings("choice.no_thanks")):  # a bare "no" answers too much else
        return False
    return any(one_of(act.words, scene.voice.wordings(f"choice.{key}")) for key in NEVER_TOO_LATE)


def in_a_hard_moment(scene: Scene, words: str) -> Outcome:
    """What we do not follow in a safety talk: nothing else is begun, for a guess at what they meant would be cold.

    Who says that calling is hard hears what else there is; who sent a voice message or a picture, that it was not heard or seen;
    the others hear who can be reached, in words that take turns. Where the question itself says how, it is not said twice.
    """
    misses = scene.conversation.misses
    text = _met(scene, words)
    asked = open_question(scene, scene.conversation.runs[-1])
    known = asked.message.text.words if asked else ""
    for way in ways(scene.voice):
        text = text if way.words in known else text + BREAK + way
    missed = replace(scene, conversation=replace(scene.conversation, misses=misses + 1))
    return ask_again(missed, Message(text, reply=Buttons((scene.voice.choice("/help_now"),))))


def with_concern(scene: Scene, outcome: Outcome) -> Outcome:
    """The outcome with kind words that name a way to a person, where the words sound heavy and no safety talk says more already.

    They ask how things are, unless something else is said or asked behind them.
    """
    act, safe = scene.turn.act, any(is_safety_talk(run) for run in outcome.conversation.runs[-1:])
    if not isinstance(act, Said) or not is_worried(scene) or safe:
        return replace(outcome, conversation=_carried(scene, outcome))
    voice, number, kind = scene.voice, scene.conversation.wording, _kind(scene, act.reading.safety)
    text = voice.phrase(f"concern.{kind}") if kind else voice.in_turn("concern.line", number)
    if not outcome.messages:
        text = text + BREAK + voice.in_turn("concern.ask", number)
    text = text + BREAK + voice.phrase("concern.way", way=primary(voice).words)
    since = None if outcome.messages else scene.now
    heard = replace(outcome.conversation, listening_since=since, wording=_next(scene))
    # "I can't do this any more" may be meant of us: a way out stands beside it, and is not held out as the answer.
    ways_on = ("/help_now", "/stop") if act.reading.intent == "stop" else ("/help_now",)
    card = Message(text, reply=Buttons(tuple(voice.choice(name) for name in ways_on)))
    return replace(outcome, conversation=heard, messages=(card, *outcome.messages))


def is_listening(scene: Scene) -> bool:
    """Whether somebody was asked a moment ago how things are, and has not said anything else since."""
    since = scene.conversation.listening_since
    return since is not None and scene.now - since < LISTENS


def unguessed(scene: Scene) -> Turn:
    """The turn as it may answer what is open: in heavy words, and while we have asked how things are, a guess answers nothing."""
    turn = scene.turn
    if not isinstance(turn.act, Said) or not _tells(turn.act) or not (is_listening(scene) or is_worried(scene)):
        return turn
    return replace(turn, act=replace(turn.act, reading=replace(turn.act.reading, intent=UNSURE)))


def heard_out(scene: Scene) -> Outcome | None:
    """Meets the answer to how things are, in whatever words: kindly, and nothing is begun; what was open stays open."""
    act = scene.turn.act
    if not isinstance(act, Said) or not is_listening(scene) or not _tells(act):
        return None
    said = scene.voice.in_turn("concern.heard", scene.conversation.wording)
    offered = Buttons(tuple(scene.voice.choice(name) for name in ("/help_now", "/checkin")))
    # Over an open question one answer is met so; the next may answer the question, or nobody would get past it.
    since = None if scene.conversation.runs else scene.now
    heard = replace(scene.conversation, listening_since=since, wording=_next(scene))
    return Outcome(heard, (Message(said, reply=offered),))


def _tells(act: Said) -> bool:
    """Whether words tell how things are, rather than ask for something: a faint guess at a wish is none, nor is "the quiz"."""
    few = len(act.words.split()) < WORDS_OF_A_WISH
    return few or act.reading.intent in ONLY_TELLS or act.reading.confidence < SURE_OF_A_WISH


def _carried(scene: Scene, outcome: Outcome) -> Conversation:
    """The conversation after any other turn: which words come next stays known; once something else is said, we listen no more."""
    went_on = outcome.conversation
    if went_on.listening_since == scene.now:
        return went_on
    since = None if outcome.messages else went_on.listening_since
    return replace(went_on, listening_since=since, wording=scene.conversation.wording)


def _kind(scene: Scene, signal: SafetySignal) -> str:
    """Which kind words of its own a concern has; soon after another one, words that take turns, so that nothing is said twice."""
    if is_listening(scene):
        return ""
    return OTHER if signal.whose is Whose.other else _first(KINDS, signal)


def _next(scene: Scene) -> int:
    """Only which words come next is kept, and not how often somebody had a hard time."""
    return (scene.conversation.wording + 1) % len(scene.voice.wordings("concern.line"))


def _first(names: Mapping[str, str], signal: SafetySignal) -> str:
    families = (name for rule in signal.matched for name in (rule, rule.split(".")[0]))
    return next((names[name] for name in families if name in names), "")


def _met(scene: Scene, words: str) -> Text:
    act, heard = scene.turn.act, scene.voice.wordings("words.hard_to_call")
    if isinstance(act, Showed) and act.kind != EDIT:
        return scene.voice.phrase("crisis.not_text")
    if any(word in heard for word in plain(words).split()):
        return scene.voice.phrase("crisis.barriers" if can_write(scene.voice) else "crisis.barriers_call")
    return scene.voice.in_turn("crisis.missed", scene.conversation.misses)
