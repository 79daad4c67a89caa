"""The flows by the names under which runs are stored.

To rename one, keep its old name here until no run can carry it (24 hours).
"""

from collections.abc import Mapping

from dialogues.conversation import Run
from dialogues.flow import Flow
from dialogues.flows import (
    ask,
    checkin,
    consents,
    contact,
    crisis,
    desk,
    digest,
    followup,
    join,
    leave,
    lesson,
    mirror,
    notice,
    plan,
    practice,
    privacy,
    progress,
    quiz,
    release,
    report,
    settings,
    staff_week,
    tell,
    welcome,
    why,
)

CRISIS = "crisis"
NOTICE = "notice_came"
PREVIEW = "preview"  # plays the release that its first argument names
FOLLOW_UPS = ("followup", "debrief")
WEEKLY, STAFF_WEEKLY = "weekly", "staff_weekly"  # the digests that come by themselves

FLOWS: Mapping[str, Flow] = {
    "welcome": welcome.welcome,
    "lesson": lesson.lesson,
    "quiz": quiz.quiz,
    "review": quiz.review,
    "practice": practice.practice,
    "practice_stopped": practice.practice_stopped,
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
    "why": why.why,
    "still": why.still,
    "competency": ask.competency,
    "ask": ask.ask,
    "progress": progress.progress,
    "picture": progress.picture,
    "my_data": privacy.my_data,
    "consents": consents.consents,
    "agree": consents.agree,
    "withdraw": consents.withdraw,
    "export": privacy.export,
    "exported": privacy.exported,
    "erase": privacy.erase,
    "report": report.report,
    "leave": leave.leave,
    "text_only": settings.text_only,
    "pictures": settings.pictures,
    "plan": plan.plan,
    "join": join.join,
    "joined": join.joined,
    "leave_seat": join.leave_seat,
    "link": join.link,
    "link_accept": join.link_accept,
    "team": desk.team,
    "team_desk": desk.team_desk,
    "staff": desk.staff,
    "staff_desk": desk.staff_desk,
    "staff_week": staff_week.staff_week,
    STAFF_WEEKLY: staff_week.staff_week,
    "digest": digest.digest,
    WEEKLY: digest.digest,
    "show_digest": digest.show_digest,
    "digest_pause": digest.digest_pause,
    "digest_hour": digest.digest_hour,
    "digest_off": digest.digest_off,
    "digest_on": digest.digest_on,
    "ask_contact": contact.ask_contact,
    "contact": contact.contact,
    "contact_came": contact.contact_came,
    "contact_seen": contact.contact_seen,
    "pack_came": release.pack_came,
    "draft": release.draft,
    PREVIEW: release.preview,
    "approval": release.approval,
    "out_to_team": release.out_to_team,
    "out_to_all": release.out_to_all,
    "returned": release.returned,
    "rollback": release.rollback,
    "releases_are": release.releases_are,
    **{what: release.wanting(what) for what in release.WANTS},
    "notice": notice.notice,
    NOTICE: notice.notice_came,
    "announce": notice.announce,
    "correct": notice.correct,
    "notice_stop": notice.notice_stop,
    "supervisor": mirror.supervisor,
    "mirror": mirror.mirror,
}


def is_safety_talk(run: Run) -> bool:
    """Whether a run is about somebody's safety now: a crisis, or a follow-up that has become one.

    Who says that they practise is believed: what is offered then stands in the way of nothing.
    """
    values = {answer.value for answer in run.answers}
    raised = run.flow == CRISIS or (run.flow in FOLLOW_UPS and followup.WORSE in values)
    return raised and crisis.PRACTISING not in values
