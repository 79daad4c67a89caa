"""People: found again by their address, which nobody can read in the database."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import time, timedelta

from sqlalchemy import text

from bot.store import conversations, people
from bot.store.work import Store, Work
from dialogues.conversation import Conversation
from dialogues.conversation import Run as OneRun
from dialogues.facts import Profile
from tests.bot.store.making import DAY, NOW, fetch, someone

Run = Callable[..., object]


def test_the_same_address_is_the_same_person_on_one_account_only(run: Run) -> None:
    assert run(someone) == run(someone) == (1, 1)
    assert run(someone, "bo") == (2, 2)
    assert run(people.find_or_create, "rest", "ana", NOW) == (3, 3)
    assert run(people.find, "terminal", "bo") == 2
    assert run(people.find, "terminal", "cy") is None


def test_many_first_words_at_once_make_one_person(store: Store) -> None:
    async def greet() -> set[tuple[int, int]]:
        return set(await asyncio.gather(*(store.run(someone, "ana") for _ in range(30))))

    assert len(asyncio.run(greet())) == 1
    assert asyncio.run(store.read(fetch, "SELECT count(*) FROM learners")) == [(1,)]


def test_a_learner_is_kept_as_they_are(run: Run) -> None:
    learner_id, _ = run(someone)
    fresh = run(people.load, learner_id)
    assert (fresh.profile, fresh.created_at) == (Profile(), NOW)
    profile = Profile("es", "MX", "America/Mexico_City", time(7, 30), (), time(21, 15), time(6, 0))
    moments = dict.fromkeys(("welcomed_at", "stopped_at", "paused_until", "cooling_until"), NOW + DAY)
    changed = replace(fresh, profile=profile, pushed_at=NOW, checked_in_at=NOW, **moments)
    run(people.save, changed)
    assert run(people.lock, learner_id) == changed


def test_the_last_used_open_address_is_where_a_person_is_reached(run: Run) -> None:
    def move(work: Work) -> None:
        work.execute(text("UPDATE addresses SET learner_id = 1 WHERE id = 2"))

    run(someone)
    run(people.find_or_create, "rest", "ana", NOW - DAY)
    run(move)
    assert run(people.last_address, 1) == 1
    run(people.find_or_create, "rest", "ana", NOW + DAY)
    assert run(people.last_address, 1) == 2
    run(people.mark_gone, 2, NOW)
    assert run(people.last_address, 1) == 1
    run(people.mark_gone, 1, NOW)
    assert run(people.last_address, 1) is None


def test_who_left_is_back_at_their_old_record_when_they_come_back(run: Run) -> None:
    learner_id, address_id = run(someone)
    run(people.leave, "terminal", "ana", NOW, NOW)
    assert run(people.account_of, address_id) == ("terminal", True)
    assert run(someone) == (learner_id, address_id)
    assert run(people.last_address, learner_id) is None
    run(people.come_back, address_id, NOW)
    assert run(people.account_of, address_id) == ("terminal", False)
    assert run(people.last_address, learner_id) == address_id


def test_nothing_is_made_for_somebody_unknown_who_leaves(run: Run) -> None:
    run(people.leave, "terminal", "nobody", NOW, NOW)
    assert run(fetch, "SELECT count(*) FROM learners") == [(0,)]


def test_use_is_written_at_most_once_a_minute(run: Run) -> None:
    times = []
    for seconds in (0, 30, 90, 120):
        run(people.find_or_create, "terminal", "ana", NOW + timedelta(seconds=seconds))
        times += run(fetch, "SELECT used_at FROM addresses")
    assert times[0] == times[1] != times[2] == times[3]


def test_consent_is_given_taken_back_and_given_again(run: Run) -> None:
    learner_id, _ = run(someone)
    run(people.give_consent, learner_id, "lessons", 1, NOW)
    run(people.give_consent, learner_id, "checkins", 1, NOW)
    run(people.withdraw_consent, learner_id, "checkins", NOW)
    run(people.withdraw_consent, learner_id, "research", NOW)
    assert run(people.agreements, learner_id) == ({"lessons"}, {"checkins", "research"})
    run(people.give_consent, learner_id, "checkins", 2, NOW)
    assert run(people.agreements, learner_id) == ({"lessons", "checkins"}, {"research"})


def test_a_talk_is_kept_as_it_was_left(run: Run) -> None:
    _, address_id = run(someone)
    assert run(conversations.load, address_id) == Conversation()
    assert run(conversations.open_of, address_id) == "none"
    talk = Conversation((OneRun("r1", "quiz", ("a", "b"), 1, NOW),), 1, NOW)
    for told in ("drill", "item"):
        run(conversations.save, address_id, talk, told, NOW)
    assert run(conversations.load, address_id) == talk
    assert run(conversations.open_of, address_id) == "item"


def test_a_talk_nobody_can_read_any_more_begins_anew(run: Run) -> None:
    _, address_id = run(someone)
    run(conversations.save, address_id, Conversation(misses=2), "none", NOW)
    run(lambda work: work.execute(text("UPDATE conversations SET body = :junk"), {"junk": b"\x00" * 40}))
    assert run(conversations.load, address_id) == Conversation()
