"""The week for staff: frozen figures of questions, what is due for a look, what was reported, what became of the messages."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from bot.domain.access import Action, Place, may
from bot.domain.digest import span_of
from bot.domain.disclosure import at_least
from bot.services import figures, programs
from bot.services.meeting import Meeting
from bot.store import counting, reports
from bot.store import programs as stored
from dialogues.facts import Seat
from dialogues.figures import Band
from dialogues.flows import STAFF_WEEKLY
from dialogues.turn import Result

MOST = 5  # of each kind
SOON = timedelta(days=30)


def told(meeting: Meeting) -> Result | None:
    """The week of the first program somebody writes or runs; None where they do neither any more."""
    seat = staff_seat(meeting)
    if seat is None:
        return None
    lines = (*_hard(meeting, seat), *_stale(meeting), *_reported(meeting, seat), *_fates(meeting, seat))
    return Result(STAFF_WEEKLY, (seat.program_name, *lines)) if lines else None


def staff_seat(meeting: Meeting) -> Seat | None:
    """The first seat of somebody that shows them what was reported: of those who write, approve or run."""
    actor = programs.actor_of(meeting.work, meeting.learner.id)
    return next((one for one in actor.seats if may(actor, Action.see_reports, Place(one.program))), None)


def _hard(meeting: Meeting, seat: Seat) -> Iterator[str]:
    snapshot = figures.newest(meeting.work, seat.program, meeting.parts.policy, meeting.now)
    hard = [one for one in snapshot.asked if one.right is not Band.most] if snapshot else []
    for one in hard[:MOST]:
        letters = ", ".join(chosen.option for chosen in one.chosen)
        yield f"hard={one.item}={one.right.value}={letters}"


def _stale(meeting: Meeting) -> Iterator[str]:
    lessons = meeting.parts.shelf.newest.lessons.values()
    due = sorted((one.review_by, one.id) for one in lessons if one.review_by <= meeting.now.date() + SOON)
    yield from (f"stale={id}={day.isoformat()}" for day, id in due[:MOST])


def _reported(meeting: Meeting, seat: Seat) -> Iterator[str]:
    many = Counter(one.report.lesson for one in reports.list_open(meeting.work, seat.program))
    yield from (f"report={lesson}={count}" for lesson, count in many.most_common(MOST))


def _fates(meeting: Meeting, seat: Seat) -> Iterator[str]:
    """By outcome, rounded down to fives, of the last week that is over."""
    snapshot = figures.newest(meeting.work, seat.program, meeting.parts.policy, meeting.now)
    if snapshot is None:
        return
    policy = stored.merged(stored.program_policy(meeting.work, seat.program), meeting.parts.policy)
    since, until = span_of(policy.zone, snapshot.week)
    for fate, many in counting.delivered(meeting.work, seat.program, (since, until)).items():
        if at_least(many):
            yield f"fate={fate.value}={at_least(many)}"
