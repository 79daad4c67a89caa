"""Resealing: what lies sealed with an older key is sealed with the newest, in passes, so that the older one can go."""

from collections.abc import Iterator

from sqlalchemy import Column, LargeBinary, Table, and_, func, literal, select, type_coerce, update
from sqlalchemy.sql.elements import ColumnElement

from bot.store.schema import metadata
from bot.store.sealed import Sealed, keys_in_force
from bot.store.work import Work

A_PASS = 500


def reseal(work: Work, limit: int = A_PASS) -> int:
    """Seal up to so many values of each column with the newest key; how many. 0 means that nothing older is left.

    Raises CannotUnseal where the key of a row is not there.
    """
    return sum(_column(work, table, column, kind, limit) for table, column, kind in sealed_columns())


def older(work: Work) -> int:
    """How many values lie sealed with an older key."""
    return sum(
        work.execute(select(func.count()).select_from(table).where(_is_older(column))).scalar_one()
        for table, column, _ in sealed_columns()
    )


def sealed_columns() -> Iterator[tuple[Table, Column[str], Sealed]]:
    """Every sealed column there is; a new one is never left out."""
    for table in metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, Sealed):
                yield table, column, column.type


def _column(work: Work, table: Table, column: Column[str], kind: Sealed, limit: int) -> int:
    keys = keys_in_force()
    raw, ids = type_coerce(column, LargeBinary), list(table.primary_key.columns)
    rows = work.execute(select(*ids, raw).where(_is_older(column)).limit(limit)).all()
    for *id, sealed in rows:
        here = and_(*(one == value for one, value in zip(ids, id, strict=True)), raw == bytes(sealed))
        words = keys.unseal(bytes(sealed), kind.purpose)
        # Whoever wrote here meanwhile did it with the newest key, and theirs stands.
        work.execute(update(table).where(here).values({column.name: words}))
    return len(rows)


def _is_older(column: Column[str]) -> ColumnElement[bool]:
    """Whether what lies there names another key than the newest; what is empty names none."""
    newest = literal(bytes([keys_in_force().newest]), LargeBinary)
    return func.substr(type_coerce(column, LargeBinary), 1, 1, type_=LargeBinary) != newest
