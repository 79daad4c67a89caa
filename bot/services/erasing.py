"""Erasing: a person and everything that is theirs, from every table and from the memory of this process."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.domain.access import OPERATOR, OWN, Action, Actor, Place
from bot.services import programs
from bot.services.meeting import Meeting
from bot.services.programs import NoSuchPerson
from bot.store import erasures, inbox, invites, people, release_steps
from bot.store import programs as stored
from bot.store.audit import every_name, pseudonym
from bot.store.erasures import LISTED, Erased
from bot.store.people import NoSuchLearner
from bot.store.work import Store, Work
from dialogues.facts import Seat


class NotAnsweredYet(Exception):
    """Something that the person wrote waits for its answer, and may be a call for help. The message says what to do."""


@dataclass(frozen=True, slots=True)
class Whom:
    """Who is meant: the person with this pseudonym, or else whoever is at this address of an account."""

    person: str = ""
    account: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who was found, with their roles."""

    learner_id: int
    seats: tuple[Seat, ...]


def erase(meeting: Meeting) -> None:
    """Delete whoever asked for it in the chat, and let this process forget where they were."""
    work, parts, person = meeting.work, meeting.parts, meeting.learner.id
    for place in people.places(work, person):
        parts.places.pop(place, None)
        parts.told.pop(place, None)
    erase_person(work, person, Actor(person), meeting.now)


def erase_person(work: Work, learner_id: int, actor: Actor, now: datetime) -> None:
    """Delete a person. What stays is a line in the audit under a pseudonym that nobody can turn back without the key.

    And, for a month, what a restored copy is searched with: a hash on the list of erasures. Whoever runs this lets the
    store `scrub` afterwards.
    """
    own = actor.learner_id == learner_id
    programs.require(actor, Action.erase_record, OWN if own else Place())
    erasures.note(work, learner_id, now)
    _delete(work, learner_id, actor, now)


def find(work: Work, actor: Actor, whom: Whom) -> Known:
    """Who is meant, if the actor may erase them. Raises NoSuchPerson."""
    programs.require(actor, Action.erase_record, Place())
    if whom.account:
        learner_id = people.find(work, whom.account, whom.address)
        if learner_id is None:
            where = f"{whom.address!r} on {whom.account!r}"
            raise NoSuchPerson(f"nobody is known as {where}: write both exactly as they are there, such as rest ann")
        return Known(learner_id, programs.actor_of(work, learner_id).seats)
    held = programs.known_as(work, actor, whom.person)
    if not same(pseudonym(held[0].learner_id), whom.person):
        raise NoSuchPerson(f"{whom.person!r} is not a whole pseudonym: `coach role list` shows them")
    return Known(held[0].learner_id, tuple(one.seat for one in held))


def same(one: str, other: str) -> bool:
    """Whether two ways of writing a pseudonym mean the same."""
    return _bare(one) == _bare(other)


def erase_known(work: Work, actor: Actor, whom: Whom, now: datetime) -> None:
    """Delete who is meant, unless something they wrote waits for its answer. Raises NoSuchPerson and NotAnsweredYet."""
    learner_id = find(work, actor, whom).learner_id
    people.lock_door(work, learner_id)
    try:
        people.lock(work, learner_id)
    except NoSuchLearner:
        raise NoSuchPerson("they were erased or joined to another chat just now: look again") from None
    if inbox.waits_for(work, learner_id):
        raise NotAnsweredYet(
            "something they wrote is not answered yet, and it may be a call for help; nothing was erased: "
            "let `coach serve` answer it, then try again"
        )
    erase_person(work, learner_id, actor, now)


def erase_again(work: Work, erased: Iterable[Erased], now: datetime) -> int:
    """Delete whoever a restored copy brought back; how many. Whoever runs this lets the store `scrub` afterwards.

    They stay on the list with the time at which they asked: in a newer copy they may have come back since.
    """
    listed = frozenset(erased)
    back = erasures.brought_back(work, listed)
    for learner_id in back:
        _delete(work, learner_id, OPERATOR, now)
    erasures.put_back(work, listed)
    return len(back)


async def keep_list(store: Store, file: Path, now: datetime) -> int:
    """Write what the list of erasures gained into its file, and drop from both what no kept backup can hold any more."""
    before = now - LISTED
    forgotten = await store.run(erasures.forget_old, before)
    rows = await store.read(erasures.listed)
    return forgotten + await asyncio.to_thread(erasures.put_in_file, file, rows, before)


def _delete(work: Work, learner_id: int, actor: Actor, now: datetime) -> None:
    programs.note(work, actor, "erased", pseudonym(learner_id), now)
    for seat in stored.seats_of(work, learner_id):
        invites.revoke_handed(work, learner_id, seat.team, now)
    release_steps.forget_words(work, every_name(work, pseudonym(learner_id)))
    people.forget(work, learner_id)


def _bare(written: str) -> str:
    return written.strip().lower().replace("-", "")
