"""Tables of who is who: programs, teams, roles, the codes that lead into them, and what people asked for or reported.

And which workspaces have taken the coach in.
"""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, UniqueConstraint

from bot.store.columns import BIG, count, learner, moment, name, numbered, words
from bot.store.sealed import Sealed
from bot.store.tables import metadata

__all__ = [
    "WHOLE_PROGRAM",
    "audit",
    "blobs",
    "installations",
    "invites",
    "links",
    "metadata",
    "programs",
    "reports",
    "roles",
    "teams",
]

WHOLE_PROGRAM = 0
NAME, TOKEN = "installations.name", "installations.token"


def program() -> Column[int]:
    """Which program it belongs to; it goes with the program."""
    return Column("program_id", BIG, ForeignKey("programs.id", ondelete="CASCADE"), nullable=False)


def team() -> Column[int]:
    """Which team it belongs to; 0 is the whole program."""
    return Column("team_id", BIG, nullable=False, server_default="0")


programs = Table(
    "programs",
    metadata,
    numbered(),
    name("name"),
    words("policy", "{}"),
    moment("created_at", nullable=False),
    sqlite_autoincrement=True,
)

teams = Table(
    "teams",
    metadata,
    numbered(),
    program(),
    name("name"),
    moment("created_at", nullable=False),
    moment("closed_at"),
    sqlite_autoincrement=True,
)

roles = Table(
    "roles",
    metadata,
    numbered(),
    learner(),
    program(),
    team(),
    name("role"),
    moment("since", nullable=False),
    UniqueConstraint("learner_id", "program_id", "team_id", "role"),
    sqlite_autoincrement=True,
)

# Of a code only a keyed hash is kept. `giver_id` has a team handed over: whoever it is loses the role when the code is used.
invites = Table(
    "invites",
    metadata,
    numbered(),
    program(),
    team(),
    name("role"),
    name("hash"),
    moment("made_at", nullable=False),
    moment("expires_at", nullable=False),
    Column("most", Integer, nullable=False),
    count("used"),
    moment("revoked_at"),
    Column("giver_id", BIG, ForeignKey("learners.id", ondelete="SET NULL")),
    UniqueConstraint("hash"),
    sqlite_autoincrement=True,
)

links = Table(
    "links",
    metadata,
    numbered(),
    learner(),
    name("hash"),
    moment("expires_at", nullable=False),
    UniqueConstraint("hash"),
    sqlite_autoincrement=True,
)

blobs = Table(
    "blobs",
    metadata,
    numbered(),
    learner(),
    name("key"),
    Column("body", Sealed("blobs.body"), nullable=False),
    moment("created_at", nullable=False),
    UniqueConstraint("key"),
    sqlite_autoincrement=True,
)

reports = Table(
    "reports",
    metadata,
    numbered(),
    learner(),
    Column("program_id", BIG, nullable=False, server_default="0"),
    name("lesson"),
    Column("release", Integer, nullable=False),
    name("what"),
    Column("words", Sealed("reports.words"), nullable=False),
    moment("at", nullable=False),
    moment("closed_at"),
    sqlite_autoincrement=True,
)

# Who did what to whom, by pseudonyms that only the key can make again. It outlives the people in it.
audit = Table(
    "audit",
    metadata,
    numbered(),
    moment("at", nullable=False),
    name("actor"),
    name("action"),
    words("subject"),
    sqlite_autoincrement=True,
)

# Nobody's row, though its name may name people: whoever looks after a workspace put the coach there, and can take it away again.
installations = Table(
    "installations",
    metadata,
    name("account", primary_key=True),
    Column("name", Sealed(NAME), nullable=False),
    name("app"),
    name("bot_user"),
    Column("token", Sealed(TOKEN)),
    words("scopes"),
    moment("installed_at", nullable=False),
    moment("removed_at"),
)

Index("ix_roles_learner", roles.c.learner_id)
Index("ix_roles_team", roles.c.program_id, roles.c.team_id)
Index("ix_teams_program", teams.c.program_id)
Index("ix_invites_team", invites.c.program_id, invites.c.team_id)
Index("ix_blobs_created", blobs.c.created_at)
Index("ix_links_expires", links.c.expires_at)
