"""Looking for a person in everything that is kept: every column of every table, and every byte of every file."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from sqlalchemy import LargeBinary, Table, inspect, select, text, type_coerce

from bot.store.export import owner_of
from bot.store.schema import metadata
from bot.store.sealed import Sealed
from bot.store.work import Work

OTHERS = {"alembic_version"}
# A workspace's name and token, and what staff asked to have changed, which goes by their pseudonym: sealed, and in no person's row.
NOBODYS = {"installations", "release_steps"}
FIRST_BYTES = 40  # of something sealed: what is longer may lie in several pages


def found_in_tables(work: Work, needles: Sequence[str]) -> set[str]:
    """Each "table.column: needle" at which one of these is written, sealed columns unsealed."""
    there = set(inspect(work.connection).get_table_names())
    assert there == set(metadata.tables) | OTHERS, "a table that nobody looks into"
    return {
        f"{table.name}.{name}: {needle}"
        for table in metadata.sorted_tables
        for row in work.execute(select(table))
        for name, value in row._mapping.items()
        for needle in needles
        if needle in str(value)
    }


def found_in_files(folder: Path, needles: Sequence[bytes]) -> set[str]:
    """Each "file: needle" of a folder, whatever lies in it."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    read = [(path.name, path.read_bytes()) for path in files]
    return {f"{name}: {needle!r}" for name, raw in read for needle in needles if needle in raw}


def sealed_of(work: Work, learner_id: int) -> set[bytes]:
    """How what is sealed of one person begins, as it lies in the database."""
    return {
        bytes(row[0])[:FIRST_BYTES]
        for table, column in _sealed_columns()
        for row in work.execute(select(type_coerce(column, LargeBinary)).where(table.c[owner_of(table)] == learner_id))
        if row[0]
    }


def rows_of(work: Work, learner_id: int) -> dict[str, int]:
    """How many rows of each table are one person's."""
    owned = [table for table in metadata.sorted_tables if owner_of(table)]
    counted = {
        table.name: len(work.execute(select(table).where(table.c[owner_of(table)] == learner_id)).all())
        for table in owned
    }
    return {name: many for name, many in counted.items() if many}


def count_from(work: Work, table: str, number: int) -> None:
    """Let the ids of a table go on after a number, so that they look like nothing else."""
    if work.dialect == "postgresql":
        work.execute(text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {number})"))
        return
    work.execute(text(f"DELETE FROM sqlite_sequence WHERE name = '{table}'"))
    work.execute(text(f"INSERT INTO sqlite_sequence (name, seq) VALUES ('{table}', {number})"))


def _sealed_columns() -> Iterator[tuple[Table, "object"]]:
    for table in metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, Sealed) and table.name not in NOBODYS:
                assert owner_of(table), f"{table.name}.{column.name} is sealed, and nobody's"
                yield table, column
