"""What the stories of bad days have in common: questions whose answers can be counted, and a database that somebody else holds."""

import asyncio
import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import create_engine

from bot.store.engine import normalised
from tests.acceptance.slack.people import Person
from tests.acceptance.slack.town import Town

LONG = 60  # seconds: nothing here is a matter of them, but a machine may be busy
VERY_LONG = 90
PATIENT = (0.1, 2.0, 5.0, 10.0, 20.0)  # when Slack brings it again, which in truth is for longer
CANNOT_SAVE = "I cannot save this right now"


def asks(person: Person, *numbers: int) -> None:
    """Ask about some skills, one message after the other."""
    for number in numbers:
        person.write(f"what is competency {number}")


def answers(person: Person) -> list[int]:
    """The skills the person was told about, in order."""
    said = [one.words for one in person.seen if one.from_bot and one.words.startswith("Skill ")]
    return [int(words.split(" ")[1]) for words in said]


def is_answered(town: Town, person: Person) -> None:
    """Wait until the person, who writes now, is answered."""
    person.write("why")
    town.api.call(person.sees("Your next prompt", VERY_LONG))


async def becomes(holds: Callable[[], bool], why: Callable[[], object] = str, seconds: float = LONG) -> None:
    """Wait in a story until something holds; fail with `why` when it does not come to that."""
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, why()
        await asyncio.sleep(0.05)


def at_once(*lives: Callable[[], None]) -> None:
    """Live through several things at the same time, each with processes of its own; raises what the first of them raises."""
    with ThreadPoolExecutor() as pool:
        for life in [pool.submit(one) for one in lives]:
            life.result()


@contextmanager
def locked(home: Path, url: str = "") -> Iterator[None]:
    """Meanwhile somebody else holds the database: what is in SQLite's file, or the inbox of PostgreSQL."""
    if url:
        engine = create_engine(normalised(url))
        try:
            with engine.begin() as connection:
                connection.exec_driver_sql("LOCK TABLE inbox, outbox IN ACCESS EXCLUSIVE MODE")
                yield
        finally:
            engine.dispose()
        return
    with closing(sqlite3.connect(home / "coach.db", isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        yield
