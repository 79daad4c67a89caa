"""Heard: what somebody named in the same breath as they asked for it. It is taken at its word, and not asked again."""

import re

from dialogues.answering import plain
from dialogues.away import away_until
from dialogues.conversation import Answer
from dialogues.dates import lasting_days
from dialogues.flows.preferences import hour_meant
from dialogues.message import COMMAND
from dialogues.outcome import Scene
from dialogues.turn import Said

Start = tuple[str, tuple[str, ...]]

# A guess at a wish that is less likely than this is asked about, even where a value was heard with it.
SURE = 0.6
QUIZ = 4
# Where one of these stands, the value that was heard may be the one that is not wanted, or one of two.
_DOUBT = re.compile(
    r"^(?:what|when|why|which|who|how|is|are|was|did|does|que|cual|cuando|como|es)\b"
    r"|\b(?:or|between|maybe|perhaps|not|no|dont|don t|never|but|except|without|add|also|too|as well|remove|drop|skip"
    r"|entre|quiza|quizas|tal vez|nunca|pero|menos|excepto|sin|tambien|ademas|anade|agrega|quita)\b|\bo\b(?! clock)"
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
    return "language", _given(named if named in scene.shelf.newest.locales else "")


def pause_heard(scene: Scene) -> Start:
    """A rest, for as many days as were named."""
    heard = _heard(scene)
    days = lasting_days(heard.value) if heard else 0
    return "pause", _given(str(days) if days else "")


def leave_heard(scene: Scene) -> Start:
    """A leave, until the day to come back that is in their words."""
    act = scene.turn.act
    if not isinstance(act, Said):
        return "leave", ()
    back = away_until(act.words, scene.now, scene.facts.profile, act.reading.entities.get("days", ""))
    return "leave", _given(back.isoformat() if back else "")


def lesson_heard(scene: Scene) -> Start | None:
    """The first lesson on the competency that was named which they did not read lately; None where none was named."""
    heard, library = _heard(scene, "competency"), scene.shelf.newest
    named = heard.entities["competency"] if heard else ""
    about = [id for id in library.plan if library.lesson(id, "en").competency == named]
    about.sort(key=lambda id: id in scene.facts.recent_lessons)
    return ("lesson", (about[0],)) if about else None


def quiz_heard(scene: Scene) -> Start | None:
    """A quiz on the competency that was named, from another place in its items each time; None where none was named."""
    heard = _heard(scene, "competency")
    named = heard.entities["competency"] if heard else ""
    about = sorted(
        id for (id, _), item in scene.shelf.newest.items.items() if item.locale == "en" and item.competency == named
    )
    if not about:
        return None
    begin = scene.voice.pick(range(len(about)), "quiz")
    return "quiz", tuple((about[begin:] + about[:begin])[:QUIZ])


def _heard(scene: Scene, kind: str = "") -> Answer | None:
    """What was said, as an answer with a value of this kind in it; None where it has none, or where it may be meant otherwise."""
    act = scene.turn.act
    if not isinstance(act, Said) or (kind and not act.reading.entities.get(kind)):
        return None
    sure = act.reading.confidence >= SURE or act.words.lstrip().startswith(COMMAND)
    if not sure or _DOUBT.search(plain(act.words)):
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
