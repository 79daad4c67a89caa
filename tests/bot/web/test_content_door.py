"""The door for a program's own CI: who may come in, what is taken, and that it only ever asks for a draft."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect

from bot.main.serve import content_route
from bot.services.verdict import Verdict
from bot.settings import Settings
from bot.store.failures import StoreDown
from bot.web.content import CHECK, LONGEST_NAME, MOST_BYTES, MOST_IN_HAND, PUSH, content_routes
from content.model import Problem
from tests.bot.services.conftest import START

TOKEN = "a-token-for-tests-only"
BODY = b"---\nid: rights-01\n---\n"
WRONG = Problem("en/lessons/rights/rights-01.md", 3, "the title is missing", "Add `title:`.")


@dataclass
class Judging:
    """What stands behind the door: answers as it is told, and remembers what it was asked."""

    verdict: Verdict = field(default_factory=Verdict)
    failure: Exception | None = None
    asked: list[tuple[str, str, bytes]] = field(default_factory=list)
    now: datetime = START
    busy: asyncio.Event | None = None

    async def check(self, name: str, body: bytes) -> Verdict:
        """Judge, and change nothing."""
        return await self._judge("check", name, body)

    async def push(self, name: str, body: bytes) -> Verdict:
        """Judge, and make a draft."""
        return await self._judge("push", name, body)

    async def _judge(self, what: str, name: str, body: bytes) -> Verdict:
        self.asked.append((what, name, body))
        if self.busy:
            await self.busy.wait()
        if self.failure:
            raise self.failure
        return self.verdict


Story = Callable[[httpx.AsyncClient, Judging], Awaitable[None]]


def knock(story: Story, judging: Judging | None = None) -> None:
    """Live a story at the door, with the token."""
    behind = judging or Judging()

    async def run() -> None:
        routes = content_routes(TOKEN, behind.check, behind.push, lambda: behind.now)
        transport = httpx.ASGITransport(Starlette(routes=routes))
        headers = {"Authorization": f"Bearer {TOKEN}"}
        async with httpx.AsyncClient(transport=transport, base_url="http://coach", headers=headers) as client:
            await story(client, behind)

    asyncio.run(run())


def refused(answer: httpx.Response, status: int) -> str:
    """The sentence of a request that was refused, as it should be."""
    assert answer.status_code == status, answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    [error] = answer.json().values()
    assert ": " in error, "what happened, and what to do now"
    return str(error)


@pytest.mark.parametrize(("path", "what", "release"), [(CHECK, "check", None), (PUSH, "push", 7)])
def test_what_is_handed_in_comes_through_and_the_verdict_back(path: str, what: str, release: int | None) -> None:
    async def story(client: httpx.AsyncClient, behind: Judging) -> None:
        answer = await client.post(path, params={"name": "rights-01.md"}, content=BODY)
        assert answer.status_code == 200
        assert answer.json() == {"problems": [], "changes": ["Lesson rights-01: the title"], "release": release}
        assert answer.headers["Cache-Control"] == "no-store"
        assert behind.asked == [(what, "rights-01.md", BODY)]

    knock(story, Judging(Verdict((), ("Lesson rights-01: the title",), release)))


def test_a_name_may_stand_in_the_header_too() -> None:
    async def story(client: httpx.AsyncClient, behind: Judging) -> None:
        await client.post(CHECK, content=BODY, headers={"X-File-Name": "pack.zip"})
        assert behind.asked == [("check", "pack.zip", BODY)]

    knock(story)


def test_what_is_wrong_is_told_by_file_and_line() -> None:
    async def story(client: httpx.AsyncClient, behind: Judging) -> None:
        answer = await client.post(PUSH, params={"name": "rights-01.md"}, content=BODY)
        assert answer.status_code == 422
        told = {"file": WRONG.file, "line": 3, "what": WRONG.what, "mend": WRONG.mend}
        assert answer.json() == {"problems": [told], "changes": [], "release": None}

    knock(story, Judging(Verdict((WRONG,))))


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer wrong", f"Basic {TOKEN}", f"Bearer {TOKEN}x", f"Bearer {TOKEN[:-1]}", "Bearer \xe9"],
)
def test_without_the_token_nothing_is_read(header: str) -> None:
    read = []

    async def body() -> AsyncIterator[bytes]:
        read.append(1)
        yield BODY

    async def story(client: httpx.AsyncClient, behind: Judging) -> None:
        told = {"Authorization": header.encode("latin-1")}
        for path in (CHECK, PUSH):
            answer = await client.post(path, params={"name": "a.md"}, content=body(), headers=told)
            assert "COACH_CONTENT_TOKEN" in refused(answer, 401)
            assert answer.headers["WWW-Authenticate"] == "Bearer"
        assert (behind.asked, read) == ([], [])

    knock(story)


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_only_post_is_taken(method: str) -> None:
    async def story(client: httpx.AsyncClient, behind: Judging) -> None:
        answer = await client.request(method, PUSH, params={"name": "a.md"})
        assert "POST" in refused(answer, 405)
        assert answer.headers["Allow"] == "POST"
        assert behind.asked == []

    knock(story)


async def _endless() -> AsyncIterator[bytes]:
    while True:
        yield b"0" * 100_000


@pytest.mark.parametrize("told", [{}, {"Content-Length": "10"}], ids=["no length told", "too little told"])
def test_bytes_are_counted_as_they_come(told: dict[str, str]) -> None:
    async def story(client: httpx.AsyncClient, behind: Judging) -> None:
        answer = await client.post(PUSH, params={"name": "a.zip"}, content=_endless(), headers=told)
        assert f"{MOST_BYTES:,}" in refused(answer, 413)
        assert behind.asked == []

    knock(story)


@pytest.mark.parametrize("length", [str(MOST_BYTES + 1), "9" * 5000])
def test_what_says_that_it_is_too_large_is_not_read(length: str) -> None:
    async def story(client: httpx.AsyncClient, behind: Judging) -> None:
        headers = {"Content-Length": length}
        refused(await client.post(PUSH, params={"name": "a.zip"}, content=BODY, headers=headers), 413)
        assert behind.asked == []

    knock(story)


def test_the_largest_file_is_taken() -> None:
    async def story(client: httpx.AsyncClient, behind: Judging) -> None:
        body = b"0" * MOST_BYTES
        assert (await client.post(CHECK, params={"name": "a.zip"}, content=body)).status_code == 200
        assert len(behind.asked[0][2]) == MOST_BYTES

    knock(story)


@pytest.mark.parametrize("name", ["", " ", "a" * (LONGEST_NAME + 1), "a\nb.md", "a\x00.md"])
def test_a_file_without_a_name_is_told_what_to_add(name: str) -> None:
    async def story(client: httpx.AsyncClient, behind: Judging) -> None:
        answer = await client.post(CHECK, params={"name": name}, content=BODY)
        assert answer.status_code == 422
        [problem] = answer.json()["problems"]
        assert "?name=" in problem["mend"]
        assert behind.asked == []

    knock(story)


def test_an_empty_file_is_told() -> None:
    async def story(client: httpx.AsyncClient, behind: Judging) -> None:
        answer = await client.post(CHECK, params={"name": "a.md"})
        assert answer.status_code == 422
        assert "empty" in answer.json()["problems"][0]["what"]
        assert behind.asked == []

    knock(story)


def test_who_comes_too_fast_waits_at_both_doors() -> None:
    async def story(client: httpx.AsyncClient, behind: Judging) -> None:
        for _ in range(10):
            assert (await client.post(CHECK, params={"name": "a.md"}, content=BODY)).status_code == 200
        answer = await client.post(PUSH, params={"name": "a.md"}, content=BODY)
        assert "Retry-After" in refused(answer, 429)
        assert answer.headers["Retry-After"] == "2"
        behind.now += timedelta(seconds=2)
        assert (await client.post(PUSH, params={"name": "a.md"}, content=BODY)).status_code == 200
        assert len(behind.asked) == 11

    knock(story)


def test_only_a_few_are_in_hand_at_once_and_then_there_is_room_again() -> None:
    async def story(client: httpx.AsyncClient, behind: Judging) -> None:
        behind.busy = asyncio.Event()
        posts = [
            asyncio.create_task(client.post(CHECK, params={"name": "a.md"}, content=BODY)) for _ in range(MOST_IN_HAND)
        ]
        while len(behind.asked) < MOST_IN_HAND:
            await asyncio.sleep(0.01)
        refused(await client.post(PUSH, params={"name": "a.md"}, content=BODY), 429)
        behind.busy.set()
        assert [one.status_code for one in await asyncio.gather(*posts)] == [200] * MOST_IN_HAND
        behind.failure = RuntimeError("broken")
        for _ in range(MOST_IN_HAND + 1):
            refused(await client.post(PUSH, params={"name": "a.md"}, content=BODY), 500)

    knock(story)


@pytest.mark.parametrize(("failure", "status"), [(StoreDown("away"), 503), (RuntimeError(f"in {BODY!r}"), 500)])
def test_what_goes_wrong_behind_is_told_without_a_word_of_it(failure: Exception, status: int) -> None:
    async def story(client: httpx.AsyncClient, behind: Judging) -> None:
        error = refused(await client.post(PUSH, params={"name": "a.md"}, content=BODY), status)
        assert "rights" not in error

    knock(story, Judging(failure=failure))


def test_a_body_that_never_comes_whole_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.web.content.BODY_PATIENCE", 0.05)

    async def slow() -> AsyncIterator[bytes]:
        yield BODY
        await asyncio.sleep(60)

    async def story(client: httpx.AsyncClient, behind: Judging) -> None:
        refused(await client.post(PUSH, params={"name": "a.md"}, content=slow()), 408)
        assert behind.asked == []

    knock(story)


def test_a_client_that_leaves_gets_nothing_and_leaves_nothing_in_hand() -> None:
    behind, sent = Judging(failure=ClientDisconnect()), []

    async def run() -> None:
        [route, _] = content_routes(TOKEN, behind.check, behind.push, lambda: START)
        headers = [(b"authorization", f"Bearer {TOKEN}".encode())]
        scope = {"type": "http", "method": "POST", "path": CHECK, "headers": headers, "query_string": b"name=a.md"}

        async def left() -> dict[str, str]:
            return {"type": "http.disconnect"}

        async def send(part: object) -> None:
            sent.append(part)

        for _ in range(MOST_IN_HAND + 1):
            await route.app(scope, left, send)

    asyncio.run(run())
    assert (behind.asked, sent) == ([], [])


def test_there_is_no_door_without_a_token(tmp_path: Path) -> None:
    behind = Judging()
    closed = Settings(home=tmp_path, _env_file=None)
    assert content_route(closed, behind.check, behind.push) == ()
    opened = closed.model_copy(update={"content_token": SecretStr(TOKEN)})
    assert [route.path for route in content_route(opened, behind.check, behind.push)] == [CHECK, PUSH]
