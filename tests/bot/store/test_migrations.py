"""Migrations: the tables become what the code says, once, on both databases."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect

from bot.store import engine
from bot.store.failures import StoreDown
from bot.store.migrate import HEAD, MIGRATIONS, MigrationMissing, migrate, pending, require_current, revision
from bot.store.schema import metadata


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    admin: Engine = request.getfixturevalue("postgresql")
    with admin.connect() as connection:
        connection.exec_driver_sql("CREATE DATABASE empty_one")
    yield admin.url.set(database="empty_one").render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.exec_driver_sql("DROP DATABASE empty_one WITH (FORCE)")


def test_the_migrated_tables_are_those_the_code_uses(url: str) -> None:
    opened = engine.writer(url)
    with opened.connect() as connection:
        # SQLite writes its defaults in other quotes, which Alembic takes for a difference.
        defaults = opened.dialect.name == "postgresql"
        opts = {"compare_type": True, "compare_server_default": defaults, "target_metadata": metadata}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, metadata) == []
    opened.dispose()


def test_the_indexes_are_partial_where_the_code_says_so(url: str) -> None:
    opened = engine.writer(url)
    with opened.connect() as connection:
        found = {
            index["name"]: f"{index['dialect_options'].get(f'{opened.dialect.name}_where', '')}".strip("()")
            for table in metadata.tables
            for index in inspect(connection).get_indexes(table)
        }
    opened.dispose()
    wanted = {
        str(index.name): str(
            index.dialect_kwargs.get("sqlite_where") if index.dialect_kwargs.get("sqlite_where") is not None else ""
        )
        for table in metadata.tables.values()
        for index in table.indexes
    }
    assert {name: bare(where) for name, where in found.items() if name in wanted} == {
        n: bare(w) for n, w in wanted.items()
    }


def bare(where: str) -> str:
    """A condition without what the databases add to it."""
    return where.replace("::text", "").split(".")[-1].strip("() ")


def test_a_database_knows_what_it_was_brought_to(empty: str) -> None:
    assert (revision(empty), pending(empty)) == (None, True)
    with pytest.raises(MigrationMissing, match="run `coach migrate`"):
        require_current(empty)
    migrate(empty)
    assert (revision(empty), pending(empty)) == (HEAD, False)
    require_current(empty)
    migrate(empty)


def test_the_newest_step_is_the_one_the_code_asks_for() -> None:
    assert ScriptDirectory(str(MIGRATIONS)).get_current_head() == HEAD


def test_processes_that_start_together_migrate_once(empty: str) -> None:
    script = "import sys; from bot.store.migrate import migrate, pending; migrate(sys.argv[1]); assert not pending(sys.argv[1])"
    started = [subprocess.Popen([sys.executable, "-c", script, empty], stderr=subprocess.PIPE) for _ in range(4)]
    assert [(process.communicate()[1], process.returncode) for process in started] == [(b"", 0)] * 4


def test_a_fresh_file_is_ready_in_a_moment(tmp_path: Path) -> None:
    began = time.perf_counter()
    migrate(str(tmp_path / "fresh.db"))
    assert time.perf_counter() - began < 1  # 0.1 s here; a loaded machine gets some slack


def test_a_step_that_fails_leaves_nothing(empty: str, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = engine.writer(empty)
    with opened.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE outbox (id INTEGER)")
    with pytest.raises(Exception, match="outbox"):
        migrate(empty)
    with opened.connect() as connection:
        assert inspect(connection).get_table_names() == ["outbox"]
    opened.dispose()


def test_a_database_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreDown, match="folder exists"):
        migrate(f"sqlite:///{tmp_path}/missing/coach.db")
    with pytest.raises(StoreDown, match="whether PostgreSQL runs"):
        migrate("postgresql://127.0.0.1:1/nothing")


@pytest.mark.parametrize("url", ["mysql://x/y", "sqlite://", "sqlite:///:memory:", "://", "nonsense://"])
def test_a_url_that_cannot_be_used_is_refused(url: str) -> None:
    with pytest.raises(engine.UrlRefused, match="write sqlite:///path or postgresql://"):
        engine.writer(url)


@pytest.mark.parametrize("url", ["postgres://h/d", "postgresql://h/d", "postgresql+psycopg://h/d"])
def test_postgresql_is_spoken_to_by_psycopg(url: str) -> None:
    assert engine.normalised(url).drivername == "postgresql+psycopg"
