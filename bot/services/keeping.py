"""Keeping: a person's own words, sealed, and the seats they take or leave."""

import json
from collections.abc import Sequence
from dataclasses import replace

from bot.services import contacting, notices, programs, release_tasks
from bot.services.meeting import Meeting, release_of
from bot.services.tasks import ask_for
from bot.store import invites, people, reports
from bot.store import programs as stored
from bot.store.reports import Report
from dialogues.conversation import Note
from dialogues.events import Joined, SeatLeft
from dialogues.facts import Profile, Role
from dialogues.flows.plan import parts_of


def keep_notes(meeting: Meeting, notes: Sequence[Note]) -> None:
    """Keep what somebody wrote: parts of their plan, what is wrong with a lesson, and what their supervisors shall read."""
    for note in notes:
        if note.what == "plan":
            _keep_plan(meeting, note)
        elif note.what == "report":
            _keep_report(meeting, note)
        elif note.what == "release_change":
            release_tasks.give_back(meeting, int(note.subject), note.words)
        elif note.what == "notice":
            notices.send(meeting, note.subject, note.words)
        elif note.what == "contact":
            contacting.ask(meeting, int(note.subject), note.words)


def take_seat(meeting: Meeting, event: Joined | SeatLeft) -> None:
    """Give somebody the role their code leads to, or end one they gave up."""
    work, now = meeting.work, meeting.now
    if isinstance(event, Joined):
        seat = invites.take_up(work, event.invitation, meeting.learner.id, now)
        if seat is None:  # taken back, used up or over since it was shown
            ask_for(meeting, "not_joined", "")
        elif meeting.learner.welcomed_at is None:
            _start_in_the_programs_zone(meeting)
        else:
            ask_for(meeting, "joined", f"{seat.role.value}={seat.team_name or seat.program_name}")
        return
    seats = stored.seats_of(work, meeting.learner.id)
    for seat in seats:
        if (seat.role.value, seat.program, seat.team) == (event.role, event.program, event.team):
            programs.leave(work, programs.actor_of(work, meeting.learner.id), seat, now)


def _start_in_the_programs_zone(meeting: Meeting) -> None:
    """Somebody new is where their program is, until they say where they are."""
    learner = people.load(meeting.work, meeting.learner.id)
    if learner.welcomed_at is None and learner.profile.zone == Profile().zone:
        zone = meeting.of(learner).policy().zone
        people.save(meeting.work, replace(learner, profile=replace(learner.profile, zone=zone)))


def _keep_plan(meeting: Meeting, note: Note) -> None:
    learner = people.load(meeting.work, meeting.learner.id)
    parts = parts_of(learner.plan)
    parts.pop(note.subject, None)
    if note.words:
        parts[note.subject] = note.words
    people.save(meeting.work, replace(learner, plan=json.dumps(parts, ensure_ascii=False) if parts else ""))


def _keep_report(meeting: Meeting, note: Note) -> None:
    lesson, what = note.subject.split(" ")
    seats = stored.seats_of(meeting.work, meeting.learner.id)
    program = next((seat.program for seat in seats if seat.role is Role.learner), 0)
    report = Report(lesson, release_of(meeting), what, note.words)
    reports.add(meeting.work, meeting.learner.id, program, report, meeting.now)
