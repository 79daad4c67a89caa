"""Commands: what can be asked for by name, by a button, or by an intent."""

from collections.abc import Sequence
from itertools import chain

from dialogues.agreeing import AGREEING
from dialogues.answering import meant, one_of
from dialogues.facts import Standing
from dialogues.heard import SPEAKING
from dialogues.message import COMMAND, Choice
from dialogues.outcome import Scene
from dialogues.play import open_question
from dialogues.starts import COMMANDS
from dialogues.turn import Said, Tapped

BY_INTENT = {
    "help": "help", "start_lesson": "lesson", "next": "lesson", "take_quiz": "quiz", "check_in": "checkin",
    "practice": "practice", "my_progress": "progress", "ask_competency": "competency", "change_time": "hour",
    "change_days": "days", "change_zone": "zone", "change_language": "language", "pause": "pause", "resume": "resume",
    "stop": "confirm_stop", "my_data": "my_data", "erase_my_data": "erase", "supervisor_sees": "supervisor",
    "contact_supervisor": "contact_supervisor", "why_message": "why", "report_content": "report",
    "bot_identity": "who", "greet": "greet", "thanks": "thanks", "goodbye": "goodbye",
    "feeling_good": "feeling_good", "feeling_bad": "feeling_bad", "out_of_scope": "out_of_scope",
    "affirm": "okay", "deny": "okay", "fewer": "fewer", "pictures_on": "pictures", "leave_team": "leave_seat",
    "join_team": "join", "leave": "leave", "wellness_plan": "plan", "text_only": "text_only", "link_chats": "link",
    "my_team": "team",
}  # fmt: skip


def command_in(scene: Scene) -> str:
    """The command a turn names: a tapped "/command", a typed one, or one of the fixed words; else ""."""
    act = scene.turn.act
    if isinstance(act, Tapped):
        return _known(act.choice)
    if not isinstance(act, Said):
        return ""
    if scene.facts.invitation or scene.facts.link:
        return "join" if scene.facts.invitation else "link_accept"
    first = act.words.strip().split(maxsplit=1)[0].casefold() if act.words.strip() else ""
    fixed = ("help_now", "stop", "help", "resume") if _may_resume(scene) else ("help_now", "stop", "help")
    said = _known(first.split("@")[0]) or _said(scene, act.words, "words", fixed)
    return said or _offered(scene, act.words) or _spoken(scene, act.words)


def button_said(scene: Scene, words: str) -> str:
    """The command whose button says what somebody wrote, such as "settings"; else ""."""
    return _said(scene, words, "choice", BUTTONS)


def _known(named: str) -> str:
    name = named.removeprefix(COMMAND)
    return name if name != named and name in COMMANDS else ""


def _said(scene: Scene, words: str, kind: str, names: Sequence[str]) -> str:
    """The first name that has exactly these words among its wordings, in whichever language; else ""."""
    known = {name: scene.voice.everywhere(f"{kind}.{name}") for name in names}
    if not one_of(words, chain.from_iterable(known.values())):
        return ""
    return next(name for name in names if one_of(words, known[name]))


def _may_resume(scene: Scene) -> bool:
    """Whether "start" asks us to come back; for who neither stopped nor paused it may answer what is open."""
    return not scene.conversation.runs or scene.facts.standing in (Standing.stopped, Standing.paused)


def _offered(scene: Scene, words: str) -> str:
    """The command that stands among the choices of the open question, if the words mean it: its number, or its label."""
    chosen = _chosen(scene, words)
    return _known(chosen.key) if chosen else ""


def _spoken(scene: Scene, words: str) -> str:
    """The command to speak the language that was asked for by itself, as in "in English, please"; else ""."""
    named = next((one for one in SPEAKING if one_of(words, scene.voice.everywhere(f"words.{one}"))), "")
    return "" if named and _chosen(scene, words) else named  # it may be the very answer to what is asked


def _chosen(scene: Scene, words: str) -> Choice | None:
    question = open_question(scene, scene.conversation.runs[-1]) if scene.conversation.runs else None
    return meant(question.message.choices, words) if question else None


BUTTONS = (
    *("lesson", "quiz", "checkin", "settings", "hour", "days", "zone", "country", "language", "pause", "resume"),
    *("leave", "progress", "plan", "my_data", "export", "erase", "supervisor", "report", "text_only", "pictures"),
    *("team", "staff", "link", "why", "join", "leave_seat", "contact_supervisor", *AGREEING),
    *("digest", "digest_pause", "digest_hour", "digest_off", "digest_on"),
    *(
        "releases",
        "rollback",
        "announce",
        "correct",
        "notice_stop",
        "draft_preview",
        "draft_ask",
        "draft_drop",
        "draft_holds",
    ),
    *("release_preview", "approve_release", "release_everybody"),
)
