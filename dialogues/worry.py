"""Worry: what is heard of danger around the safety talk itself: which topic, whose late answer, and what we did not follow."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from dialogues.answering import one_of, plain
from dialogues.cards import BREAK, can_write, primary, ways
from dialogues.conversation import Conversation
from dialogues.flow import Question
from dialogues.flows import is_safety_talk
from dialogues.loosely import loosely_meant
from dialogues.message import Buttons, Message, Text
from dialogues.outcome import Outcome, Scene
from dialogues.play import ask_again, open_question
from dialogues.starts import is_question
from dialogues.turn import EDIT, Said, Showed, Tapped, Turn
from dialogues.voice import Voice
from nlu.intents import UNSURE, SafetyLevel, SafetySignal, Whose

NEVER_TOO_LATE = frozenset({"about_me", "about_other", "danger_yes", "danger_unsure", "hard_to_call"})
WHOSE = "whose"  # the key of that question
# "Not now" stands for a denial too: it is taken only as it stands on the button.
SPELLED_OUT = ("about_me", "about_other", "practising")
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
# In heavy words, and while we listen, a guess begins nothing, however sure it is. These stand beside the kind words instead.
BESIDE = {"stop": "/stop", "pause": "/pause", "check_in": "/checkin", "wellness_plan": "/plan"}
# Whoever truly wants something else says it again, and gets it: a wish as sure as this ends the listening. These are no wishes.
SURE_OF_A_WISH = 0.9
ONLY_TELLS = (UNSURE, "out_of_scope", "feeling_bad", "feeling_good", "affirm", "deny")
# Who asks for a person in heavy words must not wait for us to pass it on.
ASKS_FOR_A_PERSON = "contact_supervisor"
# Who told something heavy may ask at once who reads it. Such a question is no answer to how things are.
ASKS_ABOUT_US = ("supervisor_sees", "my_data", "erase_my_data", "why_message", "bot_identity")


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
    if one_of(act.words, scene.voice.everywhere("choice.no_thanks")):  # a bare "no" answers too much else
        return False
    return any(one_of(act.words, scene.voice.everywhere(f"choice.{key}")) for key in NEVER_TOO_LATE)


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
    card = Message(text, reply=_beside(scene, act, "/help_now"))
    return replace(outcome, conversation=heard, messages=(card, *outcome.messages))


def listens_until(conversation: Conversation, now: datetime) -> datetime | None:
    """Until when what somebody says may answer how things are; None when nobody asked that, or something else was said since."""
    since = conversation.listening_since
    return since + LISTENS if since and now < since + LISTENS else None


def listens(scene: Scene) -> bool:
    """Whether somebody was asked a moment ago how things are, and has not said anything else since."""
    return listens_until(scene.conversation, scene.now) is not None


def unguessed(scene: Scene) -> Turn:
    """The turn as it may answer what is open: in heavy words, and while we have asked how things are, a guess answers nothing."""
    turn = scene.turn
    if not isinstance(turn.act, Said) or not (listens(scene) or is_worried(scene)):
        return turn
    return replace(turn, act=replace(turn.act, reading=replace(turn.act.reading, intent=UNSURE)))


def spelled_out(question: Question, turn: Turn, voice: Voice) -> Turn:
    """The turn with the very words of a button, where whose danger it is was answered with a typo or a small word more.

    Whatever else is said there is asked again: nobody is taken to practise for words that only sound like it.
    """
    if question.key != WHOSE or not isinstance(turn.act, Said):
        return turn
    choices = [choice for choice in question.message.choices if choice.key in SPELLED_OUT]
    around = voice.everywhere("words.before_whose"), voice.everywhere("words.after_whose")
    chosen = loosely_meant(choices, turn.act.words, *around)
    return replace(turn, act=replace(turn.act, words=chosen.label)) if chosen else turn


def heard_out(scene: Scene) -> Outcome | None:
    """Meets the answer to how things are, in whatever words: kindly, and nothing is begun; what was open stays open."""
    act = scene.turn.act
    if not isinstance(act, Said) or not listens(scene) or _asks_about_us(scene, act):
        return None
    said = scene.voice.in_turn("concern.heard", scene.conversation.wording)
    offered = _beside(scene, act, "/help_now", "/checkin")
    # Over an open question one answer is met so; the next may answer the question, or nobody would get past it.
    since = None if scene.conversation.runs or _wishes(act) else scene.now
    heard = replace(scene.conversation, listening_since=since, wording=_next(scene))
    return Outcome(heard, (Message(said, reply=offered),))


def _wishes(act: Said) -> bool:
    return act.reading.confidence >= SURE_OF_A_WISH and act.reading.intent not in ONLY_TELLS


def _asks_about_us(scene: Scene, act: Said) -> bool:
    return act.reading.intent in ASKS_ABOUT_US and is_question(scene, act.words)


def _beside(scene: Scene, act: Said, *names: str) -> Buttons:
    """What may be tapped beside kind words. "I can't do this any more" may be meant of us: a way out is there, not held out."""
    meant = BESIDE.get(act.reading.intent, names[0])
    shown = names if meant in names else (*names, meant)
    return Buttons(tuple(scene.voice.choice(name) for name in shown))


def _carried(scene: Scene, outcome: Outcome) -> Conversation:
    """The conversation after any other turn: which words come next stays known; once something else is said, we listen no more."""
    went_on = outcome.conversation
    if went_on.listening_since == scene.now:
        return went_on
    since = None if outcome.messages else went_on.listening_since
    return replace(went_on, listening_since=since, wording=scene.conversation.wording)


def _kind(scene: Scene, signal: SafetySignal) -> str:
    """Which kind words of its own a concern has; soon after another one, words that take turns, so that nothing is said twice."""
    if listens(scene):
        return ""
    return OTHER if signal.whose is Whose.other else _first(KINDS, signal)


def _next(scene: Scene) -> int:
    """Only which words come next is kept, and not how often somebody had a hard time."""
    return (scene.conversation.wording + 1) % len(scene.voice.wordings("concern.line"))


def _first(names: Mapping[str, str], signal: SafetySignal) -> str:
    families = (name for rule in signal.matched for name in (rule, rule.split(".")[0]))
    return next((names[name] for name in families if name in names), "")


def _met(scene: Scene, words: str) -> Text:
    act, heard = scene.turn.act, scene.voice.everywhere("words.hard_to_call")
    if isinstance(act, Showed) and act.kind != EDIT:
        return scene.voice.phrase("crisis.not_text")
    if any(word in heard for word in plain(words).split()):
        return scene.voice.phrase("crisis.barriers" if can_write(scene.voice) else "crisis.barriers_call")
    return scene.voice.in_turn("crisis.missed", scene.conversation.misses)
