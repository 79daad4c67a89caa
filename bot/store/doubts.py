"""Doubts: what becomes of deliveries that a crash left between sending and settling."""

from datetime import datetime

from sqlalchemy import and_, bindparam, update

from bot.domain.delivery import Fate, Priority, in_doubt
from bot.store.columns import UtcDateTime
from bot.store.leases import ended, holders, is_over
from bot.store.tables import is_status, outbox
from bot.store.work import Work

IN_DOUBT = "in doubt after a crash"


def decide_doubts(work: Work, now: datetime) -> None:
    """Decide what a vanished or stuck process left: it waits to be sent again, or it is dropped, as its priority says."""
    over = ended(work, _HELD, now)
    if over:
        values = {"now": now, "gone": over.gone, "why": IN_DOUBT}
        work.execute(_RESEND, values)
        work.execute(_DROP, values)


_NOW = bindparam("now", type_=UtcDateTime())
_HELD = holders(outbox, Fate.sending)
_over = (is_status(outbox, Fate.sending), is_over(outbox))
_resends = [int(one) for one in Priority if in_doubt(one) is Fate.waiting]
_resent = and_(outbox.c.priority.in_(_resends), outbox.c.cancelled_at.is_(None))
_RESEND = (
    update(outbox)
    .where(*_over, _resent)
    .values(status=Fate.waiting.value, attempts=outbox.c.attempts + 1, error=bindparam("why"))
)
_DROP = (
    update(outbox).where(*_over, ~_resent).values(status=Fate.dropped.value, settled_at=_NOW, error=bindparam("why"))
)
