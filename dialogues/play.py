"""Play: move the talk on by one step, and return to what was interrupted when a run ends."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType

from dialogues.cards import BREAK, crisis_card
from dialogues.conversation import MOST_RUNS, Answer, Conversation, Run
from dialogues.events import DisplacedRun, SettingChanged, Wanted
from dialogues.flow import FlowBroken, FlowChanged, Query, Question, Setting, Step, advance
from dialogues.flows import CRISIS, FLOWS, FOLLOW_UPS, NOTICE, PREVIEW, STAFF_WEEKLY, WEEKLY, is_safety_talk
from dialogues.message import Buttons, Message, in_front
from dialogues.outcome import Kept, Occasion, Outcome, Scene
from dialogues.turn import Due, Result, Said
from nlu.intents import SafetyLevel

LONGEST = timedelta(hours=24)
JUST = timedelta(seconds=10)
FAILED = "it failed"
LANGUAGE = "language"  # the flow that changes it
_OF_A_LESSON = ("card-", "try")  # how the keys of its questions begin, up to its end
# That a talk about safety or a check-in was left is nobody's business, and is not recorded.
PRIVATE = ("crisis", "followup", "debrief", "checkin", "plan", "contact", "practice")


def begin(scene: Scene, flow: str, arguments: Sequence[str] = (), below: Sequence[Run] | None = None) -> Outcome:
    """Begin a flow over what is open (or over `below`), and play it to its first question or its end.

    An offer is let go by what comes between; who changes the language goes on with it in the other one.
    """
    release = int(arguments[0]) if flow == PREVIEW else scene.facts.release
    run = Run(scene.id, flow, tuple(arguments), release, scene.now)
    # What comes by itself goes on from nothing that was offered, and another language does not either.
    arrived = isinstance(scene.turn.act, Result) or flow == LANGUAGE
    stack = scene.conversation.runs if below is None else below
    kept = [one for one in stack if arrived or not _only_offers(scene, one)]
    outcome = play(scene, (*kept, run))
    closed = [other for other in scene.conversation.runs if other not in kept]
    return replace(outcome, events=(*outcome.events, *_displaced(closed, "something else took its place")))


def go_on(scene: Scene, run: Run, answer: Answer) -> Outcome:
    """Give an open run its answer; it comes to the top if it was not there."""
    others = tuple(other for other in scene.conversation.runs if other.id != run.id)
    return play(scene, (*others, replace(run, answers=(*run.answers, answer))))


def ask_again(scene: Scene, *lead: Message) -> Outcome:
    """Repeat the open question, after whatever there is to say first; as one message, where a channel has room for it."""
    top = scene.conversation.runs[-1]
    question = open_question(scene, top)
    asked = _asked(question, top, *lead) if question else lead
    return Outcome(scene.conversation, asked, occasion=_occasion(scene, (top,)))


def go_back(scene: Scene, run: Run) -> Outcome:
    """Ask again what an open run waits for; it comes to the top if it was not there."""
    others = [other for other in scene.conversation.runs if other.id != run.id]
    kept = tuple(other for other in others if not _only_offers(scene, other))
    back = replace(scene, conversation=replace(scene.conversation, runs=(*kept, run)))
    outcome = ask_again(back, Message(scene.voice.phrase("talk.where_we_were")))
    left = [other for other in others if other not in kept]
    return replace(outcome, events=_displaced(left, "something else took its place"))


def again(scene: Scene) -> Outcome:
    """Say sorry for a flow on top that was changed or failed since it asked, and ask what is still open in it."""
    *below, top = scene.conversation.runs
    return _settled(scene, below, *_mended(scene, top))


def open_question(scene: Scene, run: Run) -> Question | None:
    """What a run waits for now; None when its flow has changed or failed since."""
    key = (run.id, len(run.answers))
    if key not in scene.asked:
        scene.asked[key] = _replayed(scene, run)
    return scene.asked[key]


def open_lesson(scene: Scene, lesson: str) -> Run | None:
    """The run that shows this lesson and is not through with it; None when there is none."""
    return next((run for run in reversed(scene.conversation.runs) if _shows(scene, run, lesson)), None)


def _only_offers(scene: Scene, run: Run) -> bool:
    question = open_question(scene, run)
    return question is not None and question.offer


def _shows(scene: Scene, run: Run, lesson: str) -> bool:
    question = open_question(scene, run)
    return question is not None and question.key.startswith(_OF_A_LESSON) and lesson in _lessons_of(run)


def _lessons_of(run: Run) -> tuple[str, ...]:
    """The welcome looks its lesson up; a lesson, and a question that a lesson answers, begin with it."""
    looked_up = tuple(answer.value for answer in run.answers if answer.key == Query.next_lesson)
    return looked_up if run.flow == "welcome" else run.arguments[:1]


def _replayed(scene: Scene, run: Run) -> Question | None:
    try:
        question = advance(FLOWS[run.flow], run, _setting(scene, run)).question
    except (FlowChanged, FlowBroken):
        return None
    return question if question and run.asks in ("", question.key) else None


def living(scene: Scene) -> tuple[Scene, tuple[Kept, ...]]:
    """The scene without the runs whose time is over; a crisis run ends only by its own silence step."""
    runs = scene.conversation.runs
    kept = tuple(
        run for run in runs if run.flow in FLOWS and (is_safety_talk(run) or scene.now - run.started_at < LONGEST)
    )
    if len(kept) == len(runs):
        return scene, ()
    ended = _displaced([run for run in runs if run not in kept], "its time was over")
    return replace(scene, conversation=replace(scene.conversation, runs=kept)), ended


def play(scene: Scene, runs: Sequence[Run]) -> Outcome:
    """Advance the run on top of `runs`."""
    *below, top = runs
    try:
        step = advance(FLOWS[top.flow], top, _setting(scene, top))
    except FlowChanged:
        return _settled(scene, below, *_mended(scene, top))
    except FlowBroken:
        return _settled(scene, below, *_failed(scene, top))
    return _settled(scene, below, top, step)


def _settled(scene: Scene, below: Sequence[Run], top: Run, step: Step, *notes: Message) -> Outcome:
    scene = _as_chosen(scene, step)
    events = [Kept(top.id, step.first_event + place, event) for place, event in enumerate(step.events)]
    if step.question:
        silent_at = scene.now + step.question.within if step.question.within else None
        top = replace(top, answers=step.answers, silent_at=silent_at, asks=step.question.key)
        scene.asked[top.id, len(top.answers)] = step.question
        stack, displaced = _trimmed(below, top)
        asked = _asked(step.question, top, *([Message(step.lead)] if step.lead.spans else []))
    else:
        stack, displaced = (tuple(below), ()) if step.returns else _let_go(below)
        asked = _return_to(scene, stack) if (step.said or notes) and _may_return(scene, top, step) else ()
    conversation = Conversation(stack, asked_at=scene.now if asked else scene.conversation.asked_at)
    return Outcome(
        conversation,
        (*notes, *step.said, *asked),
        (*events, *_displaced(displaced, "something else took its place")),
        _occasion(scene, (*stack[-1:], top)),
        step.notes,
    )


def _as_chosen(scene: Scene, step: Step) -> Scene:
    """The scene in the language and country that were chosen just now: what is asked again is asked in them."""
    chosen = {event.name: event.value for event in step.events if isinstance(event, SettingChanged)}
    profile = scene.facts.profile
    language, country = chosen.get("language", profile.language), chosen.get("country", profile.country) or None
    if (language, country) == (profile.language, profile.country):
        return scene
    facts = replace(scene.facts, profile=replace(profile, language=language, country=country))
    return replace(scene, facts=facts, asked={})


def _failed(scene: Scene, run: Run) -> tuple[Run, Step, Message]:
    """The end of a run whose flow failed. Where it was about somebody's safety, the resources stand, and no quiz comes back."""
    sorry = scene.voice.phrase("talk.failed")
    end = Step((), (DisplacedRun(run.flow, FAILED),), 1000, None, run.answers)
    if not is_safety_talk(run):
        return run, end, Message(sorry)
    card = crisis_card(scene.voice) + BREAK + sorry
    return run, replace(end, returns=False), Message(card, reply=Buttons((scene.voice.choice("/help_now"),)))


def _mended(scene: Scene, run: Run) -> tuple[Run, Step, Message]:
    """The flow again, from the top, with every answer that still fits. What was recorded stands: nothing is recorded twice."""
    known = {answer.key: answer for answer in run.answers}
    fresh = replace(run, id=f"{run.id}+", answers=())
    try:
        step = advance(FLOWS[run.flow], fresh, _setting(scene, fresh, known))
        while step.question and step.question.key in known:
            tried = replace(fresh, answers=(*step.answers, known.pop(step.question.key)))
            fresh, step = tried, advance(FLOWS[run.flow], tried, _setting(scene, tried, known))
    except FlowChanged:  # an answer that is no longer among the choices is open again
        pass
    except FlowBroken:
        return _failed(scene, run)
    stands = replace(step, events=(), notes=(), first_event=step.first_event + len(step.events))
    return fresh, stands, Message(scene.voice.phrase("talk.changed"))


def _setting(scene: Scene, run: Run, known: Mapping[str, Answer] = MappingProxyType({})) -> Setting:
    """Where a run plays; what it looked up before stays the same."""
    return Setting(scene.voice_at(run.release, run.id), lambda query: known.get(query.value) or _look_up(scene, query))


def _look_up(scene: Scene, query: Query) -> Answer:
    if query is Query.plan:
        return Answer(query.value, scene.facts.plan, scene.now)
    due = scene.choose(query)
    return Answer(query.value, " ".join(due.subjects) if due else "", scene.now)


def _trimmed(below: Sequence[Run], top: Run) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """At most two runs: the new one, and of those below a safety talk, else a welcome that is not over, else the newest."""
    stay = [run for run in below if not (is_safety_talk(run) and is_safety_talk(top))]
    kept = sorted(stay, key=lambda run: (is_safety_talk(run), _welcomes(run)))[1 - MOST_RUNS :]
    return (*kept, top), tuple(run for run in below if run not in kept)


def _welcomes(run: Run) -> bool:
    """Whether a welcome still asks for what it needs: left, it would ask for everything again."""
    return run.flow == "welcome" and all(answer.key != Query.next_lesson for answer in run.answers)


def _asked(question: Question, run: Run, *lead: Message) -> tuple[Message, ...]:
    """The open question of a run, with the last of what there is to say first in front of it."""
    asked = replace(question.message, question=run.question)
    return (*lead[:-1], *in_front(lead[-1], asked)) if lead else (asked,)


def _return_to(scene: Scene, stack: Sequence[Run]) -> tuple[Message, ...]:
    question = open_question(scene, stack[-1]) if stack else None
    return _asked(question, stack[-1], Message(scene.voice.phrase("talk.where_we_were"))) if question else ()


def _may_return(scene: Scene, top: Run, step: Step) -> bool:
    """Whether what is open is asked again behind a talk that is over; where it is not, it stays open all the same.

    A lesson is no answer to words that sound heavy, what is still on its way would push the question out of sight, and news that
    came by itself are no reason to ask again.
    """
    act = scene.turn.act
    worried = isinstance(act, Said) and act.reading.safety.level is SafetyLevel.concern
    heavy = worried or (top.flow == "tell" and top.arguments[:1] == ("talk.feeling_bad",))
    coming = any(isinstance(event, Wanted) for event in step.events)
    return step.returns and top.flow != NOTICE and not heavy and not coming and not _just_asked(scene)


def _let_go(below: Sequence[Run]) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """What is let go, but for the welcome: it waits, unasked, or everything in it would be asked again."""
    return tuple(run for run in below if run.flow == "welcome"), tuple(run for run in below if run.flow != "welcome")


def _just_asked(scene: Scene) -> bool:
    """Whether the open question stands right above what comes back now."""
    asked_at = scene.conversation.asked_at
    return isinstance(scene.turn.act, Result) and asked_at is not None and scene.now - asked_at < JUST


def _displaced(runs: Sequence[Run], why: str) -> tuple[Kept, ...]:
    return tuple(Kept(f"{run.id}.end", 0, DisplacedRun(run.flow, why)) for run in runs if run.flow not in PRIVATE)


def _occasion(scene: Scene, spoken: Sequence[Run]) -> Occasion:
    if any(run.flow == CRISIS or is_safety_talk(run) for run in spoken):
        return Occasion.crisis
    act = scene.turn.act
    if isinstance(act, Result) and act.flow in (WEEKLY, STAFF_WEEKLY):
        return Occasion.digest
    if isinstance(act, Result) and act.flow == NOTICE:
        return Occasion.notice
    # A follow-up was promised: it is as good as an answer, and is sent again when a crash left it in doubt.
    return Occasion.prompt if isinstance(act, Due) and act.what not in FOLLOW_UPS else Occasion.reply
