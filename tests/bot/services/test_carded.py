"""What cannot be saved comes again and again: one card for each call, and one until it has really been sent."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.channels.port import Gone, Refused, Throttled, Unreachable
from bot.domain.update import Left, Pressed, Voted, Wrote
from bot.jobs.loops import settle
from bot.services import turns
from bot.services.parts import Parts
from bot.services.turns import receive
from tests.bot.services.conftest import START, Notebook, coach, update
from tests.bot.services.living import begin
from tests.bot.services.test_trouble import locked
from tests.bot.web.conftest import serving, texts

CALL = update(Wrote("help now"), "1")


def with_the_database_down(home: Path, notebook: Notebook, steps: Callable[[Parts], Awaitable[None]]) -> None:
    """Do these steps while another program holds the database, and then let the coach answer."""

    async def live() -> None:
        async with coach(home, notebook) as parts:
            await begin(parts, "ann")
            holding = locked(home)
            try:
                await steps(parts)
            finally:
                holding.close()

    asyncio.run(live())


def test_the_same_call_coming_again_gets_one_card(home: Path, notebook: Notebook) -> None:
    async def steps(parts: Parts) -> None:
        assert [await receive(parts, CALL) for _ in range(4)] == [False] * 4

    with_the_database_down(home, notebook, steps)
    assert len(notebook.words) == 1
    assert "findahelpline.com" in notebook.words[0]


def test_every_other_word_after_a_card_gets_the_card_again(home: Path, notebook: Notebook) -> None:
    async def steps(parts: Parts) -> None:
        for raw, name in ((CALL.raw, "1"), (Wrote("are you there"), "2"), (Wrote("help now"), "3"), (CALL.raw, "1")):
            await receive(parts, update(raw, name))

    with_the_database_down(home, notebook, steps)
    assert len(notebook.words) == 3
    assert all("findahelpline.com" in words for words in notebook.words)


FAILURES = (Unreachable("away"), Throttled(START), Refused("no"), Gone(), RuntimeError("our own fault"))


@pytest.mark.parametrize("failure", FAILURES)
def test_where_the_card_could_not_be_sent_the_next_try_sends_it(
    failure: Exception, home: Path, notebook: Notebook
) -> None:
    async def steps(parts: Parts) -> None:
        notebook.failures = [failure]
        assert [await receive(parts, CALL) for _ in range(3)] == [False] * 3

    with_the_database_down(home, notebook, steps)
    assert len(notebook.words) == 1


@pytest.mark.parametrize("failure", [Unreachable("away"), Throttled(START)])
def test_a_card_that_was_not_taken_is_sent_again_though_the_call_never_comes_again(
    failure: Exception, home: Path, notebook: Notebook
) -> None:
    async def steps(parts: Parts) -> None:
        notebook.failures = [failure]
        await receive(parts, CALL)
        await asyncio.gather(*parts.beside)

    with_the_database_down(home, notebook, steps)
    assert len(notebook.words) == 1


def test_a_call_after_other_words_gets_its_card(home: Path, notebook: Notebook) -> None:
    async def steps(parts: Parts) -> None:
        await receive(parts, update(Wrote("hello"), "0"))
        await receive(parts, CALL)

    with_the_database_down(home, notebook, steps)
    told, card = notebook.words
    assert "cannot save" in told
    assert "findahelpline.com" in card


def test_the_same_number_at_another_account_is_another_update(home: Path, notebook: Notebook) -> None:
    async def steps(parts: Parts) -> None:
        other = Notebook("another bot")
        parts.channels = {**parts.channels, other.account: other}
        await receive(parts, CALL)
        await receive(parts, type(CALL)(other.account, "1", "ann", CALL.raw, START))
        await asyncio.wait(parts.beside)
        assert len(other.words) == 1

    with_the_database_down(home, notebook, steps)
    assert len(notebook.words) == 1


@pytest.mark.parametrize("raw", [Left(), Voted("poll:1", 0), Pressed("1", 0)])
def test_nobody_is_written_to_for_leaving_and_others_are_told_once(
    raw: Left | Voted | Pressed, home: Path, notebook: Notebook
) -> None:
    async def steps(parts: Parts) -> None:
        assert [await receive(parts, update(raw, name)) for name in "12"] == [False, False]

    with_the_database_down(home, notebook, steps)
    assert len(notebook.words) == (0 if isinstance(raw, Left) else 1)


def test_once_it_can_be_saved_the_call_is_answered_whole(home: Path, notebook: Notebook) -> None:
    async def live() -> None:
        async with coach(home, notebook) as parts:
            await begin(parts, "ann")
            holding = locked(home)
            await receive(parts, CALL)
            holding.close()
            while not await receive(parts, CALL):
                await asyncio.sleep(0.05)
            await settle(parts)

    asyncio.run(live())
    static, *talk = notebook.words
    assert "findahelpline.com" in static
    assert "988" in "\n".join(talk), "a card twice is right, a card never is not"


def test_a_request_that_is_repeated_gets_its_card_each_time_because_the_first_may_be_lost(home: Path) -> None:
    async def live() -> None:
        async with serving(home) as rest:
            holding = locked(home)
            for _ in range(2):
                [card] = texts(await rest.say("help now", Idempotency_Key="1"))
                assert "findahelpline.com" in card
            holding.close()

    asyncio.run(live())


@dataclass
class Hung:
    """A channel on which one person's chat hangs until it is let go."""

    notebook: Notebook
    whose: str
    begun: int = 0
    free: asyncio.Event = field(default_factory=asyncio.Event)

    def __getattr__(self, name: str) -> object:
        return getattr(self.notebook, name)

    async def send(self, address: str, *rest: object) -> str:
        """Send it, or hang."""
        self.begun += address == self.whose
        if address == self.whose:
            await self.free.wait()
        return await self.notebook.send(address, *rest)


def test_nobodys_card_waits_for_a_chat_that_hangs_and_of_one_person_one_is_on_its_way(
    home: Path, notebook: Notebook
) -> None:
    async def steps(parts: Parts) -> None:
        hung = Hung(notebook, "ann")
        parts.channels = {hung.account: hung}
        for raw, name, address in ((CALL.raw, "1", "ann"), (CALL.raw, "2", "ann"), (CALL.raw, "3", "bo")):
            assert not await receive(parts, update(raw, name, address))
        while not notebook.taken:
            await asyncio.sleep(0.01)
        assert [address for address, _ in notebook.taken] == ["bo"]
        assert hung.begun == 1
        hung.free.set()
        while parts.beside:
            await asyncio.wait(parts.beside)
        assert not await receive(parts, update(CALL.raw, "2", "ann"))
        while parts.beside:
            await asyncio.wait(parts.beside)

    with_the_database_down(home, notebook, steps)
    assert [address for address, _ in notebook.taken] == ["bo", "ann", "ann"]


def test_a_card_follows_a_line_that_hangs_without_waiting_for_it(home: Path, notebook: Notebook) -> None:
    async def steps(parts: Parts) -> None:
        hung = Hung(notebook, "ann")
        parts.channels = {hung.account: hung}
        await receive(parts, update(Wrote("hello"), "1"))
        await receive(parts, update(CALL.raw, "2"))
        while hung.begun < 2:
            await asyncio.sleep(0.01)
        hung.free.set()
        while parts.beside:
            await asyncio.wait(parts.beside)

    with_the_database_down(home, notebook, steps)
    assert ["findahelpline.com" in words for words in notebook.words] == [False, True]


def test_who_was_told_already_is_not_waited_for_as_long_again(
    home: Path, notebook: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def steps(parts: Parts) -> None:
        await receive(parts, update(Wrote("hello"), "1"))
        monkeypatch.setattr(turns, "PATIENCE", 60.0)
        async with asyncio.timeout(20):
            assert not await receive(parts, update(Wrote("hello"), "2"))

    with_the_database_down(home, notebook, steps)
    assert len(notebook.words) == 1
