"""Somebody to test with, and a moment to begin at."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.domain.learner import Learner
from dialogues.facts import Profile

NOW = datetime(2027, 1, 4, 14, 0, tzinfo=UTC)  # a Monday, nine in the morning in New York


@pytest.fixture
def now() -> datetime:
    """A Monday, nine in the morning in New York."""
    return NOW


@pytest.fixture
def ana() -> Learner:
    """Somebody who has been welcomed, in New York."""
    return Learner(1, NOW, replace(Profile(), zone="America/New_York", country="US"), welcomed_at=NOW)
