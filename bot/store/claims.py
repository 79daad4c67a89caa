"""Claims: how deliveries become ours, whoever then carries them away."""

from collections.abc import Iterable
from typing import cast

from sqlalchemy import ColumnElement, LargeBinary, Row, bindparam, select, text, type_coerce, update
from sqlalchemy.util.typing import TupleAny

from bot.domain.delivery import Delivery, Fate, Priority
from bot.store.codec import MESSAGES, Unreadable
from bot.store.columns import UtcDateTime, plain
from bot.store.prepared import Prepared
from bot.store.sealed import CannotUnseal, keys_in_force
from bot.store.tables import ADDRESS, MESSAGE, addresses, outbox
from bot.store.work import Work


def claiming(*which: ColumnElement[bool]) -> Prepared:
    """A statement that claims these rows for `owner` until `until`, and gives back what `readable` reads."""
    return Prepared(
        update(outbox)
        .where(*which)
        .values(
            status=Fate.sending.value,
            lease_owner=bindparam("owner"),
            lease_number=outbox.c.lease_number + 1,
            lease_until=bindparam("until"),
        )
        .returning(
            *(outbox.c[name] for name in ("id", "learner_id", "account", "address_id", "priority")),
            *(outbox.c[name] for name in ("attempts", "lease_number")),
            type_coerce(outbox.c.message, LargeBinary).label("sealed"),
            _PLACE.label("place"),
        )
    )


def readable(work: Work, rows: Iterable[Row[*TupleAny]], now: object) -> list[Delivery]:
    """The deliveries of claimed rows, oldest first; one that nobody can read any more ends here, and the rest goes on."""
    claimed = (_delivery(work, row, now) for row in sorted(rows, key=lambda row: cast("int", row.id)))
    return [one for one in claimed if one]


def token_of(delivery_id: int) -> str:
    """The delivery's id in base 36: what a tap on its message carries."""
    digits = ""
    while delivery_id:
        delivery_id, place = divmod(delivery_id, 36)
        digits = _DIGITS[place] + digits
    return digits


def _delivery(work: Work, row: Row[*TupleAny], now: object) -> Delivery | None:
    keys = keys_in_force()
    try:
        message = MESSAGES.load(keys.unseal(row.sealed, MESSAGE))
        address = keys.unseal(row.place, ADDRESS)
    except (CannotUnseal, Unreadable) as error:
        work.execute(_END, {"this": row.id, "lease": row.lease_number, "now": now, "why": plain(str(error))})
        return None
    return Delivery(
        id=row.id,
        learner=row.learner_id,
        account=row.account,
        address_id=row.address_id,
        address=address,
        message=message,
        priority=Priority(row.priority),
        attempts=row.attempts,
        lease=row.lease_number,
        token=token_of(row.id),
    )


_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
# Written out, because within RETURNING SQLAlchemy drops the tables' names for SQLite.
_PLACE = (
    select(type_coerce(addresses.c.address, LargeBinary))
    .where(text("addresses.id = outbox.address_id"))
    .scalar_subquery()
)
_END = Prepared(
    update(outbox)
    .where(outbox.c.id == bindparam("this"), outbox.c.lease_number == bindparam("lease"))
    .values(
        status=Fate.refused.value,
        settled_at=bindparam("now", type_=UtcDateTime()),
        platform_id="",
        error=bindparam("why"),
    )
)
