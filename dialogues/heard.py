"""Heard: what somebody named in the same breath as they asked for it. It is taken at its word, and not asked again."""

import re
from collections.abc import Callable

from dialogues.answering import plain
from dialogues.away import away_until, begins_later
from dialogues.conversation import Answer
from dialogues.dates import SPOKEN, lasting_days
from dialogues.facts import Standing
from dialogues.flows.preferences import hour_meant
from dialogues.message import COMMAND
from dialogues.outcome import Scene
from dialogues.turn import Said

Start = tuple[str, tuple[str, ...]]

# A guess at a wish that is less likely than this is asked about, even where a value was heard with it.
SURE = 0.6
QUIZ = 4
LATER = "later"
_WHY_NOT = ("why not", "por que no")
# Where one of these stands, the value that was heard may be the one that is not wanted, or one of two.
_DOUBT = re.compile(
    r"^(?:what|when|why|which|who|how|is|are|was|did|does|que|cual|cuando|como|es)\b"
    r"|\b(?:or|between|maybe|perhaps|not|no|dont|don t|never|but|except|without|add|also|too|as well|remove|drop|skip"
    r"|entre|quiza|quizas|tal vez|nunca|pero|menos|excepto|sin|tambien|ademas|anade|agrega|quita)\b|\bo\b(?! clock)"
)
# Nothing to come, or nobody here: that denies no leave and no rest.
_QUIET = re.compile(
    r"\b(?:(?:do not|dont|don t|please not) (?:please )?(?:send|write|text|message|bother|disturb|remind|contact|ping|work)"
    r"|no(?: more)? (?:messages?|prompts?|lessons?|reminders?|quiz(?:zes)?|texts?|notifications?|work|mensajes?|lecciones)"
    r"|(?:not|wont|won t)(?: going to)?(?: be)? (?:here|around|available|working|reachable|online|at work)"
    r"|no (?:me |nos )?(?:escrib|mand|envi|molest|trabaj)\w*|no (?:estoy|estare|voy a estar)(?= hasta| aqui| disponible)"
    r"|sin (?:mensajes|lecciones))\b"
)
_AWAY = r"(?:(?:on )?(?:leave|holidays?|vacations?|pto)|away|off|(?:de )?(?:vacaciones|baja|permiso|viaje)|fuera)\b"
_REST = r"(?:paus\w*|rest|resting|breaks?|descans\w*)\b"
_LITTLE = (
    r"(?:(?:want|need|ask|asked|take|taking|to|for|a|an|any|the|my|me|you|it|them|going|go|have|having|plan|planning|be|am|in"
    r"|more|messages?|prompts?|please|quiero|necesito|pedi|me|mis|la|las|el|los|un|una|voy|estoy|estare|estuve|tengo|ningun"
    r"|ninguna|mas|tomar|tomes|hagas|hacer|a|de|on) )*"
)
_DENIED = (
    r"\b(?:not|no|dont|don t|didnt|didn t|wont|won t|isnt|isn t|never|cancel|cancelled|cancela|cancelar|nunca) "
    + _LITTLE
)
_NO_LEAVE, _NO_REST = re.compile(_DENIED + _AWAY), re.compile(_DENIED + _REST)
_LEFT_LEAVE = re.compile(
    rf"\b(?:was|were|been|had|took|estuve|estaba|tuve|fui) (?:just |all |a |my |on |de |mis )*{_AWAY}"
    r"|\b(?:back|returned) from (?:my |the )?(?:leave|holidays?|vacation)\b|\b(?:vuelto|volvi|regrese) de\b"
)
# With one of these, what is denied or over may be only a part of it, or another may be to come.
_STILL = re.compile(r"\b(?:until|till?|hasta|since|desde|from|but|pero|sino|instead|for|or|o)\b")
_TO_COME = re.compile(r"\b(?:going|next|tomorrow|manana|que viene|proxim[oa])\b")
# What is asked, wished for, of somebody else, or over, is no leave yet.
_UNSURE_LEAVE = re.compile(
    r"^(?:am|will|can|could|should|shall|may|do|have|had) i\b|^(?:estoy|puedo|debo|tengo) .*\?|\b(?:if|whether|might|could be"
    r"|may (?:be|go|take|have)|thinking|wonder\w*|hop(?:e|ing)|wish|want to know|ask(?:ed)?|request\w*|applied|was|were|wasnt"
    r"|been|had|went|took|returned|last|yesterday|ago|estuve|estaba|tuve|fui|volvi|regrese|ayer|pasad[oa]|espero|ojala|pedi"
    r"|pedido|solicit\w*|he|she|they|ella|ellos|his|her|their|cancel\w*|wont|won t|isnt|isn t|didnt|didn t)\b"
    r"|\bmy (?!leave|holi|vacation|first|last|break|trip|time|days?\b)\w+ (?:is|are|will|goes)\b|^si\b"
    r"|\bmi (?!permiso|baja|primer|ultimo|viaje)\w+ (?:esta|va|se va)\b"
)
_POLITE = re.compile(
    r"^(?:(?:please|por favor|hi|hello|hola) )*(?:can|could|would|will|puedes|podrias|podeis) ?(?:you|me)?\b(?! i\b)"
)
_NUMBERS = re.compile(r"\d+(?: [0-5]\d\b)?")


def hour_heard(scene: Scene) -> Start:
    """A change of the hour, with the hour and the several days that were named."""
    heard = _heard(scene, "hour")
    hour = _hour(heard)
    days = heard.entities.get("days", "") if heard and hour else ""
    # "At seven on Monday" may be meant once; several days are meant for good.
    return "hour", _given(hour, days if "," in days else "")


def days_heard(scene: Scene) -> Start:
    """A change of the days, with the days and the hour that were named."""
    heard = _heard(scene, "days")
    return "days", _given(heard.entities["days"], _hour(heard)) if heard else ()


def zone_heard(scene: Scene) -> Start:
    """A change of the zone, with the zone whose city or country was named."""
    heard = _heard(scene, "zone")
    return "zone", _given(heard.entities["zone"]) if heard else ()


def language_heard(scene: Scene) -> Start:
    """A change of the language, with the one that was named, where we speak it."""
    heard = _heard(scene, "language")
    named = heard.entities["language"] if heard else ""
    return "language", _given(named if named in scene.library.locales else "")


def _speak(language: str) -> Callable[[Scene], Start]:
    return lambda scene: ("language", _given(language if language in scene.shelf.newest.locales else ""))


SPEAKING = {f"speak_{language}": _speak(language) for language in SPOKEN}
"""Where the commands lead that ask for one language by itself; for one that we do not speak yet, to what we do."""


def pause_heard(scene: Scene) -> Start:
    """A rest, for as many days as were named; one that is to begin later is asked about, and one denied is none."""
    act = scene.turn.act
    if not isinstance(act, Said):
        return "pause", ()
    said = plain(act.words)
    if _NO_REST.search(_QUIET.sub("", said)) and not _STILL.search(said) and not said.startswith(_WHY_NOT):
        return _as_it_is(scene)
    if begins_later(act.words, act.reading.entities.get("days", "")):
        return "pause", ("", LATER)
    heard = _heard(scene, but=_QUIET)
    days = lasting_days(heard.value) if heard else 0
    return "pause", _given(str(days) if days else "")


def leave_heard(scene: Scene) -> Start:
    """A leave, until the day to come back that is in their words; one that is denied or over is none, and in doubt it is asked."""
    act = scene.turn.act
    if not isinstance(act, Said):
        return "leave", ()
    said = _QUIET.sub("", plain(act.words))
    over = _NO_LEAVE.search(said) or (_LEFT_LEAVE.search(said) and not _TO_COME.search(said))
    asked = _UNSURE_LEAVE.search(said) or ("?" in act.words and not _POLITE.search(said))
    if over and "?" not in act.words and not _STILL.search(said):
        return _as_it_is(scene)
    if asked or not _heard(scene, but=_QUIET):
        return "leave", ()
    back = away_until(act.words, scene.now, scene.facts.profile, act.reading.entities.get("days", ""))
    return "leave", _given(back.isoformat() if back else "")


def _as_it_is(scene: Scene) -> Start:
    """Nothing is changed, and it is said kindly; who rests is shown the way back."""
    if scene.facts.standing is Standing.paused:
        return "tell", ("talk.still_resting", "/resume")
    return "tell", ("talk.left",)


def lesson_heard(scene: Scene) -> Start | None:
    """The first lesson on the competency that was named which they did not read lately; None where none was named."""
    heard, library = _heard(scene, "competency"), scene.library
    named = heard.entities["competency"] if heard else ""
    about = [id for id in library.plan if library.lesson(id, "en").competency == named]
    about = [id for id in about if library.lesson(id, "en").is_current(scene.now.date())]
    about.sort(key=lambda id: id in scene.facts.recent_lessons)
    return ("lesson", (about[0],)) if about else None


def quiz_heard(scene: Scene) -> Start | None:
    """A quiz on the competency that was named, from another place in its items each time; None where none was named."""
    heard = _heard(scene, "competency")
    named = heard.entities["competency"] if heard else ""
    about = sorted(
        id for (id, _), item in scene.library.items.items() if item.locale == "en" and item.competency == named
    )
    if not about:
        return None
    begin = scene.voice.pick(range(len(about)), "quiz")
    return "quiz", tuple((about[begin:] + about[:begin])[:QUIZ])


def _heard(scene: Scene, kind: str = "", but: re.Pattern[str] | None = None) -> Answer | None:
    """What was said, as an answer with a value of this kind in it; None where it has none, or where it may be meant otherwise.

    What `but` finds in the words raises no doubt.
    """
    act = scene.turn.act
    if not isinstance(act, Said) or (kind and not act.reading.entities.get(kind)):
        return None
    sure = act.reading.confidence >= SURE or act.words.lstrip().startswith(COMMAND)
    said = but.sub("", plain(act.words)) if but else plain(act.words)
    if not sure or _DOUBT.search(said):
        return None
    return Answer("heard", act.words, scene.now, act.reading.intent, act.reading.entities)


def _hour(heard: Answer | None) -> str:
    """The hour that was meant; "" where several numbers were named, or none that is an hour."""
    return hour_meant(heard) if heard and len(_NUMBERS.findall(plain(heard.value))) < 2 else ""


def _given(*values: str) -> tuple[str, ...]:
    """Arguments up to the last that has a value: a flow asks for what is missing."""
    while values and not values[-1]:
        values = values[:-1]
    return values
