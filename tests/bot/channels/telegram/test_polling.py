"""Polling moves on past what is saved only; nobody's many updates, and nothing strange, keep others unheard."""

import asyncio
from collections.abc import Sequence, Set
from datetime import UTC, datetime

import pytest
from structlog.testing import capture_logs

from bot.channels.telegram import polling
from bot.channels.telegram.polling import Polling
from bot.channels.telegram.updates import Came
from bot.channels.telegram.wire import wire_to
from bot.domain.update import Update, Wrote
from tests.acceptance.telegram.api import BotApi
from tests.acceptance.telegram.faults import Fault, When
from tests.acceptance.telegram.server import serving
from tests.acceptance.telegram.wire import Response

AT = datetime(2027, 1, 4, tzinfo=UTC)
EMPTY = b'{"ok":true,"result":[]}'


def read(raw: dict) -> Came:
    """An update of whom it names."""
    return Came(Update("telegram:main", str(raw["update_id"]), raw["who"], Wrote("hello"), AT))


def wrote(who: str, *numbers: object) -> list[dict]:
    """What somebody wrote, under these numbers."""
    return [{"update_id": number, "who": who} for number in numbers]


@pytest.fixture(autouse=True)
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polling, "PAUSE", 0.0)


def polled(*answers: bytes, raws: Sequence[object] = (), unsaved: Set[str] = frozenset()) -> list[str]:
    """Take some updates, then poll as often as there are answers; from where each poll asked to go on."""

    async def run() -> list[str]:
        async def take(came: Came) -> bool:
            return came.update.external_id not in unsaved

        async with serving(BotApi()) as api:
            wire = wire_to(api.token, api.root, "")
            one = Polling(wire, read)
            await one.take_all(raws, take)
            for answer in answers:
                api.go_wrong("getUpdates", Fault("said", When.BEFORE, response=Response(200, answer)))
                await one.take_all(await one.fetch(0), take)
            await wire.close()
            return [call.parameters.get("offset", "none") for call in api.called("getUpdates")]

    return asyncio.run(run())


def test_it_moves_on_past_what_is_saved_and_comes_back_for_the_rest() -> None:
    raws = wrote("ann", 1, 2) + wrote("bo", 3) + wrote("ann", 4)
    assert polled(EMPTY, raws=raws) == ["5"]
    assert polled(EMPTY, raws=raws, unsaved={"2"}) == ["2"]
    assert polled(EMPTY, raws=raws, unsaved={"3"}) == ["3"]
    assert polled(EMPTY, raws=raws, unsaved={"1"}) == ["none"]


def test_up_to_the_first_that_is_not_saved_each_waits_for_the_one_before_and_behind_it_all_go_side_by_side() -> None:
    begun: list[str] = []
    all_behind_begun = asyncio.Event()

    async def take(came: Came) -> bool:
        name = came.update.external_id
        begun.append(name)
        if name in "12":
            await asyncio.sleep(0)
            assert begun[-1] == name, "nothing behind it has begun"
            return name == "1"
        if len(begun) == 5:
            all_behind_begun.set()
        await asyncio.wait_for(all_behind_begun.wait(), 10)
        return True

    async def run() -> None:
        await Polling(None, read).take_all(wrote("ann", 1, 2, 3, 4, 5), take)

    asyncio.run(run())
    assert begun == ["1", "2", "3", "4", "5"]


STRANGE = [7, None, "hello", {}, {"update_id": "12"}, {"update_id": True}, {"update_id": -4}, {"update_id": 2**60}]


def test_what_has_no_number_is_left_out_and_noted_once_without_what_it_says() -> None:
    words = {"message": {"text": "words of a learner"}}
    with capture_logs() as logs:
        assert polled(EMPTY, raws=[*STRANGE, words, *wrote("ann", 1), words]) == ["2"]
    assert [one["event"] for one in logs] == ["polled_something_strange"]
    assert "learner" not in str(logs)


@pytest.mark.parametrize("result", [b"true", b"{}", b'"x"', b"null", b"[7]", b'[{"message":{}}]'])
def test_an_answer_that_is_no_list_of_updates_is_no_end_of_listening(result: bytes) -> None:
    answer = b'{"ok":true,"result":' + result + b"}"
    with capture_logs() as logs:
        assert polled(answer, answer, EMPTY) == ["none"] * 3
    assert len(logs) == 1
