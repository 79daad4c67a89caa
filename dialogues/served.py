"""People served: what could tell who somebody is that a learner supports is not kept, and they are asked to leave it out."""

from dataclasses import replace

from dialogues.conversation import Run
from dialogues.flow import Question
from dialogues.message import Message
from dialogues.outcome import Occasion, Outcome, Scene
from dialogues.play import ask_again, open_question
from dialogues.turn import Said
from nlu.intents import Open, SafetyLevel

# The free questions whose answers lie in the open talk, or go further: of the person served nothing may stand in them.
KEPT = {("report", "words"), ("contact", "words"), ("checkin", "note")}
OWN = frozenset({"phone", "mail"})  # what somebody may well say of themselves to a supervisor
STORIES = (Open.drill, Open.item)


def not_kept(scene: Scene, asking: tuple[Run, Question]) -> Outcome | None:
    """The question again, where the answer to it would be kept and could tell who a person served is; else None."""
    run, question = asking
    told = _told(scene)
    if (run.flow, question.key) not in KEPT or not (told - OWN if run.flow == "contact" else told):
        return None
    return ask_again(scene, Message(scene.voice.phrase("served.not_kept")))


def with_reminder(scene: Scene, outcome: Outcome) -> Outcome:
    """The outcome with a line first that asks to leave such things out, where words held some and answered no free question."""
    asked = open_question(scene, scene.conversation.runs[-1]) if scene.conversation.runs else None
    spoken = asked is not None and (asked.free or asked.open in STORIES)
    if spoken or not _told(scene) or outcome.occasion is Occasion.crisis:
        return outcome
    return replace(outcome, messages=(Message(scene.voice.phrase("served.please")), *outcome.messages))


def _told(scene: Scene) -> frozenset[str]:
    act = scene.turn.act
    if not isinstance(act, Said) or act.reading.safety.level > SafetyLevel.none:
        return frozenset()
    return act.reading.identifies
