"""Releases: every version of the content, kept whole; publishing moves a pointer, for everybody or for one team."""

import json
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import bindparam, delete, func, select, text, true, update
from sqlalchemy.dialects.postgresql import insert  # SQLite has the same words for a conflict

from bot.store.columns import UtcDateTime
from bot.store.prepared import Prepared
from bot.store.release_tables import canaries
from bot.store.tables import publication, releases
from bot.store.work import Work


class NoSuchRelease(Exception):
    """No release with this number is kept here."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A release as it is kept: its number, what it was made from (0 for nothing), the one of ours it goes back to, and when.

    One of ours goes back to itself.
    """

    number: int
    base: int
    shipped: int
    created_at: datetime

    @property
    def ours(self) -> bool:
        """Whether we shipped it as it is."""
        return self.shipped == self.number


def save(
    work: Work, checksum: str, files: Mapping[str, str], now: datetime, made_of: tuple[int, int] | None = None
) -> int:
    """Keep a release under the next number; the number it has. Content already kept stays as it is.

    `made_of` are the release it was made from and the one of ours under that; None for one of ours.
    """
    one_at_a_time(work)  # or two processes would want the same next number
    base, shipped = made_of or (0, None)
    work.execute(_SAVE, {"checksum": checksum, "files": packed(files), "now": now, "base": base, "shipped": shipped})
    number: int = work.execute(_NUMBER, {"checksum": checksum}).scalar_one()
    return number


def stand_on(work: Work, number: int, base: int, shipped: int) -> None:
    """Say from what a release is made, which is the same content again on top of another release."""
    work.execute(_STAND, {"of": number, "on": base, "ours": shipped})


def one_at_a_time(work: Work) -> None:
    """Wait until nobody else changes which releases there are, or which is out; on SQLite every transaction does."""
    if work.dialect == "postgresql":
        work.execute(_ONE_AT_A_TIME)


def publish(work: Work, number: int, now: datetime) -> None:
    """Make a release the current one; an older one is rolling back."""
    kept(work, number)
    work.execute(_PUBLISH, {"id": 1, "number": number, "published_at": now})


def current(work: Work) -> int | None:
    """The number of the current release; None before the first was published."""
    number: int | None = work.execute(_CURRENT).scalar_one_or_none()
    return number


def kept(work: Work, number: int) -> Kept:
    """What is known of a release beside its files."""
    row = work.execute(_KEPT, {"number": number}).one_or_none()
    if row is None:
        raise NoSuchRelease(f"release {number} is not kept here: look at the numbers that are, or publish it again")
    return Kept(row.number, row.base, row.shipped, row.created_at)


def files(work: Work, number: int) -> dict[str, str]:
    """The release's files, by name."""
    body: bytes | None = work.execute(_FILES, {"number": number}).scalar_one_or_none()
    if body is None:
        raise NoSuchRelease(f"release {number} is not kept here: look at the numbers that are, or publish it again")
    return unpacked(body)


def unpacked(body: bytes) -> dict[str, str]:
    """Files as they were before they were packed for a table."""
    return cast("dict[str, str]", json.loads(zlib.decompress(body)))


def packed(files: Mapping[str, str]) -> bytes:
    """Files, packed for a table."""
    return zlib.compress(json.dumps(dict(files)).encode())


def try_on(work: Work, team_id: int, number: int, now: datetime) -> None:
    """Give one team a release before everybody else."""
    kept(work, number)
    work.execute(_TRY, {"team_id": team_id, "number": number, "since": now})


def end_trials(work: Work) -> None:
    """Every team has the release that everybody has."""
    work.execute(delete(canaries))


def trials(work: Work) -> dict[int, int]:
    """The teams that have a release of their own, and which."""
    return {row.team_id: row.number for row in work.execute(_TRIALS)}


def tried_by(work: Work, teams: Collection[int]) -> int | None:
    """The release that one of these teams tries; the newest, if several do; None where none does."""
    every = trials(work)
    return max((every[team] for team in teams if team in every), default=None)


_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtext('peercoach release'))")
_next = func.coalesce(select(func.max(releases.c.number)).scalar_subquery() + 1, 1)
_SAVE = (
    insert(releases)
    .from_select(
        ["number", "checksum", "files", "created_at", "base", "shipped"],
        select(
            _next,
            bindparam("checksum", type_=releases.c.checksum.type),
            bindparam("files", type_=releases.c.files.type),
            bindparam("now", type_=UtcDateTime()),
            bindparam("base", type_=releases.c.base.type),
            func.coalesce(bindparam("shipped", type_=releases.c.shipped.type), _next),
        ).where(true()),
    )
    .on_conflict_do_nothing()
)
_STAND = (
    update(releases)
    .where(releases.c.number == bindparam("of"), releases.c.shipped != releases.c.number)
    .values(base=bindparam("on"), shipped=bindparam("ours"))
)
_NUMBER = select(releases.c.number).where(releases.c.checksum == bindparam("checksum"))
_FILES = select(releases.c.files).where(releases.c.number == bindparam("number"))
_KEPT = select(releases.c.number, releases.c.base, releases.c.shipped, releases.c.created_at).where(
    releases.c.number == bindparam("number")
)
_CURRENT = select(publication.c.number)
_POINTER = insert(publication)
_PUBLISH = _POINTER.on_conflict_do_update(
    index_elements=["id"],
    set_={name: _POINTER.excluded[name] for name in ("number", "published_at")},
)
_TRIAL = insert(canaries)
_TRY = _TRIAL.on_conflict_do_update(
    index_elements=["team_id"], set_={name: _TRIAL.excluded[name] for name in ("number", "since")}
)
_TRIALS = Prepared(select(canaries))
