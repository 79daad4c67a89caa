"""The weekly digest: frozen figures, who is counted, what supervisors chose; contacts asked for; and the list of erasures."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ADDED = ("snapshots", "panels", "digests", "contacts", "erasures")


def _learner(*, primary_key: bool = False) -> sa.Column[int]:
    owner = sa.ForeignKey("learners.id", ondelete="CASCADE")
    return sa.Column("learner_id", BIG, owner, primary_key=primary_key, nullable=False, autoincrement=False)


def _team() -> sa.Column[int]:
    return sa.Column("team_id", BIG, nullable=False, server_default="0")


def upgrade() -> None:
    """Add the tables."""
    _add_figures()
    _add_wishes()
    op.create_index("ix_panels_group", "panels", ["program_id", "team_id", "kind"])
    op.create_index("ix_contacts_learner", "contacts", ["learner_id"])


def downgrade() -> None:
    """Drop them again."""
    for table in ADDED:
        op.drop_table(table)


def _add_figures() -> None:
    op.create_table(
        "snapshots",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("program_id", BIG, sa.ForeignKey("programs.id", ondelete="CASCADE"), nullable=False),
        sa.Column("week", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.UniqueConstraint("program_id", "week", name="uq_snapshots_program_id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "panels",
        sa.Column("id", BIG, primary_key=True),
        _learner(),
        sa.Column("program_id", BIG, nullable=False),
        _team(),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.UniqueConstraint("learner_id", "program_id", "team_id", "kind", name="uq_panels_learner_id"),
        sqlite_autoincrement=True,
    )


def _add_wishes() -> None:
    op.create_table(
        "digests",
        _learner(primary_key=True),
        sa.Column("hour", sa.Text(), nullable=False, server_default=""),
        sa.Column("shown", sa.Text(), nullable=False, server_default=""),
        sa.Column("paused_until", MOMENT),
        sa.Column("off_at", MOMENT),
    )
    op.create_table(
        "contacts",
        sa.Column("id", BIG, primary_key=True),
        _learner(),
        sa.Column("program_id", BIG, nullable=False),
        _team(),
        sa.Column("called", sa.LargeBinary(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "erasures",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("erased_at", MOMENT, nullable=False),
        sqlite_autoincrement=True,
    )
