"""Who is who: programs, teams, roles and codes; what the clock knows of each person; memory of each item."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")


def upgrade() -> None:
    """Add the columns, then the tables and their indexes."""
    for column in _learner_columns():
        op.add_column("learners", column)
    for column in _studied_columns():
        op.add_column("studied", column)
    _who_is_who()
    _codes()
    _asked_for()
    for name, table, columns in _INDEXES:
        op.create_index(name, table, columns)
    nowhen = sa.text("due_at IS NULL")
    op.create_index("ix_schedules_wanted", "schedules", ["id"], sqlite_where=nowhen, postgresql_where=nowhen)


def downgrade() -> None:
    """Drop what was added."""
    op.drop_index("ix_schedules_wanted", "schedules")
    op.drop_index("ix_events_kind", "events")
    for table in ("audit", "reports", "blobs", "links", "invites", "roles", "teams", "programs"):
        op.drop_table(table)
    for column in _studied_columns():
        op.drop_column("studied", column.name)
    for column in _learner_columns():
        op.drop_column("learners", column.name)


def _learner_columns() -> list[sa.Column[object]]:
    times: list[sa.Column[object]] = [sa.Column(name, MOMENT) for name in ("checkin_asked_at", "heard_on")]
    counts: list[sa.Column[object]] = [
        sa.Column(name, sa.Integer(), nullable=False, server_default="0") for name in ("prompts", "unanswered")
    ]
    words: list[sa.Column[object]] = [
        sa.Column(name, sa.Text(), nullable=False, server_default="") for name in ("prompted_why", "text_only")
    ]
    return [*times, *counts, *words, sa.Column("plan", sa.LargeBinary())]


def _studied_columns() -> list[sa.Column[object]]:
    return [
        sa.Column("stability", sa.Float()),
        sa.Column("difficulty", sa.Float()),
        sa.Column("review_at", MOMENT),
    ]


def _id() -> SchemaItem:
    return sa.Column("id", BIG, primary_key=True)


def _learner() -> SchemaItem:
    owner = sa.ForeignKey("learners.id", ondelete="CASCADE")
    return sa.Column("learner_id", BIG, owner, nullable=False, autoincrement=False)


def _program() -> SchemaItem:
    return sa.Column("program_id", BIG, sa.ForeignKey("programs.id", ondelete="CASCADE"), nullable=False)


def _team() -> SchemaItem:
    return sa.Column("team_id", BIG, nullable=False, server_default="0")


def _text(*names: str) -> list[SchemaItem]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _empty(*names: str) -> list[SchemaItem]:
    return [sa.Column(name, sa.Text(), nullable=False, server_default="") for name in names]


def _at(*names: str, nullable: bool = True) -> list[SchemaItem]:
    return [sa.Column(name, MOMENT, nullable=nullable) for name in names]


def _who_is_who() -> None:
    op.create_table(
        "programs",
        _id(),
        *_text("name"),
        sa.Column("policy", sa.Text(), nullable=False, server_default="{}"),
        *_at("created_at", nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "teams",
        _id(),
        _program(),
        *_text("name"),
        *_at("created_at", nullable=False),
        *_at("closed_at"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "roles",
        _id(),
        _learner(),
        _program(),
        _team(),
        *_text("role"),
        *_at("since", nullable=False),
        sa.UniqueConstraint("learner_id", "program_id", "team_id", "role"),
        sqlite_autoincrement=True,
    )


def _codes() -> None:
    op.create_table(
        "invites",
        _id(),
        _program(),
        _team(),
        *_text("role", "hash"),
        *_at("made_at", "expires_at", nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False, server_default="0"),
        *_at("revoked_at"),
        sa.Column("giver_id", BIG, sa.ForeignKey("learners.id", ondelete="SET NULL")),
        sa.UniqueConstraint("hash"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "links",
        _id(),
        _learner(),
        *_text("hash"),
        *_at("expires_at", nullable=False),
        sa.UniqueConstraint("hash"),
        sqlite_autoincrement=True,
    )


def _asked_for() -> None:
    op.create_table(
        "blobs",
        _id(),
        _learner(),
        *_text("key"),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        *_at("created_at", nullable=False),
        sa.UniqueConstraint("key"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "reports",
        _id(),
        _learner(),
        sa.Column("program_id", BIG, nullable=False, server_default="0"),
        *_text("lesson"),
        sa.Column("release", sa.Integer(), nullable=False),
        *_text("what"),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        *_at("at", nullable=False),
        *_at("closed_at"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "audit",
        _id(),
        *_at("at", nullable=False),
        *_text("actor", "action"),
        *_empty("subject"),
        sqlite_autoincrement=True,
    )


_INDEXES = (
    ("ix_roles_learner", "roles", ["learner_id"]),
    ("ix_roles_team", "roles", ["program_id", "team_id"]),
    ("ix_teams_program", "teams", ["program_id"]),
    ("ix_invites_team", "invites", ["program_id", "team_id"]),
    ("ix_blobs_created", "blobs", ["created_at"]),
    ("ix_links_expires", "links", ["expires_at"]),
    ("ix_events_kind", "events", ["kind", "at"]),
)
