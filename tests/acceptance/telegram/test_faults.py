"""Whatever goes wrong with one chat's calls: nothing accepted is lost, only what is in doubt comes twice, and no one else waits."""

import asyncio
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.acceptance.stories import LONG, Lived, Stories
from tests.acceptance.telegram import faults
from tests.acceptance.telegram.faults import Fault
from tests.acceptance.telegram.people import Person
from tests.acceptance.telegram.refusals import NOT_MODIFIED
from tests.acceptance.telegram.stories import tapped, wrote
from tests.acceptance.telegram.town import Town, town_with_coach
from tests.acceptance.telegram.world import Standing

stories = Stories()
VERY_LONG = 60
LESSON, CARD_TWO, NEXT_PROMPT = "Say the limits first", "Three short lines", "Your next prompt"


@pytest.fixture(scope="module")
def lived(request: pytest.FixtureRequest, prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    """The stories of this file, lived with one coach."""
    home = Path(shutil.copytree(prepared, tmp_path_factory.mktemp("faults") / "home"))
    with town_with_coach(home) as town:
        yield stories.live(town, {item.originalname for item in request.session.items})


def skills(person: Person) -> list[str]:
    """The numbers of the skills the person was told about, in order."""
    return [one.words.split(" ")[1] for one in person.seen if one.from_bot and one.words.startswith("Skill ")]


async def asks_in_turn(town: Town, person: Person, fault: Fault, times: int | None, every: int = 1) -> list[str]:
    """What comes of three questions while the answers meet a fault, and somebody else writes meanwhile."""
    town.api.go_wrong("sendMessage", fault, times, every=every, chat=person.id)
    for number in (1, 5, 7):
        person.write(f"what is competency {number}")
    await town.is_awake()
    await person.sees("Skill 7 of 10", VERY_LONG)
    return skills(person)


async def prompted(town: Town, person: Person, fault: Fault) -> int:
    """How often a prompt came, or any part of it, that met a fault, once the person's next question is answered."""
    rule = town.api.go_wrong("sendMessage", fault, chat=person.id)
    person.chat.standing = Standing.OPEN
    await asyncio.to_thread(town.prompt, person)
    await _until(lambda: rule.struck == 1)
    await town.is_awake()
    await asyncio.sleep(8)  # longer than it waits for an answer, and then until it tries again
    await wrote(person, "why", "My last message came because")
    said = [one.words for one in person.seen[:-1] if one.from_bot]
    return max(map(said.count, said), default=0)


@stories.test
async def test_after_a_short_429_the_answer_comes_once_and_not_too_soon(town: Town) -> None:
    ann = town.peer()
    assert await asks_in_turn(town, ann, faults.too_fast(2), 1) == ["1", "5", "7"]
    refused, taken, *_ = [call.at for call in town.api.called("sendMessage") if call.chat == ann.id]
    assert taken - refused >= 2


@stories.test
async def test_a_long_429_holds_up_one_chat_and_nobody_else(town: Town) -> None:
    bo = town.peer()
    town.api.go_wrong("sendMessage", faults.too_fast(20), chat=bo.id)
    bo.write("what is competency 5")
    for _ in range(3):
        await town.is_awake()
    assert skills(bo) == []
    await bo.sees("Skill 5 of 10", VERY_LONG)
    refused, taken = [call.at for call in town.api.called("sendMessage") if call.chat == bo.id]
    assert taken - refused >= 20


@stories.test
async def test_429_in_bursts_changes_no_order_and_loses_nothing(town: Town) -> None:
    assert await asks_in_turn(town, town.peer(), faults.too_fast(1), 3, every=2) == ["1", "5", "7"]


@stories.test
async def test_after_a_502_with_html_the_answer_comes_once(town: Town) -> None:
    assert await asks_in_turn(town, town.peer(), faults.bad_gateway(), 2) == ["1", "5", "7"]


@stories.test
async def test_after_a_connection_dropped_before_the_work_the_answer_comes_once(town: Town) -> None:
    assert await asks_in_turn(town, town.peer(), faults.dropped(), 2) == ["1", "5", "7"]


@stories.test
async def test_after_a_half_open_connection_the_answer_comes_once(town: Town) -> None:
    assert await asks_in_turn(town, town.peer(), faults.half_open(), 1) == ["1", "5", "7"]


@stories.test
async def test_an_answer_in_doubt_comes_again_and_nothing_else_twice(town: Town) -> None:
    for fault in (faults.dropped_after(), faults.cut(), faults.garbled()):
        assert await asks_in_turn(town, town.peer(), fault, 1) == ["1", "1", "5", "7"], fault.name


@stories.test
async def test_a_prompt_in_doubt_never_comes_twice(town: Town) -> None:
    doubtful = (faults.dropped_after(), faults.half_open_after(), faults.dropped())
    *taken, lost = await asyncio.gather(*(prompted(town, town.peer(), fault) for fault in doubtful))
    assert taken == [1, 1]
    assert lost <= 1


@stories.test
async def test_a_prompt_that_was_surely_not_taken_comes_later(town: Town) -> None:
    sure = (faults.bad_gateway(), faults.too_fast(1))
    assert await asyncio.gather(*(prompted(town, town.peer(), fault) for fault in sure)) == [1, 1]


@stories.test
async def test_a_slow_chat_gets_all_in_order_and_nobody_waits_for_it(town: Town) -> None:
    cy = town.peer()
    town.api.go_wrong("*", faults.slow(3), None, chat=cy.id)
    for number in (1, 5, 7):
        cy.write(f"what is competency {number}")
    for _ in range(3):
        await town.is_awake()
    assert len(skills(cy)) < 3  # the others were answered before it
    await cy.sees("Skill 7 of 10", VERY_LONG)
    assert skills(cy) == ["1", "5", "7"]


@stories.test
async def test_who_blocked_gets_no_second_prompt(town: Town) -> None:
    di = town.peer()
    di.chat.standing = Standing.BLOCKED  # and nobody told the coach
    for _ in range(2):
        await asyncio.to_thread(town.prompt, di)
        await town.is_awake()
        await asyncio.sleep(2)  # a prompt that is due leaves within a second
    assert [call.answer["error_code"] for call in town.api.called("sendMessage") if call.chat == di.id] == [403]


@stories.test
async def test_a_message_that_looks_like_that_already_is_no_trouble(town: Town) -> None:
    ed = town.peer()
    await wrote(ed, "lesson", LESSON)
    rule = town.api.go_wrong("editMessageText", faults.refused(400, f"Bad Request: {NOT_MODIFIED}"), chat=ed.id)
    await tapped(ed, "Next", CARD_TWO)
    await _until(lambda: rule.struck == 1)
    await wrote(ed, "why", NEXT_PROMPT)
    assert "message_not_redrawn" not in town.coach.told


@stories.test
async def test_a_spinner_that_cannot_be_ended_and_typing_that_cannot_be_shown_disturb_nobody(town: Town) -> None:
    gil = town.peer()
    town.api.go_wrong("sendChatAction", faults.half_open(), None, chat=gil.id)
    town.api.go_wrong("answerCallbackQuery", faults.bad_gateway(), 3)
    await wrote(gil, "lesson", LESSON)
    await tapped(gil, "Next", CARD_TWO)
    await tapped(gil, "Next", "Try it")


@stories.test
async def test_strange_updates_in_the_middle_of_a_batch_stop_nobody(town: Town) -> None:
    hal = town.peer()
    hal.write("what is competency 1")
    for strange in ({"message_of_a_later_api": {"words": "hello"}}, {"message": {"message_id": "one", "chat": []}}):
        number = town.api.updates.add("message", {}, hal.id)
        town.api.updates.sent[number] = {"update_id": number, **strange}
    hal.write("what is competency 5")
    await hal.sees("Skill 5 of 10", LONG)
    assert skills(hal) == ["1", "5"]


def test_no_call_was_wrong_and_no_word_or_token_is_in_the_log(lived: Lived) -> None:
    assert lived.town.wrong() == []


async def _until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(LONG):
        while not holds():
            await asyncio.sleep(0.05)
