"""Releases: every version of the content, kept whole; publishing moves a pointer."""

import json
import zlib
from collections.abc import Mapping
from datetime import datetime
from typing import cast

from sqlalchemy import bindparam, func, select, text, true
from sqlalchemy.dialects.postgresql import insert  # SQLite has the same words for a conflict

from bot.store.columns import UtcDateTime
from bot.store.tables import publication, releases
from bot.store.work import Work


class ReleaseTaken(Exception):
    """This number belongs to a release with other content: take the next number."""


class NoSuchRelease(Exception):
    """No release with this number is kept here."""


def save(work: Work, number: int | None, checksum: str, files: Mapping[str, str], now: datetime) -> int:
    """Keep a release, under the next number unless one is given; the number it has. Content already kept stays as it is."""
    packed = zlib.compress(json.dumps(dict(files)).encode())
    values = {"wanted": number, "checksum": checksum, "files": packed, "now": now}
    if work.dialect == "postgresql":
        work.execute(_ONE_AT_A_TIME)  # or two processes would want the same next number
    work.execute(_SAVE, values)
    kept: int | None = work.execute(_NUMBER, {"checksum": checksum}).scalar_one_or_none()
    if kept is None:
        raise ReleaseTaken(f"release {number} is kept already, with other content: publish under the next number")
    return kept


def publish(work: Work, number: int, now: datetime) -> None:
    """Make a release the current one; an older one is rolling back."""
    files(work, number)
    work.execute(_PUBLISH, {"id": 1, "number": number, "published_at": now})


def current(work: Work) -> int | None:
    """The number of the current release; None before the first was published."""
    number: int | None = work.execute(_CURRENT).scalar_one_or_none()
    return number


def files(work: Work, number: int) -> dict[str, str]:
    """The release's files, by name."""
    packed: bytes | None = work.execute(_FILES, {"number": number}).scalar_one_or_none()
    if packed is None:
        raise NoSuchRelease(f"release {number} is not kept here: look at the numbers that are, or publish it again")
    return cast("dict[str, str]", json.loads(zlib.decompress(packed)))


_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtext('peercoach release'))")
_next = func.coalesce(
    bindparam("wanted", type_=releases.c.number.type), select(func.max(releases.c.number)).scalar_subquery() + 1, 1
)
_SAVE = (
    insert(releases)
    .from_select(
        ["number", "checksum", "files", "created_at"],
        select(
            _next,
            bindparam("checksum", type_=releases.c.checksum.type),
            bindparam("files", type_=releases.c.files.type),
            bindparam("now", type_=UtcDateTime()),
        ).where(true()),
    )
    .on_conflict_do_nothing()
)
_NUMBER = select(releases.c.number).where(releases.c.checksum == bindparam("checksum"))
_FILES = select(releases.c.files).where(releases.c.number == bindparam("number"))
_CURRENT = select(publication.c.number)
_POINTER = insert(publication)
_PUBLISH = _POINTER.on_conflict_do_update(
    index_elements=["id"],
    set_={name: _POINTER.excluded[name] for name in ("number", "published_at")},
)
