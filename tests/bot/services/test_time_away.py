"""Time away: what falls due meanwhile waits until somebody is back, and comes sooner where they are back sooner."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

from bot.services.parts import Parts
from bot.services.people import welcome_done
from bot.store import events
from dialogues.events import ItemAnswered
from tests.bot.services.conftest import ACCOUNT, START, Notebook, coach
from tests.bot.services.living import DAY, at_once, forward, person
from tests.bot.services.test_the_week import PROFILE

ANSWER = ItemAnswered("rights-q01", "rights", "rights.confidentiality", correct=True)


def test_a_rest_moves_what_is_due_and_resuming_moves_it_back(home: Path, notebook: Notebook) -> None:
    async def talk() -> None:
        async with coach(home, notebook) as parts:
            await parts.store.run(welcome_done, ACCOUNT, "ann", PROFILE, START)
            learner = await person(parts)
            await parts.store.run(events.append, learner, events.entries("r", 0, [ANSWER]), START)
            due = await review_at(parts, learner)
            await at_once(parts, "pause 7 days")
            assert await review_at(parts, learner) - due == 7 * DAY
            forward(parts, 5 * DAY)
            await at_once(parts, "resume")
            assert timedelta(0) <= await review_at(parts, learner) - due - 5 * DAY < timedelta(minutes=5)

    asyncio.run(talk())


async def review_at(parts: Parts, learner: int) -> datetime:
    studied = await parts.store.read(events.studied, learner)
    due = studied[ANSWER.indicator].review_at
    assert due is not None
    return due
