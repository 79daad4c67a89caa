"""Worry: what is heard of danger around the safety talk itself: which topic, whose late answer, and what we did not follow."""

from dataclasses import replace

from dialogues.answering import one_of, plain
from dialogues.cards import BREAK, can_write, primary, ways
from dialogues.flows import is_safety_talk
from dialogues.message import Buttons, Message, Text
from dialogues.outcome import Outcome, Scene
from dialogues.play import ask_again, open_question
from dialogues.turn import EDIT, Said, Showed, Tapped
from nlu.intents import SafetyLevel, SafetySignal

NEVER_TOO_LATE = frozenset({"about_me", "about_other", "danger_yes", "danger_unsure", "hard_to_call"})
TOPICS = {
    "abuse": "abuse",
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


def topic_of(signal: SafetySignal) -> str:
    """Which extra line the card has: the first rule that has one of its own, or whose family has."""
    families = (name for rule in signal.matched for name in (rule, rule.split(".")[0]))
    return next((TOPICS[name] for name in families if name in TOPICS), "")


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
    """The outcome with one line that names a way to a person, where the words sound heavy and no safety talk says more already."""
    if not is_worried(scene) or any(is_safety_talk(run) for run in outcome.conversation.runs[-1:]):
        return outcome
    line = scene.voice.phrase("concern.line", way=primary(scene.voice).words)
    card = Message(line, reply=Buttons((scene.voice.choice("/help_now"),)))
    return replace(outcome, messages=(card, *outcome.messages))


def _met(scene: Scene, words: str) -> Text:
    act, heard = scene.turn.act, scene.voice.wordings("words.hard_to_call")
    if isinstance(act, Showed) and act.kind != EDIT:
        return scene.voice.phrase("crisis.not_text")
    if any(word in heard for word in plain(words).split()):
        return scene.voice.phrase("crisis.barriers" if can_write(scene.voice) else "crisis.barriers_call")
    return scene.voice.in_turn("crisis.missed", scene.conversation.misses)
