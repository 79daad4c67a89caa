"""Several processes on one database: they share the work, and take over what a killed one left."""

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from bot.domain.delivery import Fate
from bot.store import inbox, leases, outbox
from bot.store.engine import writer
from bot.store.leases import this_process
from bot.store.work import Work
from tests.bot.store.making import NOW, SECOND, draft, receive, someone, update

Run = Callable[..., object]


def start(task: str, url: str, key: str, log: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-W", "error", "-m", "tests.bot.store.worker", task, url, key, str(log)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def fill(work: Work) -> None:
    """Two hundred messages to ten people, by turns."""
    persons = [someone(work, f"p{number}") for number in range(10)]
    outbox.enqueue(work, [draft(f"{number}", persons[number % 10]) for number in range(200)], NOW)


def test_two_processes_send_everything_once_and_in_order(run: Run, url: str, key_text: str, tmp_path: Path) -> None:
    log = tmp_path / "log"
    run(fill)
    both = [start("drain", url, key_text, log) for _ in range(2)]
    assert [(one.communicate(timeout=60)[1], one.returncode) for one in both] == [("", 0), ("", 0)]
    sent = [line.split() for line in log.read_text().splitlines()]
    for person in range(10):
        assert [words for address, words in sent if address == f"p{person}"] == [str(n) for n in range(person, 200, 10)]


def test_what_a_killed_process_had_claimed_is_taken_over(run: Run, url: str, key_text: str, tmp_path: Path) -> None:
    def prepare(work: Work) -> None:
        receive(work, update("1"))
        outbox.enqueue(work, [draft("k", someone(work))], NOW)

    def take_over(work: Work, now: object) -> tuple[int, int]:
        claimed = inbox.claim(work, this_process(), now), outbox.claim(work, "terminal", this_process(), now)
        return len(claimed[0]), len(claimed[1])

    run(prepare)
    holder = start("hold", url, key_text, tmp_path / "log")
    assert holder.stdout
    assert holder.stdout.readline() == "claimed\n"
    assert run(take_over, NOW + SECOND) == (0, 0)
    holder.kill()
    holder.communicate()
    at_once, later = ((1, 1), (0, 0)) if url.startswith("sqlite") else ((0, 0), (1, 1))
    assert run(take_over, NOW + SECOND) == at_once
    assert run(take_over, NOW + 10 * SECOND) == later
    assert run(outbox.counts) == {Fate.sending: 1}


def test_the_account_of_a_killed_process_is_taken_over(run: Run, url: str) -> None:
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    owner = this_process().rsplit(":", 2)[0] + f":{child.pid}:{leases._started(child.pid)}"
    assert run(leases.take, "terminal", owner, NOW) == 1
    assert run(leases.take, "terminal", this_process(), NOW) is None
    child.kill()
    child.communicate()
    assert run(leases.take, "terminal", this_process(), NOW) == (2 if url.startswith("sqlite") else None)
    assert run(leases.take, "terminal", this_process(), NOW + 10 * SECOND)


def test_a_fresh_file_that_another_process_is_just_making_ready_is_waited_for(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "fresh.db", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    done = threading.Timer(0.3, other.execute, ["COMMIT"])
    done.start()
    opened = writer(str(tmp_path / "fresh.db"))
    with opened.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal"
    opened.dispose()
    done.join()
    other.close()


def test_a_fresh_file_that_another_process_keeps_is_given_up(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "fresh.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    opened = writer(str(tmp_path / "fresh.db"), patience=0.1)
    with pytest.raises(OperationalError, match="locked"):
        opened.connect()
    opened.dispose()
    other.close()
