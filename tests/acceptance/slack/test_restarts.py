"""Processes that die and a Slack that is away: nothing accepted is lost, at most one answer a person comes twice."""

import shutil
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tests.acceptance.process import eventually, free_port
from tests.acceptance.slack import faults
from tests.acceptance.slack.api import SlackApi
from tests.acceptance.slack.bad_days import LONG, PATIENT, VERY_LONG, answers, asks, at_once, is_answered
from tests.acceptance.slack.coach import hooked, is_ready, running
from tests.acceptance.slack.faults import Fault
from tests.acceptance.slack.people import Person
from tests.acceptance.slack.server import served
from tests.acceptance.slack.town import Town, town_in
from tests.acceptance.stories import Lived, Stories

stories = Stories()
ASKED = (1, 5, 7, 10)
SOON = 8.0  # seconds for a stop: Docker kills after ten


@pytest.fixture(scope="module")
def lived(request: pytest.FixtureRequest, prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Lived:
    """The stories of this file, each lived in a town of its own."""
    place = tmp_path_factory.mktemp("restarts")
    names = {item.originalname for item in request.session.items}
    return stories.live_apart(lambda name: Path(shutil.copytree(prepared, place / name)), names, town_in)


def over_http(town: Town) -> dict[str, str]:
    """The settings of a coach to whom Slack brings everything, and brings it for long."""
    town.api.events.retries = PATIENT
    return hooked(town.api, free_port())


def killed_in_the_middle_of_many_talks(town: Town, **settings: str) -> None:
    """The promise, when the coach is killed while several people talk, and they go on."""
    crowd = [town.peer() for _ in range(6)]
    with running(town.home, town.api, **settings) as coach:
        is_ready(coach, town.api)
        for person in crowd:
            asks(person, *ASKED)
        eventually(lambda: sum(len(answers(person)) for person in crowd) > 4)
        coach.kill()
    for person in crowd:
        asks(person, 3)
    with running(town.home, town.api, **settings):
        for person in crowd:
            eventually(
                lambda one=person: set(answers(one)) == {*ASKED, 3}, lambda one=person: str(answers(one)), VERY_LONG
            )
            is_answered(town, person)
    for person in crowd:
        assert len(answers(person)) <= len(ASKED) + 2


def killed_while_sending(town: Town, fault: Fault, **settings: str) -> list[int]:
    """What somebody was told, when the coach was killed while its answer met this fault."""
    ann, bo = town.peer(), town.peer()
    with running(town.home, town.api, **settings) as coach:
        is_answered(town, bo)
        rule = town.api.go_wrong("chat.postMessage", fault, channel=ann.room.id)
        asks(ann, 5)
        eventually(lambda: rule.struck == 1)
        is_answered(town, bo)  # behind that, Slack has taken the message, if it takes it at all
        coach.kill()
    with running(town.home, town.api, **settings):
        is_answered(town, ann)
    return answers(ann)


def killed_as_soon_as_it_has_it(town: Town, **settings: str) -> None:
    """The promise, when the coach is killed at the moment in which it tells Slack that it has something."""
    ann = town.peer()
    for place, number in enumerate((1, 5, 7)):
        with running(town.home, town.api, **settings) as coach:
            is_ready(coach, town.api)
            asks(ann, number)
            [said] = [one for one in town.api.events.sent if one.user == ann.id][place:]
            eventually(lambda said=said: said.taken)
            coach.kill()
    with running(town.home, town.api, **settings):
        is_answered(town, ann)
    assert list(dict.fromkeys(answers(ann))) == [1, 5, 7]
    assert len(answers(ann)) <= 6


def told_to_stop_in_the_middle(town: Town, **settings: str) -> None:
    """A stop while people talk is over soon and clean, and what was accepted is answered by the next."""
    crowd = [town.peer() for _ in range(6)]
    with running(town.home, town.api, **settings) as coach:
        is_ready(coach, town.api)
        for person in crowd:
            asks(person, *ASKED)
        eventually(lambda: sum(len(answers(person)) for person in crowd) > 4)
        began = time.monotonic()
        assert coach.stop() == 0
        assert time.monotonic() - began < SOON
        assert "Traceback" not in coach.told
        assert "event=serving_ended" in coach.told
    with running(town.home, town.api, **settings):
        for person in crowd:
            eventually(lambda one=person: set(answers(one)) == {*ASKED}, patience=VERY_LONG)
    for person in crowd:
        assert len(answers(person)) == len(ASKED), "what a clean stop leaves is not in doubt"


@stories.test
def test_kill_nine_in_the_middle_of_many_talks_loses_nothing_in_socket_mode(town: Town) -> None:
    killed_in_the_middle_of_many_talks(town)


@stories.test
def test_kill_nine_in_the_middle_of_many_talks_loses_nothing_over_http(town: Town) -> None:
    killed_in_the_middle_of_many_talks(town, **over_http(town))


@stories.test
def test_kill_nine_between_taking_in_and_answering_loses_nothing_in_socket_mode(town: Town) -> None:
    killed_as_soon_as_it_has_it(town)


@stories.test
def test_kill_nine_between_taking_in_and_answering_loses_nothing_over_http(town: Town) -> None:
    killed_as_soon_as_it_has_it(town, **over_http(town))


@stories.test
def test_kill_nine_while_an_answer_is_on_its_way_lets_it_come_once(town: Town) -> None:
    assert killed_while_sending(town, faults.half_open()) == [5]


@stories.test
def test_kill_nine_between_sending_and_settling_lets_that_answer_alone_come_twice(town: Town) -> None:
    assert killed_while_sending(town, faults.half_open_after(), **over_http(town)) == [5, 5]


@stories.test
def test_a_stop_in_the_middle_is_soon_and_clean_in_socket_mode(town: Town) -> None:
    told_to_stop_in_the_middle(town)


@stories.test
def test_a_stop_in_the_middle_is_soon_and_clean_over_http(town: Town) -> None:
    told_to_stop_in_the_middle(town, **over_http(town))


@stories.test
def test_slack_may_be_away_at_the_start_and_later_and_that_is_said_once(town: Town) -> None:
    api = SlackApi()
    with served(api):
        port = int(api.root.removesuffix("/api").rpartition(":")[2])
    ann = Person(api, id=town.peer().id)
    with running(town.home, api) as coach:
        coach.tells("event=channel_not_heard account=slack ")
        assert coach.health()["channels"]["slack"] not in ("", "well")
        time.sleep(3)  # several tries later
        assert coach.told.count("event=channel_not_heard account=slack ") == 1
        assert coach.told.count("event=channel_not_heard account=slack:token ") == 1
        with served(api, port=port):
            asks(ann, 1)
            api.call(ann.sees("Skill 1 of 10", VERY_LONG))
            eventually(lambda: set(coach.health()["channels"].values()) == {"well"})
        eventually(lambda: coach.health()["channels"]["slack"] != "well")
        asks(ann, 5)
        with served(api, port=port):
            api.call(ann.sees("Skill 5 of 10", VERY_LONG))
            eventually(lambda: set(coach.health()["channels"].values()) == {"well"}, patience=VERY_LONG)
    assert answers(ann) in ([1, 5], [1, 5, 5])
    assert api.violations == []


@stories.test
def test_a_second_process_takes_over_in_socket_mode_and_they_never_both_listen(town: Town) -> None:
    ann = town.peer()
    with running(town.home, town.api) as first, running(town.home, town.api, "second.log") as second:
        is_ready(first, town.api)
        asks(ann, 1)
        town.api.call(ann.sees("Skill 1 of 10", LONG))
        is_ready(second, town.api)
        assert len(town.api.sockets.connections) == 1
        first.kill()
        asks(ann, 5)
        town.api.call(ann.sees("Skill 5 of 10", VERY_LONG))
        assert town.api.sockets.opened == 2
        assert answers(ann)[0] == 1
        assert second.stop() == 0


@stories.test
def test_one_process_may_be_brought_everything_while_another_sends_and_takes_over_when_that_dies(town: Town) -> None:
    ann = town.peer()
    with (
        running(town.home, town.api, **hooked(town.api, free_port())) as sender,
        running(town.home, town.api, "second.log", **over_http(town)) as brought,
    ):
        is_ready(sender, town.api)
        is_ready(brought, town.api)
        asks(ann, 1, 5)
        town.api.call(ann.sees("Skill 5 of 10", LONG))
        ann.write("lesson")
        town.api.call(ann.sees("Say the limits first", LONG))
        ann.tap("Next")
        town.api.call(ann.sees("Three short lines", LONG))
        sender.kill()
        asks(ann, 7)
        town.api.call(ann.sees("Skill 7 of 10", VERY_LONG))
        assert list(dict.fromkeys(answers(ann))) == [1, 5, 7]
        assert brought.stop() == 0


def test_the_promise_holds_on_postgresql(prepared: Path, tmp_path: Path, new_postgresql: Callable[[], str]) -> None:
    def live(way: str, url: str) -> None:
        with town_in(Path(shutil.copytree(prepared, tmp_path / way)), url=url) as town:
            settings = over_http(town) if way == "http" else {}
            killed_in_the_middle_of_many_talks(town, **settings, COACH_DATABASE_URL=url)
            assert town.wrong() == []

    at_once(*(partial(live, way, new_postgresql()) for way in ("socket", "http")))
