"""Work: a verb's one transaction; and the store, which runs verbs and is the only one to commit."""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial
from types import MappingProxyType
from typing import Concatenate, ParamSpec, TypeVar, cast, overload

from sqlalchemy import Connection, CursorResult, Executable
from sqlalchemy.util.typing import TupleAny

from bot.store.engine import PATIENCE, reader, scrub, writer
from bot.store.failures import StoreDown
from bot.store.lanes import Group, Lane, Pool
from bot.store.prepared import Prepared, Rows, Values
from bot.store.sealed import Keys, unlock

P = ParamSpec("P")
T = TypeVar("T")
STOPPING = "the store is closed: the coach is stopping"
# Seconds at the end. A transaction that has not committed by then has not happened, and may be left.
LAST_PATIENCE = 1.0
NOTHING: Values = MappingProxyType({})


class Work:
    """What a verb gets: the open transaction. A verb may be run twice; its first try then left no trace."""

    __slots__ = ("_cursor", "connection", "dialect")

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.dialect = connection.dialect.name
        self._cursor = connection.connection.cursor()

    @overload
    def execute(self, statement: Prepared, values: Values = ...) -> Rows: ...
    @overload
    def execute(self, statement: Executable, values: Values | Sequence[Values] = ...) -> CursorResult[*TupleAny]: ...
    def execute(
        self, statement: Prepared | Executable, values: Values | Sequence[Values] = NOTHING
    ) -> Rows | CursorResult[*TupleAny]:
        """Run one statement with its values; a prepared one costs a fifth."""
        if isinstance(statement, Prepared):
            return statement.run(self._cursor, self.connection.dialect, cast("Values", values))
        return self.connection.execute(statement, values or None)


class Store:
    """Runs verbs, each whole as one transaction, from an event loop; nothing in a verb can await."""

    def __init__(self, writing: Lane, reading: Lane, scrub: Callable[[], None]) -> None:
        self._writing = writing
        self._reading = reading
        self._scrub = scrub
        self._waiting: set[asyncio.Future[object]] = set()
        self._closed = False

    @staticmethod
    def open(url: str, keys: Keys, patience: float = PATIENCE, threads: int = 4) -> "Store":
        """The store at `url`; `threads` write at once on PostgreSQL, one on SQLite."""
        unlock(keys)
        engine = writer(url, patience, threads)
        writing = Group(engine) if engine.dialect.name == "sqlite" else Pool(engine, threads)
        return Store(writing, Pool(reader(url, patience, _READERS), _READERS), partial(scrub, url, patience))

    async def run(self, verb: Callable[Concatenate[Work, P], T], *args: P.args, **named: P.kwargs) -> T:
        """Run the verb and commit. What it raises is raised here, and then it left no trace."""
        return await self._submit(self._writing, lambda connection: verb(Work(connection), *args, **named))

    async def read(self, verb: Callable[Concatenate[Work, P], T], *args: P.args, **named: P.kwargs) -> T:
        """Run a verb that only reads, beside the writers."""
        return await self._submit(self._reading, lambda connection: verb(Work(connection), *args, **named))

    async def scrub(self) -> None:
        """Let what was deleted go from the write-ahead log, too. On PostgreSQL that is the server's own matter."""
        await asyncio.to_thread(self._scrub)

    async def close(self, patience: float = LAST_PATIENCE) -> None:
        """Finish what is queued within so many seconds, then stop; whoever waits even then is told that nothing was saved."""
        if self._closed:
            return
        self._closed = True
        lanes = (self._writing, self._reading)
        await asyncio.gather(*(asyncio.to_thread(lane.close, patience) for lane in lanes))
        for future in self._waiting:
            if not future.done():
                future.set_exception(StoreDown(STOPPING))

    async def _submit(self, lane: Lane, call: Callable[[Connection], T]) -> T:
        if self._closed:
            raise StoreDown(STOPPING)
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        waiting = cast("asyncio.Future[object]", future)
        self._waiting.add(waiting)
        try:
            lane.submit(call, future)
            return await future
        finally:
            self._waiting.discard(waiting)


_READERS = 2
