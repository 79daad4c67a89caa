"""Snapshots: a program's figures of each week, frozen, and who is counted in them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert  # SQLite has the same words for a conflict

from bot.domain.digest import Panels
from bot.domain.disclosure import Kind, Panel
from bot.store.codec import Codec
from bot.store.digest_tables import panels as members
from bot.store.digest_tables import snapshots
from bot.store.prepared import Prepared
from bot.store.work import Work
from dialogues.figures import Snapshot


@dataclass(frozen=True, slots=True)
class Size:
    """How many a panel had when it was last shown, and for how many windows it still rests. Its people are rows of their own."""

    team: int
    kind: Kind
    size: int
    rests: int = 0


@dataclass(frozen=True, slots=True)
class Frozen:
    """What a snapshot's row holds: the figures, and the sizes of the panels behind them, which nobody is shown."""

    snapshot: Snapshot
    sizes: tuple[Size, ...] = ()


FROZEN: Codec[Frozen] = Codec("Frozen", Frozen)


def keep(work: Work, program_id: int, snapshot: Snapshot, panels: Panels, now: datetime) -> bool:
    """Freeze a week; False when another process was first, and then nothing is changed."""
    sizes = tuple(Size(team, kind, panel.size, panel.rests) for (team, kind), panel in panels.items() if panel.size)
    body = FROZEN.dump(Frozen(snapshot, sizes))
    row = {"program_id": program_id, "week": snapshot.week.isoformat(), "body": body, "made_at": now}
    if not work.execute(_KEEP, row).all():
        return False
    work.execute(_FORGET_PANELS, {"program": program_id})
    for (team, kind), panel in panels.items():
        for person in sorted(panel.people):
            counted = {"learner_id": person, "program_id": program_id, "team_id": team, "kind": kind.value}
            work.execute(_COUNT, counted)
    return True


def newest(work: Work, program_id: int, most: int = 1) -> list[Snapshot]:
    """The newest snapshots of a program, the newest first."""
    return [one.snapshot for one in _frozen(work, program_id, most)]


def panels(work: Work, program_id: int) -> Panels:
    """Who is counted now, by team and kind. Who was erased is no longer among the people, and still in the size."""
    people: dict[tuple[int, Kind], set[int]] = {}
    for row in work.execute(_PANELS, {"program": program_id}):
        people.setdefault((row.team_id, Kind(row.kind)), set()).add(row.learner_id)
    last = _frozen(work, program_id, 1)
    sizes = last[0].sizes if last else ()
    return {
        (one.team, one.kind): Panel(frozenset(people.get((one.team, one.kind), ())), one.size, one.rests)
        for one in sizes
    }


def counted_in(work: Work, learner_id: int, program_id: int) -> Mapping[Kind, int]:
    """In which kinds of figures of which group somebody is counted."""
    rows = work.execute(_COUNTED, {"learner": learner_id, "program": program_id})
    return {Kind(row.kind): row.team_id for row in rows}


def last_week(work: Work, program_id: int) -> date | None:
    """The last week that was frozen; None when none was."""
    week = work.execute(_WEEK, {"program": program_id}).value(str)
    return date.fromisoformat(week) if week else None


def _frozen(work: Work, program_id: int, most: int) -> list[Frozen]:
    rows = work.execute(_NEWEST, {"program": program_id, "most": most})
    return [FROZEN.load(row.body) for row in rows]


_of_program = snapshots.c.program_id == bindparam("program")
_KEEP = Prepared(upsert(snapshots).on_conflict_do_nothing().returning(snapshots.c.id))
_newest = select(snapshots.c.body, snapshots.c.week).where(_of_program).order_by(snapshots.c.week.desc())
_NEWEST = Prepared(_newest.limit(bindparam("most")))
_WEEK = Prepared(select(snapshots.c.week).where(_of_program).order_by(snapshots.c.week.desc()).limit(1))
_FORGET_PANELS = Prepared(delete(members).where(members.c.program_id == bindparam("program")))
_COUNT = Prepared(insert(members))
_PANELS = Prepared(
    select(members.c.learner_id, members.c.team_id, members.c.kind).where(members.c.program_id == bindparam("program"))
)
_COUNTED = Prepared(
    select(members.c.kind, members.c.team_id).where(
        members.c.learner_id == bindparam("learner"), members.c.program_id == bindparam("program")
    )
)
