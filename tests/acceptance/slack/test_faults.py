"""Whatever goes wrong with one chat's calls: nothing accepted is lost, only what is in doubt comes twice, and no one else waits."""

import asyncio
import shutil
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest

from tests.acceptance.slack import faults
from tests.acceptance.slack.bad_days import LONG, VERY_LONG, answers, asks, becomes
from tests.acceptance.slack.faults import Fault
from tests.acceptance.slack.people import Person
from tests.acceptance.slack.stories import tapped, told, wrote
from tests.acceptance.slack.town import TEAMS, Town, town_with_coach
from tests.acceptance.stories import Lived, Stories

stories = Stories()
SAY, LESSON, CARD_TWO, NEXT_PROMPT = "chat.postMessage", "Say the limits first", "Three short lines", "Your next prompt"


@pytest.fixture(scope="module")
def lived(request: pytest.FixtureRequest, prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    """The stories of this file, lived with one coach."""
    home = Path(shutil.copytree(prepared, tmp_path_factory.mktemp("faults") / "home"))
    with town_with_coach(home, TEAMS) as town:
        yield stories.live(town, {item.originalname for item in request.session.items})


async def asks_in_turn(town: Town, person: Person, fault: Fault, times: int | None, every: int = 1) -> list[int]:
    """What comes of three questions while the answers meet a fault, and somebody else writes meanwhile."""
    town.api.go_wrong(SAY, fault, times, every=every, channel=person.room.id)
    asks(person, 1, 5, 7)
    await town.is_awake()
    await person.sees("Skill 7 of 10", VERY_LONG)
    return answers(person)


async def prompted(town: Town, person: Person, fault: Fault) -> int:
    """How often a prompt came, or any part of it, that met a fault, once the person's next question is answered."""
    rule = town.api.go_wrong(SAY, fault, channel=person.room.id)
    await asyncio.to_thread(town.prompt, person)
    await becomes(lambda: rule.struck == 1)
    await town.is_awake()
    await asyncio.sleep(8)  # longer than it waits for an answer, and then until it tries again
    await wrote(person, "why", "My last message came because")
    said = [one.words for one in person.seen[:-1] if one.from_bot]
    return max(map(said.count, said), default=0)


def said_at(town: Town, person: Person) -> list[float]:
    """When something was said to the person, or was to be."""
    return [call.at for call in town.api.called(SAY) if call.parameters.get("channel") == person.room.id]


@stories.test
async def test_after_a_short_429_the_answer_comes_once_and_not_too_soon(town: Town) -> None:
    ann = town.peer()
    assert await asks_in_turn(town, ann, faults.too_fast(2), 1) == [1, 5, 7]
    refused, taken, *_ = said_at(town, ann)
    assert taken - refused >= 2


@stories.test
async def test_a_long_429_holds_up_one_chat_and_nobody_else(town: Town) -> None:
    bo = town.peer()
    town.api.go_wrong(SAY, faults.too_fast(20), channel=bo.room.id)
    asks(bo, 5)
    for _ in range(3):
        await town.is_awake()
    assert answers(bo) == []
    await bo.sees("Skill 5 of 10", VERY_LONG)
    refused, taken = said_at(town, bo)
    assert taken - refused >= 20


@stories.test
async def test_429_that_does_not_say_how_long_is_waited_out(town: Town) -> None:
    for nonsense in ("", "soon"):
        assert await asks_in_turn(town, town.peer(), faults.too_fast(nonsense), 1) == [1, 5, 7]


@stories.test
async def test_429_in_bursts_changes_no_order_and_loses_nothing(town: Town) -> None:
    assert await asks_in_turn(town, town.peer(), faults.too_fast(1), 3, every=2) == [1, 5, 7]


@stories.test
async def test_after_a_connection_dropped_before_the_work_no_answer_is_lost(town: Town) -> None:
    told = await asks_in_turn(town, town.peer(), faults.dropped(), 2)
    assert told == [1, 5, 7]


@stories.test
async def test_after_a_half_open_connection_no_answer_is_lost(town: Town) -> None:
    assert await asks_in_turn(town, town.peer(), faults.half_open(), 1) == [1, 5, 7]


@stories.test
async def test_after_a_5xx_with_html_no_answer_is_lost(town: Town) -> None:
    for fault in (faults.server_error(500), faults.server_error(503), faults.refused("service_unavailable")):
        assert await asks_in_turn(town, town.peer(), fault, 1) == [1, 5, 7], fault.name


@stories.test
async def test_an_answer_in_doubt_comes_again_and_nothing_else_twice(town: Town) -> None:
    for fault in (faults.dropped_after(), faults.cut(), faults.garbled(), faults.server_error_after()):
        assert await asks_in_turn(town, town.peer(), fault, 1) == [1, 1, 5, 7], fault.name


@stories.test
async def test_a_prompt_in_doubt_never_comes_twice(town: Town) -> None:
    doubtful = (faults.dropped_after(), faults.half_open_after(), faults.dropped())
    *taken, lost = await asyncio.gather(*(prompted(town, town.peer(), fault) for fault in doubtful))
    assert taken == [1, 1]
    assert lost <= 1


@stories.test
async def test_a_prompt_that_was_surely_not_taken_comes_later(town: Town) -> None:
    assert await prompted(town, town.peer(), faults.too_fast(1)) == 1


@stories.test
async def test_a_slow_chat_gets_all_in_order_and_nobody_waits_for_it(town: Town) -> None:
    cy = town.peer()
    town.api.go_wrong("*", faults.slow(3), None, channel=cy.room.id)
    asks(cy, 1, 5, 7)
    for _ in range(3):
        await town.is_awake()
    assert len(answers(cy)) < 3  # the others were answered before it
    await cy.sees("Skill 7 of 10", VERY_LONG)
    assert answers(cy) == [1, 5, 7]


@stories.test
async def test_who_is_gone_gets_no_second_prompt_and_is_written_to_again_when_they_write(town: Town) -> None:
    for error in ("channel_not_found", "user_disabled", "cannot_dm_bot"):
        di = town.peer()
        rule = town.api.go_wrong(SAY, faults.refused(error), None, channel=di.room.id)
        for _ in range(2):
            await asyncio.to_thread(town.prompt, di)
            await town.is_awake()
            await asyncio.sleep(2)  # a prompt that is due leaves within a second
        assert rule.struck == 1, error
        town.api.faults.rules.remove(rule)
        await wrote(di, "why", "My last message came because")


@stories.test
async def test_a_message_that_cannot_be_redrawn_any_more_is_no_trouble(town: Town) -> None:
    ed = town.peer()
    await wrote(ed, "lesson", LESSON)
    strange = ("message_not_found", "edit_window_closed", "cant_update_message")
    rules = [town.api.go_wrong("chat.update", faults.refused(error), 1, channel=ed.room.id) for error in strange]
    await tapped(ed, "Next", CARD_TWO)
    await tapped(ed, "Next", "Try it")
    await becomes(lambda: sum(rule.struck for rule in rules) >= 1)
    await wrote(ed, "why", NEXT_PROMPT)


@stories.test
async def test_a_redrawing_that_hangs_holds_up_nobody(town: Town) -> None:
    flo = town.peer()
    town.api.go_wrong("chat.update", faults.half_open(), None, channel=flo.room.id)
    await wrote(flo, "lesson", LESSON)
    await tapped(flo, "Next", CARD_TWO)
    await tapped(flo, "Next", "Try it")


@stories.test
async def test_where_no_window_can_be_opened_the_same_is_talked_through(town: Town) -> None:
    strange = (faults.refused("expired_trigger_id"), faults.server_error(503), faults.too_fast(30))
    for fault in (*strange, faults.half_open()):
        gil = town.peer()
        rule = town.api.go_wrong("views.open", fault)
        await gil.command("/coach settings").over()
        await gil.sees("Your settings", LONG)
        assert (rule.struck, bool(gil.window)) == (1, False), fault.name
        town.api.faults.rules.remove(rule)


@stories.test
async def test_a_page_that_cannot_be_drawn_disturbs_no_talk_and_is_drawn_again_by_itself(town: Town) -> None:
    hal = town.peer()
    strange = (faults.server_error(), faults.refused("internal_error"), faults.half_open(), faults.garbled())
    for fault in strange:
        rule = town.api.go_wrong("views.publish", fault, 1, channel=hal.id)
        hal.opens_home()
        await becomes(lambda rule=rule: rule.struck == 1)
        await hal.sees_home("Help now", VERY_LONG)
        await wrote(hal, "why", NEXT_PROMPT)


@stories.test
async def test_a_picture_that_cannot_be_brought_leaves_its_words(town: Town) -> None:
    ida = town.peer()
    broken = [
        town.api.go_wrong("files.getUploadURLExternal", faults.server_error(503), 1),
        town.api.go_wrong(faults.UPLOAD, faults.server_error(503), 1),
    ]
    await wrote(ida, "/quiz", "Question 1 of")
    ida.tap(ida.seen[-1].buttons[0]["text"]["text"])
    await ida.sees("Question 2 of", LONG)
    await wrote(ida, "/progress", "questions right")
    await becomes(lambda: all(rule.struck == 1 for rule in broken), seconds=VERY_LONG)
    await becomes(lambda: any(one.files for one in ida.seen), seconds=VERY_LONG)
    assert told(ida, "questions right") <= 2


@stories.test
async def test_events_of_an_unknown_kind_and_with_nonsense_inside_stop_nobody(town: Town) -> None:
    jo = town.peer()
    asks(jo, 1)
    head = {"channel": jo.room.id, "user": jo.id, "channel_type": "im"}
    strange = (
        {"type": "message_of_a_later_api", "words": "hello", **head},
        {"type": "message", "text": {"a": ["b"]}, "ts": "soon", **head},
        {"type": "message", "subtype": "of_a_later_api", "text": "hello", **head},
        {"type": "app_home_opened", "user": ["U1"], "tab": "home"},
        {"type": "app_mention", "user": jo.id, "channel": None, "text": 7},
        {"type": "tokens_revoked", "tokens": "all of them"},
        {"type": []},
    )
    for event in strange:
        sending = jo._hands.tell(event)  # no person can do this
        assert (await sending.over(LONG)).taken, event
    asks(jo, 5)
    await jo.sees("Skill 5 of 10", LONG)
    assert [number for number, _ in groupby(answers(jo))] == [1, 5]


def test_no_call_was_wrong_and_no_word_or_token_is_in_the_log(lived: Lived) -> None:
    assert lived.town.wrong() == []
