"""What went out can be found by the platform's name for it: a vote in a native quiz names nothing else."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the index."""
    named = sa.text("platform_id <> ''")
    op.create_index(
        "ix_outbox_named", "outbox", ["address_id", "platform_id"], sqlite_where=named, postgresql_where=named
    )


def downgrade() -> None:
    """Drop it again."""
    op.drop_index("ix_outbox_named", "outbox")
