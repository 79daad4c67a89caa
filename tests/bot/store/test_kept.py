"""Kept: no table without a declaration, and no declaration that the code does not keep to."""

import importlib
import inspect

import pytest
from sqlalchemy import Table

from bot.services import housekeeping
from bot.store.export import INNER, owner_of
from bot.store.kept import KEPT, Kept, Whose
from bot.store.schema import metadata

TABLES = {table.name: table for table in metadata.sorted_tables}
TICKS = sorted({part.tick for kept in KEPT.values() for part in kept.parts if part.tick})


def of_a_person() -> list[tuple[Table, Kept]]:
    return [(TABLES[name], kept) for name, kept in KEPT.items() if kept.whose is Whose.person]


def test_every_table_is_declared_and_no_other() -> None:
    assert set(KEPT) == set(TABLES)


def test_a_table_is_a_person_s_where_its_rows_are_somebody_s() -> None:
    assert {table.name for table, _ in of_a_person()} == {name for name, table in TABLES.items() if owner_of(table)}


def test_every_declaration_says_what_it_is_what_for_and_how_long() -> None:
    for name, kept in KEPT.items():
        assert kept.parts, name
        assert all(part.what and part.what_for and part.how_long for part in kept.parts), name


def test_what_is_a_person_s_is_in_their_copy_or_says_why_not() -> None:
    for table, kept in of_a_person():
        assert bool(kept.told) is not bool(kept.not_copied), table.name
        assert (kept.told or kept.not_copied).endswith("."), table.name
        assert {column.name for column in table.columns} - INNER, f"nothing of {table.name} would be in the copy"


@pytest.mark.parametrize("tick", TICKS)
def test_a_tick_that_is_declared_exists_and_housekeeping_calls_it(tick: str) -> None:
    module, _, name = tick.rpartition(".")
    assert callable(getattr(importlib.import_module(module), name))
    called = name if module == housekeeping.__name__ else f"{module.rpartition('.')[2]}.{name}"
    assert called in inspect.getsource(housekeeping.tidy)


def test_what_is_a_person_s_goes_with_them_by_the_database_s_own_rule() -> None:
    for table, kept in of_a_person():
        assert kept.stays == "", table.name
        keys = [key for column in table.columns for key in column.foreign_keys if key.column.table.name == "learners"]
        assert table.name == "learners" or {key.ondelete for key in keys} == {"CASCADE"}, table.name


def test_what_is_nobody_s_or_a_program_s_says_why_it_stays_and_never_keeps_somebody_by_their_number() -> None:
    for name, kept in KEPT.items():
        if kept.whose is not Whose.person:
            assert kept.stays.endswith("."), name
            keys = [key for key in TABLES[name].foreign_keys if key.column.table.name == "learners"]
            assert all(key.ondelete == "SET NULL" for key in keys), name
