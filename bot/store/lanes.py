"""Lanes: the threads that run transactions. SQLite has one, which commits in groups; PostgreSQL has several side by side."""

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Barrier, Thread
from typing import Protocol, TypeVar, cast

from sqlalchemy import Connection, Engine
from sqlalchemy.engine.interfaces import DBAPICursor

from bot.store.failures import StoreDown, lost_race, translated, was_cut

T = TypeVar("T")
Call = Callable[[Connection], object]
Ends = Sequence["_End"]

MOST_TOGETHER = 64
TRIES = 4
PAUSE = 0.02


class Lane(Protocol):
    """Whatever runs calls in transactions, away from the event loop."""

    def submit(self, call: Callable[[Connection], T], future: asyncio.Future[T]) -> None:
        """Run the call in a transaction, then resolve the future in its own loop."""
        ...

    def close(self, patience: float) -> None:
        """Finish what was submitted, then stop; what is not done after so many seconds is left."""
        ...


class Group:
    """One thread; whatever waits runs in one transaction, each call in its own savepoint.

    No future is resolved before the commit, so nobody is told what might still be lost.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._queue: SimpleQueue[_Job | None] = SimpleQueue()
        self._thread = Thread(target=self._run, name="store-writer", daemon=True)
        self._thread.start()

    def submit(self, call: Callable[[Connection], T], future: asyncio.Future[T]) -> None:
        """Queue the call."""
        self._queue.put(_Job(call, cast("asyncio.Future[object]", future)))

    def close(self, patience: float) -> None:
        """Finish what was submitted, then stop; what is not done after so many seconds is left."""
        self._queue.put(None)
        self._thread.join(patience)

    def _run(self) -> None:
        going = True
        while going:
            jobs, going = self._take()
            if jobs:
                _resolve(_together(self._engine, jobs))
        self._engine.dispose()

    def _take(self) -> tuple[list["_Job"], bool]:
        """Wait for a job, and take those that wait behind it; False when it was time to stop."""
        jobs: list[_Job] = []
        job = self._queue.get()
        with suppress(Empty):
            while job is not None:
                # Who no longer waits for it has decided something else meanwhile.
                if not job.future.done():
                    jobs.append(job)
                if len(jobs) == MOST_TOGETHER:
                    return jobs, True
                job = self._queue.get_nowait()
            return jobs, False
        return jobs, True


class Pool:
    """A few threads, one transaction each; a call that lost a race is run again."""

    def __init__(self, engine: Engine, threads: int) -> None:
        self._engine = engine
        self._queue: SimpleQueue[_Job | None] = SimpleQueue()
        self._last = Barrier(threads, engine.dispose)  # each connection is closed, also that of who comes late
        # Daemons, unlike those of an executor: a process that stops does not wait for a database that is away.
        self._threads = [Thread(target=self._run, name=f"store-{n}", daemon=True) for n in range(threads)]
        for thread in self._threads:
            thread.start()

    def submit(self, call: Callable[[Connection], T], future: asyncio.Future[T]) -> None:
        """Queue the call."""
        self._queue.put(_Job(call, cast("asyncio.Future[object]", future)))

    def close(self, patience: float) -> None:
        """Finish what was submitted, then stop; what is not done after so many seconds is left."""
        until = time.monotonic() + patience
        for _ in self._threads:
            self._queue.put(None)
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))

    def _run(self) -> None:
        while (job := self._queue.get()) is not None:
            self._serve(job)
        self._last.wait()

    def _serve(self, job: "_Job") -> None:
        if job.future.done():
            return
        end = _alone(self._engine, job)
        for tried in range(1, TRIES):
            if end.error is None or not end.again:
                break
            if isinstance(end.error, StoreDown):
                self._engine.dispose()  # what else lies idle was cut as well
            time.sleep(PAUSE * tried)
            end = _alone(self._engine, job)
        _resolve([end])


@dataclass(frozen=True, slots=True)
class _Job:
    call: Call
    future: asyncio.Future[object]


@dataclass(frozen=True, slots=True)
class _End:
    """How a job ended: with its result, or with what it raised."""

    job: _Job
    result: object = None
    error: BaseException | None = None
    again: bool = False


def _alone(engine: Engine, job: _Job) -> _End:
    """Run the job as a transaction of its own."""
    working = False
    try:
        with engine.connect() as connection, connection.begin():
            working = True
            result = job.call(connection)
            working = False
        return _End(job, result)
    except BaseException as error:
        # Of a connection cut during the commit nobody knows whether it saved; one that cannot be made is not waited for.
        again = lost_race(error) or (working and was_cut(error))
        return _End(job, error=translated(error), again=again)


def _together(engine: Engine, jobs: Sequence[_Job]) -> Ends:
    """Run the jobs as one transaction; one that raises is undone alone, a failed commit fails them all."""
    try:
        with engine.begin() as connection:
            if len(jobs) == 1:
                return [_End(jobs[0], jobs[0].call(connection))]
            cursor = connection.connection.cursor()
            return [_apart(connection, cursor, job) for job in jobs]
    except BaseException as error:
        return [_End(job, error=translated(error)) for job in jobs]


def _apart(connection: Connection, cursor: DBAPICursor, job: _Job) -> _End:
    cursor.execute("SAVEPOINT verb")
    try:
        result = job.call(connection)
    except BaseException as error:
        _undo(cursor, error)
        return _End(job, error=translated(error))
    cursor.execute("RELEASE verb")
    return _End(job, result)


def _undo(cursor: DBAPICursor, error: BaseException) -> None:
    try:
        cursor.execute("ROLLBACK TO verb")
        cursor.execute("RELEASE verb")
    except Exception:
        # A full disk makes SQLite roll the whole transaction back: the neighbours' work is gone as well.
        raise error from None


def _resolve(ends: Ends) -> None:
    """Resolve the futures in their loop, with one wake-up for all of them."""
    for loop in {end.job.future.get_loop() for end in ends}:
        mine = [end for end in ends if end.job.future.get_loop() is loop]
        with suppress(RuntimeError):  # the loop is closed, and nobody waits there any more
            loop.call_soon_threadsafe(_tell, mine)


def _tell(ends: Ends) -> None:
    for end in ends:
        future = end.job.future
        if future.done():
            continue
        if end.error is not None:
            future.set_exception(end.error)
        else:
            future.set_result(end.result)
