"""Merging: give everything one learner has to another, in the tables. What both have becomes one row."""

from collections.abc import Callable, Mapping

from sqlalchemy import CursorResult, Table, and_, delete, func, select, update
from sqlalchemy.util.typing import TupleAny

from bot.store import programs
from bot.store.digest_tables import contacts, digests, panels
from bot.store.program_tables import blobs, invites, links, reports, roles
from bot.store.release_tables import drafts, incoming, shown
from bot.store.tables import addresses, consents, conversations, events, inbox, learners, outbox, schedules, studied
from bot.store.work import Work

# What belongs to one person and can lie beside the other's.
MOVED = (addresses, conversations, inbox, outbox, events, blobs, reports, links, contacts, incoming)


def move(work: Work, kept: int, gone: int) -> None:
    """Everything of `gone` becomes `kept`'s, and `gone` is no more."""
    for table in MOVED:
        work.execute(update(table).where(table.c.learner_id == gone).values(learner_id=kept))
    work.execute(update(invites).where(invites.c.giver_id == gone).values(giver_id=kept))
    for join in JOINED.values():
        join(work, kept, gone)
    work.execute(delete(learners).where(learners.c.id == gone))


def _unless_there(work: Work, table: Table, key: tuple[str, ...], kept: int, gone: int) -> None:
    """Move the rows of `gone` for which `kept` has none with the same key; the others end."""
    there = table.alias("there")
    same = and_(there.c.learner_id == kept, *(there.c[name] == table.c[name] for name in key))
    twice = select(there.c.learner_id).where(same).exists()
    work.execute(delete(table).where(table.c.learner_id == gone, twice))
    work.execute(update(table).where(table.c.learner_id == gone).values(learner_id=kept))


def _roles(work: Work, kept: int, gone: int) -> None:
    """A role that both have is one; a learner in two teams is in the one they joined last."""
    _unless_there(work, roles, ("program_id", "team_id", "role"), kept, gone)
    programs.keep_one_team(work, kept)


def _schedules(work: Work, kept: int, gone: int) -> None:
    """Prompts are planned anew by whoever merges; silences and promises go on, and of two promises the sooner stays."""
    mine, theirs = schedules.alias("mine"), schedules
    pairs = work.execute(
        select(mine.c.id, theirs.c.id, mine.c.due_at, theirs.c.due_at)
        .select_from(mine.join(theirs, and_(mine.c.kind == theirs.c.kind, mine.c.subject == theirs.c.subject)))
        .where(mine.c.learner_id == kept, theirs.c.learner_id == gone)
    ).all()
    for my_id, their_id, my_due, their_due in pairs:
        later = their_id if my_due and (not their_due or my_due <= their_due) else my_id
        work.execute(delete(schedules).where(schedules.c.id == later))
    work.execute(update(schedules).where(schedules.c.learner_id == gone).values(learner_id=kept))


def _consents(work: Work, kept: int, gone: int) -> None:
    """For each purpose the later word of the two holds."""
    decided = func.coalesce(consents.c.withdrawn_at, consents.c.given_at)
    rows = work.execute(
        select(consents.c.purpose, consents.c.learner_id, decided.label("at")).where(
            consents.c.learner_id.in_((kept, gone))
        )
    ).all()
    by_purpose: dict[str, list[tuple[object, int]]] = {}
    for purpose, learner_id, at in rows:
        by_purpose.setdefault(purpose, []).append((at, learner_id))
    for purpose, said in by_purpose.items():
        if len(said) == 2:
            earlier = min(said, key=lambda one: str(one[0]))[1]
            work.execute(delete(consents).where(consents.c.learner_id == earlier, consents.c.purpose == purpose))
    work.execute(update(consents).where(consents.c.learner_id == gone).values(learner_id=kept))


def _studied(work: Work, kept: int, gone: int) -> None:
    """Both counts together; how it went last, and how firmly it is known, is the later one's."""
    mine, theirs = studied.alias("mine"), studied.alias("theirs")
    rows: CursorResult[*TupleAny] = work.execute(
        select(
            theirs,
            mine.c.times.label("more"),
            mine.c.right_times.label("more_right"),
            mine.c.last_at.label("mine_at"),
            mine.c.first_at.label("mine_first"),
        )
        .select_from(mine.join(theirs, mine.c.subject == theirs.c.subject))
        .where(mine.c.learner_id == kept, theirs.c.learner_id == gone)
    )
    for row in rows.all():
        here = (studied.c.learner_id == kept, studied.c.subject == row.subject)
        both = {"times": row.times + row.more, "right_times": row.right_times + row.more_right}
        latest = {name: row._mapping[name] for name in _LATEST} if row.last_at > row.mine_at else {}
        work.execute(update(studied).where(*here).values(**both, **latest, first_at=min(row.first_at, row.mine_first)))
        work.execute(delete(studied).where(studied.c.learner_id == gone, studied.c.subject == row.subject))
    work.execute(update(studied).where(studied.c.learner_id == gone).values(learner_id=kept))


def _panels(work: Work, kept: int, gone: int) -> None:
    """Who was counted as two people is counted as one."""
    _unless_there(work, panels, ("program_id", "team_id", "kind"), kept, gone)


def _digests(work: Work, kept: int, gone: int) -> None:
    """What was chosen for the digest in the chat that stays holds."""
    _unless_there(work, digests, (), kept, gone)


def _drafts(work: Work, kept: int, gone: int) -> None:
    """Of two drafts the one in the chat that stays holds."""
    _unless_there(work, drafts, (), kept, gone)


def _shown(work: Work, kept: int, gone: int) -> None:
    """What either was shown."""
    _unless_there(work, shown, ("subject", "release"), kept, gone)


_LATEST = ("correct", "last_at", "stability", "difficulty", "review_at")

# What both may have, and how it becomes one. With MOVED these are all the tables that have a `learner_id`.
JOINED: Mapping[Table, Callable[[Work, int, int], None]] = {
    schedules: _schedules,
    consents: _consents,
    studied: _studied,
    roles: _roles,
    panels: _panels,
    digests: _digests,
    drafts: _drafts,
    shown: _shown,
}
HANDLED: frozenset[Table] = frozenset({*MOVED, *JOINED})
