"""Installations: the workspaces that have taken the coach in, their names and tokens sealed."""

from datetime import datetime

import structlog
from sqlalchemy import LargeBinary, Row, bindparam, select, type_coerce, update
from sqlalchemy.dialects.postgresql import insert  # SQLite has the same words for a conflict
from sqlalchemy.util.typing import TupleAny

from bot.domain.delivery import Fate
from bot.domain.installation import Installation
from bot.store.columns import UtcDateTime
from bot.store.prepared import Prepared
from bot.store.program_tables import NAME, TOKEN, installations
from bot.store.sealed import CannotUnseal, keys_in_force
from bot.store.tables import addresses, is_status, outbox
from bot.store.work import Work

log = structlog.get_logger()


def save(work: Work, installation: Installation) -> None:
    """Keep it as it is now, in the place of what was kept of that account."""
    kept = {name: getattr(installation, name) for name in _AS_IT_IS}
    work.execute(_SAVE, {**kept, "token": installation.token or None})


def all_of(work: Work) -> list[Installation]:
    """Every installation, also those that were removed, by account. One that cannot be unsealed is left out, and logged."""
    found = (_installation(row) for row in work.execute(_ALL))
    return [one for one in found if one]


def find(work: Work, account: str, *, hold: bool = False) -> Installation | None:
    """What is kept of an account; None where that is nothing, or cannot be unsealed any more.

    `hold` lets nobody else change it until this transaction ends.
    """
    row = work.execute(_HELD if hold else _ONE, {"this": account}).one_or_none()
    return _installation(row) if row else None


def remove(work: Work, account: str, now: datetime) -> None:
    """Forget the token, and note that the workspace has us no longer; when it was told first stays."""
    work.execute(_REMOVE, {"this": account, "now": now})


def open_all(work: Work, account: str) -> None:
    """Everybody of an account can be written to again."""
    work.execute(_OPEN, {"this": account})


def close_all(work: Work, account: str, now: datetime) -> None:
    """Nobody of an account can be written to until they write again."""
    work.execute(_CLOSE, {"this": account, "now": now})


def end_waiting(work: Work, account: str, until: datetime, now: datetime) -> None:
    """What waits to be sent in an account since `until` or longer ends."""
    work.execute(_END, {"this": account, "until": until, "now": now})


def _installation(row: Row[*TupleAny]) -> Installation | None:
    keys = keys_in_force()
    kept = {name: getattr(row, name) for name in _AS_IT_IS if name != "name"}
    try:
        name = keys.unseal(row.name, NAME)
        token = keys.unseal(row.token, TOKEN) if row.token else ""
    except CannotUnseal as error:  # of one workspace; the others go on
        log.error("installation_unreadable", account=row.account, error=str(error))
        return None
    return Installation(name=name, token=token, **kept)


_AS_IT_IS = ("account", "name", "app", "bot_user", "scopes", "installed_at", "removed_at")
_NOW = bindparam("now", type_=UtcDateTime())
_new = insert(installations)
_SAVE = Prepared(
    _new.on_conflict_do_update(
        index_elements=["account"], set_={column.name: _new.excluded[column.name] for column in installations.columns}
    )
)
# Unsealed one by one, so that a row whose key is gone does not hide the others.
_rows = select(
    *(installations.c[name] for name in _AS_IT_IS if name != "name"),
    *(type_coerce(installations.c[name], LargeBinary).label(name) for name in ("name", "token")),
)
_ALL = Prepared(_rows.order_by(installations.c.account))
_one = _rows.where(installations.c.account == bindparam("this"))
_ONE = Prepared(_one)
_HELD = Prepared(_one.with_for_update())
_REMOVE = Prepared(
    update(installations)
    .where(installations.c.account == bindparam("this"), installations.c.removed_at.is_(None))
    .values(token=None, removed_at=_NOW)
)
_here = addresses.c.account == bindparam("this")
_OPEN = Prepared(update(addresses).where(_here, addresses.c.gone_at.is_not(None)).values(gone_at=None))
_CLOSE = Prepared(update(addresses).where(_here, addresses.c.gone_at.is_(None)).values(gone_at=_NOW))
_END = Prepared(
    update(outbox)
    .where(
        outbox.c.account == bindparam("this"),
        is_status(outbox, Fate.waiting),
        outbox.c.created_at <= bindparam("until", type_=UtcDateTime()),
    )
    .values(status=Fate.gone.value, settled_at=_NOW)
)
