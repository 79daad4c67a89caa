"""Updates on their way to the bot: kept until confirmed, polled with an offset, or posted to a webhook until it says 2xx."""

import asyncio
import itertools
import json
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass
from urllib.parse import urlsplit

from tests.acceptance.telegram.refusals import HOOK_SET, HOOKED, POLLED, conflict
from tests.acceptance.telegram.world import Json

ONLY_WHEN_ASKED = ("chat_member", "message_reaction", "message_reaction_count")
FIRST_PAUSE, LONGEST_PAUSE = 0.05, 1.0  # seconds until a webhook that said no is asked again; Telegram waits longer
PATIENCE = 10.0  # seconds for a webhook's answer


@dataclass(slots=True)
class Webhook:
    """Where updates are posted to, and what last went wrong there."""

    url: str
    secret: str = ""
    connections: int = 40
    error_date: int | None = None
    error: str = ""


class Updates:
    """What waits for one bot."""

    def __init__(self, date: Callable[[], int]) -> None:
        self.sent: dict[int, Json] = {}  # every update there ever was
        self.allowed: list[str] = []
        self.hook: Webhook | None = None
        self.losing = 0  # so many of the webhook's next answers get lost: it has the update, and gets it again
        self._date = date
        self._numbers = itertools.count(100_000_001)
        self._pending: dict[int, int] = {}  # update → chat
        self._by_chat: defaultdict[int, deque[int]] = defaultdict(deque)
        self._running = False
        self._polling: asyncio.Future[None] | None = None
        self._delivering: dict[int, asyncio.Task[None]] = {}
        self._slots = asyncio.Semaphore(1)

    def add(self, kind: str, content: Json, chat: int, update_id: int | None = None) -> int:
        """Something happened; its update's number. What the bot does not want to hear is not kept."""
        number = next(self._numbers) if update_id is None else update_id
        wanted = kind in self.allowed if self.allowed else kind not in ONLY_WHEN_ASKED
        if wanted:
            self.sent[number] = {"update_id": number, kind: deepcopy(content)}  # as it is now, whatever comes later
            self.again(number, chat)
        return number

    def again(self, number: int, chat: int) -> None:
        """Send an update once more, as if nobody had confirmed it."""
        self._pending[number] = chat
        self._by_chat[chat].append(number)
        if self._polling and not self._polling.done():
            self._polling.set_result(None)
        if self.hook and self._running and chat not in self._delivering:
            self._deliver_to(chat)

    def waiting(self) -> int:
        """How many updates nobody has confirmed."""
        return len(self._pending)

    async def poll(self, offset: int, limit: int, timeout: float) -> list[Json]:
        """The unconfirmed updates from the offset on; what lies before it is confirmed by asking. Waits for the first."""
        if self.hook:
            raise conflict(HOOKED)
        self._end_poll(POLLED)
        self._confirm(offset)
        if not self._pending and timeout > 0:
            self._polling = polling = asyncio.get_running_loop().create_future()
            with suppress(TimeoutError):
                await asyncio.wait_for(polling, timeout)
        return [self.sent[number] for number in sorted(self._pending)[:limit]]

    def set_hook(self, hook: Webhook | None, *, drop: bool) -> None:
        """Post from now on to this webhook, or to none; with `drop`, forget what waits."""
        if hook:
            self._end_poll(HOOK_SET)
        if drop:
            self._pending.clear()
        self.stop()
        self.hook = hook
        self.start()

    def start(self) -> None:
        """Post what waits, if there is a webhook."""
        self._running = True
        if self.hook:
            self._slots = asyncio.Semaphore(self.hook.connections)
            for chat in set(self._pending.values()):
                self._deliver_to(chat)

    def stop(self) -> None:
        """Post nothing more, until it is started again; what happens waits."""
        self._running = False
        for task in self._delivering.values():
            task.cancel()
        self._delivering.clear()

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            offset = min(sorted(self._pending)[offset:], default=0)
        for number in [number for number in self._pending if number < offset]:
            del self._pending[number]

    def _end_poll(self, why: str) -> None:
        if self._polling and not self._polling.done():
            self._polling.set_exception(conflict(why))

    def _deliver_to(self, chat: int) -> None:
        self._delivering[chat] = asyncio.get_running_loop().create_task(self._deliver(chat))

    async def _deliver(self, chat: int) -> None:
        """Post one chat's updates, one after the other, each until it is taken."""
        hook, pause = self.hook, FIRST_PAUSE
        while number := next(self._left(chat), None):
            async with self._slots:
                told = await posted(hook, self.sent[number])
            if self.losing and not told:
                self.losing, told = self.losing - 1, "Read timeout expired"
            if told:
                hook.error, hook.error_date = told, self._date()
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)
            else:
                self._pending.pop(number, None)
                self._by_chat[chat].popleft()
                pause = FIRST_PAUSE
        del self._delivering[chat]

    def _left(self, chat: int) -> Iterator[int]:
        queue = self._by_chat[chat]
        while queue and queue[0] not in self._pending:
            queue.popleft()
        yield from queue


async def posted(hook: Webhook, update: Json) -> str:
    """Post one update; nothing if it was taken, else what Telegram would tell about it."""
    try:
        async with asyncio.timeout(PATIENCE):
            status = await _status(hook, json.dumps(update).encode())
    except TimeoutError:
        return "Read timeout expired"
    except ConnectionRefusedError:
        return "Connection refused"
    except (OSError, ValueError, IndexError):
        return "SSL error or connection reset"
    return "" if status.startswith("2") else f"Wrong response from the webhook: {status}"


async def _status(hook: Webhook, body: bytes) -> str:
    where = urlsplit(hook.url)
    reader, writer = await asyncio.open_connection(where.hostname, where.port or 80)
    try:
        target = (where.path or "/") + (f"?{where.query}" if where.query else "")
        secret = f"X-Telegram-Bot-Api-Secret-Token: {hook.secret}\r\n" if hook.secret else ""
        head = f"POST {target} HTTP/1.1\r\nHost: {where.netloc}\r\nContent-Type: application/json\r\n{secret}"
        writer.write(f"{head}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body)
        answer = await reader.read()
        return answer.decode("latin-1").split("\r\n", 1)[0].split(" ", 1)[1]
    finally:
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()
