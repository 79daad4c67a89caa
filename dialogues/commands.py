"""Commands: what can be asked for by name, by a button, or by an intent."""

from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from zoneinfo import ZoneInfo

from dialogues.answering import meant, one_of
from dialogues.facts import Standing
from dialogues.flows import CRISIS
from dialogues.message import COMMAND
from dialogues.outcome import Scene
from dialogues.play import open_question
from dialogues.turn import Said, Tapped

Start = tuple[str, tuple[str, ...]]

BY_INTENT = {
    "help": "help", "start_lesson": "lesson", "next": "lesson", "take_quiz": "quiz", "check_in": "checkin",
    "practice": "practice", "my_progress": "progress", "ask_competency": "competency", "change_time": "hour",
    "change_days": "days", "change_zone": "zone", "change_language": "language", "pause": "pause", "resume": "resume",
    "stop": "confirm_stop", "my_data": "my_data", "erase_my_data": "erase", "supervisor_sees": "supervisor",
    "contact_supervisor": "contact_supervisor", "why_message": "why", "report_content": "report",
    "bot_identity": "who", "greet": "greet", "thanks": "thanks", "goodbye": "goodbye",
    "feeling_good": "feeling_good", "feeling_bad": "feeling_bad", "out_of_scope": "out_of_scope",
}  # fmt: skip


def command_in(scene: Scene) -> str:
    """The command a turn names: a tapped "/command", a typed one, or one of the fixed words; else ""."""
    act = scene.turn.act
    if isinstance(act, Tapped):
        return _known(act.choice)
    if not isinstance(act, Said):
        return ""
    first = act.words.strip().split(maxsplit=1)[0].casefold() if act.words.strip() else ""
    fixed = ("help_now", "stop", "help", "resume") if _may_resume(scene) else ("help_now", "stop", "help")
    return _known(first.split("@")[0]) or _said(scene, act.words, "words", fixed) or _offered(scene, act.words)


def button_said(scene: Scene, words: str) -> str:
    """The command whose button says what somebody wrote, such as "settings"; else ""."""
    return _said(scene, words, "choice", BUTTONS)


def start_of(scene: Scene, command: str) -> Start:
    """The flow that a command begins now, with its arguments; before the welcome, almost everything begins the welcome."""
    if scene.facts.standing is Standing.new and command not in BEFORE_WELCOME:
        return "welcome", ()
    return COMMANDS[command](scene)


def _known(named: str) -> str:
    name = named.removeprefix(COMMAND)
    return name if name != named and name in COMMANDS else ""


def _said(scene: Scene, words: str, kind: str, names: Sequence[str]) -> str:
    """The first name that has exactly these words among its wordings, in the person's language or in English; else ""."""
    voice = scene.voice
    voices = (voice,) if voice.profile.language == "en" else (voice, voice.speaking("en"))
    known = {name: [word for each in voices for word in each.wordings(f"{kind}.{name}")] for name in names}
    if not one_of(words, chain.from_iterable(known.values())):
        return ""
    return next(name for name in names if one_of(words, known[name]))


def _may_resume(scene: Scene) -> bool:
    """Whether "start" asks us to come back; for who neither stopped nor paused it may answer what is open."""
    return not scene.conversation.runs or scene.facts.standing in (Standing.stopped, Standing.paused)


def _offered(scene: Scene, words: str) -> str:
    """The command that stands among the choices of the open question, if the words mean it: its number, or its label."""
    question = open_question(scene, scene.conversation.runs[-1]) if scene.conversation.runs else None
    chosen = meant(question.message.choices, words) if question else None
    return _known(chosen.key) if chosen else ""


def _lesson(scene: Scene) -> Start:
    if scene.facts.cooling:
        return "tell", ("cooling.sure", "/lesson_anyway", "/help_now")
    return _lesson_anyway(scene)


def _quiz(scene: Scene) -> Start:
    if scene.facts.cooling:
        return "tell", ("cooling.sure", "/quiz_anyway", "/help_now")
    return _quiz_anyway(scene)


def _greet(scene: Scene) -> Start:
    if scene.facts.cooling:
        return "tell", ("cooling.greet", "/help_now", "/settings")
    return "tell", ("talk.greet", "/lesson", "/help")


def _lesson_anyway(scene: Scene) -> Start:
    due = scene.facts.lesson
    return ("lesson", due.subjects) if due else ("tell", ("lesson.none", "/quiz", "/settings"))


def _quiz_anyway(scene: Scene) -> Start:
    due = scene.facts.quiz
    return ("quiz", due.subjects) if due else ("tell", ("quiz.none", "/lesson"))


def _checkin(scene: Scene) -> Start:
    return "checkin", checkin_arguments("checkins" in scene.facts.consents, words=scene.facts.policy.checkin_words)


def checkin_arguments(consented: bool, *, words: bool) -> tuple[str, ...]:
    """The check-in's arguments: what was agreed, and what the program's policy allows."""
    return ("yes" if consented else "", "yes" if words else "")


def _resume(scene: Scene) -> Start:
    rests = scene.facts.standing in (Standing.stopped, Standing.paused)
    return ("resume", ()) if rests else ("tell", ("settings.not_paused", "/lesson", "/settings"))


def _why(scene: Scene) -> Start:
    facts = scene.facts
    if facts.standing is not Standing.active:
        return "tell", (f"why.{facts.standing}", "/resume")
    if facts.cooling:
        return "tell", ("why.cooling", "/settings")
    if facts.next_push is None:
        return "tell", ("why.none", "/settings")
    local = facts.next_push.astimezone(ZoneInfo(facts.profile.zone))
    day = scene.voice.phrase(f"day.{local.isoweekday()}").words
    return "tell", ("why.next", f"day={day}", f"hour={local:%H:%M}", "/settings")


def _progress(scene: Scene) -> Start:
    facts = scene.facts
    counts = (f"lessons={facts.lessons_done}", f"right={facts.items_right}", f"items={facts.items_done}")
    return "tell", ("progress.so_far", *counts, "/lesson")


def _competency(scene: Scene) -> Start:
    act = scene.turn.act
    named = act.reading.entities.get("competency", "") if isinstance(act, Said) else ""
    known = {competency.id for competency in scene.shelf.newest.competencies}
    return ("competency", (named,)) if named in known else ("tell", ("competency.which", "/lesson"))


def _flow(name: str) -> Callable[[Scene], Start]:
    return lambda scene: (name, ())


def _tell(phrase: str, *commands: str) -> Callable[[Scene], Start]:
    return lambda scene: ("tell", (phrase, *commands))


COMMANDS: Mapping[str, Callable[[Scene], Start]] = {
    "help_now": lambda scene: (CRISIS, ("asked", "asked")),
    "help": _flow("help"),
    "start": _resume,
    "stop": _flow("stop"),
    "confirm_stop": _tell("stop.confirm", "/stop", "/pause", "/help_now"),
    "resume": _resume,
    "pause": _flow("pause"),
    "lesson": _lesson,
    "next": _lesson,
    "quiz": _quiz,
    "lesson_anyway": _lesson_anyway,
    "quiz_anyway": _quiz_anyway,
    "checkin": _checkin,
    "settings": _flow("settings"),
    "hour": _flow("hour"),
    "days": _flow("days"),
    "zone": _flow("zone"),
    "country": _flow("country"),
    "language": _flow("language"),
    "why": _why,
    "progress": _progress,
    "competency": _competency,
    "who": _tell("who.i_am", "/help", "/help_now"),
    "greet": _greet,
    "thanks": _tell("talk.thanks"),
    "goodbye": _tell("talk.goodbye"),
    "feeling_good": _tell("talk.feeling_good", "/lesson"),
    "feeling_bad": _tell("talk.feeling_bad", "/checkin", "/help_now"),
    "out_of_scope": _tell("talk.out_of_scope", "/lesson", "/help"),
    "practice": _tell("soon.practice", "/quiz"),
    "my_data": _tell("soon.my_data"),
    "erase": _tell("soon.erase"),
    "supervisor": _tell("soon.supervisor"),
    "contact_supervisor": _tell("soon.contact_supervisor", "/help_now"),
    "report": _tell("soon.report"),
}

BEFORE_WELCOME = frozenset({"help_now", "help", "stop", "confirm_stop", "who", "my_data", "erase"})

BUTTONS = ("lesson", "quiz", "checkin", "settings", "hour", "days", "zone", "country", "language", "pause", "resume")
