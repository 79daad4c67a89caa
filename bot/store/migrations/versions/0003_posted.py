"""What went out can be found by the platform's name for it, as a vote in a native quiz names it; what may not leave late ends."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the index and the column."""
    op.add_column("outbox", sa.Column("too_late_at", sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")))
    named = sa.text("platform_id <> ''")
    op.create_index(
        "ix_outbox_named", "outbox", ["address_id", "platform_id"], sqlite_where=named, postgresql_where=named
    )


def downgrade() -> None:
    """Drop them again."""
    op.drop_index("ix_outbox_named", "outbox")
    op.drop_column("outbox", "too_late_at")
