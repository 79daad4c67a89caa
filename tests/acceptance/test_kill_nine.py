"""kill -9 between any two steps of a turn keeps the promise: nothing accepted is lost; doubles only of what was in flight."""

import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.acceptance.victim import LINES, START

EVERY = sorted(f"{person}-{place}" for person, lines in LINES.items() for place in range(len(lines)))
TODAY = f"{START:%d}"  # on the next day come only prompts
AT_A_TIME = 4

Life = Callable[[int], tuple[Path, str]]


def live(home: Path, url: str, step: int) -> tuple[int, str]:
    """Run one life; its exit status, -9 when it was killed, and what it printed."""
    command = [sys.executable, "-m", "tests.acceptance.victim", str(home), url, str(step)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode in (0, -9), ran.stderr
    return ran.returncode, ran.stdout


def sent(home: Path) -> list[list[str]]:
    """What the platform took: token, address, words and day of each message, in order."""
    file = home / "sent"
    return [line.split("\t") for line in file.read_text("utf-8").splitlines()] if file.exists() else []


def replies(seen: list[list[str]]) -> dict[str, list[str]]:
    """What each person was told in answer, in order, each message once however often it came."""
    answers = [one for one in seen if one[3] == TODAY]
    first = {token: (to, words) for token, to, words, _ in reversed(answers)}
    order = dict.fromkeys(token for token, *_ in answers)
    return {person: [first[token][1] for token in order if first[token][0] == person] for person in LINES}


def prompts(seen: list[list[str]]) -> list[tuple[str, str]]:
    """Who was prompted, and how: as often as it came."""
    return sorted((to, words) for _, to, words, day in seen if day != TODAY)


def kept_the_promise(home: Path, undisturbed: list[list[str]], dropped: int) -> str:
    """What was wrong with a life that was killed and lived on; "" when nothing was. So many prompts may be dropped."""
    accepted = (home / "accepted").read_text("utf-8").split()
    seen = sent(home)
    doubles = [times for times in Counter(token for token, *_ in seen).values() if times > 1]
    if sorted(accepted) != EVERY:
        return f"accepted {accepted}"
    if replies(seen) != replies(undisturbed):
        return f"a reply was lost, changed or out of order: {seen}"
    missing = Counter(prompts(undisturbed))
    missing.subtract(prompts(seen))
    if min(missing.values()) < 0 or missing.total() > dropped:
        return f"a prompt came twice, changed, or was dropped without need: {prompts(seen)}"
    return "" if len(doubles) <= len(LINES) and all(times == 2 for times in doubles) else f"doubles: {doubles}"


def kill_at_every_step(new_home: Life, every: int) -> list[str]:
    """Live once undisturbed; then kill at every step (or every so-manieth), live on, and collect what was wrong."""
    home, url = new_home(0)
    _, printed = live(home, url, 0)
    undisturbed = sent(home)
    assert all(replies(undisturbed).values())
    assert [to for to, _ in prompts(undisturbed)] == ["ann", "bo", "cy"]

    def kill(step: int) -> str:
        home, url = new_home(step)
        status, _ = live(home, url, step)
        # What is done at the same time is done in a few steps more or less, and the prompts leave in the last ones.
        at_the_end = step > int(printed) * 0.8
        assert status == -9 or at_the_end, f"step {step} was not reached"
        live(home, url, 0)
        wrong = kept_the_promise(home, undisturbed, dropped=len(LINES) if at_the_end else 0)
        shutil.rmtree(home)
        return f"killed at step {step}: {wrong}" if wrong else ""

    with ThreadPoolExecutor(AT_A_TIME) as pool:
        return [wrong for wrong in pool.map(kill, range(1, int(printed) + 1, every)) if wrong]


def test_a_kill_between_any_two_steps_keeps_the_promise_on_sqlite(prepared: Path, tmp_path: Path) -> None:
    def new_home(step: int) -> tuple[Path, str]:
        home = Path(shutil.copytree(prepared, tmp_path / f"step-{step}"))
        return home, f"sqlite:///{home}/coach.db"

    assert kill_at_every_step(new_home, every=1) == []


def test_a_kill_between_two_steps_keeps_the_promise_on_postgresql(
    prepared: Path, tmp_path: Path, new_postgresql: Callable[[], str]
) -> None:
    urls: dict[int, str] = {}

    def new_home(step: int) -> tuple[Path, str]:
        home = Path(shutil.copytree(prepared, tmp_path / f"step-{step}"))
        return home, urls.setdefault(step, new_postgresql())

    assert kill_at_every_step(new_home, every=4) == []
