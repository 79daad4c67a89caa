"""Installing: a workspace takes the coach in, and lets it go again. People keep their records in between."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.installation import Installation
from bot.store import installations
from bot.store.work import Work

A_MOMENT = timedelta(seconds=2)  # a platform counts in whole seconds, and by its own clock


def install(work: Work, installation: Installation, now: datetime) -> None:
    """Keep a workspace that takes the coach in. Where it is back, everybody there can be written to again, about what is new.

    With the token it had it is the same installation as before, as at each start of a process; nothing else happens then. Nor does
    it without one, where the token stands in the settings: one that is kept here stays, for when it stands there no more.
    """
    known = installations.find(work, installation.account, hold=True)
    here = known is not None and known.removed_at is None
    if known and here and not installation.token:
        installation = replace(installation, token=known.token, scopes=installation.scopes or known.scopes)
    if known and here and known.token == installation.token:
        installation = replace(installation, installed_at=known.installed_at)
    installations.save(work, replace(installation, removed_at=None))
    if not here:
        installations.open_all(work, installation.account)
        # An answer to something long ago must not come out of the blue; what was said since then is for them.
        installations.end_waiting(work, installation.account, installation.installed_at, now)


def uninstall(work: Work, account: str, now: datetime, at: datetime | None = None) -> None:
    """A workspace let the coach go at that time (None is now), unless it has taken it in since: news may come late, or twice.

    The token is forgotten at once, and what waits for anybody there ends. Their records stay: they may be reached elsewhere.
    """
    known = installations.find(work, account, hold=True)
    if known and at and known.removed_at is None and known.installed_at - at > A_MOMENT:
        return
    installations.remove(work, account, now)
    installations.close_all(work, account, now)
    installations.end_waiting(work, account, now, now)


def has_us(work: Work, account: str) -> bool | None:
    """Whether a workspace has the coach now; None where it never had, as far as we know."""
    known = installations.find(work, account)
    return known.removed_at is None if known else None


def installed(work: Work) -> list[Installation]:
    """The workspaces that have the coach now, by account."""
    return [one for one in installations.all_of(work) if one.removed_at is None]
