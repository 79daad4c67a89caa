"""Schema: every table there is, of all the files that declare some."""

from bot.store import digest_tables, program_tables, release_tables
from bot.store.tables import metadata

__all__ = ["metadata"]

DECLARED_IN = (program_tables, digest_tables, release_tables)
