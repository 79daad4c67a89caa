"""The flows by the names under which runs are stored.

To rename one, keep its old name here until no run can carry it (24 hours).
"""

from collections.abc import Mapping

from dialogues.conversation import Run
from dialogues.flow import Flow
from dialogues.flows import checkin, crisis, followup, lesson, quiz, settings, tell, welcome

CRISIS = "crisis"
FOLLOW_UPS = ("followup", "debrief")

FLOWS: Mapping[str, Flow] = {
    "welcome": welcome.welcome,
    "lesson": lesson.lesson,
    "quiz": quiz.quiz,
    "checkin": checkin.checkin,
    CRISIS: crisis.crisis,
    "followup": followup.followup,
    "debrief": followup.debrief,
    "settings": settings.settings,
    "hour": settings.change_hour,
    "days": settings.change_days,
    "zone": settings.change_zone,
    "country": settings.change_country,
    "language": settings.change_language,
    "pause": settings.pause,
    "resume": settings.resume,
    "stop": tell.stop,
    "help": tell.help_,
    "tell": tell.tell,
    "competency": tell.competency,
}


def is_safety_talk(run: Run) -> bool:
    """Whether a run is about somebody's safety now: a crisis, or a follow-up that has become one."""
    return run.flow == CRISIS or (
        run.flow in FOLLOW_UPS and any(answer.value == followup.WORSE for answer in run.answers)
    )
