"""Tables of the weekly digest and of privacy: frozen figures, who is counted, contacts asked for, erasures, cards shown."""

from sqlalchemy import Column, Index, Table, UniqueConstraint

from bot.store.columns import BIG, count, learner, moment, name, numbered, words
from bot.store.program_tables import metadata, program, team
from bot.store.sealed import Sealed

# One program's figures of one week, as they were shown; they are never counted again. They hold no person's number.
snapshots = Table(
    "snapshots",
    metadata,
    numbered(),
    program(),
    name("week"),
    name("body"),
    moment("made_at", nullable=False),
    UniqueConstraint("program_id", "week"),
    sqlite_autoincrement=True,
)

# Who is counted in a group's figures of one kind (team 0 is all in small teams or in none). Only counting reads it.
panels = Table(
    "panels",
    metadata,
    numbered(),
    learner(),
    Column("program_id", BIG, nullable=False),
    team(),
    name("kind"),
    UniqueConstraint("learner_id", "program_id", "team_id", "kind"),
    sqlite_autoincrement=True,
)

# What a supervisor chose for their digest; who chose nothing has no row. `shown` tells which figures they saw last.
digests = Table(
    "digests",
    metadata,
    learner(primary_key=True),
    words("hour"),
    words("shown"),
    moment("paused_until"),
    moment("off_at"),
)

# Who asked their supervisor to get in touch, under the name and in the words that they chose.
contacts = Table(
    "contacts",
    metadata,
    numbered(),
    learner(),
    Column("program_id", BIG, nullable=False),
    team(),
    Column("called", Sealed("contacts.called"), nullable=False),
    Column("words", Sealed("contacts.words"), nullable=False),
    moment("asked_at", nullable=False),
    moment("seen_at"),
    sqlite_autoincrement=True,
)

# That somebody was erased, by the keyed hash of an address of theirs: a restored copy must not bring them back.
erasures = Table(
    "erasures",
    metadata,
    numbered(),
    name("account"),
    name("hash"),
    moment("erased_at", nullable=False),
    sqlite_autoincrement=True,
)

# How many resource cards were shown in a month (YYYY-MM of UTC). The events go after a while; these figures stay, and are nobody's.
card_counts = Table(
    "card_counts",
    metadata,
    numbered(),
    name("month"),
    name("level"),
    name("by"),
    count("count"),
    UniqueConstraint("month", "level", "by"),
    sqlite_autoincrement=True,
)

Index("ix_panels_group", panels.c.program_id, panels.c.team_id, panels.c.kind)
Index("ix_contacts_learner", contacts.c.learner_id)
