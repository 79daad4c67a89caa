"""Merging: of two records every row goes over or is joined, nothing is counted twice, and what protects more is what stays."""

import asyncio
import itertools
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select

from bot.domain.learner import Learner
from bot.domain.merging import merged
from bot.store import blobs, links, merging, people, programs, reports
from bot.store.export import owner_of
from bot.store.program_tables import roles
from bot.store.reports import Report
from bot.store.schema import metadata
from bot.store.tables import consents, events, inbox, outbox, schedules, studied
from bot.store.work import Store, Work
from dialogues.facts import Profile, Role
from tests.bot.store.making import DAY, NOW, draft

BESIDE = ("addresses", "inbox", "outbox", "events", "blobs", "reports", "links")
SUBJECTS, PURPOSES, PARTS = ("a", "b", "c"), ("lessons", "checkins"), ("signs", "people")
KINDS = ("push", "silence", "followup", "debrief", "task")

_numbers = itertools.count()
hours = st.integers(-200, 200).map(lambda hour: NOW + timedelta(hours=hour))
maybe = st.none() | hours


@dataclass(frozen=True, slots=True)
class Record:
    """What one of the two has."""

    learner: Mapping[str, datetime | None]
    prompts: int
    unanswered: int
    plan: Mapping[str, str]
    studied: Mapping[str, tuple[int, bool, datetime]]
    consents: Mapping[str, tuple[datetime, datetime | None]]
    schedules: Mapping[tuple[str, str], datetime | None]
    roles: Sequence[tuple[int, Role]]
    beside: int


MOMENTS = (
    *("welcomed_at", "stopped_at", "paused_until", "cooling_until", "pushed_at", "checked_in_at"),
    *("checkin_asked_at", "heard_on"),
)
records = st.builds(
    Record,
    learner=st.fixed_dictionaries(dict.fromkeys(MOMENTS, maybe)),
    prompts=st.integers(0, 40),
    unanswered=st.integers(0, 11),
    plan=st.dictionaries(st.sampled_from(PARTS), st.text("xyz", min_size=1, max_size=3)),
    studied=st.dictionaries(st.sampled_from(SUBJECTS), st.tuples(st.integers(1, 5), st.booleans(), hours)),
    consents=st.dictionaries(st.sampled_from(PURPOSES), st.tuples(hours, maybe)),
    schedules=st.dictionaries(st.tuples(st.sampled_from(KINDS), st.sampled_from(("", "q"))), maybe),
    roles=st.lists(st.tuples(st.integers(1, 2), st.sampled_from((Role.learner, Role.supervisor))), unique=True),
    beside=st.integers(0, 3),
)


def write(work: Work, name: str, record: Record) -> Learner:
    """Somebody who has this record."""
    id, address = people.find_or_create(work, "terminal", name, NOW)
    plan = json.dumps(dict(record.plan)) if record.plan else ""
    fresh = replace(people.load(work, id), **record.learner, plan=plan, prompts=record.prompts)
    people.save(work, replace(fresh, unanswered=record.unanswered))
    owner = {"learner_id": id}
    for subject, (times, right, at) in record.studied.items():
        seen = {"kind": "item", "competency": "rights", "times": times, "right_times": int(right), "correct": right}
        memory = {"first_at": at - DAY, "last_at": at, "review_at": at + DAY}
        work.execute(insert(studied).values(**owner, subject=subject, **seen, **memory))
    for purpose, (given_at, withdrawn) in record.consents.items():
        values = {"purpose": purpose, "version": 1, "given_at": given_at, "withdrawn_at": withdrawn}
        work.execute(insert(consents).values(**owner, **values))
    for (kind, subject), due in record.schedules.items():
        work.execute(insert(schedules).values(**owner, kind=kind, subject=subject, due_at=due, address_id=address))
    for team, role in record.roles:
        values = {"program_id": 1, "team_id": team, "role": role.value, "since": NOW + timedelta(minutes=id)}
        work.execute(insert(roles).values(**owner, **values))
    _beside(work, name, (id, address), record.beside)
    links.make(work, id, NOW)
    return people.load(work, id)


def _beside(work: Work, name: str, person: tuple[int, int], many: int) -> None:
    """Rows of which both may have any number."""
    for place in range(many):
        key = f"{name}-{place}"
        blobs.put(work, person[0], key, b"x", NOW)
        reports.add(work, person[0], 1, Report("rights-01", 1, "hard", "words"), NOW)
        work.execute(insert(outbox), _waiting(person, key))
        event = {"run": key, "ordinal": 0, "kind": "Resumed", "body": "{}", "at": NOW}
        work.execute(insert(events).values(learner_id=person[0], **event))
        came = {"account": "t", "external_id": key, "urgency": 1, "at": NOW, "received_at": NOW}
        work.execute(insert(inbox).values(learner_id=person[0], address_id=person[1], **came))


def _waiting(person: tuple[int, int], key: str) -> dict[str, object]:
    one = draft(key, person)
    to = {"key": key, "learner_id": one.learner, "address_id": one.address_id, "account": "terminal"}
    return {**to, "priority": 1, "message": "{}", "due_at": NOW, "created_at": NOW}


def found(work: Work) -> None:
    """A program with two teams."""
    number = programs.add_program(work, "Harbour", NOW)
    for name in ("North", "South"):
        programs.add_team(work, number, name, NOW)


def rows(work: Work, learner_id: int) -> Mapping[str, list[dict[str, object]]]:
    """All that is one person's, by table."""
    return {
        table.name: [
            dict(row._mapping) for row in work.execute(select(table).where(table.c[owner_of(table)] == learner_id))
        ]
        for table in metadata.sorted_tables
        if owner_of(table)
    }


def join(work: Work, number: int, kept: Record, gone: Record) -> None:
    """Two records become one; everything that must hold then."""
    one, other = write(work, f"kept-{number}", kept), write(work, f"gone-{number}", gone)
    before = Counter({name: len(rows(work, one.id)[name]) + len(rows(work, other.id)[name]) for name in BESIDE})
    together = merged(one, other)
    merging.move(work, one.id, other.id)
    people.save(work, together)
    assert {name: many for name, many in rows(work, other.id).items() if many} == {}, "nothing of them stays"
    assert people.load(work, one.id) == together, "what was reckoned is what is kept"
    after = rows(work, one.id)
    assert {name: len(after[name]) for name in BESIDE} == dict(before), "nothing is lost, and nothing twice"
    check_tables(after, kept, gone)


def check_tables(after: Mapping[str, list[dict[str, object]]], kept: Record, gone: Record) -> None:
    """What is joined row by row."""
    for row in after["studied"]:
        both = [one.studied[row["subject"]] for one in (kept, gone) if row["subject"] in one.studied]
        assert row["times"] == sum(times for times, _, _ in both)
        assert row["right_times"] == sum(right for _, right, _ in both)
        latest = max(at for _, _, at in both)
        assert (row["last_at"], row["review_at"]) == (latest, latest + DAY)
        assert row["correct"] in {right for _, right, at in both if at == latest}
        assert row["first_at"] == min(at for _, _, at in both) - DAY
    assert {row["subject"] for row in after["studied"]} == {*kept.studied, *gone.studied}
    for row in after["consents"]:
        both = [one.consents[row["purpose"]] for one in (kept, gone) if row["purpose"] in one.consents]
        decided = row["withdrawn_at"] or row["given_at"]
        assert decided == max(withdrawn or given_at for given_at, withdrawn in both)
    assert {row["purpose"] for row in after["consents"]} == {*kept.consents, *gone.consents}
    due = {(row["kind"], row["subject"]): row["due_at"] for row in after["schedules"]}
    assert set(due) == {*kept.schedules, *gone.schedules}
    for key, at in due.items():
        moments = [one.schedules[key] for one in (kept, gone) if key in one.schedules]
        assert at == min((moment for moment in moments if moment), default=None), "the sooner one stays"
    held = {(row["team_id"], row["role"]) for row in after["roles"]}
    assert held <= {(team, role.value) for one in (kept, gone) for team, role in one.roles}
    supervised = {(team, role.value) for one in (kept, gone) for team, role in one.roles if role is Role.supervisor}
    assert supervised <= held
    learning = any(role is Role.learner for one in (kept, gone) for _, role in one.roles)
    assert sum(role == Role.learner.value for _, role in held) == int(learning), "one team to learn in"


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pairs=st.lists(st.tuples(records, records), min_size=1, max_size=3))
def test_two_records_become_one_without_loss(store: Store, pairs: list[tuple[Record, Record]]) -> None:
    async def all_of_them() -> None:
        if not await store.read(programs.list_programs):
            await store.run(found)
        for kept, gone in pairs:
            await store.run(join, next(_numbers), kept, gone)

    asyncio.run(all_of_them())


learners = st.builds(
    lambda id, moments, profile, plan: Learner(id, NOW, profile, **moments, plan=json.dumps(plan) if plan else ""),
    st.integers(1, 2),
    st.fixed_dictionaries(dict.fromkeys(MOMENTS, maybe)),
    st.builds(Profile, country=st.sampled_from((None, "US", "NO"))),
    st.dictionaries(st.sampled_from(PARTS), st.text("xyz", min_size=1, max_size=3)),
)


@given(kept=learners, gone=learners, now=hours)
def test_whatever_protects_either_protects_both(kept: Learner, gone: Learner, now: datetime) -> None:
    both = merged(kept, gone)
    for one in (kept, gone):
        assert both.stopped_at or not one.stopped_at
        assert both.cooling(now) or not one.cooling(now)
        assert not one.paused_until or (both.paused_until and both.paused_until >= one.paused_until)
        assert not one.pushed_at or (both.pushed_at and both.pushed_at >= one.pushed_at)
        assert both.welcomed_at or not one.welcomed_at
        written, of_both = json.loads(one.plan or "{}"), json.loads(both.plan or "{}")
        assert all(words in of_both[part] for part, words in written.items())
        assert both.profile.country or not one.profile.country
    assert both.id == kept.id


def test_every_table_that_is_somebodys_is_moved_or_joined() -> None:
    owned = {table.name for table in metadata.tables.values() if "learner_id" in table.c}
    assert {table.name for table in merging.HANDLED} == owned
    assert not set(merging.MOVED) & set(merging.JOINED), "each in one way"


def test_nothing_else_points_at_a_learner() -> None:
    learner = metadata.tables["learners"].c.id
    keys = (key for table in metadata.tables.values() for key in table.foreign_keys)
    pointing = {str(key.parent) for key in keys if key.column is learner}
    assert pointing == {*(f"{table.name}.learner_id" for table in merging.HANDLED), "invites.giver_id"}
