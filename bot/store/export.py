"""Export: everything that is kept about one person, table by table, as plain values."""

import json
from datetime import datetime
from typing import cast

import structlog
from sqlalchemy import Row, Table, select
from sqlalchemy.util.typing import TupleAny

from bot.store.kept import KEPT
from bot.store.schema import metadata
from bot.store.sealed import CannotUnseal
from bot.store.work import Work

# How the machine works, and what it recognises somebody by: it says nothing about the person.
INNER = frozenset({"hash", "lease_owner", "lease_number", "lease_until", "external_id", "key", "platform_id", "error"})
JSON = frozenset({"body", "message", "payload", "plan"})
FILES = frozenset(name for name, kept in KEPT.items() if kept.not_copied)

log = structlog.get_logger()


def everything(work: Work, learner_id: int) -> dict[str, list[dict[str, object]]]:
    """The rows of every table that has something about this person, by the table's name; a new table is never left out."""
    tables = [table for table in metadata.sorted_tables if owner_of(table) and table.name not in FILES]
    found = {table.name: _rows(work, table, learner_id) for table in tables}
    return {name: rows for name, rows in found.items() if rows}


def owner_of(table: Table) -> str:
    """The column by which a table's rows are somebody's; "" where they are nobody's."""
    if table.name == "learners":
        return "id"
    return "learner_id" if "learner_id" in table.c else ""


def _rows(work: Work, table: Table, learner_id: int) -> list[dict[str, object]]:
    columns = [column for column in table.columns if column.name not in INNER]
    try:
        rows = work.execute(select(*columns).where(table.c[owner_of(table)] == learner_id)).all()
    except CannotUnseal as error:
        log.error("export_incomplete", table=table.name, error=str(error))
        return [{"unreadable": "This part was sealed with a key that is no longer here."}]
    return [_told(row) for row in rows]


def _told(row: Row[*TupleAny]) -> dict[str, object]:
    return {name: _plain(name, value) for name, value in row._mapping.items() if value not in (None, "")}


def _plain(name: str, value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if name in JSON and isinstance(value, str) and value[:1] in "{[":
        return cast("object", json.loads(value))
    return value
