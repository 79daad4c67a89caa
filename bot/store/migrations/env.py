"""What Alembic runs: the steps, inside the transaction that `bot.store.migrate` has begun."""

from alembic import context

from bot.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,  # SQLite can, since we begin its transactions ourselves
    render_as_batch=True,  # SQLite cannot alter a column; Alembic then copies the table
)
context.run_migrations()
