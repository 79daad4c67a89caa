"""Storage: one transaction a verb, on SQLite or PostgreSQL. Stores never commit; `bot.store.work.Store` does."""
