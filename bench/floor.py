"""The floor: what SQLite itself takes for the five durable transactions of a turn, with nothing of ours around them."""

import sqlite3
import tempfile
import time
from pathlib import Path

TURNS = 300
TRANSACTIONS = 5


def bare_turns_a_second() -> float:
    """Turns a second when a turn is nothing but five transactions of one insert each, every one on disk before the next."""
    with tempfile.TemporaryDirectory() as folder:
        connection = sqlite3.connect(Path(folder) / "floor.db", isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=FULL"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("CREATE TABLE row (id INTEGER PRIMARY KEY, body TEXT)")
        began = time.perf_counter()
        for _ in range(TURNS * TRANSACTIONS):
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("INSERT INTO row (body) VALUES (?)", ("x" * 500,))
            connection.execute("COMMIT")
        took = time.perf_counter() - began
        connection.close()
        return TURNS / took
