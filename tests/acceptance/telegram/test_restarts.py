"""Processes that die and servers that are away: nothing accepted is lost, at most one answer a person comes twice."""

import shutil
from collections import Counter
from itertools import groupby
from pathlib import Path

import pytest

from tests.acceptance.process import eventually
from tests.acceptance.stories import Lived, Stories
from tests.acceptance.telegram import faults
from tests.acceptance.telegram.api import BotApi
from tests.acceptance.telegram.coach import running
from tests.acceptance.telegram.delivery import Webhook
from tests.acceptance.telegram.faults import Fault
from tests.acceptance.telegram.people import Person
from tests.acceptance.telegram.server import served
from tests.acceptance.telegram.town import Town, town_in

stories = Stories()
LONG = 80
ASKED = (1, 5, 7, 10)


@pytest.fixture(scope="module")
def lived(request: pytest.FixtureRequest, prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Lived:
    """The stories of this file, each lived in a town of its own."""
    place = tmp_path_factory.mktemp("restarts")
    names = {item.originalname for item in request.session.items}
    return stories.live_apart(lambda name: Path(shutil.copytree(prepared, place / name)), names, town_in)


def asks(person: Person, *numbers: int) -> None:
    """Ask about some skills, one message after the other."""
    for number in numbers:
        person.write(f"what is competency {number}")


def answers(person: Person) -> list[int]:
    """The skills the person was told about, in order."""
    said = [one.words for one in person.seen if one.from_bot and one.words.startswith("Skill ")]
    return [int(words.split(" ")[1]) for words in said]


def is_answered(town: Town, person: Person) -> None:
    """Wait until the person, who writes now, is answered; by order, all they wrote before is answered then."""
    person.write("why")
    town.api.call(person.sees("Your next prompt", LONG))


@stories.test
def test_kill_nine_in_the_middle_of_many_talks_loses_nothing(town: Town) -> None:
    crowd = [town.peer() for _ in range(8)]
    with running(town.home, town.api) as coach:
        for person in crowd:
            asks(person, *ASKED)
        eventually(lambda: sum(len(answers(person)) for person in crowd) > 5)
        coach.kill()
    for person in crowd:
        asks(person, 3)
    with running(town.home, town.api):
        for person in crowd:
            is_answered(town, person)
    for person in crowd:
        told = answers(person)
        assert [number for number, _ in groupby(told)] == [*ASKED, 3]
        assert len(told) <= len(ASKED) + 2


@stories.test
def test_kill_nine_while_an_answer_is_on_its_way_lets_it_come_once(town: Town) -> None:
    assert killed_while_sending(town, faults.half_open()) == [5]


@stories.test
def test_kill_nine_between_sending_and_settling_lets_that_answer_alone_come_twice(town: Town) -> None:
    assert killed_while_sending(town, faults.half_open_after()) == [5, 5]


def killed_while_sending(town: Town, fault: Fault) -> list[int]:
    """What somebody was told, when the coach was killed while its answer met this fault."""
    ann, bo = town.peer(), town.peer()
    with running(town.home, town.api) as coach:
        is_answered(town, bo)
        rule = town.api.go_wrong("sendMessage", fault, chat=ann.id)
        asks(ann, 5)
        eventually(lambda: rule.struck == 1)
        is_answered(town, bo)  # behind that, the server has taken the message, if it takes it at all
        coach.kill()
    with running(town.home, town.api):
        is_answered(town, ann)
    return answers(ann)


@stories.test
def test_the_api_may_be_away_at_the_start_and_later(town: Town) -> None:
    api = BotApi()
    with served(api):
        port = int(api.root.rpartition(":")[2])
    ann = Person(api, town.peer().id)
    with running(town.home, api) as coach:
        coach.tells("event=channel_not_heard account=telegram:main")
        assert coach.health()["channels"]["telegram:main"] not in ("", "well")
        with served(api, port=port):
            asks(ann, 1)
            api.call(ann.sees("Skill 1 of 10", LONG))
            eventually(lambda: coach.health()["channels"] == {"telegram:main": "well"})
        eventually(lambda: coach.health()["channels"] != {"telegram:main": "well"})
        asks(ann, 5)
        with served(api, port=port):
            api.call(ann.sees("Skill 5 of 10", LONG))
    assert answers(ann) in ([1, 5], [1, 5, 5])
    assert api.violations == []


@stories.test
def test_polls_that_fail_are_repeated_and_what_came_with_them_is_answered_once(town: Town) -> None:
    ann = town.peer()
    with running(town.home, town.api):
        is_answered(town, ann)
        for fault in (faults.bad_gateway(), faults.cut()):
            town.api.go_wrong("getUpdates", fault)
        asks(ann, 1, 5, 7)
        town.api.call(ann.sees("Skill 7 of 10", LONG))
    assert answers(ann) == [1, 5, 7]


@stories.test
def test_a_wrong_token_is_told_and_ends_nothing(town: Town) -> None:
    with running(town.home, town.api, COACH_TELEGRAM_TOKEN="4242:another-token-of-a-test") as coach:
        coach.tells('event=channel_not_heard account=telegram:main because="Telegram does not accept the token')
        assert "does not accept the token" in coach.health()["channels"]["telegram:main"]
        assert "another-token-of-a-test" not in coach.told
        assert coach.stop() == 0


@stories.test
def test_a_second_process_takes_over_and_they_never_both_poll(town: Town) -> None:
    ann = town.peer()
    with running(town.home, town.api) as first, running(town.home, town.api, "second.log") as second:
        asks(ann, 1)
        town.api.call(ann.sees("Skill 1 of 10", LONG))
        assert "event=channel_heard" not in second.told
        assert _conflicts(town) == 0
        first.kill()
        asks(ann, 5)
        town.api.call(ann.sees("Skill 5 of 10", LONG))
        assert "event=channel_heard" in second.told
        assert _conflicts(town) <= 1  # the poll that the dead one had left
        assert answers(ann)[0] == 1
        assert second.stop() == 0


@stories.test
def test_a_webhook_that_somebody_else_set_is_taken_away(town: Town) -> None:
    ann = town.peer()
    elsewhere = Webhook("http://127.0.0.1:1/elsewhere")
    town.api.in_loop(lambda: town.api.updates.set_hook(elsewhere, drop=False))
    with running(town.home, town.api):
        asks(ann, 1)
        town.api.call(ann.sees("Skill 1 of 10", LONG))
        town.api.in_loop(lambda: town.api.updates.set_hook(elsewhere, drop=False))
        asks(ann, 5)
        town.api.call(ann.sees("Skill 5 of 10", LONG))
    assert answers(ann) == [1, 5]
    assert town.api.updates.hook is None


@stories.test
def test_the_profile_is_set_at_the_first_start_and_again_only_where_it_differs(town: Town) -> None:
    assert Counter(_set(town)) == dict.fromkeys(("setMyCommands", "setMyDescription", "setMyShortDescription"), 2)
    assert _set(town) == []
    town.api.world.profile["description", ""] = "Somebody wrote something else here."
    assert _set(town) == ["setMyDescription"]


def _set(town: Town) -> list[str]:
    """What one start changes around the chat."""
    before = len(town.api.calls)
    with running(town.home, town.api) as coach:
        eventually(lambda: any(call.method == "getChatMenuButton" for call in town.api.calls[before:]))
        is_answered(town, town.peer())
        assert coach.stop() == 0
    return [call.method for call in town.api.calls[before:] if call.method.startswith("set")]


def _conflicts(town: Town) -> int:
    return sum((call.answer or {}).get("error_code") == 409 for call in town.api.called("getUpdates"))
