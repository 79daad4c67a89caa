"""Schedule: when something is next due for one person."""

from dataclasses import dataclass
from datetime import datetime

PUSH = "push"
SILENCE = "silence"
FOLLOWUP = "followup"
DEBRIEF = "debrief"
TASK = "task"
DIGEST = "digest"
CONTACT = "contact"
NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Schedule:
    """One thing to come for one person: unique by kind and subject; due in UTC. `outcome` says what became of the last one."""

    kind: str
    due_at: datetime
    subject: str = ""
    address_id: int | None = None
    outcome: str = ""
