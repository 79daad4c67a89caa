"""Card counts: how many resource cards were shown in a month, by level and by what asked for them. No row is anybody's."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.dialects.postgresql import insert  # SQLite has the same words for a conflict

from bot.store.digest_tables import card_counts
from bot.store.prepared import Prepared
from bot.store.work import Work
from dialogues.events import SafetyRaised


@dataclass(frozen=True, slots=True)
class Cards:
    """How many cards of one kind were shown."""

    level: str
    by: str
    count: int


def add(work: Work, card: SafetyRaised, at: datetime) -> None:
    """Count a card that was shown."""
    work.execute(_ADD, {"month": f"{at.astimezone(UTC):%Y-%m}", "level": card.level, "by": card.by, "count": 1})


def of_year(work: Work, year: int) -> tuple[Cards, ...]:
    """How many were shown in a year, of each kind that there was."""
    rows = work.execute(_OF_YEAR, {"months": f"{year:04}-__"})
    return tuple(Cards(row.level, row.by, int(row.total)) for row in rows)


def first_month(work: Work) -> str | None:
    """The first month with a card in it, as YYYY-MM; None when none was counted yet."""
    found: str | None = work.execute(select(func.min(card_counts.c.month))).scalar_one()
    return found


_FIRST = insert(card_counts)
_ADD = Prepared(
    _FIRST.on_conflict_do_update(
        index_elements=["month", "level", "by"], set_={"count": card_counts.c["count"] + _FIRST.excluded["count"]}
    )
)
_OF_YEAR = Prepared(
    select(card_counts.c.level, card_counts.c.by, func.sum(card_counts.c["count"]).label("total"))
    .where(card_counts.c.month.like(bindparam("months")))
    .group_by(card_counts.c.level, card_counts.c.by)
    .order_by(card_counts.c.level, card_counts.c.by)
)
