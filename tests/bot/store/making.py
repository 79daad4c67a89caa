"""Values that the store's tests are made of."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from bot.domain.delivery import Draft, Priority
from bot.domain.update import Update, Urgency, Wrote
from bot.store import inbox, people
from bot.store.work import Work
from dialogues.message import Message, Text


def only(database: str) -> pytest.MarkDecorator:
    """Marks a test that makes sense on one of the two databases."""
    return pytest.mark.parametrize("url", [database], indirect=True)


NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
LATE = timedelta(hours=12)


def update(external_id: str, address: str = "ana", words: str = "hello", urgency: Urgency = Urgency.person) -> Update:
    """An update on the terminal."""
    return Update("terminal", external_id, address, Wrote(words), NOW, urgency)


def draft(key: str, person: tuple[int, int], priority: Priority = Priority.reply, due_at: datetime = NOW) -> Draft:
    """A message whose words are its key; a prompt is too late half a day after it is due."""
    too_late_at = due_at + LATE if priority is Priority.prompt else None
    return Draft(key, person[0], person[1], Message(Text.of(key)), priority, due_at, too_late_at)


def someone(work: Work, address: str = "ana") -> tuple[int, int]:
    """A learner and their address on the terminal."""
    return people.find_or_create(work, "terminal", address, NOW)


def receive(work: Work, *updates: Update) -> None:
    """Put updates in, one after the other."""
    for one in updates:
        inbox.insert(work, one, NOW)


def fetch(work: Work, query: str) -> list[tuple[object, ...]]:
    """What a plain query finds."""
    return [tuple(row) for row in work.execute(text(query))]
