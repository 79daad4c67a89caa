"""Starts: where each command leads: the flow that it begins now, with its arguments."""

from collections.abc import Callable, Mapping
from zoneinfo import ZoneInfo

from content.search import search
from dialogues.agreeing import AGREEING, WITHDRAW, agreeing, asked_on_joining, wants_to_learn_again
from dialogues.answering import plain
from dialogues.facts import Role, Standing
from dialogues.flow import Query
from dialogues.flows import CRISIS
from dialogues.heard import (
    SPEAKING,
    Start,
    days_heard,
    hour_heard,
    language_heard,
    leave_heard,
    lesson_heard,
    pause_heard,
    quiz_heard,
    zone_heard,
)
from dialogues.outcome import Scene
from dialogues.seats import (
    STAFF,
    contact_start,
    content_start,
    digest_start,
    leave_seat_start,
    place_of,
    staff_start,
    supervisor_start,
    team_start,
)
from dialogues.stories import practice_again, practice_start, stop_start
from dialogues.turn import Said

ASKING = ("unsure", "out_of_scope", "ask_competency", "practice", "help")
LONGEST_QUESTION = 300
AWAKE = (Standing.active, Standing.paused)
HARD_TALKS = "crisis"  # the competency that teaches them
LANGUAGE = ("language", *SPEAKING)
SELDOM = 3  # prompts without an answer: from then on they come half as often


def start_of(scene: Scene, command: str) -> Start:
    """The flow that a command begins now, with its arguments; before the welcome, almost everything begins the welcome."""
    if scene.facts.standing is Standing.new and command in LANGUAGE:
        return _language_first(scene, command)
    if scene.facts.standing is Standing.new and command not in BEFORE_WELCOME:
        return _welcome(scene) if command == "join" else ("welcome", ())
    return agreeing(scene, "lessons") if wants_to_learn_again(scene, command) else COMMANDS[command](scene)


def question_about(scene: Scene) -> Start | None:
    """The talk that answers a question about a topic from the lessons; None when it is no question, or none has the answer."""
    act = scene.turn.act
    if not isinstance(act, Said) or scene.facts.standing not in AWAKE:
        return None
    practises = bool(act.reading.safety.matched)  # heard, and no danger: how to talk about it is asked
    if act.reading.intent not in ASKING and not practises:
        return None
    named = act.reading.intent == "ask_competency" and "competency" in act.reading.entities
    if named or scene.facts.cooling or act.reading.safety.level or not is_question(scene, act.words):
        return None
    found = search(scene.library, act.words[:LONGEST_QUESTION], scene.facts.profile.language)
    if practises and not (found and scene.library.lesson(found.lesson, "en").competency == HARD_TALKS):
        return _shown(scene, HARD_TALKS)
    shown = found and scene.library.lesson(found.lesson, "en").is_current(scene.now.date())
    return ("ask", (found.lesson, str(found.card))) if found and shown else None


def is_question(scene: Scene, words: str) -> bool:
    """Whether words ask something: by their question mark, or by how they begin."""
    first = plain(words).split(maxsplit=1)[:1]
    return "?" in words or (bool(first) and first[0] in scene.voice.everywhere("words.question"))


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
    if named := lesson_heard(scene):
        return named
    due = scene.choose(Query.next_lesson)
    return ("lesson", due.subjects) if due else ("tell", ("lesson.none", "/quiz", "/settings"))


def _quiz_anyway(scene: Scene) -> Start:
    if named := quiz_heard(scene):
        return named
    due = scene.choose(Query.next_quiz)
    return ("quiz", due.subjects) if due else ("tell", ("quiz.none", "/lesson"))


def _checkin(scene: Scene) -> Start:
    facts = scene.facts
    if facts.policy.checkins_on and facts.channel not in facts.policy.checkins_on:
        return "tell", ("checkin.not_here", "/help_now")
    week = scene.library.lessons.get((facts.recent_lessons[0], "en")) if facts.recent_lessons else None
    agreed = facts.agrees("checkins")
    return "checkin", checkin_arguments(agreed, week.competency if week else "", words=facts.policy.checkin_words)


def checkin_arguments(consented: bool, week: str = "", *, words: bool) -> tuple[str, ...]:
    """The check-in's arguments: what was agreed, what the program's policy allows, and the competency of the week's lesson."""
    return ("yes" if consented else "", "yes" if words else "", week)


def _resume(scene: Scene) -> Start:
    facts = scene.facts
    if facts.standing is Standing.stopped and facts.refuses("lessons"):
        return agreeing(scene, "lessons")
    if facts.standing is Standing.stopped and facts.paused_until and facts.paused_until > facts.now:
        back = facts.paused_until.astimezone(ZoneInfo(facts.profile.zone)).date()
        return "resume", (back.isoformat(),)
    if facts.standing in (Standing.stopped, Standing.paused):
        return "resume", ()
    return _greet(scene) if facts.cooling else ("tell", ("settings.not_paused", "/lesson", "/settings"))


def _start(scene: Scene) -> Start:
    """A messenger says "/start" by itself when somebody unblocks us: that ends a stop, as was promised, but no rest."""
    if scene.facts.returned and scene.facts.standing is Standing.paused:
        return "tell", ("talk.still_resting", "/resume", "/help_now")
    return _resume(scene)


def _why(scene: Scene) -> Start:
    facts = scene.facts
    sent = f"why.sent_{facts.prompted_why}" if facts.prompted_why else ""
    if facts.standing is not Standing.active:
        return "why", (sent, f"why.{facts.standing}", "/resume")
    if facts.cooling:
        return "why", (sent, "why.cooling", "/settings")
    if facts.next_push is None:
        return "why", (sent, "why.resting" if facts.unanswered else "why.none", "/settings")
    local = facts.next_push.astimezone(ZoneInfo(facts.profile.zone))
    day = scene.voice.phrase(f"day.{local.isoweekday()}").words
    coming = "why.next_seldom" if facts.unanswered >= SELDOM else "why.next"
    return "why", (sent, coming, f"day={day}", f"hour={local:%H:%M}", "/settings")


def _progress(scene: Scene) -> Start:
    counted = tuple(f"{one.competency}={one.lessons},{one.items},{one.right}" for one in scene.facts.skills)
    return "progress", counted


def _welcome(scene: Scene) -> Start:
    top = scene.conversation.runs[-1:]
    if top and top[0].flow == "welcome" and top[0].answers:
        return _join(scene)  # what they answered so far stays: the join is asked over it
    invitation = scene.facts.invitation
    if invitation is None or invitation.seat is None or invitation.problem:
        return "tell", (f"join.{invitation.problem if invitation else 'how'}", "/start", "/help_now")
    asks = asked_on_joining(invitation.seat)
    return "welcome", (str(invitation.id), invitation.seat.role.value, place_of(invitation.seat), *asks)


def _join(scene: Scene) -> Start:
    invitation = scene.facts.invitation
    if invitation is None:
        return "tell", ("join.how",)
    if invitation.seat and invitation.seat in scene.facts.seats:
        return "tell", ("join.there", f"place={place_of(invitation.seat)}")
    if invitation.seat is None or invitation.problem:
        return "tell", (f"join.{invitation.problem or 'unknown'}", "/help")
    new = scene.facts.standing is Standing.new  # else it is asked when the seat is taken
    asks = asked_on_joining(invitation.seat) if new else ()
    return "join", (str(invitation.id), invitation.seat.role.value, place_of(invitation.seat), *asks)


def _link_accept(scene: Scene) -> Start:
    link = scene.facts.link
    if link is None or link.problem:
        return "tell", (f"link.{link.problem if link else 'how'}", "/link")
    return "link_accept", (str(link.id),)


def _report(scene: Scene) -> Start:
    kept = [lesson for lesson in scene.facts.recent_lessons if (lesson, "en") in scene.library.lessons]
    return "report", tuple(kept[:4])


def _competency(scene: Scene) -> Start:
    act = scene.turn.act
    named = act.reading.entities.get("competency", "") if isinstance(act, Said) else ""
    return _shown(scene, named)


def _shown(scene: Scene, competency: str) -> Start:
    known = {one.id for one in scene.library.competencies}
    return ("competency", (competency,)) if competency in known else ("tell", ("competency.which", "/lesson"))


def _language_first(scene: Scene, command: str) -> Start:
    """What is open goes on in the language that was asked for; where nothing is, the welcome begins in it."""
    flow, named = COMMANDS[command](scene)
    return (flow, named) if scene.conversation.runs else ("welcome", ("", "", "", "", *named))


def _flow(name: str) -> Callable[[Scene], Start]:
    return lambda scene: (name, ())


def _tell(phrase: str, *commands: str) -> Callable[[Scene], Start]:
    return lambda scene: ("tell", (phrase, *commands))


COMMANDS: Mapping[str, Callable[[Scene], Start]] = {
    "help_now": lambda scene: (
        CRISIS,
        ("asked", "asked", "", "", "yes") if scene.facts.profile.has_plan else ("asked", "asked"),
    ),
    "help": _flow("help"),
    "start": _start,
    "stop": stop_start,
    "confirm_stop": _tell("stop.confirm", "/stop", "/pause", "/days", "/help_now"),
    "resume": _resume,
    "pause": pause_heard,
    "lesson": _lesson,
    "next": _lesson,
    "quiz": _quiz,
    "lesson_anyway": _lesson_anyway,
    "quiz_anyway": _quiz_anyway,
    "checkin": _checkin,
    "settings": _flow("settings"),
    "hour": hour_heard,
    "days": days_heard,
    "zone": zone_heard,
    "country": _flow("country"),
    "language": language_heard,
    "why": _why,
    "progress": _progress,
    "competency": _competency,
    "who": _tell("who.i_am", "/help", "/help_now"),
    "greet": _greet,
    "thanks": _tell("talk.thanks"),
    "goodbye": _tell("talk.goodbye"),
    "okay": _tell("talk.okay"),
    "fewer": _tell("settings.fewer", "/days", "/pause", "/stop"),
    "feeling_good": _tell("talk.feeling_good", "/lesson"),
    "feeling_bad": _tell("talk.feeling_bad", "/checkin", "/help_now"),
    "out_of_scope": _tell("talk.out_of_scope", "/lesson", "/help", "/help_now"),
    "practice": practice_start,
    "practice_again": practice_again,
    "contact_supervisor": contact_start,
    "contact_seen": _flow("contact_seen"),
    "digest": digest_start("show_digest"),
    "digest_pause": digest_start("digest_pause"),
    "digest_hour": digest_start("digest_hour"),
    "digest_off": digest_start("digest_off"),
    "digest_on": digest_start("digest_on"),
    "my_data": _flow("my_data"),
    "export": _flow("export"),
    "erase": _flow("erase"),
    "supervisor": supervisor_start,
    "report": _report,
    "leave": leave_heard,
    "text_only": _flow("text_only"),
    "pictures": _flow("pictures"),
    "plan": _flow("plan"),
    "join": _join,
    "leave_seat": leave_seat_start,
    "link": _flow("link"),
    "link_accept": _link_accept,
    "team": team_start,
    "staff": staff_start,
    **{name: content_start(name, Role.author) for name in ("draft_preview", "draft_ask", "draft_drop", "draft_holds")},
    **{
        name: content_start(name, Role.approver) for name in ("release_preview", "approve_release", "release_everybody")
    },
    "releases": content_start("releases", *STAFF),
    **{name: content_start(name, *STAFF) for name in ("announce", "correct", "notice_stop")},
    "rollback": content_start("rollback_look", Role.approver),
    **AGREEING,
    **SPEAKING,
}

BEFORE_WELCOME = frozenset({
    "help_now", "help", "stop", "confirm_stop", "who", "my_data", "export", "erase", "link_accept", "supervisor",
    "consents", *WITHDRAW,
})  # fmt: skip
