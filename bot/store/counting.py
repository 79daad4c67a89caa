"""Counting: who may be counted in a program's figures, and what they did in a span of time. Nothing else reads it."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy import and_, bindparam, func, or_, select

from bot.domain.delivery import Fate, Priority
from bot.domain.digest import Did, Pooled, Present
from bot.domain.disclosure import RULES, Kind, People
from bot.store.codec import EVENTS
from bot.store.prepared import Prepared
from bot.store.program_tables import WHOLE_PROGRAM, roles
from bot.store.tables import consents, learners, outbox
from bot.store.tables import events as record
from bot.store.work import Work
from dialogues.events import CheckedIn, Event, ItemAnswered, LessonFinished
from dialogues.facts import Role

Span = tuple[datetime, datetime]


def present(work: Work, program_id: int, since: datetime, purposes: Iterable[str]) -> Present:
    """Who has been a learner in their team and agreed to all the purposes since a moment, or longer."""
    there = {row.learner_id: row.team_id for row in work.execute(_LEARNERS, {"program": program_id, "since": since})}
    for purpose in purposes:
        agreed = work.execute(_AGREED, {"program": program_id, "since": since, "purpose": purpose})
        kept = {row.learner_id for row in agreed}
        there = {person: team for person, team in there.items() if person in kept}
    teams: dict[int, set[int]] = {}
    for person, team in there.items():
        if team != WHOLE_PROGRAM:
            teams.setdefault(team, set()).add(person)
    return Present(frozenset(there), {team: frozenset(people) for team, people in teams.items()})


def did(work: Work, people: People, program_id: int, span: Span) -> dict[int, Did]:
    """What each of these people did between two moments."""
    values = {"program": program_id, "since": span[0], "until": span[1]}
    reached = {row.learner_id for row in work.execute(_REACHED, values)}
    studied: dict[int, set[str]] = {}
    for person, event in _recorded(work, values, people):
        if isinstance(event, LessonFinished | ItemAnswered):
            studied.setdefault(person, set()).add(event.competency)
    return {
        person: Did(person in reached, frozenset(studied.get(person, ())))
        for person in people
        if person in reached or person in studied
    }


def pooled(work: Work, people: People, program_id: int, span: Span) -> Pooled:
    """What these people answered, missed and carried between two moments."""
    values = {"program": program_id, "since": span[0], "until": span[1]}
    answered: dict[str, set[int]] = {}
    missed: dict[str, set[int]] = {}
    loads: dict[int, list[int]] = {}
    first: dict[str, dict[int, tuple[bool, str]]] = {}
    for person, event in _recorded(work, values, people):
        if isinstance(event, ItemAnswered):
            answered.setdefault(event.indicator, set()).add(person)
            first.setdefault(event.item, {}).setdefault(person, (event.correct, event.chosen))
            if not event.correct:
                missed.setdefault(event.indicator, set()).add(person)
        elif isinstance(event, CheckedIn):
            loads.setdefault(person, []).append(event.load)
    return Pooled(
        {one: frozenset(those) for one, those in answered.items()},
        {one: frozenset(those) for one, those in missed.items()},
        {person: sum(some) / len(some) for person, some in loads.items()},
        first,
    )


def delivered(work: Work, program_id: int, span: Span) -> dict[Fate, int]:
    """What became of the prompts to a program's learners that were settled between two moments; nothing of too few people."""
    values = {"program": program_id, "since": span[0], "until": span[1]}
    people = work.execute(_PROMPTED, values).value(int) or 0
    if people < RULES[Kind.learning].fewest:
        return {}
    return {Fate(row.status): row.many for row in work.execute(_DELIVERED, values)}


def _recorded(work: Work, values: dict[str, object], people: People) -> Iterator[tuple[int, Event]]:
    for row in work.execute(_RECORDED, values):
        if row.learner_id in people:
            yield row.learner_id, EVENTS.load(row.body)


FIGURES = "figures"  # the purpose to which somebody agrees who lets themselves be counted
_COUNTED = (LessonFinished.__name__, ItemAnswered.__name__, CheckedIn.__name__)
_since = bindparam("since", type_=roles.c.since.type)
_until = bindparam("until", type_=roles.c.since.type)
_in_program = and_(roles.c.program_id == bindparam("program"), roles.c.role == Role.learner.value)
_others = roles.alias("others")
# Who runs the program or supervises in it sees figures: they would know their own part of them.
_sees = select(_others.c.id).where(
    _others.c.learner_id == roles.c.learner_id,
    _others.c.program_id == roles.c.program_id,
    _others.c.role != Role.learner.value,
)
_LEARNERS = Prepared(
    select(roles.c.learner_id, roles.c.team_id)
    .join(learners, learners.c.id == roles.c.learner_id)
    .where(_in_program, roles.c.since <= _since, learners.c.welcomed_at <= _since, ~_sees.exists())
    .order_by(roles.c.learner_id, roles.c.team_id)
)
_AGREED = Prepared(
    select(roles.c.learner_id)
    .join(consents, consents.c.learner_id == roles.c.learner_id)
    .where(
        _in_program,
        consents.c.purpose == bindparam("purpose"),
        consents.c.given_at <= _since,
        consents.c.withdrawn_at.is_(None),
        # A yes to being counted is for the team it was given in.
        or_(consents.c.purpose != FIGURES, consents.c.given_at >= roles.c.since),
    )
)
_theirs = select(roles.c.learner_id).where(_in_program)
_REACHED = Prepared(
    select(outbox.c.learner_id)
    .where(
        outbox.c.learner_id.in_(_theirs),
        outbox.c.priority == Priority.prompt.value,
        outbox.c.status == Fate.sent.value,
        outbox.c.settled_at >= _since,
        outbox.c.settled_at < _until,
    )
    .distinct()
)
_RECORDED = Prepared(
    select(record.c.learner_id, record.c.body)
    .where(
        or_(*(record.c.kind == kind for kind in _COUNTED)),
        record.c.at >= _since,
        record.c.at < _until,
        record.c.learner_id.in_(_theirs),
    )
    .order_by(record.c.id)
)
_settled = and_(
    outbox.c.learner_id.in_(_theirs),
    outbox.c.priority == Priority.prompt.value,
    outbox.c.settled_at >= _since,
    outbox.c.settled_at < _until,
)
_PROMPTED = Prepared(select(func.count(outbox.c.learner_id.distinct())).where(_settled))
_DELIVERED = Prepared(select(outbox.c.status, func.count().label("many")).where(_settled).group_by(outbox.c.status))
