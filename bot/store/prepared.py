"""Prepared: a statement compiled once, so that running it costs little more than the database's own work.

SQLAlchemy spends some 100 µs on each execution, which is most of a turn. Here its SQL and its column types are kept instead.
"""

from collections import namedtuple
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar, cast

from sqlalchemy import Dialect, Float, Row, Select
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import MultipleResultsFound, NoResultFound
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.types import TypeEngine
from sqlalchemy.util.typing import TupleAny

T = TypeVar("T")
Values = Mapping[str, object]
Way = Callable[[object], object]
Found = Row[*TupleAny]


class Prepared:
    """A statement that is run again and again, made once beside the verb that runs it. It takes no lists of values."""

    def __init__(self, statement: "Select[*TupleAny] | UpdateBase") -> None:
        self.statement = statement
        self._plans: dict[tuple[str, tuple[str, ...]], _Plan] = {}

    def run(self, cursor: DBAPICursor, dialect: Dialect, values: Values) -> "Rows":
        """Run it; the names of the values decide which columns an INSERT or UPDATE sets."""
        key = (dialect.name, tuple(values))
        plan = self._plans.get(key)
        if plan is None:
            plan = self._plans[key] = _planned(self.statement, dialect, key[1])
        cursor.execute(plan.sql, plan.bound(values))
        return Rows(plan.read(cursor.fetchall()) if plan.columns else [], cursor.rowcount)


class Rows:
    """What a prepared statement gave back, with the words of SQLAlchemy's own result."""

    __slots__ = ("_rows", "rowcount")

    def __init__(self, rows: list[Found], rowcount: int) -> None:
        self._rows = rows
        self.rowcount = rowcount

    def __iter__(self) -> Iterator[Found]:
        return iter(self._rows)

    def all(self) -> list[Found]:
        """Every row."""
        return self._rows

    def one_or_none(self) -> Found | None:
        """The only row, or None."""
        if len(self._rows) > 1:
            raise MultipleResultsFound(f"{len(self._rows)} rows where one was expected")
        return self._rows[0] if self._rows else None

    def one(self) -> Found:
        """The only row."""
        row = self.one_or_none()
        if row is None:
            raise NoResultFound("no row where one was expected")
        return row

    def value(self, kind: type[T]) -> T | None:
        """What stands first in the only row, or None."""
        row = self.one_or_none()
        return None if row is None else cast("T", row[0])


@dataclass(frozen=True, slots=True)
class _Bind:
    """One place for a value: the name it comes by, or what always stands there."""

    name: str
    given: bool
    constant: object
    dump: Way | None

    def value(self, values: Values) -> object:
        if not self.given:
            return self.constant
        value = values[self.name]
        return self.dump(value) if self.dump else value


@dataclass(frozen=True, slots=True)
class _Plan:
    sql: str
    positional: bool
    binds: tuple[_Bind, ...]
    columns: tuple[Way | None, ...]
    row: Callable[..., object]

    def bound(self, values: Values) -> Mapping[str, object] | list[object]:
        if self.positional:
            return [bind.value(values) for bind in self.binds]
        return {bind.name: bind.value(values) for bind in self.binds}

    def read(self, fetched: "Sequence[TupleAny]") -> list[Found]:
        rows = [
            self.row(*[load(value) if load else value for load, value in zip(self.columns, row, strict=True)])
            for row in fetched
        ]
        return cast("list[Found]", rows)  # named tuples, which read the same


def _planned(statement: "Select[*TupleAny] | UpdateBase", dialect: Dialect, given: tuple[str, ...]) -> _Plan:
    compiled = statement.compile(dialect=dialect, column_keys=list(given))
    if not isinstance(compiled, SQLCompiler) or compiled.post_compile_params:
        raise TypeError(f"this statement cannot be prepared, because a value in it is a list: {compiled}")
    names = compiled.positiontup or tuple(dict.fromkeys(compiled.bind_names.values()))
    columns = list(statement.exported_columns)
    labels = [column.key or "" for column in columns]
    return _Plan(
        sql=compiled.string,
        positional=bool(compiled.positional),
        binds=tuple(_bind(compiled, name, dialect) for name in names),
        columns=tuple(_result_way(column.type, dialect) for column in columns),
        row=namedtuple("Row", labels, rename=True),
    )


def _bind(compiled: SQLCompiler, name: str, dialect: Dialect) -> _Bind:
    bind = compiled.binds[name]
    dump = bind.type.dialect_impl(dialect).bind_processor(dialect)
    constant = None if bind.required or not dump else dump(bind.value)
    return _Bind(name, bind.required, constant if dump else bind.value, dump)


def _result_way(kind: "TypeEngine[object]", dialect: Dialect) -> Way | None:
    if isinstance(kind, Float):
        return None  # drivers give floats already, and psycopg's way would have to know what is in the result
    # Both drivers read floats themselves; PostgreSQL's way would ask for a column's type code, which a plan does not have.
    return None if isinstance(kind, Float) else kind.dialect_impl(dialect).result_processor(dialect, None)
