"""Which workspaces have taken the coach in, and what it needs to speak there."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "installations",
        sa.Column("account", sa.Text(), primary_key=True),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("app", sa.Text(), nullable=False),
        sa.Column("bot_user", sa.Text(), nullable=False),
        sa.Column("token", sa.LargeBinary()),
        sa.Column("scopes", sa.Text(), nullable=False, server_default=""),
        sa.Column("installed_at", MOMENT, nullable=False),
        sa.Column("removed_at", MOMENT),
    )


def downgrade() -> None:
    """Drop it again."""
    op.drop_table("installations")
