"""Replay equals live: a talk that lies in storage between every two answers goes exactly as one that never stopped."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogues.conversation import Answer, Note, Run
from dialogues.events import Event
from dialogues.facts import Policy
from dialogues.flow import MOST_MESSAGES, Query, Question, Setting, Talk, advance
from dialogues.flows import FLOWS
from dialogues.flows.plan import MOST_CHANGES
from dialogues.message import Message
from dialogues.voice import Voice
from tests.dialogues.house import ARGUMENTS, BILINGUAL, LIBRARY, NO_ACTS, NOW, PLAN, PROFILE, voice
from tests.dialogues.walks import keys_of, setting, through_storage

MOST_QUESTIONS = 20
# Of the plan its owner may change as much as they like; a welcome in which every answer is hard to read ends with a whole quiz.
MOST_OF = {"plan": 2 * MOST_CHANGES + 1, "welcome": 26}
TYPED = (
    "07:30",
    "9:00",
    "oslo",
    "25:00",
    "weekdays",
    "silence",
    "next_lesson",
    "  ",
    "{name} **bold** _it_",
    "ünï",
    "\x00\n",
)
VOICES = (
    voice(),
    voice(LIBRARY, replace(PROFILE, country=None), seed="another"),
    voice(profile=replace(PROFILE, has_plan=True, text_only=True)),
    voice(policy=Policy(quiet_from=time(7, 0), quiet_to=time(9, 30))),
    voice(
        NO_ACTS, replace(PROFILE, country="MX", language="es"), Policy(60, protocol_card="Ours.", on_call="555 0100")
    ),
)


def most(flow: str) -> int:
    """How many questions a flow may ask before it must come to its end."""
    return MOST_OF.get(flow, MOST_QUESTIONS)


@dataclass(frozen=True)
class Stretch:
    """What happened between two answers."""

    said: tuple[Message, ...]
    events: tuple[tuple[int, Event], ...]
    question: Question | None
    returns: bool
    notes: tuple[Note, ...]


@st.composite
def talks(draw: st.DrawFn, flow: str) -> tuple[tuple[str, ...], Setting, list[str]]:
    """Arguments, a place to play in, and answers: each names a choice by its number, or is free words."""
    speaking: Voice = draw(st.sampled_from(VOICES))
    found = draw(st.sampled_from(("", "rights-01", "rights-02")))
    dice = draw(st.randoms(use_true_random=False))
    words = [dice.choice(TYPED) if dice.random() < 0.5 else str(dice.randrange(20)) for _ in range(most(flow))]
    words[0] = draw(st.text(max_size=8)) if draw(st.booleans()) else words[0]
    return draw(st.sampled_from(ARGUMENTS[flow])), setting(speaking, found, draw(st.sampled_from(("", PLAN)))), words


def answer_of(question: Question, words: str) -> Answer:
    """A valid answer to a question, made of whatever was drawn."""
    keys = keys_of(question)
    if question.free and not words.isascii():
        return Answer(question.key, words, NOW, "unsure", {"hour": "08:15", "days": "1,2"})
    if not keys or (question.free and not words.isdigit()):
        return Answer(question.key, words, NOW)
    return Answer(
        question.key, keys[(int(words) if words.isdigit() and words.isascii() else len(words)) % len(keys)], NOW
    )


def replayed(flow: str, arguments: tuple[str, ...], place: Setting, words: list[str]) -> Iterator[Stretch]:
    """The talk as it is in the house: from the top at every answer, and stored as JSON between."""
    run = Run("r", flow, arguments, 1, NOW)
    for said in words:
        step = advance(FLOWS[flow], run, place)
        yield Stretch(
            step.said, tuple(enumerate(step.events, step.first_event)), step.question, step.returns, step.notes
        )
        if step.question is None:
            return
        run = through_storage(replace(run, answers=(*step.answers, answer_of(step.question, said))))


def uninterrupted(flow: str, arguments: tuple[str, ...], place: Setting, words: list[str]) -> Iterator[Stretch]:
    """The same talk with a coroutine that is never left: it is driven here, without the engine."""
    talk, ordinal, left = Talk(place.voice), 0, iter(words)
    coroutine = FLOWS[flow](talk, *arguments)
    given: Answer | None = None
    while True:
        try:
            request = coroutine.send(given)  # the first send is None
        except StopIteration:
            request = None
        if isinstance(request, Query):
            given = place.look_up(request)
            continue
        assert request is None or isinstance(request, Question)
        step = talk.step(request, ())
        yield Stretch(step.said, tuple(enumerate(step.events, ordinal)), request, step.returns, step.notes)
        ordinal += len(step.events)
        talk.forget()
        if request is None:
            return
        given = answer_of(request, next(left))


@pytest.mark.parametrize("flow", sorted(FLOWS))
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_replayed_talk_is_the_same_as_one_that_was_never_interrupted(flow: str, data: st.DataObject) -> None:
    arguments, place, words = data.draw(talks(flow))
    stretches = list(replayed(flow, arguments, place, words))
    assert stretches == list(uninterrupted(flow, arguments, place, words))
    assert stretches[-1].question is None, f"more than {most(flow)} questions"


@pytest.mark.parametrize("flow", sorted(FLOWS))
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_talk_is_short_repeats_no_question_and_never_an_ordinal(flow: str, data: st.DataObject) -> None:
    stretches = list(replayed(flow, *data.draw(talks(flow))))
    keys = [stretch.question.key for stretch in stretches if stretch.question]
    ordinals = [ordinal for stretch in stretches for ordinal, _ in stretch.events]
    assert len(keys) == len(set(keys))
    assert ordinals == list(range(len(ordinals)))
    assert all(len(stretch.said) <= MOST_MESSAGES for stretch in stretches)
    assert stretches[-1].question is None, f"more than {most(flow)} questions"


def test_the_same_words_are_chosen_in_every_replay_and_differ_between_talks() -> None:
    wordings = {voice(BILINGUAL, seed=f"talk {number}").phrase("quiz.right").words for number in range(40)}
    assert len(wordings) == len(BILINGUAL.phrase("quiz.right", "en").wordings) > 1
    assert voice(seed="one").phrase("quiz.right") == voice(seed="one").phrase("quiz.right")
