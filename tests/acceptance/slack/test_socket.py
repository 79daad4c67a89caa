"""By the socket: what is not acknowledged comes again, connections come and go, and who calls for help waits for no database."""

import re
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tests.acceptance.process import eventually, free_port
from tests.acceptance.slack import faults
from tests.acceptance.slack.bad_days import (
    CANNOT_SAVE,
    LONG,
    PATIENT,
    VERY_LONG,
    answers,
    asks,
    at_once,
    is_answered,
    locked,
)
from tests.acceptance.slack.coach import hooked, is_ready, running
from tests.acceptance.slack.socket_mode import Connection
from tests.acceptance.slack.stories import told
from tests.acceptance.slack.town import Town, town_in
from tests.acceptance.stories import Lived, Stories

stories = Stories()
CARD, STATIC = "call 988", "I cannot save anything right now"
ZONE = "Your time"
WRITTEN = ("i want to die", "what is competency 5")


@pytest.fixture(scope="module")
def lived(request: pytest.FixtureRequest, prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Lived:
    """The stories of this file, each lived in a town of its own."""
    place = tmp_path_factory.mktemp("socket")
    names = {item.originalname for item in request.session.items}
    return stories.live_apart(lambda name: Path(shutil.copytree(prepared, place / name)), names, town_in)


def answered_while(town: Town, happens: Callable[[], object]) -> list[int]:
    """What somebody is told who asks three things, while something happens again and again to the connection."""
    ann = town.peer()
    town.api.events.retries = PATIENT
    for number in (1, 5, 7):
        asks(ann, number)
        happens()
    eventually(lambda: set(answers(ann)) == {1, 5, 7}, lambda: str(answers(ann)), VERY_LONG)
    is_answered(town, ann)
    return sorted(answers(ann))


@stories.test
def test_a_socket_that_is_dropped_is_opened_again_and_nothing_is_lost_or_answered_twice(town: Town) -> None:
    with running(town.home, town.api) as coach:
        is_ready(coach, town.api)
        assert answered_while(town, lambda: town.api.in_loop(town.api.sockets.drop)) == [1, 5, 7]
        assert town.api.sockets.opened > 1
        eventually(lambda: coach.health()["channels"]["slack"] == "well")


@stories.test
def test_a_socket_that_is_refreshed_loses_nothing_and_is_no_trouble(town: Town) -> None:
    with running(town.home, town.api) as coach:
        is_ready(coach, town.api)
        sockets = town.api.sockets
        assert answered_while(town, lambda: town.api.call(sockets.ask_to_leave("refresh_requested"))) == [1, 5, 7]
        town.api.call(sockets.ask_to_leave("warning"))
        is_answered(town, town.peer())
        assert sockets.opened > 1
        assert "event=channel_not_heard" not in coach.told


@stories.test
def test_socket_mode_switched_off_is_told_and_waited_out(town: Town) -> None:
    with running(town.home, town.api) as coach:
        is_ready(coach, town.api)
        town.api.call(town.api.sockets.turn_off())
        coach.tells('because="Slack does not take COACH_SLACK_APP_TOKEN')
        assert "turn Socket Mode on" in coach.health()["channels"]["slack"]
        assert coach.health()["channels"]["slack:T0001AAA"] == "well"
        ann = town.peer()
        asks(ann, 5)
        town.api.in_loop(lambda: setattr(town.api.sockets, "enabled", True))
        town.api.call(ann.sees("Skill 5 of 10", VERY_LONG))
        eventually(lambda: coach.health()["channels"]["slack"] == "well")


@stories.test
def test_a_socket_that_cannot_be_opened_at_first_is_tried_again(town: Town) -> None:
    strange = (
        faults.server_error(503),
        faults.too_fast(1),
        faults.garbled(),
        faults.cut(),
        faults.refused("internal_error"),
    )
    for fault in strange:
        town.api.go_wrong("apps.connections.open", fault)
    town.api.faults.rules.sort(key=lambda rule: rule.fault.name)
    ann = town.peer()
    asks(ann, 5)
    with running(town.home, town.api):
        town.api.call(ann.sees("Skill 5 of 10", VERY_LONG))
    assert answers(ann) == [5]


@stories.test
def test_a_socket_that_died_without_a_word_is_noticed(town: Town) -> None:
    with running(town.home, town.api) as coach:
        is_ready(coach, town.api)
        town.api.events.retries = PATIENT
        [connection] = town.api.sockets.connections
        town.api.in_loop(connection.transport.pause_reading)  # what the coach says comes nowhere, a pong neither
        ann = town.peer()
        asks(ann, 5)
        eventually(lambda: town.api.sockets.opened > 1, patience=VERY_LONG)
        is_answered(town, ann)
        assert answers(ann) == [5]


@stories.test
def test_what_cannot_be_read_on_the_socket_stops_nobody(town: Town) -> None:
    async def nonsense(connection: Connection) -> None:
        for said in ("", "this is no JSON", "[]", "7", '"hello"', '{"type": []}', "[" * 50_000, '{"envelope_id": 7}'):
            await connection.socket.send_str(said)
        await connection.socket.send_bytes(b"\xff\x00")
        for envelope in (
            {"envelope_id": "e1", "type": "of_a_later_api"},
            {"envelope_id": "e2", "type": "events_api", "payload": [1, 2]},
            {
                "envelope_id": "e3",
                "type": "interactive",
                "payload": {"type": "of_a_later_api"},
                "accepts_response_payload": 1,
            },
            {"envelope_id": "e4", "type": "events_api", "payload": {"type": "event_callback", "event": {"type": "x"}}},
        ):
            await connection.socket.send_json(envelope)

    with running(town.home, town.api) as coach:
        is_ready(coach, town.api)
        [connection] = town.api.sockets.connections
        town.api.call(nonsense(connection))
        is_answered(town, town.peer())
        eventually(lambda: {"e1", "e2", "e3", "e4"} <= set(town.api.sockets.acknowledged))
        assert town.api.sockets.opened == 1


# What a process may call an error while somebody else holds its database.
HELD = re.compile(
    "event=(update_not_saved|loop_waits_for_database|tick_waits_for_database|workspaces_wait_for_database)"
)


def with_the_database_held(town: Town, **settings: str) -> None:
    """What people get who write, tap, fill in and command while somebody else holds the database."""
    ann, bo, cy, di, eve, fay = crowd = [town.peer() for _ in range(6)]
    with running(town.home, town.api, **settings) as coach:
        is_ready(coach, town.api)
        for person in crowd:
            is_answered(town, person)
        di.write("lesson")
        town.api.call(di.sees("Say the limits first", LONG))
        for person in (cy, fay):
            person.command("/coach settings")
            town.api.call(person.sees_window("Send", LONG))
        with locked(town.home, settings.get("COACH_DATABASE_URL", "")):
            ann.write("i want to die")
            asks(bo, 5)
            cy.window.fill({ZONE: "Honolulu"})
            fay.window.fill({ZONE: "i want to die"})
            refused = [di.tap("Next"), eve.command("/coach help_now")]
            for person in (ann, eve, fay):
                town.api.call(person.sees(STATIC, LONG))
            for sees in (bo.sees, cy.sees_window, fay.sees_window):
                town.api.call(sees(CANNOT_SAVE, LONG))
            for sending in refused:
                assert not town.api.call(sending.over()).taken
            calls = [one for one in town.api.events.sent if one.payload.get("event", {}).get("text") in WRITTEN]
            eventually(lambda: sum(len(one.attempts) > 1 for one in calls) == 2)  # each was brought again
            assert [told(person, STATIC) for person in crowd] == [1, 0, 0, 0, 1, 1]
            assert (told(ann, CARD), told(bo, CANNOT_SAVE)) == (1, 1)
            assert not town.api.events.request_url or {one.attempts[0].status for one in calls} == {
                503
            }  # so within 3 s
        town.api.call(ann.sees("Who is this about?", VERY_LONG))
        town.api.call(bo.sees("Skill 5 of 10", VERY_LONG))
        assert "Honolulu" in str(cy.window.send_again().payload)  # what was filled in stood there still
        eventually(lambda: not cy.window)
        di.tap("Next")
        town.api.call(di.sees("Three short lines", LONG))
        assert answers(bo) == [5]
        assert coach.stop() == 0
    assert [one for one in town.wrong() if not HELD.search(one)] == []


def test_with_the_database_held_a_call_for_help_gets_the_card_once_and_a_window_keeps_its_words(
    prepared: Path, tmp_path: Path, new_postgresql: Callable[[], str]
) -> None:
    def live(name: str, url: str) -> None:
        with town_in(Path(shutil.copytree(prepared, tmp_path / name)), url=url) as town:
            over_http = hooked(town.api, free_port()) if "http" in name else {}
            with_the_database_held(town, **over_http, **({"COACH_DATABASE_URL": url} if url else {}))

    on_postgresql = [partial(live, f"{way}-postgresql", new_postgresql()) for way in ("socket", "http")]
    at_once(partial(live, "socket", ""), partial(live, "http", ""), *on_postgresql)
