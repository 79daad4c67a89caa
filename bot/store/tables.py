"""Tables: everything the coach keeps. Every person-owned table carries the learner's id; times are UTC."""

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    FromClause,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    UniqueConstraint,
)
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.expression import literal_column

from bot.store.columns import address, count, learner, lease, moment, name, numbered, words
from bot.store.sealed import Sealed

ADDRESS, MESSAGE, PAYLOAD = "addresses.address", "outbox.message", "inbox.payload"

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
    }
)

accounts = Table("accounts", metadata, name("name", primary_key=True), *lease())

learners = Table(
    "learners",
    metadata,
    numbered(),
    moment("created_at", nullable=False),
    name("language"),
    name("country", nullable=True),
    name("zone"),
    name("hour"),
    name("days"),
    name("quiet_from"),
    name("quiet_to"),
    moment("welcomed_at"),
    moment("stopped_at"),
    moment("paused_until"),
    moment("cooling_until"),
    moment("pushed_at"),
    moment("checked_in_at"),
    moment("checkin_asked_at"),
    moment("heard_on"),
    count("prompts"),
    count("unanswered"),
    words("prompted_why"),
    words("text_only"),
    Column("plan", Sealed("learners.plan")),
    sqlite_autoincrement=True,
)

addresses = Table(
    "addresses",
    metadata,
    numbered(),
    learner(),
    name("account"),
    name("hash"),
    Column("address", Sealed(ADDRESS), nullable=False),
    moment("gone_at"),
    moment("used_at", nullable=False),
    moment("throttled_until"),
    UniqueConstraint("account", "hash"),
    sqlite_autoincrement=True,
)

consents = Table(
    "consents",
    metadata,
    learner(primary_key=True),
    name("purpose", primary_key=True),
    Column("version", Integer, nullable=False),
    moment("given_at", nullable=False),
    moment("withdrawn_at"),
)

conversations = Table(
    "conversations",
    metadata,
    address(primary_key=True),
    learner(),
    Column("body", Sealed("conversations.body"), nullable=False),
    words("open", "none"),
    moment("updated_at", nullable=False),
)

inbox = Table(
    "inbox",
    metadata,
    numbered(),
    name("account"),
    name("external_id"),
    learner(),
    address(nullable=True),
    Column("urgency", SmallInteger, nullable=False),
    Column("payload", Sealed(PAYLOAD)),
    # A firing is planned by the database itself, which cannot seal; it holds no learner's words.
    name("fired_kind", nullable=True),
    name("fired_subject", nullable=True),
    moment("fired_due_at"),
    moment("at", nullable=False),
    moment("received_at", nullable=False),
    words("status", "waiting"),
    moment("retry_at"),
    *lease(),
    count("attempts"),
    words("error"),
    moment("done_at"),
    UniqueConstraint("account", "external_id"),
    sqlite_autoincrement=True,
)

schedules = Table(
    "schedules",
    metadata,
    numbered(),
    learner(),
    name("kind"),
    words("subject"),
    address(nullable=True),
    moment("due_at"),
    words("outcome"),
    UniqueConstraint("learner_id", "kind", "subject"),
    sqlite_autoincrement=True,
)

outbox = Table(
    "outbox",
    metadata,
    numbered(),
    name("key"),
    learner(),
    address(),
    name("account"),
    Column("priority", SmallInteger, nullable=False),
    Column("message", Sealed(MESSAGE)),
    words("question"),
    moment("due_at", nullable=False),
    moment("too_late_at"),
    words("status", "waiting"),
    *lease(),
    count("attempts"),
    words("platform_id"),
    words("error"),
    moment("created_at", nullable=False),
    moment("cancelled_at"),
    moment("settled_at"),
    UniqueConstraint("key"),
    sqlite_autoincrement=True,
)

events = Table(
    "events",
    metadata,
    numbered(),
    learner(),
    name("run"),
    Column("ordinal", Integer, nullable=False),
    name("kind"),
    name("body"),
    moment("at", nullable=False),
    UniqueConstraint("run", "ordinal"),
    sqlite_autoincrement=True,
)

studied = Table(
    "studied",
    metadata,
    learner(primary_key=True),
    name("subject", primary_key=True),
    name("kind"),
    name("competency"),
    words("indicator"),
    count("times"),
    count("right_times"),
    Column("correct", Boolean, nullable=False),
    moment("first_at", nullable=False),
    moment("last_at", nullable=False),
    Column("stability", Float),
    Column("difficulty", Float),
    moment("review_at"),
)

releases = Table(
    "releases",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    name("checksum"),
    Column("files", LargeBinary, nullable=False),
    moment("created_at", nullable=False),
    # The release it was made from, 0 for none; and the one of ours that it goes back to, which for one of ours is itself.
    count("base"),
    count("shipped"),
    UniqueConstraint("checksum"),
)

publication = Table(
    "publication",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, nullable=False),
    moment("published_at", nullable=False),
)


def is_status(table: FromClause, status: str) -> ColumnElement[bool]:
    """`status = 'waiting'`, written out: for a bound value SQLite plans anew each time, and uses no partial index."""
    return table.c.status == literal_column(f"'{status}'")


def is_named(table: FromClause) -> ColumnElement[bool]:
    """`platform_id <> ''`, written out for the same reason."""
    return table.c.platform_id.op("<>", is_comparison=True)(literal_column("''"))


def _index(index_name: str, *columns: Column[object], where: ColumnElement[bool] | None = None) -> None:
    Index(index_name, *columns, sqlite_where=where, postgresql_where=where)


# Each serves one question that is asked all the time; the partial ones stay small however much lies behind.
_index("ix_addresses_learner", addresses.c.learner_id)
_index("ix_conversations_learner", conversations.c.learner_id)
_index("ix_inbox_waiting", inbox.c.urgency, inbox.c.id, where=is_status(inbox, "waiting"))
_index("ix_inbox_claimed", inbox.c.lease_owner, inbox.c.lease_until, where=is_status(inbox, "claimed"))
_index("ix_inbox_open", inbox.c.learner_id, inbox.c.id, where=inbox.c.done_at.is_(None))
_index("ix_inbox_done", inbox.c.done_at, where=inbox.c.done_at.is_not(None))
_index("ix_schedules_due", schedules.c.due_at, schedules.c.id, where=schedules.c.due_at.is_not(None))
_index("ix_schedules_wanted", schedules.c.id, where=schedules.c.due_at.is_(None))
_index(
    "ix_outbox_waiting",
    *(outbox.c.account, outbox.c.priority, outbox.c.due_at, outbox.c.id),
    where=is_status(outbox, "waiting"),
)
_index("ix_outbox_sending", outbox.c.lease_owner, outbox.c.lease_until, where=is_status(outbox, "sending"))
_index("ix_outbox_open", outbox.c.address_id, outbox.c.priority, outbox.c.id, where=outbox.c.settled_at.is_(None))
_index("ix_outbox_unsent", outbox.c.learner_id, where=outbox.c.settled_at.is_(None))
_index("ix_outbox_settled", outbox.c.settled_at, where=outbox.c.settled_at.is_not(None))
_index("ix_outbox_readable", outbox.c.settled_at, where=outbox.c.message.is_not(None))
_index("ix_outbox_named", outbox.c.address_id, outbox.c.platform_id, where=is_named(outbox))
_index("ix_events_learner", events.c.learner_id, events.c.at)
_index("ix_events_kind", events.c.kind, events.c.at)
