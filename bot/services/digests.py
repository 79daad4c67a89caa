"""Digests: when each supervisor gets theirs, what stands in it, and that nothing is sent when nothing changed."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.access import Action, Actor, Place, may
from bot.domain.calendar import moment
from bot.domain.disclosure import OTHERS, Kind
from bot.domain.schedule import DIGEST, TASK, Schedule
from bot.services import figures
from bot.services.meeting import Meeting
from bot.store import counting, digests, people, programs, schedules, snapshots, wanted
from bot.store.programs import seats_of
from bot.store.work import Work
from dialogues.events import DigestChanged
from dialogues.facts import Policy, Role, Seat
from dialogues.figures import Group, Snapshot, State, written
from dialogues.flows import STAFF_WEEKLY, WEEKLY
from dialogues.seats import STAFF
from dialogues.turn import Result

ASKED, COMES = "digest:", "weekly:"  # the wish of who asks for it now, and of the clock
WEEKS = 8  # columns of the picture
A_DAY = timedelta(days=1)
NONE_YET = Result("tell", ("digest.none",))


@dataclass(frozen=True, slots=True)
class Shown:
    """What one supervisor sees: the week, and each of their teams by name with the group that stands for it."""

    program: int
    week: date
    teams: tuple[tuple[str, Group], ...]

    @property
    def mark(self) -> str:
        """Recognises these figures: the same as long as nothing in them changes, whatever week it is."""
        return hashlib.sha256("".join(written(_undated(group)) for _, group in self.teams).encode()).hexdigest()[:16]


def plan(work: Work, learner_id: int, policy: Policy, now: datetime) -> None:
    """Plan the next digest of a supervisor or of staff at the program's day and their hour; nothing for others."""
    held = seats_of(work, learner_id)
    seats = [*supervised(held), *(one for one in held if one.role in STAFF)]
    if not seats:
        schedules.cancel(work, learner_id, DIGEST)
        return
    profile, chosen = people.load(work, learner_id).profile, digests.wishes(work, learner_id)
    day = programs.merged(programs.program_policy(work, seats[0].program), policy).digest_day
    due_at = next_on(day, chosen.hour or profile.hour, profile.zone, now)
    schedules.put(work, learner_id, Schedule(DIGEST, due_at))


def next_on(day: int, hour: time, zone: str, now: datetime) -> datetime:
    """The next time it is this hour on this ISO weekday in the zone, strictly after now (UTC)."""
    today = now.astimezone(ZoneInfo(zone)).date()
    days = (today + A_DAY * ahead for ahead in range(15))
    found = (moment(one, hour, zone) for one in days if one.isoweekday() == day)
    return next((at for at in found if at and at > now), now + timedelta(days=7))


def come_due(meeting: Meeting) -> None:
    """A supervisor's hour has come: have their digest drawn, unless they rest from it or nothing changed; and plan the next."""
    work, learner, now = meeting.work, meeting.learner, meeting.now
    plan(work, learner.id, meeting.parts.policy, now)
    chosen, rests = digests.wishes(work, learner.id), (learner.paused_until, learner.cooling_until)
    off = chosen.off_at or learner.stopped_at or any(one and one > now for one in (chosen.paused_until, *rests))
    if off or meeting.away:
        return
    if any(one.role in STAFF for one in seats_of(work, learner.id)):
        schedules.put(work, learner.id, Schedule(TASK, now, f"{STAFF_WEEKLY}:", meeting.address))
    shown = shown_to(meeting)
    if shown and shown.mark != chosen.shown:
        wanted.put(work, learner.id, COMES, meeting.address)


def told_now(meeting: Meeting, wish: str, picture: str) -> Result | None:
    """The digest for whoever asked for it, or whose hour has come; `picture` is its key, or "" where none was drawn."""
    shown = shown_to(meeting)
    if shown is None:
        return NONE_YET if wish == ASKED else None
    chosen = digests.wishes(meeting.work, meeting.learner.id)
    digests.keep(meeting.work, meeting.learner.id, replace(chosen, shown=shown.mark))
    columns = len(figures.columns(meeting.work, shown.program, WEEKS))
    teams = [f"{written(group)}\n{name}" for name, group in shown.teams]
    flow = "digest" if wish == ASKED else WEEKLY
    return Result(flow, (shown.week.isoformat(), picture, str(columns), *teams))


def shown_to(meeting: Meeting) -> Shown | None:
    """What a supervisor sees now, of the program of their first team; None where they have no team, or no week is over."""
    work = meeting.work
    actor = Actor(meeting.learner.id, seats_of(work, meeting.learner.id))
    places = {seat: Place(seat.program, seat.team) for seat in supervised(actor.seats)}
    seats = [seat for seat, place in places.items() if may(actor, Action.see_figures, place)]
    if not seats:
        return None
    program = seats[0].program
    snapshot = figures.newest(work, program, meeting.parts.policy, meeting.now)
    if snapshot is None:
        return None
    own = [(seat.team_name, snapshot.of(seat.team)) for seat in seats if seat.program == program]
    return Shown(program, snapshot.week, with_others(meeting, snapshot, own))


def with_others(
    meeting: Meeting, snapshot: Snapshot, own: Sequence[tuple[str, Group]]
) -> tuple[tuple[str, Group], ...]:
    """The teams' figures, and beside one that is too small those of all small teams together, where they are shown."""
    others = snapshot.of(OTHERS)
    if others.state is State.shown and any(group.state is State.too_few for _, group in own):
        return (*own, (meeting.voice().phrase("digest.others").words, others))
    return tuple(own)


def change(meeting: Meeting, event: DigestChanged) -> None:
    """Keep what a supervisor chose for their digest, and plan the next one by it."""
    work, learner_id, now = meeting.work, meeting.learner.id, meeting.now
    chosen = digests.wishes(work, learner_id)
    match event.what:
        case "hour":
            chosen = replace(chosen, hour=time.fromisoformat(event.value), paused_until=None, off_at=None)
        case "pause":
            chosen = replace(chosen, paused_until=now + timedelta(days=int(event.value)))
        case "off":
            chosen = replace(chosen, off_at=now)
        case _:
            chosen = replace(chosen, paused_until=None, off_at=None)
    digests.keep(work, learner_id, chosen)
    plan(work, learner_id, meeting.parts.policy, now)


def part_of(meeting: Meeting, seat: Seat) -> str:
    """In which of their team's figures a learner is counted: "counted", "counted_both", "agreed" (not yet) or "not_counted"."""
    counted = snapshots.counted_in(meeting.work, meeting.learner.id, seat.program)
    kinds = {kind for kind, team in counted.items() if team in (seat.team, OTHERS)}
    if kinds:
        return "counted_both" if Kind.wellbeing in kinds else "counted"
    return "agreed" if counting.FIGURES in people.agreements(meeting.work, meeting.learner.id)[0] else "not_counted"


def _undated(group: Group) -> Group:
    learning, carrying = group.learning, group.carrying
    return replace(
        group,
        learning=replace(learning, week=date.min) if learning else None,
        carrying=replace(carrying, until=date.min) if carrying else None,
    )


def supervised(seats: Sequence[Seat]) -> list[Seat]:
    """The seats in which somebody supervises a team, the oldest first."""
    return [seat for seat in seats if seat.role is Role.supervisor and seat.team]
