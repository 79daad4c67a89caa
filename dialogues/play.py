"""Play: move the talk on by one step, and return to what was interrupted when a run ends."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from dialogues.conversation import MOST_RUNS, Answer, Conversation, Run
from dialogues.events import DisplacedRun
from dialogues.flow import FlowBroken, FlowChanged, Query, Question, Setting, Step, advance
from dialogues.flows import CRISIS, FLOWS
from dialogues.message import Message
from dialogues.outcome import Kept, Occasion, Outcome, Scene
from dialogues.turn import Due

LONGEST = timedelta(hours=24)


def begin(scene: Scene, flow: str, arguments: Sequence[str] = (), below: Sequence[Run] | None = None) -> Outcome:
    """Begin a flow over what is open (or over `below`), and play it to its first question or its end."""
    run = Run(scene.id, flow, tuple(arguments), scene.facts.release, scene.now)
    return play(scene, (*(scene.conversation.runs if below is None else below), run))


def go_on(scene: Scene, run: Run, answer: Answer) -> Outcome:
    """Give an open run its answer; it comes to the top if it was not there."""
    others = tuple(other for other in scene.conversation.runs if other.id != run.id)
    return play(scene, (*others, replace(run, answers=(*run.answers, answer))))


def ask_again(scene: Scene, *lead: Message) -> Outcome:
    """Repeat the open question, after whatever there is to say first."""
    top = scene.conversation.runs[-1]
    question = open_question(scene, top)
    asked = (replace(question.message, question=top.question),) if question else ()
    return Outcome(scene.conversation, (*lead, *asked), occasion=_occasion(scene, scene.conversation.runs))


def open_question(scene: Scene, run: Run) -> Question | None:
    """What a run waits for now; None when its flow has changed or failed since."""
    try:
        return advance(FLOWS[run.flow], run, _setting(scene, run)).question
    except (FlowChanged, FlowBroken):
        return None


def living(scene: Scene) -> tuple[Scene, tuple[Kept, ...]]:
    """The scene without the runs whose time is over; a crisis run ends only by its own silence step."""
    runs = scene.conversation.runs
    kept = tuple(
        run for run in runs if run.flow in FLOWS and (run.flow == CRISIS or scene.now - run.started_at < LONGEST)
    )
    if len(kept) == len(runs):
        return scene, ()
    ended = _displaced([run for run in runs if run not in kept], "its time was over")
    return replace(scene, conversation=replace(scene.conversation, runs=kept)), ended


def play(scene: Scene, runs: Sequence[Run]) -> Outcome:
    """Advance the run on top of `runs`."""
    *below, top = runs
    top, step, notes = _advanced(scene, top)
    events = [Kept(top.id, step.first_event + place, event) for place, event in enumerate(step.events)]
    if step.question:
        silent_at = scene.now + step.question.within if step.question.within else None
        top = replace(top, answers=step.answers, silent_at=silent_at)
        stack, displaced = _trimmed(below, top)
        asked = [replace(step.question.message, question=top.question)]
    else:
        stack, displaced = (tuple(below), ()) if step.returns else ((), tuple(below))
        asked = _return_to(scene, stack)
    conversation = Conversation(stack, asked_at=scene.now if stack else scene.conversation.asked_at)
    occasion = _occasion(scene, (*stack, top))
    return Outcome(
        conversation,
        (*notes, *step.said, *asked),
        (*events, *_displaced(displaced, "something else took its place")),
        occasion,
    )


def _advanced(scene: Scene, run: Run) -> tuple[Run, Step, list[Message]]:
    try:
        return run, advance(FLOWS[run.flow], run, _setting(scene, run)), []
    except FlowChanged:
        mended = _mended(scene, run)
    except FlowBroken:
        mended = None
    if mended:
        return *mended, [Message(scene.voice.phrase("talk.changed"))]
    return (
        run,
        Step((), (DisplacedRun(run.flow, "it failed"),), 1000, None, run.answers),
        [Message(scene.voice.phrase("talk.failed"))],
    )


def _mended(scene: Scene, run: Run) -> tuple[Run, Step] | None:
    """The flow again, from the top, with every answer it still asks for; what was recorded stands, so nothing is recorded twice."""
    known = {answer.key: answer for answer in run.answers}
    fresh = replace(run, id=f"{run.id}+", answers=())
    try:
        step = advance(FLOWS[run.flow], fresh, _setting(scene, fresh))
        while step.question and step.question.key in known:
            fresh = replace(fresh, answers=(*step.answers, known.pop(step.question.key)))
            step = advance(FLOWS[run.flow], fresh, _setting(scene, fresh))
    except (FlowChanged, FlowBroken):
        return None
    return fresh, step


def _setting(scene: Scene, run: Run) -> Setting:
    return Setting(scene.voice_at(run.release, run.id), lambda query: _look_up(scene, query))


def _look_up(scene: Scene, query: Query) -> Answer:
    due = scene.facts.lesson if query is Query.next_lesson else scene.facts.quiz
    return Answer(query.value, " ".join(due.subjects) if due else "", scene.now)


def _trimmed(below: Sequence[Run], top: Run) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """At most two runs: the new one, and of those below a crisis before anything else."""
    if top.flow == CRISIS:
        below, replaced = [run for run in below if run.flow != CRISIS], [run for run in below if run.flow == CRISIS]
    else:
        replaced = []
    kept = sorted(below, key=lambda run: run.flow != CRISIS)[: MOST_RUNS - 1]
    return (*kept, top), tuple(replaced + [run for run in below if run not in kept])


def _return_to(scene: Scene, stack: Sequence[Run]) -> list[Message]:
    question = open_question(scene, stack[-1]) if stack else None
    if question is None:
        return []
    return [Message(scene.voice.phrase("talk.where_we_were")), replace(question.message, question=stack[-1].question)]


def _displaced(runs: Sequence[Run], why: str) -> tuple[Kept, ...]:
    return tuple(Kept(f"{run.id}.end", 0, DisplacedRun(run.flow, why)) for run in runs)


def _occasion(scene: Scene, runs: Sequence[Run]) -> Occasion:
    if any(run.flow == CRISIS for run in runs[-1:]):
        return Occasion.crisis
    return Occasion.prompt if isinstance(scene.turn.act, Due) else Occasion.reply
