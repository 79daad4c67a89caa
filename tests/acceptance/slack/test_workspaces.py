"""Workspaces come and go, and something may be wrong with one: its people are left alone, and others notice nothing."""

import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.domain.installation import Installation
from bot.services.installing import install, installed
from tests.acceptance.process import Coach, eventually, free_port
from tests.acceptance.slack import admins, faults
from tests.acceptance.slack.api import SCOPES, TEAM
from tests.acceptance.slack.bad_days import LONG, VERY_LONG, answers, asks, is_answered
from tests.acceptance.slack.coach import hooked, is_ready, running
from tests.acceptance.slack.installing import forget
from tests.acceptance.slack.people import Person
from tests.acceptance.slack.town import Town, town_in
from tests.acceptance.stories import Lived, Stories

stories = Stories()
OTHER = "T0002BBB"
HOME, AWAY = f"slack:{TEAM}", f"slack:{OTHER}"
SAY = "chat.postMessage"


@pytest.fixture(scope="module")
def lived(request: pytest.FixtureRequest, prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Lived:
    """The stories of this file, each lived in a town of two workspaces of its own."""
    place = tmp_path_factory.mktemp("workspaces")
    names = {item.originalname for item in request.session.items}
    return stories.live_apart(
        lambda name: Path(shutil.copytree(prepared, place / name)), names, lambda home: town_in(home, (TEAM, OTHER))
    )


def installs_again(town: Town, team: str) -> None:
    """The workspace takes the app in once more, as the page of OAuth does; another process has seen to it."""
    token, one = admins.install(town.api, team, SCOPES), town.api.team(team)
    now = SystemClock().now()
    town.run(install, Installation(f"slack:{team}", one.name, one.app_id, one.bot_user, now, token), now)


def said_to(town: Town, person: Person) -> int:
    """How many calls were made to tell the person something, taken or not."""
    calls, where = (*town.api.called(SAY), *town.api.called("conversations.open")), (person.room.id, person.id)
    return sum(call.parameters.get("channel", call.parameters.get("users")) in where for call in calls)


def serves(town: Town) -> set[str]:
    """The workspaces that have the app, by what the database says."""
    return {one.account for one in town.run(installed)}


def went_and_came_back(town: Town, coach: Coach, goes: Callable[[], object]) -> None:
    """What is to hold when the second workspace takes the app out, and later in again."""
    ann, bo = town.peer(TEAM), town.peer(OTHER)
    for person in (ann, bo):
        is_answered(town, person)
    goes()
    coach.tells(f"event=workspace_ended account={AWAY}")
    assert serves(town) == {HOME}
    assert AWAY not in coach.health()["channels"]
    assert set(coach.health()["channels"].values()) == {"well"}
    before = said_to(town, bo)
    town.prompt(bo)
    is_answered(town, ann)
    time.sleep(3)  # a prompt that is due leaves within a second
    assert said_to(town, bo) == before, "nobody there is written to"
    seen = len(bo.seen)
    installs_again(town, OTHER)
    eventually(lambda: coach.told.count(f"event=workspace_begun account={AWAY}") == 2, patience=VERY_LONG)
    time.sleep(3)
    assert len(bo.seen) == seen, "nothing old comes out"
    asks(bo, 5)
    town.api.call(bo.sees("Skill 5 of 10", LONG))
    is_answered(town, bo)  # and who missed a prompt has the next one planned
    assert serves(town) == {HOME, AWAY}


@stories.test
def test_who_takes_the_app_out_is_left_alone_and_written_to_again_when_it_is_back(town: Town) -> None:
    with running(town.home, town.api) as coach:
        is_ready(coach, town.api, (TEAM, OTHER))
        went_and_came_back(town, coach, lambda: admins.uninstall(town.api, OTHER))


@stories.test
def test_who_takes_the_token_back_is_left_alone_too(town: Town) -> None:
    with running(town.home, town.api, **hooked(town.api, free_port())) as coach:
        is_ready(coach, town.api, (TEAM, OTHER))
        went_and_came_back(town, coach, lambda: admins.revoke(town.api, OTHER))


@stories.test
def test_where_nobody_told_that_the_app_is_out_it_is_said_and_nothing_is_given_up(town: Town) -> None:
    with running(town.home, town.api) as coach:
        is_ready(coach, town.api, (TEAM, OTHER))
        bo = town.peer(OTHER)
        town.api.in_loop(lambda: forget(town.api.team(OTHER), "account_inactive"))
        town.prompt(bo)
        refused = f'event=channel_not_heard account={AWAY} because="Slack does not take the token of this workspace'
        eventually(lambda: refused in coach.told, patience=VERY_LONG)
        time.sleep(15)  # and some more looks
        assert serves(town) == {HOME, AWAY}
        assert "event=workspace_ended" not in coach.told
        assert "does not take the token" in coach.health()["channels"][AWAY]
        is_answered(town, town.peer(TEAM))
        installs_again(town, OTHER)
        is_answered(town, bo)


@stories.test
def test_a_token_that_is_refused_for_a_moment_takes_nobody_away_and_loses_no_answer(town: Town) -> None:
    with running(town.home, town.api) as coach:
        is_ready(coach, town.api, (TEAM, OTHER))
        crowd = [town.peer(OTHER) for _ in range(4)]
        rule = town.api.go_wrong("*", faults.refused("token_revoked"), None, team=OTHER)
        for person in crowd:
            asks(person, 1, 5)
        eventually(lambda: all(said_to(town, person) for person in crowd))
        time.sleep(6)  # and many calls more
        town.api.faults.rules.remove(rule)
        for person in crowd:
            eventually(lambda one=person: answers(one) == [1, 5], patience=VERY_LONG)
        assert serves(town) == {HOME, AWAY}
        assert "event=workspace_ended" not in coach.told


@stories.test
def test_late_news_of_an_uninstall_takes_nothing_back_that_was_installed_since(town: Town) -> None:
    with running(town.home, town.api) as coach:
        is_ready(coach, town.api, (TEAM, OTHER))
        bo = town.peer(OTHER)
        late = admins.uninstall(town.api, OTHER)
        coach.tells(f"event=workspace_ended account={AWAY}")
        time.sleep(3)
        installs_again(town, OTHER)
        eventually(lambda: coach.told.count(f"event=workspace_begun account={AWAY}") == 2, patience=VERY_LONG)
        for one in late:
            again = type(one)(one.kind, one.payload, one.user, one.id)
            town.api.in_loop(lambda again=again: town.api.events.add(again))
            assert town.api.call(again.over()).taken
        is_answered(town, bo)
        assert serves(town) == {HOME, AWAY}


@stories.test
def test_a_token_of_the_settings_that_slack_does_not_take_is_told_and_ends_nothing(town: Town) -> None:
    with running(town.home, town.api, COACH_SLACK_BOT_TOKEN="xoxb-another-token-of-a-test") as coach:
        coach.tells('event=channel_not_heard account=slack:token because="Slack does not take COACH_SLACK_BOT_TOKEN')
        coach.tells(f"event=workspace_begun account={AWAY}")
        is_answered(town, town.peer(OTHER))
        assert "does not take COACH_SLACK_BOT_TOKEN" in coach.health()["channels"]["slack:token"]
        assert "another-token-of-a-test" not in coach.told
        assert coach.stop() == 0


@stories.test
def test_the_workspace_of_the_settings_may_go_and_come_back_with_the_process_running(town: Town) -> None:
    with running(town.home, town.api) as coach:
        is_ready(coach, town.api, (TEAM, OTHER))
        admins.uninstall(town.api, TEAM)
        coach.tells(f"event=workspace_ended account={HOME}")
        coach.tells('event=channel_not_heard account=slack:token because="Slack does not take COACH_SLACK_BOT_TOKEN')
        is_answered(town, town.peer(OTHER))
        assert coach.process.poll() is None
    admins.install(town.api, TEAM, SCOPES)
    with running(town.home, town.api, "again.log") as coach:  # with the new token in its settings
        is_ready(coach, town.api, (TEAM, OTHER))
        is_answered(town, town.peer(TEAM))


REFUSALS = [
    (
        faults.refused("missing_scope", needed="chat:write", provided="im:write"),
        ("delivery_refused", "the app needs chat:write", [5]),
    ),
    (faults.refused("invalid_blocks"), ("blocks_refused", "invalid_blocks", [1, 5])),  # its words come without blocks
    (faults.refused("msg_too_long"), ("delivery_refused", "msg_too_long", [5])),
]


def test_what_slack_refuses_is_said_clearly_once_and_the_next_message_goes_out(home: Path) -> None:
    with town_in(home) as town, running(home, town.api) as coach:
        is_ready(coach, town.api)
        for fault, (event, says, come) in REFUSALS:
            ann = town.peer()
            town.api.go_wrong(SAY, fault, channel=ann.room.id)
            asks(ann, 1, 5)
            town.api.call(ann.sees("Skill 5 of 10", LONG))
            assert answers(ann) == come, fault.name
            [line] = [one for one in coach.told.splitlines() if says in one]
            assert f"event={event}" in line
        assert [one for one in town.wrong() if "s_refused" not in one and "y_refused" not in one] == []
