"""Contacting: a person asked their supervisors to get in touch. It is sent once, at once, and apart from any digest.

Nobody else ever hears of it. Who asked is told when a supervisor has read it, and after a day when none has.
"""

from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.domain.calendar import in_quiet_hours, next_hour
from bot.domain.schedule import CONTACT, TASK, Schedule
from bot.services.meeting import Meeting, policy_in
from bot.store import audit, contacts, people, programs, schedules
from bot.store.contacts import Contact
from dialogues.facts import Role
from dialogues.flows.leave import day_named
from dialogues.turn import Due, Result

CAME, READ, NONE = "contact_came", "contact_read", "contact_none"
UNREAD_AFTER = timedelta(hours=24)
KEPT = timedelta(days=30)


def begin(meeting: Meeting) -> Result:
    """The talk in which somebody asks for it; or that nobody can be reached, or that one was asked already."""
    work, person = meeting.work, meeting.learner.id
    seats = [one for one in programs.seats_of(work, person) if one.role is Role.learner and one.team]
    for seat in seats:
        asked = contacts.waiting(work, person, seat.team)
        if asked and meeting.now - asked.asked_at < UNREAD_AFTER:  # after that they may ask once more
            voice = meeting.voice()
            day = day_named(voice, asked.asked_at.astimezone(ZoneInfo(meeting.learner.profile.zone)).date())
            return Result("tell", ("contact.waits", f"date={day}", "/help_now"))
    teams = [f"{one.team}={one.team_name}" for one in seats if _reached(meeting, one.program, one.team)]
    return Result("contact", tuple(teams)) if teams else Result("tell", ("contact.none", "/help_now"))


def ask(meeting: Meeting, team_id: int, words: str) -> None:
    """Send a request to every supervisor of the team whom it can reach; who asks hears it at once where there is none by now.

    `words` are the name they chose, a line break, and what they want to say.
    """
    work, now, person = meeting.work, meeting.now, meeting.learner.id
    program = next((one.program for one in programs.seats_of(work, person) if one.team == team_id), 0)
    reached = _reached(meeting, program, team_id)
    if not reached:
        schedules.put(work, person, Schedule(TASK, now, f"{NONE}:", meeting.address))
        return
    called, _, said = words.partition("\n")
    number = contacts.add(work, Contact(0, person, program, team_id, called, said, now))
    for supervisor in reached:
        schedules.put(work, supervisor, Schedule(TASK, now, f"{CAME}:{number}"))
    schedules.put(work, person, Schedule(CONTACT, now + UNREAD_AFTER, str(number), meeting.address))


def came(meeting: Meeting, number: str) -> Result | None:
    """What a supervisor is told of a request; nothing where it is gone, or they supervise that team no longer."""
    asked = contacts.find(meeting.work, int(number))
    if asked is None or meeting.learner.id not in contacts.supervisors(meeting.work, asked.program_id, asked.team_id):
        return None
    team = programs.find_team(meeting.work, asked.team_id).name
    return Result("contact_came", (team, asked.called, asked.words))


def see(meeting: Meeting) -> Result:
    """A supervisor has read what reached them: whoever asked is told, and waits no longer."""
    work, now = meeting.work, meeting.now
    seen = [one for one in contacts.unseen_of(work, meeting.learner.id) if contacts.see(work, one.id, now)]
    for one in seen:
        schedules.cancel(work, one.learner_id, CONTACT, str(one.id))
        asker = people.load(work, one.learner_id).profile
        policy = policy_in(work, programs.seats_of(work, one.learner_id), meeting.parts.policy)
        due_at = next_hour(asker, now, policy) if in_quiet_hours(asker, now, policy) else now
        schedules.put(work, one.learner_id, Schedule(TASK, due_at, f"{READ}:"))
        audit.note(work, audit.pseudonym(meeting.learner.id), "read_contact", str(one.id), now)
    return Result("tell", ("contact.seen_thanks" if seen else "contact.seen_before",))


def unread(meeting: Meeting, number: str) -> Due | None:
    """Tell who asked that nobody has read it yet, and what else they can do; nothing where somebody has."""
    schedules.cancel(meeting.work, meeting.learner.id, CONTACT, number)
    asked = contacts.find(meeting.work, int(number))
    if asked is None or asked.seen_at:
        return None
    profile, policy = meeting.learner.profile, meeting.policy()
    if in_quiet_hours(profile, meeting.now, policy):
        later = Schedule(CONTACT, next_hour(profile, meeting.now, policy), number, meeting.address)
        schedules.put(meeting.work, meeting.learner.id, later)
        return None
    return Due("tell", ("contact.unread", "/help_now"))


def _reached(meeting: Meeting, program_id: int, team_id: int) -> list[int]:
    """The supervisors of a team who can be reached: in some chat, and not after a stop; nobody asks themselves."""
    others = [one for one in contacts.supervisors(meeting.work, program_id, team_id) if one != meeting.learner.id]
    return [one for one in others if people.chats(meeting.work, one) and _hears(meeting, one)]


def _hears(meeting: Meeting, supervisor: int) -> bool:
    return people.load(meeting.work, supervisor).stopped_at is None
