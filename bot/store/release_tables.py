"""Tables of how content reaches people: what became of each release, drafts, files that came in, and what was shown to whom."""

from sqlalchemy import Column, Index, Integer, LargeBinary, Table, UniqueConstraint

from bot.store.columns import BIG, learner, moment, name, numbered, words
from bot.store.program_tables import metadata, team
from bot.store.sealed import Sealed

# What became of a release, step by step, under pseudonyms; `words` is what somebody asked its author to change. Nothing is altered.
release_steps = Table(
    "release_steps",
    metadata,
    numbered(),
    Column("number", Integer, nullable=False),
    name("step"),
    team(),
    name("by"),
    Column("words", Sealed("release_steps.words")),
    moment("at", nullable=False),
    sqlite_autoincrement=True,
)

# The teams that have a release before everybody else.
canaries = Table(
    "canaries",
    metadata,
    Column("team_id", BIG, primary_key=True, autoincrement=False),
    Column("number", Integer, nullable=False),
    moment("since", nullable=False),
)

# The content that somebody is working on: the files they sent, on top of a release. `number` is the release it became, or 0.
drafts = Table(
    "drafts",
    metadata,
    learner(primary_key=True),
    Column("files", LargeBinary, nullable=False),
    Column("base", Integer, nullable=False),
    Column("number", Integer, nullable=False, server_default="0"),
    words("told", "[]"),
    moment("changed_at", nullable=False),
)

# A file that somebody sent, before it is fetched and read.
incoming = Table(
    "incoming",
    metadata,
    numbered(),
    learner(),
    name("account"),
    Column("name", Sealed("incoming.name"), nullable=False),
    Column("ref", Sealed("incoming.ref"), nullable=False),
    moment("at", nullable=False),
    sqlite_autoincrement=True,
)

# Which lesson or question somebody was shown, from which release: a correction goes to nobody else.
shown = Table(
    "shown",
    metadata,
    numbered(),
    learner(),
    name("subject"),
    Column("release", Integer, nullable=False),
    moment("at", nullable=False),
    UniqueConstraint("learner_id", "subject", "release"),
    sqlite_autoincrement=True,
)

# Something that staff say to many: an announcement, or a correction to who was shown `subjects`. `words` are JSON, by language.
notices = Table(
    "notices",
    metadata,
    numbered(),
    name("kind"),
    Column("program_id", BIG, nullable=False),
    team(),
    words("subjects", "[]"),
    words("releases", "[]"),
    name("words"),
    name("by"),
    Column("people", Integer, nullable=False),
    moment("made_at", nullable=False),
    moment("due_at", nullable=False),
    moment("cancelled_at"),
    sqlite_autoincrement=True,
)

Index("ix_release_steps_number", release_steps.c.number)
Index("ix_incoming_learner", incoming.c.learner_id)
Index("ix_shown_subject", shown.c.subject, shown.c.release)
Index("ix_shown_at", shown.c.at)
