"""The first tables."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# Frozen: what the columns were when this step was written, whatever bot.store.columns says today.
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True).with_variant(sa.Text(), "sqlite")


def upgrade() -> None:
    """Make the tables and their indexes."""
    _people()
    _talk()
    _inbox()
    _outbox()
    _record()
    _content()
    _indexes()


def downgrade() -> None:
    """Drop everything."""
    for table in ("publication", "releases", "studied", "events", "outbox", "schedules", "inbox"):
        op.drop_table(table)
    for table in ("conversations", "consents", "addresses", "learners", "accounts"):
        op.drop_table(table)


def _id() -> SchemaItem:
    return sa.Column("id", BIG, primary_key=True)


def _learner(*, primary_key: bool = False) -> SchemaItem:
    owner = sa.ForeignKey("learners.id", ondelete="CASCADE")
    return sa.Column("learner_id", BIG, owner, primary_key=primary_key, nullable=False, autoincrement=False)


def _address(*, primary_key: bool = False, nullable: bool = False) -> SchemaItem:
    owner = sa.ForeignKey("addresses.id", ondelete="CASCADE")
    return sa.Column("address_id", BIG, owner, primary_key=primary_key, nullable=nullable, autoincrement=False)


def _text(*names: str) -> list[SchemaItem]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _empty(*names: str) -> list[SchemaItem]:
    return [sa.Column(name, sa.Text(), nullable=False, server_default="") for name in names]


def _maybe(*names: str) -> list[SchemaItem]:
    return [sa.Column(name, sa.Text(), nullable=True) for name in names]


def _count(*names: str) -> list[SchemaItem]:
    return [sa.Column(name, sa.Integer(), nullable=False, server_default="0") for name in names]


def _at(*names: str, nullable: bool = True) -> list[SchemaItem]:
    return [sa.Column(name, MOMENT, nullable=nullable) for name in names]


def _lease() -> list[SchemaItem]:
    return [*_empty("lease_owner"), *_count("lease_number"), *_at("lease_until")]


def _people() -> None:
    op.create_table("accounts", sa.Column("name", sa.Text(), primary_key=True), *_lease())
    op.create_table(
        "learners",
        _id(),
        *_at("created_at", nullable=False),
        *_text("language"),
        *_maybe("country"),
        *_text("zone", "hour", "days", "quiet_from", "quiet_to"),
        *_at("welcomed_at", "stopped_at", "paused_until", "cooling_until", "pushed_at", "checked_in_at"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "addresses",
        _id(),
        _learner(),
        *_text("account", "hash"),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        *_at("gone_at"),
        *_at("used_at", nullable=False),
        *_at("throttled_until"),
        sa.UniqueConstraint("account", "hash"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "consents",
        _learner(primary_key=True),
        sa.Column("purpose", sa.Text(), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        *_at("given_at", nullable=False),
        *_at("withdrawn_at"),
    )


def _talk() -> None:
    op.create_table(
        "conversations",
        _address(primary_key=True),
        _learner(),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("open", sa.Text(), nullable=False, server_default="none"),
        *_at("updated_at", nullable=False),
    )
    op.create_table(
        "schedules",
        _id(),
        _learner(),
        *_text("kind"),
        *_empty("subject"),
        _address(nullable=True),
        *_at("due_at"),
        *_empty("outcome"),
        sa.UniqueConstraint("learner_id", "kind", "subject"),
        sqlite_autoincrement=True,
    )


def _inbox() -> None:
    op.create_table(
        "inbox",
        _id(),
        *_text("account", "external_id"),
        _learner(),
        _address(nullable=True),
        sa.Column("urgency", sa.SmallInteger(), nullable=False),
        sa.Column("payload", sa.LargeBinary()),
        *_maybe("fired_kind", "fired_subject"),
        *_at("fired_due_at"),
        *_at("at", "received_at", nullable=False),
        sa.Column("status", sa.Text(), nullable=False, server_default="waiting"),
        *_at("retry_at"),
        *_lease(),
        *_count("attempts"),
        *_empty("error"),
        *_at("done_at"),
        sa.UniqueConstraint("account", "external_id"),
        sqlite_autoincrement=True,
    )


def _outbox() -> None:
    op.create_table(
        "outbox",
        _id(),
        *_text("key"),
        _learner(),
        _address(),
        *_text("account"),
        sa.Column("priority", sa.SmallInteger(), nullable=False),
        sa.Column("message", sa.LargeBinary()),
        *_empty("question"),
        *_at("due_at", nullable=False),
        sa.Column("status", sa.Text(), nullable=False, server_default="waiting"),
        *_lease(),
        *_count("attempts"),
        *_empty("platform_id", "error"),
        *_at("created_at", nullable=False),
        *_at("cancelled_at", "settled_at"),
        sa.UniqueConstraint("key"),
        sqlite_autoincrement=True,
    )


def _record() -> None:
    op.create_table(
        "events",
        _id(),
        _learner(),
        *_text("run"),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        *_text("kind", "body"),
        *_at("at", nullable=False),
        sa.UniqueConstraint("run", "ordinal"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "studied",
        _learner(primary_key=True),
        sa.Column("subject", sa.Text(), primary_key=True),
        *_text("kind", "competency"),
        *_empty("indicator"),
        *_count("times", "right_times"),
        sa.Column("correct", sa.Boolean(), nullable=False),
        *_at("first_at", "last_at", nullable=False),
    )


def _content() -> None:
    op.create_table(
        "releases",
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        *_text("checksum"),
        sa.Column("files", sa.LargeBinary(), nullable=False),
        *_at("created_at", nullable=False),
        sa.UniqueConstraint("checksum"),
    )
    op.create_table(
        "publication",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("number", sa.Integer(), nullable=False),
        *_at("published_at", nullable=False),
    )


def _indexes() -> None:
    for name, table, columns, where in _INDEXES:
        partial = sa.text(where) if where else None
        op.create_index(name, table, columns, sqlite_where=partial, postgresql_where=partial)


_INDEXES = (
    ("ix_addresses_learner", "addresses", ["learner_id"], ""),
    ("ix_conversations_learner", "conversations", ["learner_id"], ""),
    ("ix_inbox_waiting", "inbox", ["urgency", "id"], "status = 'waiting'"),
    ("ix_inbox_claimed", "inbox", ["lease_owner", "lease_until"], "status = 'claimed'"),
    ("ix_inbox_open", "inbox", ["learner_id", "id"], "done_at IS NULL"),
    ("ix_inbox_done", "inbox", ["done_at"], "done_at IS NOT NULL"),
    ("ix_schedules_due", "schedules", ["due_at", "id"], "due_at IS NOT NULL"),
    ("ix_outbox_waiting", "outbox", ["account", "priority", "due_at", "id"], "status = 'waiting'"),
    ("ix_outbox_sending", "outbox", ["lease_owner", "lease_until"], "status = 'sending'"),
    ("ix_outbox_open", "outbox", ["address_id", "priority", "id"], "settled_at IS NULL"),
    ("ix_outbox_unsent", "outbox", ["learner_id"], "settled_at IS NULL"),
    ("ix_outbox_settled", "outbox", ["settled_at"], "settled_at IS NOT NULL"),
    ("ix_outbox_readable", "outbox", ["settled_at"], "message IS NOT NULL"),
    ("ix_events_learner", "events", ["learner_id", "at"], ""),
)
