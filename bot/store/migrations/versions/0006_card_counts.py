"""How many resource cards were shown in a month: figures that outlive the events they count, and are nobody's."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "card_counts",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False, server_default="0"),
        sa.UniqueConstraint("month", "level", "by", name="uq_card_counts_month"),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    """Drop it again."""
    op.drop_table("card_counts")
