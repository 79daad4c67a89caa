"""Columns: the kinds of column that tables are made of."""

from datetime import UTC, datetime

from sqlalchemy import BigInteger, Column, DateTime, Dialect, ForeignKey, Integer, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

BIG = BigInteger().with_variant(Integer(), "sqlite")  # only a plain INTEGER counts up by itself on SQLite


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: `timestamptz` on PostgreSQL, sortable text on SQLite, always UTC in Python."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[datetime] | TypeEngine[str]:
        """SQLite has no moments of its own."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(Text())
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | str | None:
        """Refuse what does not say where it is; write the rest as UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored: give it one, `.replace(tzinfo=UTC)`")
        moment = value if value.tzinfo is UTC else value.astimezone(UTC)
        return as_text(moment) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | str | None, dialect: Dialect) -> datetime | None:
        """Read it as UTC."""
        if value is None:
            return None
        return datetime.fromisoformat(value) if isinstance(value, str) else value.astimezone(UTC)


def as_text(moment: datetime) -> str:
    """A UTC moment as text of one fixed length, so that text order is time order."""
    return moment.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def numbered() -> Column[int]:
    """The row's own number, never given twice."""
    return Column("id", BIG, primary_key=True)


def learner(*, primary_key: bool = False) -> Column[int]:
    """Whose row it is; it goes when they go."""
    owner = ForeignKey("learners.id", ondelete="CASCADE")
    return Column("learner_id", BIG, owner, primary_key=primary_key, nullable=False, autoincrement=False)


def address(*, primary_key: bool = False, nullable: bool = False) -> Column[int]:
    """Which of their addresses it belongs to."""
    owner = ForeignKey("addresses.id", ondelete="CASCADE")
    return Column("address_id", BIG, owner, primary_key=primary_key, nullable=nullable, autoincrement=False)


def moment(name: str, *, nullable: bool = True) -> Column[datetime]:
    """A time in UTC."""
    return Column(name, UtcDateTime, nullable=nullable)


def name(name: str, *, primary_key: bool = False, nullable: bool = False) -> Column[str]:
    """A short plain text that holds no learner's words."""
    return Column(name, Text, primary_key=primary_key, nullable=nullable)


def words(name: str, default: str = "") -> Column[str]:
    """A plain text that starts as `default` and holds no learner's words."""
    return Column(name, Text, nullable=False, server_default=default)


def count(name: str) -> Column[int]:
    """A number that starts at nought."""
    return Column(name, Integer, nullable=False, server_default="0")


def lease() -> tuple[Column[str], Column[int], Column[datetime]]:
    """Who works on the row, the number of their lease, and until when."""
    return words("lease_owner"), count("lease_number"), moment("lease_until")


def plain(error: str) -> str:
    """An error's text as every database takes it, and no longer than anybody reads."""
    return error[:500].encode("utf-8", "replace").decode().replace("\0", "")
