"""What may go wrong at a webhook: strangers at the door, answers that get lost, updates twice and out of order, and a kill -9."""

import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store import people
from tests.acceptance.process import eventually, free_port
from tests.acceptance.stories import LONG, Lived, Stories
from tests.acceptance.telegram.coach import SECRET, hooked, post, running
from tests.acceptance.telegram.people import Person
from tests.acceptance.telegram.town import ACCOUNT, Town, town_in, town_with_coach
from tests.acceptance.telegram.world import Json

stories = Stories()
SHOWN = "X_Telegram_Bot_Api_Secret_Token"


@pytest.fixture(scope="module")
def lived(request: pytest.FixtureRequest, prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    """The stories of this file, lived with one coach."""
    home = Path(shutil.copytree(prepared, tmp_path_factory.mktemp("hook") / "home"))
    with town_with_coach(home, **hooked(free_port())) as town:
        yield stories.live(town, {item.originalname for item in request.session.items})


def asks(person: Person, *numbers: int) -> None:
    """Ask about some skills, one message after the other."""
    for number in numbers:
        person.write(f"what is competency {number}")


def answers(person: Person) -> list[int]:
    """The skills the person was told about, in order."""
    said = [one.words for one in person.seen if one.from_bot and one.words.startswith("Skill ")]
    return [int(words.split(" ")[1]) for words in said]


def asked(person: Person, update_id: int, number: int) -> Json:
    """An update in which somebody asks about a skill, that Telegram has not brought yet."""
    message = person.api.world.message(person.chat, person.user, text=f"what is competency {number}")
    return {"update_id": update_id, "message": message}


@stories.test
async def test_an_update_whose_answer_got_lost_comes_again_and_is_answered_once(town: Town) -> None:
    ann = town.peer()
    town.api.updates.losing = 3
    asks(ann, 1, 5, 7)
    await ann.sees("Skill 7 of 10", LONG)
    assert answers(ann) == [1, 5, 7]
    assert town.api.updates.losing == 0


@stories.test
async def test_updates_out_of_order_and_twice_at_once_are_answered_once_each_as_they_came(town: Town) -> None:
    bo = town.peer()
    asks(bo, 1)
    await bo.sees("Skill 1 of 10", LONG)
    later, earlier = asked(bo, 900_000_012, 7), asked(bo, 900_000_011, 5)
    for update in (later, earlier):
        posts = [asyncio.to_thread(post, town.coach, "main", update, **{SHOWN: SECRET}) for _ in range(3)]
        assert await asyncio.gather(*posts) == [200, 200, 200]
    await bo.sees("Skill 5 of 10", LONG)
    await town.is_awake()
    assert answers(bo) == [1, 7, 5]


@stories.test
async def test_strange_updates_are_taken_and_stop_nobody(town: Town) -> None:
    cy = town.peer()
    for strange in ({"message_of_a_later_api": {"words": "hello"}}, {"message": {"message_id": "one", "chat": []}}):
        number = town.api.updates.add("message", {}, cy.id)
        town.api.updates.sent[number] = {"update_id": number, **strange}
    asks(cy, 5)
    await cy.sees("Skill 5 of 10", LONG)


@pytest.mark.parametrize("shown", [{}, {SHOWN: "a-wrong-secret-of-tests"}, {SHOWN: ""}], ids=["none", "wrong", "empty"])
def test_who_does_not_show_the_secret_gets_403_and_nothing_is_written(lived: Lived, shown: dict[str, str]) -> None:
    town, stranger = lived.town, lived.town.newcomer()
    assert post(town.coach, "main", asked(stranger, 900_000_100, 5), **shown) == 403
    assert town.run(people.find, ACCOUNT, str(stranger.id)) is None
    assert post(town.coach, "main", asked(stranger, 900_000_100, 5), **{SHOWN: SECRET}) == 200
    eventually(lambda: town.run(people.find, ACCOUNT, str(stranger.id)) is not None)


def test_no_call_was_wrong_and_no_word_secret_or_token_is_in_the_log(lived: Lived) -> None:
    assert lived.town.wrong() == []


def test_kill_nine_behind_a_webhook_loses_nothing_that_was_brought_before_or_after(home: Path) -> None:
    settings = hooked(free_port())
    with town_in(home) as town:
        crowd = [town.peer() for _ in range(4)]
        with running(home, town.api, **settings) as coach:
            eventually(lambda: town.api.updates.hook is not None)
            for person in crowd:
                asks(person, 1, 5, 7)
            eventually(lambda: sum(len(answers(person)) for person in crowd) > 2)
            coach.kill()
        for person in crowd:
            asks(person, 10)
        with running(home, town.api, **settings):
            for person in crowd:
                town.api.call(person.sees("Skill 10 of 10", 2 * LONG))
        for person in crowd:
            assert list(dict.fromkeys(answers(person))) == [1, 5, 7, 10]
            assert len(answers(person)) <= 5
        assert town.wrong() == []
