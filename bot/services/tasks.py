"""Tasks: what a person asked for that takes a moment, or a look at more than their own rows. Each comes back as a Result."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from bot.domain.access import Action, Actor, Place, may
from bot.domain.schedule import TASK, Schedule
from bot.services import contacting, figures, inviting, programs, staff_week
from bot.services.digests import ASKED, COMES, part_of, told_now, with_others
from bot.services.exporting import make_copy
from bot.services.inviting import Made, Offer
from bot.services.meeting import Meeting, in_a_safety_talk, release_of, taught_to
from bot.services.notices import NOTICE_TASKS
from bot.services.release_tasks import PACK, RELEASE_TASKS
from bot.store import blobs, invites, links, reports, schedules, wanted
from bot.store import programs as stored
from dialogues.facts import Role
from dialogues.figures import written
from dialogues.flows import STAFF_WEEKLY
from dialogues.flows.leave import day_named
from dialogues.turn import Result

MOST_REPORTS = 5
PICTURE = "picture:"
DRAWN = {"picture": PICTURE, "digest": ASKED, "pack": PACK}  # what takes a moment of work first
ERASE = "erase"
ERASED_AFTER = timedelta(seconds=60)  # so that the last words still go out
REFUSED = (
    *(programs.NotAllowed, programs.NoSuchPerson, programs.TeamClosed),
    *(stored.NoSuchTeam, stored.NoSuchProgram, inviting.OfferRefused),
)
NOT_ALLOWED = Result("tell", ("team.not_allowed",))


def ask_for(meeting: Meeting, what: str, subject: str) -> None:
    """Put a task on the list of what is due; the clock brings it back at once, a picture when it is drawn."""
    if what in DRAWN:
        wanted.put(meeting.work, meeting.learner.id, DRAWN[what], meeting.address)
        return
    if what == "keep":  # they thought better of it
        schedules.cancel(meeting.work, meeting.learner.id, TASK, f"{ERASE}:")
        return
    due_at = meeting.now + ERASED_AFTER if what == ERASE else meeting.now
    schedules.put(meeting.work, meeting.learner.id, Schedule(TASK, due_at, f"{what}:{subject}", meeting.address))


def result_of(meeting: Meeting, named: str) -> Result | None:
    """Do the task of this name ("invite:3") and say what tells about it; None where there is nothing to tell."""
    what, _, about = named.partition(":")
    schedules.cancel(meeting.work, meeting.learner.id, TASK, named)
    try:
        return TASKS[what](meeting, about) if what in TASKS else None
    except REFUSED:
        return NOT_ALLOWED


def _picture(meeting: Meeting, key: str) -> Result | None:
    if blobs.get(meeting.work, meeting.learner.id, key) is None:
        return None
    skills = meeting.skills()
    counted = (len(skills), sum(one.lessons for one in skills), sum(one.right for one in skills))
    return Result("picture", (key, *(str(one) for one in counted)))


def _joined(meeting: Meeting, about: str) -> Result:
    role, _, place = about.partition("=")
    if role == Role.learner:  # a yes to being counted is for the team it was given in
        return Result("joined", (place,))
    return Result("tell", (f"join.done_{role}", f"place={place}"))


def _not_joined(meeting: Meeting, about: str) -> Result:
    return Result("tell", ("join.full",))


def _export(meeting: Meeting, about: str) -> Result:
    return Result("exported", make_copy(meeting))


def _link(meeting: Meeting, about: str) -> Result:
    code = links.make(meeting.work, meeting.learner.id, meeting.now)
    return Result("tell", ("link.code", f"code={code}", f"minutes={links.MINUTES}"))


def _invite(meeting: Meeting, about: str) -> Result:
    made = inviting.invite(meeting.work, _actor(meeting), Offer(Role.learner, int(about)), meeting.now)
    return Result("tell", ("team.code", *_told(meeting, made), f"most={made.uses}"))


def _hand_over(meeting: Meeting, about: str) -> Result:
    made = inviting.hand_over(meeting.work, _actor(meeting), int(about), "", meeting.now)
    return Result("tell", ("team.hand_over_code", *_told(meeting, made)))


def _revoke(meeting: Meeting, about: str) -> Result:
    actor, team = _actor(meeting), programs.open_team(meeting.work, int(about))
    inviting.revoke_all(meeting.work, actor, team.id, meeting.now)
    return Result("tell", ("team.revoked", f"name={team.name}"))


def _team(meeting: Meeting, about: str) -> Result:
    work, actor, team = meeting.work, _actor(meeting), programs.open_team(meeting.work, int(about))
    programs.require(actor, Action.count_team, Place(team.program_id, team.id))
    people = stored.count_people(work, team.program_id).get((team.id, Role.learner), 0)
    every = invites.list_invites(work, team.program_id, meeting.now)
    usable = sum((one.seat.team, one.seat.role) == (team.id, Role.learner) and not one.problem for one in every)
    return Result("team_desk", (str(team.id), team.name, str(people), str(usable)))


def _staff(meeting: Meeting, about: str) -> Result:
    """What the people who write, approve or run a program see first: of several programs, the one they joined first.

    Of a report not the words: they belong to whoever wrote them, and in another person's chat they would outlive their erasing.
    """
    actor, library = _actor(meeting), taught_to(meeting)
    seat = next((one for one in actor.seats if may(actor, Action.see_reports, Place(one.program))), None)
    if seat is None:
        return NOT_ALLOWED
    waiting = str(reports.count_open(meeting.work, seat.program))
    found = reports.open_of(meeting.work, seat.program, MOST_REPORTS)
    told = [f"report={one.lesson}={one.what}" for one in found]
    sizes = programs.team_sizes(meeting.work, actor, seat.program)
    told += [f"team={one.learners}={one.team.name}" for one in sizes if one.team.closed_at is None]
    return Result("staff_desk", (seat.program_name, str(release_of(meeting)), str(len(library.plan)), waiting, *told))


def _digest(wish: str) -> Callable[[Meeting, str], Result | None]:
    # In a hard moment it would be dropped, and must not count as seen.
    return lambda meeting, picture: None if in_a_safety_talk(meeting) else told_now(meeting, wish, picture)


def _mirror(meeting: Meeting, about: str) -> Result | None:
    """What the supervisor of somebody's team sees now, and the part they have in it."""
    seat = next((one for one in _actor(meeting).seats if one.role is Role.learner and one.team), None)
    if seat is None:
        return Result("tell", ("supervisor.none",))
    snapshot = figures.newest(meeting.work, seat.program, meeting.parts.policy, meeting.now)
    if snapshot is None:
        return Result("mirror", (seat.team_name, part_of(meeting, seat)))
    groups = with_others(meeting, snapshot, [(seat.team_name, snapshot.of(seat.team))])
    shown = (snapshot.week.isoformat(), *(f"{written(group)}\n{name}" for name, group in groups))
    return Result("mirror", (seat.team_name, part_of(meeting, seat), *shown))


def _actor(meeting: Meeting) -> Actor:
    return programs.actor_of(meeting.work, meeting.learner.id)


def _told(meeting: Meeting, made: Made) -> tuple[str, ...]:
    voice = meeting.voice()
    return f"code={made.code}", f"name={made.seat.team_name}", f"date={day_named(voice, made.until)}"


TASKS: Mapping[str, Callable[[Meeting, str], Result | None]] = {
    "picture": _picture,
    "joined": _joined,
    "not_joined": _not_joined,
    "export": _export,
    "link": _link,
    "invite": _invite,
    "hand_over": _hand_over,
    "revoke": _revoke,
    "team": _team,
    "staff": _staff,
    "mirror": _mirror,
    "digest": _digest(ASKED),
    "weekly": _digest(COMES),
    STAFF_WEEKLY: lambda meeting, about: staff_week.told(meeting),
    "contact": lambda meeting, about: contacting.begin(meeting),
    contacting.CAME: contacting.came,
    contacting.READ: lambda meeting, about: Result("tell", ("contact.seen",)),
    contacting.NONE: lambda meeting, about: Result("tell", ("contact.none", "/help_now")),
    "contact_seen": lambda meeting, about: contacting.see(meeting),
    **RELEASE_TASKS,
    **NOTICE_TASKS,
}
