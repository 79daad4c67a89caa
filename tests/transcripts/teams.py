"""Teams for transcripts: made-up people of a program who learned for some weeks, so that there is something to show."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from bot.channels.terminal.channel import ACCOUNT, ADDRESS
from bot.domain.access import OPERATOR
from bot.services import digests, programs
from bot.services.people import welcome_done
from bot.store import events, people
from bot.store import programs as stored
from bot.store.events import Entry
from bot.store.work import Work
from dialogues.events import CheckedIn, Event, ItemAnswered, LessonFinished
from dialogues.facts import Policy, Profile, Role, Seat

HEAD = "# team: "
SHAPE = re.compile(
    r"(?P<role>supervisor|learner|author) with (?P<others>\d+) others"
    r"(?:, supervised from (?P<chat>\w+))?(?:, approved from (?P<approver>\w+))?"
)
BEGAN = timedelta(weeks=9)
A_WEEK = timedelta(weeks=1)
TOPICS = ("rights", "communication", "crisis", "self-care")
MISSED = "communication.checks-meaning"


def make(work: Work, shape: str, profile: Profile, now: datetime) -> None:
    """Make the program North with its team Harbour, as a transcript's head says: "supervisor with 11 others"."""
    said = SHAPE.fullmatch(shape)
    assert said, f"{shape!r} is no team: write `# team: supervisor with 11 others`"
    began = now - BEGAN
    program = programs.add_program(work, OPERATOR, "North", {}, began)
    team = programs.add_team(work, OPERATOR, program, "Harbour", began)
    seat = Seat(Role(said["role"]), program, "North", team, "Harbour")
    own = Seat(Role.author, program, "North") if said["role"] == "author" else seat
    _seat(work, (ACCOUNT, ADDRESS), profile, own, began)
    for number in range(int(said["others"])):
        person = _seat(work, ("other", str(number)), profile, replace(seat, role=Role.learner), began)
        for week in range(8):
            _learned(work, person, number, week, began + timedelta(days=9) + week * A_WEEK)
    if said["approver"]:
        place = (said["approver"], ADDRESS)
        _seat(work, place, profile, Seat(Role.approver, program, "North"), began)
        stored.give_role(work, people.find(work, *place) or 0, replace(seat, role=Role.learner), began)
    if said["chat"]:
        person = _seat(work, (said["chat"], ADDRESS), profile, replace(seat, role=Role.supervisor), began)
        digests.plan(work, person, Policy(), now)
    if seat.role is Role.supervisor:
        person = people.find(work, ACCOUNT, ADDRESS) or 0
        digests.plan(work, person, Policy(), now)


def _seat(work: Work, place: tuple[str, str], profile: Profile, seat: Seat, since: datetime) -> int:
    welcome_done(work, *place, profile, since)
    person = people.find(work, *place)
    assert person
    stored.give_role(work, person, seat, since)
    if place[0] == "other":
        # They are only counted: nothing of theirs is ever due.
        people.save(work, replace(people.lock(work, person), stopped_at=since))
        for purpose in ("figures", "checkins"):
            people.give_consent(work, person, purpose, 1, since)
    return person


def _learned(work: Work, person: int, number: int, week: int, at: datetime) -> None:
    found = list(_events(number, week))
    events.append(work, person, [Entry(f"made {person} {week}", place, one) for place, one in enumerate(found)], at)


def _events(number: int, week: int) -> Iterator[Event]:
    topic = TOPICS[week % len(TOPICS)]
    if number % 4 or week % 3:
        yield LessonFinished(f"{topic}-made-up", topic)
    if number % 2 == 0:
        yield ItemAnswered(f"communication-{week}", "communication", MISSED, correct=number % 3 == 0)
    if week % 2 == 0:
        yield CheckedIn(3, 4 if number % 3 == 0 else 2)
