"""Releases, account leases and health."""

import asyncio
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.domain.schedule import Schedule
from bot.store import health, leases, outbox, releases, schedules
from bot.store.sealed import new_keys, parse_keys, unlock
from bot.store.work import Store
from tests.bot.store.making import DAY, NOW, SECOND, draft, receive, someone, update

Run = Callable[..., object]
FILES = {"en/lessons/a.md": "Listen first. ¿Sí?", "framework.yaml": "x: 1\n"}


def test_a_release_is_kept_once_under_the_next_number(run: Run) -> None:
    assert run(releases.current) is None
    assert run(releases.save, "aaa", FILES, NOW) == 1
    assert run(releases.save, "bbb", {}, NOW) == 2
    assert run(releases.save, "aaa", FILES, NOW) == 1
    assert run(releases.files, 1) == FILES


def test_a_release_knows_what_it_was_made_from_and_what_of_ours_it_goes_back_to(run: Run) -> None:
    run(releases.save, "aaa", FILES, NOW)
    assert run(releases.save, "bbb", {}, NOW, (1, 1)) == 2
    ours, theirs = run(releases.kept, 1), run(releases.kept, 2)
    assert (ours.ours, ours.base, ours.shipped) == (True, 0, 1)
    assert (theirs.ours, theirs.base, theirs.shipped) == (False, 1, 1)


def test_a_team_may_have_a_release_before_the_others_and_the_newest_counts(run: Run) -> None:
    for checksum in ("aaa", "bbb"):
        run(releases.save, checksum, FILES, NOW)
    run(releases.try_on, 7, 1, NOW)
    run(releases.try_on, 8, 2, NOW)
    assert [run(releases.tried_by, teams) for teams in ([], [9], [7], [7, 8])] == [None, None, 1, 2]
    run(releases.end_trials)
    assert run(releases.trials) == {}


def test_two_processes_that_save_at_once_get_different_numbers(store: Store) -> None:
    async def save_all() -> list[int]:
        return await asyncio.gather(*(store.run(releases.save, f"c{n}", FILES, NOW) for n in range(8)))

    assert sorted(asyncio.run(save_all())) == list(range(1, 9))


def test_publishing_moves_the_pointer_and_back(run: Run) -> None:
    for checksum in ("aaa", "bbb"):
        run(releases.save, checksum, FILES, NOW)
    for number in (2, 1):
        run(releases.publish, number, NOW)
        assert run(releases.current) == number
    with pytest.raises(releases.NoSuchRelease, match="release 3"):
        run(releases.publish, 3, NOW)
    assert run(releases.current) == 1


def test_one_process_at_a_time_drains_an_account(run: Run) -> None:
    assert run(leases.take, "telegram:main", "me", NOW) == 1
    assert run(leases.take, "telegram:main", "you", NOW + 9 * SECOND) is None
    assert run(leases.take, "slack:main", "you", NOW) == 1
    assert run(leases.renew, "telegram:main", 1, NOW + 9 * SECOND)
    assert run(leases.take, "telegram:main", "you", NOW + 18 * SECOND) is None
    assert run(leases.take, "telegram:main", "you", NOW + 19 * SECOND) == 2
    assert not run(leases.renew, "telegram:main", 1, NOW)


def test_a_released_account_is_free_at_once_and_only_its_holder_can_release_it(run: Run) -> None:
    run(leases.take, "terminal", "me", NOW)
    run(leases.release, "terminal", 9)
    assert run(leases.take, "terminal", "you", NOW) is None
    run(leases.release, "terminal", 1)
    assert run(leases.take, "terminal", "you", NOW) == 2
    assert run(leases.take, "terminal", "you", NOW) == 3


def test_a_process_is_known_to_be_gone_only_where_one_can_see_it() -> None:
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    here, started = socket.gethostname(), leases._started(child.pid)
    owner = f"{here}:{child.pid}:{started}"
    assert leases.alive(owner)
    child.kill()
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
    assert not leases.alive(owner)  # a zombie
    child.communicate()
    assert not leases.alive(owner)
    assert not leases.alive(f"{here}:{os.getpid()}:1")  # another process had our number before
    assert leases.alive(leases.this_process())
    for unknown in (f"elsewhere:{child.pid}:{started}", "me", "", "a:b:c"):
        assert leases.alive(unknown)


def test_the_queues_are_counted_and_timed(run: Run) -> None:
    nothing = health.Queue(0, timedelta())
    assert run(health.queues, NOW) == health.Queues(nothing, nothing, nothing)
    person = run(someone)
    run(receive, update("1"), update("2"))
    run(schedules.put, person[0], Schedule("push", NOW - DAY))
    run(schedules.put, person[0], Schedule("silence", NOW + DAY))
    run(outbox.enqueue, [draft("k", person, due_at=NOW + SECOND)], NOW)
    waiting = health.Queue(2, 2 * SECOND)
    due = health.Queue(1, DAY + 2 * SECOND)
    assert run(health.queues, NOW + 2 * SECOND) == health.Queues(waiting, due, health.Queue(1, SECOND))


def test_other_keys_than_the_databases_own_are_noticed(run: Run, keys: object) -> None:
    assert run(health.keys_fit)
    run(someone)
    assert run(health.keys_fit)
    unlock(parse_keys(new_keys(), "another"))
    assert not run(health.keys_fit)
    unlock(keys)
