"""The gates: what content must be before it may reach a learner."""

from content.checking.ages import aged
from content.checking.gates import check, notes

__all__ = ["aged", "check", "notes"]
