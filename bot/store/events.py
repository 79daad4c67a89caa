"""Events: the learning record, written once, and what each person has studied, counted and remembered from it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert  # SQLite has the same words for a conflict

from bot.domain.review import RETENTION, Shift
from bot.domain.studied import ITEM, LESSON, STORY, Studied, after_answer
from bot.store.codec import EVENTS
from bot.store.prepared import Prepared
from bot.store.program_tables import roles
from bot.store.tables import events as record
from bot.store.tables import studied as tally
from bot.store.work import Work
from dialogues.events import Event, ItemAnswered, LessonFinished, Practised, Prompted
from dialogues.facts import Role


@dataclass(frozen=True, slots=True)
class Entry:
    """One event and its key: the run that recorded it and its place there, counted from 0 through the whole run."""

    run: str
    ordinal: int
    event: Event


def entries(run: str, first_ordinal: int, events: Sequence[Event]) -> list[Entry]:
    """The events of one run, numbered from `first_ordinal`."""
    return [Entry(run, ordinal, event) for ordinal, event in enumerate(events, first_ordinal)]


def append(work: Work, learner_id: int, new: Sequence[Entry], at: datetime, retention: float = RETENTION) -> int:
    """Record what is not yet recorded, count what was studied, and keep how it is remembered; how many events were new.

    An indicator is worth asking about again when its recall has fallen to `retention`.
    """
    added = [entry.event for entry in new if work.execute(_APPEND, _row(learner_id, entry, at)).all()]
    for event in added:
        if isinstance(event, LessonFinished):
            _count(work, learner_id, event.lesson, _once(LESSON, event.competency, at))
        elif isinstance(event, Practised):
            _count(work, learner_id, event.scenario, _once(STORY, event.competency, at))
        elif isinstance(event, ItemAnswered):
            _answered(work, learner_id, event, at, retention)
    return len(added)


def move_due(work: Work, learner_id: int, shift: Shift) -> int:
    """Ask later, or sooner, about what falls due after a moment, for somebody who goes away or comes back; how much of it."""
    later = work.execute(_LATER, {"learner": learner_id, "since": shift.after}).all()
    for row in later:
        work.execute(_MOVE, {"of": learner_id, "what": row.subject, "due": shift.of(row.review_at)})
    return len(later)


def studied(work: Work, learner_id: int) -> Mapping[str, Studied]:
    """What the person has studied, by lesson and item."""
    rows = work.execute(_STUDIED, {"learner": learner_id})
    return {row[0]: Studied(*row[1:]) for row in rows}


def prompted(work: Work, learner_id: int) -> Mapping[str, int]:
    """How often the clock brought each lesson and item to somebody."""
    bodies = (EVENTS.load(row.body) for row in work.execute(_PROMPTED, {"learner": learner_id}))
    prompts = (event for event in bodies if isinstance(event, Prompted))
    return Counter(subject for event in prompts for subject in event.subject.split())


def since(work: Work, after: int) -> tuple[int, list[Event]]:
    """The events recorded after row `after`, with the number of the last row: what is new since one looked last."""
    rows = work.execute(_SINCE, {"after": after}).all()
    return (rows[-1].id if rows else after), [EVENTS.load(row.body) for row in rows]


def forget(work: Work, kind: str, before: datetime, program_id: int | None = None, limit: int = 1000) -> int:
    """Delete the events of a kind that are older, of a program's learners, or of those in none; how many (at most `limit`)."""
    whose = (
        _IN_NONE if program_id is None else record.c.learner_id.in_(_LEARNERS.where(roles.c.program_id == program_id))
    )
    old = _OLD.where(whose).limit(limit)
    return work.execute(delete(record).where(record.c.id.in_(old)), {"kind": kind, "before": before}).rowcount


def _row(learner_id: int, entry: Entry, at: datetime) -> dict[str, object]:
    kind = type(entry.event).__name__
    body = EVENTS.dump(entry.event)
    return {"learner_id": learner_id, "run": entry.run, "ordinal": entry.ordinal, "kind": kind, "body": body, "at": at}


def _answered(work: Work, learner_id: int, event: ItemAnswered, at: datetime, retention: float) -> None:
    """Count the item, and keep how its indicator is remembered now."""
    # Read, reckoned and written again: nobody comes between, for the learner is locked.
    rows = work.execute(_ABOUT, {"learner": learner_id, "about": event.indicator})
    known = after_answer([Studied(*row) for row in rows], event, at, retention)
    right = int(event.correct)
    _count(
        work, learner_id, event.item, Studied(ITEM, event.competency, event.indicator, 1, right, event.correct, at, at)
    )
    if event.indicator:
        work.execute(_KEEP, _studied_row(learner_id, event.indicator, known))


def _once(kind: str, competency: str, at: datetime) -> Studied:
    return Studied(kind, competency, "", 1, 1, correct=True, first_at=at, last_at=at)


def _count(work: Work, learner_id: int, subject: str, once: Studied) -> None:
    work.execute(_COUNT, _studied_row(learner_id, subject, once))


def _studied_row(learner_id: int, subject: str, seen: Studied) -> dict[str, object]:
    return {"learner_id": learner_id, "subject": subject, **{name: getattr(seen, name) for name in _NAMES}}


_APPEND = Prepared(insert(record).on_conflict_do_nothing().returning(record.c.id))
_FIRST = insert(tally)
_NAMES = [field.name for field in fields(Studied)]
_COUNTED = ("times", "right_times", "first_at")
_COUNT = Prepared(
    _FIRST.on_conflict_do_update(
        index_elements=["learner_id", "subject"],
        set_={
            **{name: _FIRST.excluded[name] for name in _NAMES if name not in (*_COUNTED, "kind")},
            "times": tally.c.times + 1,
            "right_times": tally.c.right_times + _FIRST.excluded.right_times,
        },
    )
)
_KEEP = Prepared(
    _FIRST.on_conflict_do_update(
        index_elements=["learner_id", "subject"], set_={name: _FIRST.excluded[name] for name in _NAMES}
    )
)
_FIELDS = [tally.c[name] for name in _NAMES]
_STUDIED = Prepared(select(tally.c.subject, *_FIELDS).where(tally.c.learner_id == bindparam("learner")))
_LATER = Prepared(
    select(tally.c.subject, tally.c.review_at).where(
        tally.c.learner_id == bindparam("learner"), tally.c.review_at > bindparam("since")
    )
)
_MOVE = (
    update(tally)
    .where(tally.c.learner_id == bindparam("of"), tally.c.subject == bindparam("what"))
    .values(review_at=bindparam("due"))
)
_ABOUT = Prepared(
    select(*_FIELDS).where(tally.c.learner_id == bindparam("learner"), tally.c.indicator == bindparam("about"))
)
_PROMPTED = Prepared(
    select(record.c.body).where(record.c.learner_id == bindparam("learner"), record.c.kind == Prompted.__name__)
)
_SINCE = select(record.c.id, record.c.body).where(record.c.id > bindparam("after")).order_by(record.c.id)
_LEARNERS = select(roles.c.learner_id).where(roles.c.role == Role.learner.value)
_IN_NONE = record.c.learner_id.not_in(_LEARNERS)
_OLD = select(record.c.id).where(record.c.kind == bindparam("kind"), record.c.at < bindparam("before"))
