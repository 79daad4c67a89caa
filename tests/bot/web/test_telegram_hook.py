"""The webhook of Telegram's bots: only who knows the secret gets in, and only what is saved is taken."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from sqlalchemy import func, select
from structlog.testing import capture_logs

from bot.channels.telegram.channel import Bearings, TelegramChannel
from bot.channels.telegram.wire import wire_to
from bot.jobs.loops import settle
from bot.services.parts import Parts
from bot.store import people
from bot.store.tables import inbox
from bot.store.work import Work
from bot.web import telegram
from bot.web.app import web_app
from bot.web.telegram import HEADER, MOST_BYTES, telegram_routes
from tests.bot.services.conftest import START, Notebook, coach
from tests.bot.services.test_trouble import locked

WORD = "a-secret-for-tests-only"
RIGHT = {HEADER: WORD}
PATH = "/telegram/main"
BOT, ANN = 123456789, 42
CHAT = {"id": ANN, "type": "private"}
PERSON = {"id": ANN, "is_bot": False, "first_name": "Ann"}
HELLO = {"message_id": 7, "date": int(START.timestamp()), "chat": CHAT, "from": PERSON, "text": "help"}

Scope = MutableMapping[str, object]


@dataclass
class Door:
    """The parts behind the hook, a client before it, and a notebook in place of Telegram."""

    parts: Parts
    app: Callable[..., Awaitable[None]]
    client: httpx.AsyncClient
    notebook: Notebook

    async def bring(self, body: object, headers: dict[str, str] | None = None, path: str = PATH) -> int:
        """Bring a body, as it is or as JSON; the status of the answer."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        answered = await self.client.post(path, content=content, headers=RIGHT if headers is None else headers)
        return answered.status_code

    async def saved(self) -> int:
        """How many updates are in the inbox."""
        return await self.parts.store.read(_count)


def _count(work: Work) -> int:
    return work.execute(select(func.count().label("many")).select_from(inbox)).scalar_one()


def new(text: str = "help", number: int = 1) -> dict[str, object]:
    """An update with new words."""
    return {"update_id": number, "message": {**HELLO, "text": text}}


@asynccontextmanager
async def hooked(home: Path) -> AsyncIterator[Door]:
    """A bot behind its webhook; whatever it wants of Telegram itself is refused at once."""
    notebook = Notebook("telegram:main")
    async with coach(home, notebook) as parts:
        wire = wire_to(f"{BOT}:{'A' * 35}", "http://127.0.0.1:1", "")
        bearings = Bearings("telegram:main", 30, None, {}, parts.clock.now, lambda: None)
        channel = TelegramChannel(wire, bearings)
        app = web_app(parts, hooks=telegram_routes(parts, {"main": channel}, WORD))
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://coach") as client:
            yield Door(parts, app, client, notebook)
        await channel.close()


def talk(home: Path, steps: Callable[[Door], Awaitable[None]]) -> None:
    """Do these steps before a door."""

    async def live() -> None:
        async with hooked(home) as door:
            await steps(door)

    asyncio.run(live())


@dataclass
class Watched:
    """A request whose body is watched: whether anybody reads it, and how much of it."""

    chunks: list[bytes]
    headers: dict[str, str] = field(default_factory=lambda: dict(RIGHT))
    ending: str = ""
    read: int = 0
    status: int = 0

    async def brought_to(self, door: Door) -> int:
        """Bring it, and give back the status of the answer."""
        named = [(name.encode(), value.encode("latin-1")) for name, value in self.headers.items()]
        scope: Scope = {
            "type": "http", "method": "POST", "path": PATH, "raw_path": PATH.encode(), "query_string": b"",
            "headers": named, "http_version": "1.1", "scheme": "http", "root_path": "", "asgi": {"version": "3.0"},
            "client": ("127.0.0.1", 1), "server": ("coach", 80),
        }  # fmt: skip  # what belongs together stands in one line
        await door.app(scope, self._receive, self._send)
        return self.status

    async def _receive(self) -> Scope:
        if self.read == len(self.chunks):
            if self.ending == "leaves":
                return {"type": "http.disconnect"}
            await asyncio.Event().wait()
        self.read += 1
        more = self.read < len(self.chunks) or self.ending != ""
        return {"type": "http.request", "body": self.chunks[self.read - 1], "more_body": more}

    async def _send(self, message: Scope) -> None:
        if message["type"] == "http.response.start":
            self.status = int(str(message["status"]))


WRONG = (
    {},
    {HEADER: ""},
    {HEADER: "another-secret-word"},
    {HEADER: WORD[:-1]},
    {HEADER: WORD + "x"},
    {HEADER: WORD.upper()},
    {HEADER: "sécret"},
    {"Authorization": f"Bearer {WORD}"},
)


@pytest.mark.parametrize("headers", WRONG)
def test_who_does_not_know_the_secret_gets_403_and_no_work_is_done(headers: dict[str, str], home: Path) -> None:
    async def steps(door: Door) -> None:
        watched = Watched([json.dumps(new("help now")).encode()], headers)
        assert await watched.brought_to(door) == 403
        assert watched.read == 0, "not even the body is read"
        holding = locked(home)
        assert await Watched([json.dumps(new("help now")).encode()], headers).brought_to(door) == 403
        holding.close()
        assert await door.saved() == 0
        assert door.notebook.words == [], "and nobody is written to"

    talk(home, steps)


def test_the_secret_counts_in_the_header_alone(home: Path) -> None:
    async def steps(door: Door) -> None:
        assert await door.bring({**new(), "secret_token": WORD}, {}, f"{PATH}?secret_token={WORD}") == 403

    talk(home, steps)


JUNK = (b"", b"{", b"[]", b"7", b'"update"', b"null", b"\xff\xfe\x00", b"[" * 100_000, b"1" * 10_000)


@pytest.mark.parametrize("body", JUNK)
def test_what_is_no_update_gets_400(body: bytes, home: Path) -> None:
    async def steps(door: Door) -> None:
        assert await door.bring(body) == 400
        assert await door.saved() == 0

    talk(home, steps)


STRANGE = ({}, {"update_id": "x"}, {"update_id": 1}, {"update_id": 1, "message": 7}, {"update_id": 1, "news": {}})


@pytest.mark.parametrize("body", STRANGE)
def test_an_update_of_no_kind_we_know_is_taken_so_that_it_does_not_come_for_ever(
    body: dict[str, object], home: Path
) -> None:
    async def steps(door: Door) -> None:
        assert await door.bring(body) == 200
        assert await door.saved() == 0

    talk(home, steps)


def test_an_update_is_saved_under_the_bots_number_and_answered(home: Path) -> None:
    async def steps(door: Door) -> None:
        assert await door.bring(new("hello")) == 200
        await settle(door.parts)
        assert await door.parts.store.read(people.find, "telegram:main", str(ANN)) is not None
        assert {address for address, _ in door.notebook.taken} == {str(ANN)}

    talk(home, steps)


def test_the_same_update_twice_is_done_once(home: Path) -> None:
    async def steps(door: Door) -> None:
        assert [await door.bring(new()), await door.bring(new())] == [200, 200]
        await settle(door.parts)
        said = len(door.notebook.taken)
        assert said
        assert await door.bring(new()) == 200
        await settle(door.parts)
        assert len(door.notebook.taken) == said
        assert await door.saved() == 1
        assert await door.bring(new(number=2)) == 200
        assert await door.saved() == 2

    talk(home, steps)


def test_the_same_update_many_times_at_once_is_saved_once(home: Path) -> None:
    async def steps(door: Door) -> None:
        assert set(await asyncio.gather(*(door.bring(new()) for _ in range(20)))) == {200}
        assert await door.saved() == 1

    talk(home, steps)


def test_what_cannot_be_saved_gets_503_and_a_call_for_help_its_card_once(home: Path) -> None:
    async def steps(door: Door) -> None:
        holding = locked(home)
        assert [await door.bring(new("help now")) for _ in range(3)] == [503] * 3
        holding.close()
        [card] = door.notebook.words
        assert "findahelpline.com" in card
        assert await door.bring(new("help now")) == 200
        assert await door.saved() == 1

    talk(home, steps)


def test_a_fault_of_ours_gets_503_and_says_nothing_of_what_was_written(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(parts: Parts, update: object) -> bool:
        raise RuntimeError(f"broken at {update}")

    monkeypatch.setattr(telegram, "receive", broken)

    async def steps(door: Door) -> None:
        assert await door.bring(new("words of a learner")) == 503

    with capture_logs() as logs:
        talk(home, steps)
    [line] = [one for one in logs if one["event"] == "update_not_taken"]
    assert line["error"] == "RuntimeError"
    assert "words of a learner" not in str(logs)


def test_more_than_a_mebibyte_is_not_read_to_its_end(home: Path) -> None:
    async def steps(door: Door) -> None:
        watched = Watched([b" " * (MOST_BYTES // 4)] * 40)
        assert await watched.brought_to(door) == 400
        assert watched.read == 5
        exact = json.dumps(new()).encode().ljust(MOST_BYTES)
        assert await door.bring(exact) == 200
        assert await door.bring(exact + b" ") == 400

    talk(home, steps)


def test_who_leaves_in_the_middle_of_a_request_does_no_harm(home: Path) -> None:
    async def steps(door: Door) -> None:
        await Watched([b'{"update_id": 1, '], ending="leaves").brought_to(door)
        assert await door.saved() == 0
        assert await door.bring(new()) == 200

    talk(home, steps)


def test_a_body_that_never_ends_is_not_waited_for(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telegram, "BODY_PATIENCE", 0.05)

    async def steps(door: Door) -> None:
        assert await Watched([b"{"], ending="never").brought_to(door) == 400

    talk(home, steps)


@pytest.mark.parametrize(("method", "path", "status"), [("GET", PATH, 405), ("POST", "/telegram/other", 404)])
def test_there_is_one_door_for_each_bot_and_no_other(method: str, path: str, status: int, home: Path) -> None:
    async def steps(door: Door) -> None:
        answered = await door.client.request(method, path, headers=RIGHT)
        assert answered.status_code == status

    talk(home, steps)
