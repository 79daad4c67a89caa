"""The dialogue manager: an ordered tuple of routes; the first that answers, wins. Read it as the policy it is."""

from dataclasses import replace

from dialogues.agreeing import AGREEING, wants_to_learn_again
from dialogues.answering import answer_to, meant, one_of
from dialogues.commands import BY_INTENT, button_said, command_in
from dialogues.conversation import Conversation, Run
from dialogues.facts import Standing
from dialogues.flow import Question
from dialogues.flows import CRISIS, FLOWS, NOTICE, STAFF_WEEKLY, WEEKLY, is_safety_talk
from dialogues.flows.welcome import HELLOS
from dialogues.hellos import welcomed_back, with_hello
from dialogues.message import Buttons, Message
from dialogues.outcome import Outcome, Scene
from dialogues.play import again, ask_again, begin, go_back, go_on, living, open_lesson, open_question
from dialogues.served import not_kept, with_reminder
from dialogues.starts import question_about, start_of
from dialogues.turn import EDIT, Due, Result, Said, Showed, Silent, Tapped
from dialogues.worry import (
    ASKS_FOR_A_PERSON,
    answers_late,
    heard_out,
    in_a_hard_moment,
    is_worried,
    listens,
    spelled_out,
    topic_of,
    unguessed,
    with_concern,
)
from nlu.intents import Open, SafetyLevel

# What somebody who said stop may still ask in their own words: it is about them, or about a hard moment.
ALWAYS_THEIRS = (
    *("my_data", "erase_my_data", "supervisor_sees", "why_message"),
    *("wellness_plan", "feeling_bad", "contact_supervisor", "bot_identity"),
)
# What somebody opened by hand, and may let go by saying so.
LET_GO = (
    *("pause", "leave", "hour", "days", "zone", "country", "language", "report", "team", "team_desk", "leave_seat"),
    *("contact", "digest_hour", "notice", "approval"),
)
# Their free questions ask for a time, a day or a place: what a button says is no answer to them.
ASKS_A_TIME = ("welcome", "hour", "days", "zone", "leave", "digest_hour")
LEARNING = ("lesson", "quiz", "review", "checkin", "ask", "practice")


def respond(scene: Scene) -> Outcome:
    """What the coach does with one turn. Pure: the same scene always leads to the same outcome."""
    scene, ended = living(scene)
    outcome = next(found for route in ROUTES if (found := route(scene)) is not None)
    outcome = with_reminder(scene, replace(outcome, events=(*ended, *outcome.events)))
    return with_concern(scene, welcomed_back(scene, outcome))


def is_settled(scene: Scene) -> bool:
    """Whether what somebody said needs no guess at its intent: its words or what is open settle it, or they tell of a hard moment.

    Say it of a scene whose reading has no intent yet. What is told in a hard moment is for nobody else to read, either.
    """
    scene, _ = living(scene)
    act = scene.turn.act
    # Whatever somebody new says, it is the welcome.
    greeted = not scene.conversation.runs and scene.facts.standing is Standing.new
    hard = is_worried(scene) or listens(scene) or any(is_safety_talk(run) for run in scene.conversation.runs)
    if hard or greeted or not isinstance(act, Said) or button_said(scene, act.words):
        return True
    return any(route(scene) is not None for route in ROUTES[: ROUTES.index(intent)])


def open_kind(scene: Scene) -> Open:
    """What is open now, as evidence for the safety screen."""
    question = open_question(scene, scene.conversation.runs[-1]) if scene.conversation.runs else None
    return question.open if question else Open.none


def crisis(scene: Scene) -> Outcome | None:
    """Danger in the words, a call for help, or a tap on an old card: resources first, in every state."""
    act = scene.turn.act
    if isinstance(act, Said) and act.reading.safety.level >= SafetyLevel.risk:
        signal = act.reading.safety
        plan = "yes" if scene.facts.profile.has_plan else ""
        apart = "" if open_kind(scene) in (Open.drill, Open.item) else "yes"
        return begin(scene, CRISIS, (signal.level.name, "screen", topic_of(signal), signal.whose.value, plan, apart))
    if command_in(scene) == "help_now" or (answers_late(scene) and (isinstance(act, Said) or _asking(scene) is None)):
        return begin(scene, *start_of(scene, "help_now"))
    return None


def opt_out(scene: Scene) -> Outcome | None:
    """STOP works in every state and ends whatever is open."""
    return begin(scene, *start_of(scene, "stop"), below=()) if command_in(scene) == "stop" else None


def help_(scene: Scene) -> Outcome | None:
    """HELP works in every state and returns to where we were."""
    return begin(scene, "help") if command_in(scene) == "help" else None


def command(scene: Scene) -> Outcome | None:
    """Something asked for by its name, due by the clock, or ready. An unanswered prompt closes when the next one is due."""
    if isinstance(scene.turn.act, Result):
        return _came(scene, scene.turn.act)
    if isinstance(scene.turn.act, Due):
        due = scene.turn.act
        kept = [run for run in scene.conversation.runs if is_safety_talk(run)]
        return with_hello(scene, due, begin(scene, due.what, due.subjects, below=kept))
    asked = command_in(scene)
    return _begin_command(scene, asked) if asked else None


def answer(scene: Scene) -> Outcome | None:
    """The answer to an open question; a tap on an old one is stale and repeats what is open now."""
    act = scene.turn.act
    asking = _asking(scene)
    if asking and _cancels(scene, *asking):
        left = replace(scene, conversation=replace(scene.conversation, runs=scene.conversation.runs[:-1]))
        return begin(left, "tell", ("talk.left",))
    if asking:
        if named := _named_at(scene, *asking):
            return _begin_command(scene, named)
        if again_without := not_kept(scene, asking):
            return again_without
        given = answer_to(asking[1], asking[0], spelled_out(asking[1], unguessed(scene), scene.voice))
        return go_on(scene, asking[0], given) if given else None
    if _lost(scene):
        return again(scene)
    if isinstance(act, Tapped):
        return _stale(scene)
    return Outcome(scene.conversation) if isinstance(act, Silent) else None


def intent(scene: Scene) -> Outcome | None:
    """What the words most likely mean; what it begins suspends the open talk and returns to it."""
    act = scene.turn.act
    if not scene.conversation.runs and scene.facts.standing is Standing.new:
        return begin(scene, "welcome")
    if not isinstance(act, Said):
        return _shown(scene)
    if scene.conversation.runs and is_safety_talk(scene.conversation.runs[-1]):
        return in_a_hard_moment(scene, act.words)
    if is_worried(scene) and act.reading.intent != ASKS_FOR_A_PERSON:
        return None
    asked = button_said(scene, act.words)
    if not asked and (met := heard_out(scene)):
        return met
    if _stays_quiet(scene, act.reading.intent, asked):
        return begin(scene, "tell", ("stop.still", "/resume", "/help_now"))
    if asked:
        return _begin_command(scene, asked)
    return _asked_or_meant(scene, act.reading.intent)


def not_understood(scene: Scene) -> Outcome:
    """Say so and repeat the question; then offer help; then a person. It never loops."""
    if scene.conversation.runs and is_safety_talk(scene.conversation.runs[-1]):
        return in_a_hard_moment(scene, "")
    if is_worried(scene):  # the line of concern is the answer; a lesson right behind it would be cold
        return Outcome(scene.conversation)
    misses = scene.conversation.misses + 1
    phrase = "talk.not_text" if isinstance(scene.turn.act, Showed) else f"talk.not_understood_{min(misses, 3)}"
    offered = ("/help",) if misses == 1 else ("/help", "/help_now")
    sorry = Message(scene.voice.phrase(phrase), reply=Buttons(tuple(scene.voice.choice(name) for name in offered)))
    missed = replace(scene, conversation=replace(scene.conversation, misses=misses))
    return ask_again(missed, sorry) if missed.conversation.runs else Outcome(missed.conversation, (sorry,))


ROUTES = (crisis, opt_out, help_, command, answer, intent, not_understood)


def _came(scene: Scene, result: Result) -> Outcome:
    """Tell what is ready; in a hard moment no picture of progress and no digest, and no question about a team's figures."""
    hard = any(is_safety_talk(run) for run in scene.conversation.runs)
    if hard and result.flow in ("picture", "digest", WEEKLY, STAFF_WEEKLY, NOTICE):
        return Outcome(scene.conversation)
    if hard and result.flow == "joined":
        return begin(scene, "tell", ("join.done_learner",))
    return begin(scene, result.flow, result.arguments)


def _begin_command(scene: Scene, name: str) -> Outcome:
    flow, arguments = start_of(scene, name)
    if name == "join" and flow == "welcome" and _asks(scene) in HELLOS:
        return begin(scene, flow, arguments, below=())
    runs = scene.conversation.runs
    if name == "start" and _goes_on(scene):
        return go_back(scene, runs[-1])
    if any(run.flow == flow == "welcome" for run in runs) and not is_safety_talk(runs[-1]):
        return ask_again(scene, Message(scene.voice.phrase("welcome.first")))
    if flow in (*LEARNING, "welcome") and any(is_safety_talk(run) for run in runs):
        return ask_again(scene, Message(scene.voice.phrase("cooling.first")))
    if flow == "lesson" and (begun := open_lesson(scene, *arguments)):
        return go_back(scene, begun)
    over = LEARNING if name == "withdraw_lessons" else ()
    stay = [run for run in runs if run.flow not in (flow, *over)]
    return begin(scene, flow, arguments, below=stay)


def _asking(scene: Scene) -> tuple[Run, Question] | None:
    """The run that this turn may answer, and its question: the tapped or silent one's, else the one on top."""
    act = scene.turn.act
    runs = scene.conversation.runs[-1:]
    if isinstance(act, Tapped | Silent):
        runs = tuple(run for run in scene.conversation.runs if run.question == act.question)
    question = open_question(scene, runs[-1]) if runs else None
    return (runs[-1], question) if question else None


def _goes_on(scene: Scene) -> bool:
    """Whether a talk is open that "/start", which a messenger also says by itself when it unblocks us, only asks again."""
    facts, runs = scene.facts, scene.conversation.runs
    stays = facts.standing is Standing.active or (facts.standing is Standing.paused and facts.returned)
    return bool(runs) and stays and open_question(scene, runs[-1]) is not None


def _shown(scene: Scene) -> Outcome | None:
    """What is no new text, outside of a safety talk. A changed message is no misunderstanding; who said stop hears nothing."""
    act, runs = scene.turn.act, scene.conversation.runs
    if not isinstance(act, Showed) or any(is_safety_talk(run) for run in runs[-1:]):
        return None
    stopped = scene.facts.standing is Standing.stopped
    if act.kind == EDIT:
        said = () if stopped else (Message(scene.voice.phrase("talk.edited")),)
        return Outcome(scene.conversation, said)
    return begin(scene, "tell", ("stop.not_text", "/resume", "/help_now")) if stopped and not runs else None


def _cancels(scene: Scene, asking: Run, question: Question) -> bool:
    """Whether somebody lets go of what they opened themselves; in another language, where the words are no answer."""
    act = scene.turn.act
    if not isinstance(act, Said) or asking.flow not in LET_GO:
        return False
    own = one_of(act.words, scene.voice.wordings("words.cancel"))
    said = own or one_of(act.words, scene.voice.everywhere("words.cancel"))
    return own or (said and not meant(question.message.choices, act.words))


def _named_at(scene: Scene, asking: Run, question: Question) -> str:
    """The command whose button's words stand where a choice, a time or a day is asked for; else ""."""
    act = scene.turn.act
    own_words = question.free and asking.flow not in ASKS_A_TIME
    if not isinstance(act, Said) or own_words or is_safety_talk(asking):
        return ""
    return "" if meant(question.message.choices, act.words) else button_said(scene, act.words)


def _asks(scene: Scene) -> str:
    """The key of the question on top; "" where none is open."""
    asking = _asking(scene)
    return asking[1].key if asking else ""


def _lost(scene: Scene) -> bool:
    """Whether the flow on top can no longer say what it asked, and this turn would be about it."""
    act, runs = scene.turn.act, scene.conversation.runs
    elsewhere = isinstance(act, Silent) and runs and act.question != runs[-1].question
    return bool(runs) and not elsewhere and open_question(scene, runs[-1]) is None


def _stale(scene: Scene) -> Outcome | None:
    if not scene.conversation.runs and scene.facts.standing is Standing.new:
        return None
    cooling = scene.facts.cooling
    offered = Buttons(tuple(scene.voice.choice(name) for name in (("/help_now",) if cooling else ("/lesson", "/help"))))
    phrase = "cooling.stale" if cooling else "talk.stale"
    note = Message(scene.voice.phrase(phrase), reply=None if scene.conversation.runs else offered)
    return ask_again(scene, note) if scene.conversation.runs else Outcome(scene.conversation, (note,))


def _stays_quiet(scene: Scene, meant: str, asked: str) -> bool:
    """Whether somebody said stop, and now asks for nothing that is theirs to ask at any time."""
    stopped = scene.facts.standing is Standing.stopped and not scene.conversation.runs
    theirs = meant in ALWAYS_THEIRS or asked in AGREEING
    return stopped and not theirs and not wants_to_learn_again(scene, asked or BY_INTENT.get(meant, ""))


def _asked_or_meant(scene: Scene, meant: str) -> Outcome | None:
    in_safety = any(is_safety_talk(run) for run in scene.conversation.runs)
    if not in_safety and (answered := question_about(scene)):
        return begin(scene, *answered)
    if scene.conversation.runs and meant in ("repeat", "skip", "next", "affirm", "deny"):
        return _about_the_question(scene, meant)
    return _begin_command(scene, BY_INTENT[meant]) if meant in BY_INTENT else None


def _about_the_question(scene: Scene, meant: str) -> Outcome | None:
    top = scene.conversation.runs[-1]
    if meant == "repeat":
        return ask_again(scene)
    if meant == "next" and top.flow == CRISIS:  # only what was offered to who practised lets words come so far
        below = scene.conversation.runs[:-1]
        return go_back(scene, below[-1]) if below else _begin_command(scene, "lesson")
    if meant == "skip" and top.flow in ("lesson", "quiz", "review", "checkin"):
        left = Conversation(scene.conversation.runs[:-1], asked_at=scene.conversation.asked_at)
        return begin(replace(scene, conversation=left), "tell", ("talk.skipped",))
    return None


assert set(FLOWS) >= {"welcome", "stop", "help", "tell", CRISIS}
