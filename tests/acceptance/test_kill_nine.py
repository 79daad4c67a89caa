"""kill -9 between any two steps of a turn keeps the promise: nothing accepted is lost; doubles only of what was in flight."""

import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.victim import LINES, PEOPLE

EVERY = len(PEOPLE) * len(LINES)
IN_FLIGHT = 16


def live(home: Path, url: str, step: int) -> int:
    """Run one life; its exit status, -9 when it was killed."""
    ran = subprocess.run(
        [sys.executable, "-m", "tests.acceptance.victim", str(home), url, str(step)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode in (0, -9), ran.stderr
    return ran.returncode


def sent(home: Path) -> list[list[str]]:
    """What the platform took: token, address and words of each message, in order."""
    file = home / "sent"
    return [line.split("\t") for line in file.read_text("utf-8").splitlines()] if file.exists() else []


@pytest.fixture
def undisturbed(tmp_path: Path) -> list[list[str]]:
    """What goes out when nobody is killed."""
    home = tmp_path / "undisturbed"
    home.mkdir()
    assert live(home, f"sqlite:///{home}/coach.db", 0) == 0
    return sent(home)


def lives(folder: Path, url_of: str) -> Iterator[tuple[int, Path]]:
    """Kill at step 1, 2, 3 ... until a life reaches its end unharmed; after each kill, live again to the end."""
    for step in range(1, 400):
        home = folder / f"step-{step}"
        home.mkdir()
        killed = live(home, url_of.format(home=home), step) == -9
        if not killed:
            return
        assert live(home, url_of.format(home=home), 0) == 0
        yield step, home
        shutil.rmtree(home)


def test_a_kill_between_any_two_steps_loses_nothing_and_doubles_only_what_was_in_flight(
    tmp_path: Path, undisturbed: list[list[str]]
) -> None:
    wanted = {(address, words) for _, address, words in undisturbed}
    steps = 0
    for step, home in lives(tmp_path, "sqlite:///{home}/coach.db"):
        accepted = (home / "accepted").read_text("utf-8").split()
        assert sorted(accepted) == sorted(set(accepted)), f"step {step}: told the platform twice"
        assert len(accepted) == EVERY, f"step {step}: an update was never accepted"
        seen = sent(home)
        assert {(address, words) for _, address, words in seen} == wanted, f"step {step}: a reply was lost or changed"
        doubles = {token: times for token, times in Counter(token for token, _, _ in seen).items() if times > 1}
        assert len(doubles) <= IN_FLIGHT and all(times == 2 for times in doubles.values()), f"step {step}: {doubles}"
        steps = step
    assert steps > 2 * EVERY, "the test must have killed at every step there is"
