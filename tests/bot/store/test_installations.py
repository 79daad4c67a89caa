"""Installations: what is kept of a workspace, sealed where it names or opens something."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from bot.domain.installation import Installation
from bot.store import installations
from bot.store.sealed import Keys, parse_keys, unlock
from tests.bot.store.making import DAY, NOW, fetch

Run = Callable[..., object]

TOKEN = "xoxb-zanahoria-quixotic"
NORTH = Installation("slack:T1", "North Hope", "A1", "U1", NOW, TOKEN, "chat:write,commands")
SOUTH = Installation("slack:T2", "South Hope", "A1", "U2", NOW)


def test_what_was_saved_is_found_again(run: Run) -> None:
    for one in (SOUTH, NORTH):
        run(installations.save, one)
    assert run(installations.find, "slack:T1") == NORTH
    assert run(installations.find, "slack:T3") is None
    assert run(installations.all_of) == [NORTH, SOUTH]


def test_saving_again_takes_the_place_of_what_was_there(run: Run) -> None:
    run(installations.save, NORTH)
    newer = replace(NORTH, name="North", token="", bot_user="U9", installed_at=NOW + DAY)
    run(installations.save, newer)
    assert run(installations.all_of) == [newer]


def test_the_name_and_the_token_lie_sealed(run: Run) -> None:
    run(installations.save, NORTH)
    [(name, token)] = run(fetch, "SELECT name, token FROM installations")
    assert b"North" not in bytes(name)
    assert b"zanahoria" not in bytes(token)


def test_a_removed_installation_has_no_token_and_the_first_day_stays(run: Run) -> None:
    run(installations.save, NORTH)
    for day in (NOW + DAY, NOW + 2 * DAY):
        run(installations.remove, "slack:T1", day)
    assert run(installations.find, "slack:T1") == replace(NORTH, token="", removed_at=NOW + DAY)
    assert run(fetch, "SELECT token FROM installations") == [(None,)]


def test_removing_what_is_not_there_does_nothing(run: Run) -> None:
    run(installations.save, NORTH)
    run(installations.remove, "slack:T2", NOW)
    assert run(installations.all_of) == [NORTH]


@pytest.fixture
def other_keys(keys: Keys) -> Keys:
    """Keys with which what is saved during this test cannot be read afterwards."""
    yield parse_keys(f"hash:{'A' * 43}= {keys.newest % 255 + 1}:{'A' * 43}=", "another")
    unlock(keys)


def test_one_that_cannot_be_unsealed_does_not_hide_the_others(run: Run, keys: Keys, other_keys: Keys) -> None:
    unlock(other_keys)
    run(installations.save, NORTH)
    unlock(keys)
    run(installations.save, SOUTH)
    with capture_logs() as logs:
        assert run(installations.all_of) == [SOUTH]
        assert run(installations.find, "slack:T1") is None
    assert {line["account"] for line in logs} == {"slack:T1"}
    assert "North" not in str(logs)


def test_a_token_is_not_shown() -> None:
    assert "zanahoria" not in repr(NORTH)
