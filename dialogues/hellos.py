"""Hellos: what is said before anything else: a prompt's hello, and the line for who comes back after a long time."""

from dataclasses import replace

from dialogues.commands import command_in
from dialogues.events import Prompted
from dialogues.facts import Standing
from dialogues.message import Message, Quiz, Text
from dialogues.outcome import Kept, Occasion, Outcome, Scene
from dialogues.turn import Due, Result, Silent
from dialogues.worry import is_worried

OPENED = ("lesson", "quiz", "review", "checkin", "still")
LONG_AWAY = 14  # days
PLAN_OVER = "plan_over"
GAP = Text.of("\n\n")


def with_hello(scene: Scene, due: Due, outcome: Outcome) -> Outcome:
    """A prompt says hello before it begins, in words that take turns, and is kept with its reason.

    Before a question of a quiz, hello is a message of its own: a channel's own quiz has room for the question alone.
    """
    if due.what not in OPENED or not outcome.messages:
        return outcome
    first, *rest = outcome.messages
    hello = scene.voice.in_turn(f"prompt.{due.what}", due.opening)
    if due.why == PLAN_OVER:
        hello = hello + GAP + scene.voice.phrase("prompt.plan_over")
    if due.support is not None:
        hello = hello + GAP + scene.voice.in_turn("prompt.support", due.support)
    subject = "" if due.what == "checkin" else " ".join(due.subjects)
    prompted = Kept(f"{scene.id}.prompt", 0, Prompted(due.what, subject, due.why))
    alone = isinstance(first.reply, Quiz)
    begun = (Message(hello), first) if alone else (replace(first, text=hello + GAP + first.text),)
    return replace(outcome, messages=(*begun, *rest), events=(*outcome.events, prompted))


def welcomed_back(scene: Scene, outcome: Outcome) -> Outcome:
    """Who comes back after a long time, or after leaving, hears that nothing has piled up, before anything else.

    A crisis, the rest of its day, words of worry and a stop need no such line.
    """
    facts = scene.facts
    away = facts.days_away >= LONG_AWAY or (facts.returned and not facts.cooling)
    if not away or isinstance(scene.turn.act, Due | Silent | Result):
        return outcome
    if is_worried(scene) or command_in(scene) == "stop":
        return outcome
    if outcome.occasion is Occasion.crisis or not outcome.messages or scene.facts.standing is not Standing.active:
        return outcome
    return replace(outcome, messages=(Message(scene.voice.phrase("talk.welcome_back")), *outcome.messages))
