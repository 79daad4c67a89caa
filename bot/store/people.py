"""People: learners and their addresses."""

from datetime import datetime, time, timedelta

from sqlalchemy import Row, bindparam, delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert  # SQLite has the same words for a conflict
from sqlalchemy.util.typing import TupleAny

from bot.domain.delivery import Fate
from bot.domain.learner import Learner
from bot.store.prepared import Prepared
from bot.store.sealed import keys_in_force
from bot.store.tables import addresses, is_status, learners, outbox, schedules
from bot.store.tables import consents as asked
from bot.store.work import Work
from dialogues.facts import Consent, Profile

MINUTE = timedelta(minutes=1)
A_MOMENT = timedelta(seconds=2)  # a platform counts in whole seconds, and by its own clock


class NoSuchLearner(Exception):
    """There is no learner with this id: they were erased meanwhile. Drop what was meant for them."""


def find_or_create(work: Work, account: str, address: str, now: datetime) -> tuple[int, int]:
    """The learner at this address, and the address: made at the first word. Who had left is back once they are answered."""
    known = {"account": account, "hash": keys_in_force().fingerprint(account, address)}
    row = work.execute(_FIND, known).one_or_none()
    if row is None:
        learner_id: int = work.execute(_CREATE, {"created_at": now, **_chosen(Profile())}).one().id
        place = {**known, "learner_id": learner_id, "address": address, "used_at": now}
        address_id = work.execute(_ADD, place).value(int)
        if address_id is not None:
            return learner_id, address_id
        # Another process was first: its learner stands, ours goes.
        work.execute(_FORGET, {"learner": learner_id})
        row = work.execute(_FIND, known).one()
    if now - row.used_at > MINUTE:
        work.execute(_USE, {"place": row.id, "now": now})
    return row.learner_id, row.id


def lock(work: Work, learner_id: int) -> Learner:
    """The learner, held until this transaction ends; whoever else wants to change them waits."""
    return _learner(work.execute(_LOCK, {"learner": learner_id}).one_or_none(), learner_id)


def lock_door(work: Work, learner_id: int) -> None:
    """Hold the learner so that nothing new comes in for them either, until this transaction ends."""
    # In the order in which an update or a firing takes them: else each could wait for the other.
    for held in _LOCK_DOOR:
        work.execute(held, {"learner": learner_id})


def load(work: Work, learner_id: int) -> Learner:
    """The learner, without holding them."""
    return _learner(work.execute(_LOAD, {"learner": learner_id}).one_or_none(), learner_id)


def save(work: Work, learner: Learner) -> None:
    """Write back everything current about the person."""
    kept = {name: getattr(learner, name) for name in _AS_IT_IS}
    work.execute(_SAVE, {"learner": learner.id, **kept, "plan": learner.plan or None, **_chosen(learner.profile)})


def last_address(work: Work, learner_id: int) -> int | None:
    """The open address the person used last; None when they left everywhere."""
    return work.execute(_LAST, {"learner": learner_id}).value(int)


def chats(work: Work, learner_id: int) -> int:
    """At how many open addresses the person can be reached."""
    return work.execute(_CHATS, {"learner": learner_id}).value(int) or 0


def places(work: Work, learner_id: int) -> list[tuple[str, str]]:
    """Every account and address of the person, also those they left."""
    return [(row.account, row.address) for row in work.execute(_PLACES, {"learner": learner_id})]


def address_ids(work: Work, learner_id: int) -> list[int]:
    """The ids of every address of the person."""
    return [row.id for row in work.execute(_PLACES, {"learner": learner_id})]


def open_ids(work: Work, learner_id: int) -> list[int]:
    """The ids of the addresses at which the person can be reached."""
    return [row.id for row in work.execute(_PLACES, {"learner": learner_id}) if row.gone_at is None]


def forget(work: Work, learner_id: int) -> None:
    """Delete the person and everything that is theirs."""
    work.execute(_FORGET, {"learner": learner_id})


def mark_gone(work: Work, address_id: int, now: datetime) -> None:
    """They left this address: nothing goes there until they write again, and what waits for it ends."""
    work.execute(_LEAVE, {"place": address_id, "now": now})
    end_waiting(work, address_id, now)


def consents(work: Work, learner_id: int) -> tuple[Consent, ...]:
    """What the person last said to each purpose that they were asked about."""
    return tuple(
        Consent(row.purpose, row.version, row.withdrawn_at or row.given_at, given=row.withdrawn_at is None)
        for row in work.execute(_ASKED, {"learner": learner_id})
    )


def agreements(work: Work, learner_id: int) -> tuple[frozenset[str], frozenset[str]]:
    """The purposes the person agrees to now, and those they declined or took back."""
    said = consents(work, learner_id)
    given = frozenset(one.purpose for one in said if one.given)
    return given, frozenset(one.purpose for one in said) - given


def find(work: Work, account: str, address: str) -> int | None:
    """The learner at this address; None when nobody is known there."""
    known = {"account": account, "hash": keys_in_force().fingerprint(account, address)}
    row = work.execute(_FIND, known).one_or_none()
    return row.learner_id if row else None


def place_of(work: Work, account: str, address: str) -> tuple[str | None, str]:
    """The country (None when it is not told) and the language of whoever is at this address."""
    known = {"account": account, "hash": keys_in_force().fingerprint(account, address)}
    row = work.execute(_PLACE, known).one()
    return row.country, row.language


def address_of(work: Work, address_id: int) -> tuple[str, str]:
    """The account and the address behind an address's id."""
    row = work.execute(_ADDRESS, {"address": address_id}).one()
    return row.account, row.address


def account_of(work: Work, address_id: int) -> tuple[str, bool]:
    """The account that an address belongs to, and whether the person had left it."""
    row = work.execute(_ACCOUNT, {"address": address_id}).one()
    return row.account, row.gone_at is not None


def leave(work: Work, account: str, address: str, at: datetime, now: datetime) -> None:
    """Whoever is at this address left it at that time, unless they were here since: news may come late, or twice.

    For who is not known there, nothing is made.
    """
    known = {"account": account, "hash": keys_in_force().fingerprint(account, address)}
    row = work.execute(_FIND, known).one_or_none()
    if row and row.used_at - at < A_MOMENT:
        mark_gone(work, row.id, now)


def come_back(work: Work, address_id: int, now: datetime) -> None:
    """They are at this address again."""
    work.execute(_COME_BACK, {"place": address_id, "now": now})


def end_waiting(work: Work, address_id: int, now: datetime) -> None:
    """What waits for an address that they left ends."""
    work.execute(_UNDELIVERABLE, {"place": address_id, "now": now})


def forget_private(work: Work, over: datetime, before: datetime) -> int:
    """Clear safety days that ended before `over`, and check-ins older than `before`; how many learners were touched."""
    cooled = work.execute(_COOLED, {"over": over}).rowcount
    return cooled + work.execute(_CHECKED, {"before": before}).rowcount


def give_consent(work: Work, learner_id: int, purpose: str, version: int, now: datetime) -> None:
    """The person agrees to a purpose, in the wording of a version."""
    work.execute(_GIVE, {"learner_id": learner_id, "purpose": purpose, "version": version, "given_at": now})


def withdraw_consent(work: Work, learner_id: int, purpose: str, now: datetime) -> None:
    """The person declines, or takes an agreement back; when they had given it stays on record."""
    values = {"learner_id": learner_id, "purpose": purpose, "version": 0, "given_at": now, "withdrawn_at": now}
    work.execute(_WITHDRAW, {**values, "now": now})


_AS_IT_IS = (
    *("welcomed_at", "stopped_at", "paused_until", "cooling_until", "pushed_at", "checked_in_at"),
    *("checkin_asked_at", "heard_on", "prompts", "unanswered", "prompted_why"),
)


def _chosen(profile: Profile) -> dict[str, object]:
    return {
        "language": profile.language,
        "country": profile.country,
        "zone": profile.zone,
        "hour": _clock(profile.hour),
        "days": ",".join(str(day) for day in profile.days),
        "quiet_from": _clock(profile.quiet_from),
        "quiet_to": _clock(profile.quiet_to),
        "text_only": "yes" if profile.text_only else "",
    }


def _clock(hour: time) -> str:
    return hour.isoformat("minutes")


def _learner(row: Row[*TupleAny] | None, learner_id: int) -> Learner:
    if row is None:
        raise NoSuchLearner(f"learner {learner_id} is not there any more: drop what was meant for them")
    profile = Profile(
        language=row.language,
        country=row.country,
        zone=row.zone,
        hour=time.fromisoformat(row.hour),
        days=tuple(int(day) for day in row.days.split(",") if day),
        quiet_from=time.fromisoformat(row.quiet_from),
        quiet_to=time.fromisoformat(row.quiet_to),
        text_only=bool(row.text_only),
        has_plan=row.plan is not None,
    )
    kept = {name: getattr(row, name) for name in _AS_IT_IS}
    return Learner(row.id, row.created_at, profile, **kept, plan=row.plan or "")


_NOW = bindparam("now", type_=addresses.c.used_at.type)
_FIND = Prepared(
    select(addresses.c.id, addresses.c.learner_id, addresses.c.used_at).where(
        addresses.c.account == bindparam("account"), addresses.c.hash == bindparam("hash")
    )
)
_CREATE = Prepared(insert(learners).returning(learners.c.id))
_ADD = Prepared(upsert(addresses).on_conflict_do_nothing().returning(addresses.c.id))
_FORGET = Prepared(delete(learners).where(learners.c.id == bindparam("learner")))
_load = select(learners).where(learners.c.id == bindparam("learner"))
_LOAD = Prepared(_load)
_LOCK = Prepared(
    _load.with_for_update(key_share=True)  # new updates and messages may still come in
)
_LOCK_DOOR = (
    Prepared(
        select(addresses.c.id).where(addresses.c.learner_id == bindparam("learner")).with_for_update(key_share=True)
    ),
    Prepared(select(schedules.c.id).where(schedules.c.learner_id == bindparam("learner")).with_for_update()),
    Prepared(select(learners.c.id).where(learners.c.id == bindparam("learner")).with_for_update()),
)
_SAVE = Prepared(update(learners).where(learners.c.id == bindparam("learner")))
_PLACE = Prepared(
    select(learners.c.country, learners.c.language)
    .join(addresses, addresses.c.learner_id == learners.c.id)
    .where(addresses.c.account == bindparam("account"), addresses.c.hash == bindparam("hash"))
)
_ADDRESS = Prepared(select(addresses.c.account, addresses.c.address).where(addresses.c.id == bindparam("address")))
_ACCOUNT = Prepared(select(addresses.c.account, addresses.c.gone_at).where(addresses.c.id == bindparam("address")))
_COOLED = update(learners).where(learners.c.cooling_until < bindparam("over")).values(cooling_until=None)
_CHECKED = update(learners).where(learners.c.checked_in_at < bindparam("before")).values(checked_in_at=None)
_LAST = Prepared(
    select(addresses.c.id)
    .where(addresses.c.learner_id == bindparam("learner"), addresses.c.gone_at.is_(None))
    .order_by(addresses.c.used_at.desc(), addresses.c.id.desc())
    .limit(1)
)
_CHATS = Prepared(
    select(func.count().label("many")).where(
        addresses.c.learner_id == bindparam("learner"), addresses.c.gone_at.is_(None)
    )
)
_PLACES = Prepared(
    select(addresses.c.id, addresses.c.account, addresses.c.address, addresses.c.gone_at).where(
        addresses.c.learner_id == bindparam("learner")
    )
)
_AT = addresses.c.id == bindparam("place")
_LEAVE = Prepared(update(addresses).where(_AT).values(gone_at=_NOW))
_COME_BACK = Prepared(update(addresses).where(_AT).values(gone_at=None, used_at=_NOW))
_USE = Prepared(update(addresses).where(_AT).values(used_at=_NOW))
_UNDELIVERABLE = Prepared(
    update(outbox)
    .where(outbox.c.address_id == bindparam("place"), outbox.c.settled_at.is_(None), is_status(outbox, Fate.waiting))
    .values(status=Fate.gone, settled_at=_NOW)
)
_ASKED = Prepared(
    select(asked.c.purpose, asked.c.version, asked.c.given_at, asked.c.withdrawn_at)
    .where(asked.c.learner_id == bindparam("learner"))
    .order_by(asked.c.purpose)
)
_GIVEN = upsert(asked)
_GIVE = Prepared(
    _GIVEN.on_conflict_do_update(
        index_elements=["learner_id", "purpose"],
        set_={"version": _GIVEN.excluded.version, "given_at": _GIVEN.excluded.given_at, "withdrawn_at": None},
    )
)
_WITHDRAW = Prepared(
    upsert(asked).on_conflict_do_update(index_elements=["learner_id", "purpose"], set_={"withdrawn_at": _NOW})
)
