"""Housekeeping: nothing readable outlives its promise, however much there is of it."""

import asyncio
from datetime import timedelta
from pathlib import Path

from sqlalchemy import text

from bot.domain.delivery import Draft, Priority
from bot.services.housekeeping import tidy
from bot.store import events, outbox
from bot.store.tables import inbox
from bot.store.work import Work
from dialogues.events import CheckedIn
from dialogues.message import Message, Text
from tests.bot.services.conftest import ACCOUNT, START, Notebook, coach
from tests.bot.services.living import begin, forward, person

MANY = 2500
BEFORE = START - timedelta(days=60)


def lay_in(work: Work, learner: int) -> None:
    """Old check-ins, messages that were sent and updates that were answered, all two months before the start."""
    told = [CheckedIn(3, 2)] * MANY
    events.append(work, learner, events.entries("old", 0, told), BEFORE)
    words = Message(Text.of("Words."))
    outbox.enqueue(
        work, [Draft(f"m{place}", learner, 1, words, Priority.reply, BEFORE) for place in range(MANY)], BEFORE
    )
    work.execute(outbox.update(outbox.outbox).values(status="sent", settled_at=BEFORE))
    done = {"account": ACCOUNT, "learner_id": learner, "urgency": 1, "at": BEFORE, "received_at": BEFORE}
    rows = [{**done, "external_id": f"u{place}", "status": "done", "done_at": BEFORE} for place in range(MANY)]
    work.execute(inbox.insert(), rows)


def left(work: Work) -> list[int]:
    """How many of each are there still."""
    return [
        work.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
        for table in ("events WHERE kind = 'CheckedIn'", "outbox", "inbox")
    ]


def test_thousands_of_old_rows_go_in_one_tidying(home: Path, notebook: Notebook, database: str) -> None:
    async def talk() -> None:
        async with coach(home, notebook, database) as parts:
            await begin(parts, "ann")
            await parts.store.run(lay_in, await person(parts))
            assert await parts.store.read(left) == [MANY, MANY, MANY]
            forward(parts, timedelta(days=40))
            await tidy(parts)
            assert await parts.store.read(left) == [0, 0, 0]

    asyncio.run(talk())
