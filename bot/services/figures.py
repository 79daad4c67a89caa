"""Figures: count each program's weeks once they are over, and freeze them. Whatever shows figures shows what was frozen."""

from datetime import date, datetime, timedelta
from functools import partial

import structlog

from bot.domain.digest import A_WEEK, BLOCK, Week, ends_block, freeze, last_week, span_of
from bot.domain.disclosure import Kind
from bot.services.parts import Parts
from bot.store import counting, programs, snapshots
from bot.store.programs import NoSuchProgram, Program
from bot.store.work import Work
from dialogues.facts import Policy
from dialogues.figures import Snapshot

LEARNED, CHECKED = ("lessons", counting.FIGURES), ("lessons", counting.FIGURES, "checkins")
MOST_WEEKS = 8  # that are made up for at once when nothing ran: of older ones not everything is kept

log = structlog.get_logger()


async def freeze_due(parts: Parts) -> int:
    """Freeze every week that is over, of every program; how many."""
    frozen = 0
    for program in await parts.store.read(programs.list_programs):
        week = partial(freeze_next, program_id=program.id, policy=parts.policy, now=parts.clock.now())
        while await parts.store.run(week):
            frozen += 1
    return frozen


def freeze_next(work: Work, program_id: int, policy: Policy, now: datetime) -> bool:
    """Freeze the next week of a program that is over; False when there is none."""
    try:
        program = programs.find_program(work, program_id, hold=True)
    except NoSuchProgram:
        return False
    zone = programs.merged(program.policy, policy).zone
    monday = _next(work, program, zone, now)
    if monday is None:
        return False
    before = next(iter(snapshots.newest(work, program_id)), None)
    snapshot, panels = freeze(_counted(work, program_id, zone, monday), snapshots.panels(work, program_id), before)
    kept = snapshots.keep(work, program_id, snapshot, panels, now)
    log.info("figures_frozen", program=program_id, week=monday.isoformat())
    return kept


def newest(work: Work, program_id: int, policy: Policy, now: datetime) -> Snapshot | None:
    """The figures of the last week that is over, frozen now if nobody did it yet; None where no whole week is over."""
    while freeze_next(work, program_id, policy, now):
        pass
    return next(iter(snapshots.newest(work, program_id)), None)


def _next(work: Work, program: Program, zone: str, now: datetime) -> date | None:
    last, over = snapshots.last_week(work, program.id), last_week(zone, now)
    begun = last_week(zone, program.created_at) + A_WEEK
    monday = max(last + A_WEEK if last else begun, over - A_WEEK * (MOST_WEEKS - 1))
    return monday if monday <= over else None


def _counted(work: Work, program_id: int, zone: str, monday: date) -> Week:
    span, block = span_of(zone, monday), span_of(zone, monday, BLOCK)
    present = {
        Kind.learning: counting.present(work, program_id, span[0], LEARNED),
        Kind.wellbeing: counting.present(work, program_id, block[0], CHECKED),
    }
    everybody = present[Kind.learning].everybody
    did = counting.did(work, everybody, program_id, span)
    pooled = None
    if ends_block(monday):  # of those only who were there, and had agreed, for all of it
        stayed = counting.present(work, program_id, block[0], LEARNED).everybody
        pooled = counting.pooled(work, stayed, program_id, block)
    return Week(monday, present, did, pooled)


def columns(work: Work, program_id: int, most: int) -> list[Snapshot]:
    """The newest snapshots, the oldest first; never more weeks than `most`, and none that lie further back than that."""
    found = snapshots.newest(work, program_id, most)
    return [one for one in reversed(found) if found[0].week - one.week < timedelta(weeks=most)]
