"""Migrations: bring a database to the tables this version needs."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from bot.store.engine import writer
from bot.store.failures import translated
from bot.store.work import Work

HEAD = "0007"
MIGRATIONS = Path(__file__).with_name("migrations")


class MigrationMissing(Exception):
    """The database has not the tables this version needs: run `coach migrate`."""


def migrate(url: str) -> None:
    """Bring the database to the newest tables, once, however many processes ask for it at the same time."""
    # Alembic takes a quarter of a second to load, and a process that is up to date never needs it.
    from alembic import command  # noqa: PLC0415  # late, as said above
    from alembic.config import Config  # noqa: PLC0415  # late, as said above

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    engine = writer(url)
    try:
        with engine.begin() as connection:
            _lock(connection)
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except Exception as error:
        raise translated(error) from error.__cause__
    finally:
        engine.dispose()


def pending(url: str) -> bool:
    """Whether the database needs `migrate` before this version can use it."""
    return revision(url) != HEAD


def revision(url: str) -> str | None:
    """What the database was brought to; None when it is empty."""
    engine = writer(url)
    try:
        with engine.connect() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
            return found
    except Exception as error:
        raise translated(error) from error.__cause__
    finally:
        engine.dispose()


def require_current(url: str) -> None:
    """Raise `MigrationMissing` unless the database has the tables this version needs."""
    found = revision(url)
    if found != HEAD:
        raise MigrationMissing(
            f"the database is at {found or 'nothing'} and this version needs {HEAD}: run `coach migrate`"
        )


def is_current(work: Work) -> bool:
    """Whether the database has the tables this version needs, asked through an open store."""
    return work.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none() == HEAD


def _lock(connection: Connection) -> None:
    """Let one process migrate at a time; on SQLite the transaction itself keeps the others out."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('peercoach migrate'))"))
