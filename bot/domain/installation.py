"""Installation: a workspace that has taken the coach in."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Installation:
    """A workspace by its account ("slack:T0123"), and what we need to speak there. `removed_at` is None while it has us.

    `token` is "" where it comes from the settings, and where the workspace took it back.
    """

    account: str
    name: str
    app: str
    bot_user: str
    installed_at: datetime
    token: str = field(default="", repr=False)
    scopes: str = ""
    removed_at: datetime | None = None
