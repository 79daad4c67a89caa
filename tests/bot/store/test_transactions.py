"""Transactions: whole or not at all, in groups or side by side, from a loop that may lose interest."""

import asyncio
import threading
from collections.abc import Callable

import pytest
from sqlalchemy import text

from bot.store import health, people
from bot.store.failures import StoreDown
from bot.store.lanes import Group
from bot.store.work import Store, Work
from tests.bot.store.making import NOW, fetch, only, someone


def add_one(work: Work, learner_id: int) -> int:
    learner = people.lock(work, learner_id)
    count = int(learner.profile.country or "0") + 1
    work.execute(text("UPDATE learners SET country = :count WHERE id = :id"), {"count": str(count), "id": learner.id})
    return count


def fail_after_writing(work: Work) -> None:
    someone(work, "never kept")
    raise LookupError("this verb fails")


def test_a_hundred_turns_at_once_that_read_and_then_write_keep_all_hundred(store: Store) -> None:
    async def turns() -> list[int]:
        learner_id, _ = await store.run(someone)
        return sorted(await asyncio.gather(*(store.run(add_one, learner_id) for _ in range(100))))

    assert asyncio.run(turns()) == list(range(1, 101))


def test_a_verb_that_fails_leaves_no_trace_and_does_not_hurt_its_neighbours(store: Store) -> None:
    async def mixed() -> list[object]:
        verbs = [fail_after_writing if number % 3 == 1 else someone for number in range(30)]
        names = [() if verb is fail_after_writing else (f"p{number}",) for number, verb in enumerate(verbs)]
        calls = (store.run(verb, *name) for verb, name in zip(verbs, names, strict=True))
        return await asyncio.gather(*calls, return_exceptions=True)

    ends = asyncio.run(mixed())
    assert [type(end) is LookupError for end in ends] == [number % 3 == 1 for number in range(30)]
    assert asyncio.run(store.read(fetch, "SELECT count(*) FROM addresses")) == [(20,)]


@only("sqlite")
def test_verbs_that_wait_together_are_committed_together_on_sqlite(store: Store) -> None:
    gate = threading.Event()
    transactions: set[int] = set()

    def wait(work: Work) -> None:
        gate.wait(5)

    def note(work: Work) -> None:
        transactions.add(id(work.connection.get_transaction()))

    async def crowd() -> None:
        calls = [asyncio.ensure_future(store.run(wait))]
        await asyncio.sleep(0.05)
        calls += [asyncio.ensure_future(store.run(note)) for _ in range(64)]
        await asyncio.sleep(0.05)
        gate.set()
        await asyncio.gather(*calls)

    asyncio.run(crowd())
    assert len(transactions) == 1


@only("sqlite")
def test_nobody_is_told_before_the_commit_and_a_failed_commit_fails_them_all(store: Store) -> None:
    gate = threading.Event()

    def wait(work: Work) -> None:
        gate.wait(5)

    def break_a_promise(work: Work) -> None:
        work.connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        work.execute(text("INSERT INTO conversations (address_id, learner_id, body, updated_at) VALUES (9, 9, '', '')"))

    async def crowd() -> list[object]:
        calls = [asyncio.ensure_future(store.run(wait))]
        await asyncio.sleep(0.05)
        calls += [asyncio.ensure_future(store.run(someone, f"p{number}")) for number in range(5)]
        calls += [asyncio.ensure_future(store.run(break_a_promise))]
        await asyncio.sleep(0.05)
        gate.set()
        return await asyncio.gather(*calls, return_exceptions=True)

    first, *together = asyncio.run(crowd())
    assert first is None
    assert all("FOREIGN KEY" in str(end) for end in together)
    assert asyncio.run(store.read(fetch, "SELECT count(*) FROM addresses")) == [(0,)]
    assert asyncio.run(store.run(someone)) == (1, 1)


@only("sqlite")
def test_when_the_database_undoes_everything_nobody_is_told_it_was_kept(store: Store) -> None:
    gate = threading.Event()

    def wait(work: Work) -> None:
        gate.wait(5)

    def undo_everything(work: Work) -> None:
        work.connection.connection.cursor().execute("ROLLBACK")  # as SQLite itself may do on a full disk
        raise LookupError("and this verb fails")

    async def crowd() -> list[object]:
        calls = [asyncio.ensure_future(store.run(wait))]
        await asyncio.sleep(0.05)
        calls += [asyncio.ensure_future(store.run(someone)), asyncio.ensure_future(store.run(undo_everything))]
        await asyncio.sleep(0.05)
        gate.set()
        return await asyncio.gather(*calls, return_exceptions=True)

    ends = asyncio.run(crowd())
    assert [type(end) for end in ends] == [type(None), LookupError, LookupError]
    assert asyncio.run(store.read(fetch, "SELECT count(*) FROM addresses")) == [(0,)]
    assert asyncio.run(store.run(someone)) == (1, 1)


def test_who_stops_waiting_before_it_began_is_not_written_and_the_store_goes_on(store: Store) -> None:
    gate = threading.Event()
    lanes = 1 if isinstance(store._writing, Group) else 4

    def wait(work: Work) -> None:
        gate.wait(5)

    async def lose_interest() -> tuple[int, int]:
        busy = [asyncio.ensure_future(store.run(wait)) for _ in range(lanes)]
        await asyncio.sleep(0.1)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(store.run(someone, "left"), 0.05)
        busy[0].cancel()
        gate.set()
        await asyncio.gather(*busy, return_exceptions=True)
        return await store.run(someone, "stayed")

    asyncio.run(lose_interest())
    assert asyncio.run(store.read(fetch, "SELECT count(*) FROM addresses")) == [(1,)]


def test_closing_finishes_what_is_queued_and_then_refuses(url: str, keys: object) -> None:
    async def use() -> list[object]:
        store = Store.open(url, keys)
        calls = [asyncio.ensure_future(store.run(someone, f"p{number}")) for number in range(50)]
        await asyncio.sleep(0)
        await store.close()
        with pytest.raises(StoreDown, match="is closed"):
            await store.run(someone)
        return await asyncio.gather(*calls)

    assert len(set(asyncio.run(use()))) == 50


def test_reading_sees_what_was_committed_and_may_not_write(store: Store) -> None:
    asyncio.run(store.run(someone))
    assert asyncio.run(store.read(people.find, "terminal", "ana")) == 1
    with pytest.raises(Exception, match=r"readonly|read-only"):
        asyncio.run(store.read(someone, "bo"))
    assert asyncio.run(store.read(health.ping))


def test_reading_goes_on_while_somebody_writes(store: Store) -> None:
    gate = threading.Event()

    def hold(work: Work) -> None:
        someone(work)
        gate.wait(5)

    async def both() -> object:
        writing = asyncio.ensure_future(store.run(hold))
        await asyncio.sleep(0.05)
        found = await asyncio.wait_for(store.read(people.find, "terminal", "ana"), 2)
        gate.set()
        await writing
        return found

    assert asyncio.run(both()) is None


@only("postgresql")
def test_a_verb_that_gave_way_to_another_is_run_again_on_postgresql(store: Store) -> None:
    meeting = threading.Barrier(2)
    tries: list[str] = []

    def cross(work: Work, name: str, first: int, second: int) -> None:
        tries.append(name)
        people.lock(work, first)
        if tries.count(name) == 1:
            meeting.wait(5)
        people.lock(work, second)

    async def both() -> None:
        (one, _), (other, _) = await store.run(someone, "ana"), await store.run(someone, "bo")
        await asyncio.gather(store.run(cross, "a", one, other), store.run(cross, "b", other, one))

    asyncio.run(both())
    assert len(tries) == 3


@only("postgresql")
def test_a_connection_that_was_cut_while_idle_is_replaced_unseen(store: Store, run: Callable[..., object]) -> None:
    run(someone)
    others = "datname = current_database() AND pid <> pg_backend_pid()"
    cut = f"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE {others}"
    asyncio.run(store.read(fetch, cut))
    assert [run(someone) for _ in range(4)] == [(1, 1)] * 4


def test_a_learner_who_is_gone_is_named(run: Callable[..., object]) -> None:
    with pytest.raises(people.NoSuchLearner, match="learner 7"):
        run(people.lock, 7)


def test_a_time_without_a_zone_is_refused(run: Callable[..., object]) -> None:
    with pytest.raises(ValueError, match="without a zone"):
        run(people.find_or_create, "terminal", "ana", NOW.replace(tzinfo=None))
