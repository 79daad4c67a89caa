"""Content that staff push: what became of each release, drafts, files that came in, what was shown to whom, and notices."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ADDED = ("release_steps", "canaries", "drafts", "incoming", "shown", "notices")


def upgrade() -> None:
    """Add the tables; what was published so far is what we shipped."""
    op.add_column("releases", sa.Column("base", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("releases", sa.Column("shipped", sa.Integer(), nullable=False, server_default="0"))
    op.execute("UPDATE releases SET shipped = number")
    _add_releases()
    _add_work()
    _add_reach()
    op.create_index("ix_release_steps_number", "release_steps", ["number"])
    op.create_index("ix_incoming_learner", "incoming", ["learner_id"])
    op.create_index("ix_shown_subject", "shown", ["subject", "release"])
    op.create_index("ix_shown_at", "shown", ["at"])


def downgrade() -> None:
    """Drop them again."""
    for table in ADDED:
        op.drop_table(table)
    for column in ("shipped", "base"):
        op.drop_column("releases", column)


def _id() -> sa.Column[int]:
    return sa.Column("id", BIG, primary_key=True)


def _learner(*, primary_key: bool = False) -> sa.Column[int]:
    owner = sa.ForeignKey("learners.id", ondelete="CASCADE")
    return sa.Column("learner_id", BIG, owner, primary_key=primary_key, nullable=False, autoincrement=False)


def _team() -> sa.Column[int]:
    return sa.Column("team_id", BIG, nullable=False, server_default="0")


def _texts(*names: str) -> Sequence[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _moment(name: str, *, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, MOMENT, nullable=nullable)


def _add_releases() -> None:
    op.create_table(
        "release_steps",
        _id(),
        sa.Column("number", sa.Integer(), nullable=False),
        *_texts("step"),
        _team(),
        *_texts("by"),
        sa.Column("words", sa.LargeBinary()),
        _moment("at"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "canaries",
        sa.Column("team_id", BIG, primary_key=True, autoincrement=False),
        sa.Column("number", sa.Integer(), nullable=False),
        _moment("since"),
    )


def _add_work() -> None:
    op.create_table(
        "drafts",
        _learner(primary_key=True),
        sa.Column("files", sa.LargeBinary(), nullable=False),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("told", sa.Text(), nullable=False, server_default="[]"),
        _moment("changed_at"),
    )
    op.create_table(
        "incoming",
        _id(),
        _learner(),
        *_texts("account"),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("ref", sa.LargeBinary(), nullable=False),
        _moment("at"),
        sqlite_autoincrement=True,
    )


def _add_reach() -> None:
    op.create_table(
        "shown",
        _id(),
        _learner(),
        *_texts("subject"),
        sa.Column("release", sa.Integer(), nullable=False),
        _moment("at"),
        sa.UniqueConstraint("learner_id", "subject", "release", name="uq_shown_learner_id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "notices",
        _id(),
        *_texts("kind"),
        sa.Column("program_id", BIG, nullable=False),
        _team(),
        sa.Column("subjects", sa.Text(), nullable=False, server_default="[]"),
        sa.Column("releases", sa.Text(), nullable=False, server_default="[]"),
        *_texts("words", "by"),
        sa.Column("people", sa.Integer(), nullable=False),
        _moment("made_at"),
        _moment("due_at"),
        _moment("cancelled_at", nullable=True),
        sqlite_autoincrement=True,
    )
