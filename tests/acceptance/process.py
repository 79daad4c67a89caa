"""A real `coach serve`: started with the settings of a test, watched, told to stop, or killed."""

import json
import os
import random
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError

from bench.serving import COMMAND, ROOT

HOST = "127.0.0.1"
CHOSEN = range(20_000, 30_000)  # below those that a system gives to whoever asks for any port
START_PATIENCE = 60.0
END_PATIENCE = 10.0
PATIENCE = 60.0
# Whoever calls for help waits 0.3 s for the database. A machine that stood still longer, once, is no fault of ours: the update
# comes again. Twice is no accident, but a database that we are too slow for, or that somebody holds.
FORGIVEN = 1
STOOD_STILL = ("event=update_not_saved", "error=TimeoutError")


def errors_in(log: str) -> list[str]:
    """What a coach calls an error in its log, but for one moment in which the machine stood still."""
    lines = [line for line in log.splitlines() if "level=error" in line]
    forgiven = [line for line in lines if all(sign in line for sign in STOOD_STILL)][:FORGIVEN]
    for line in forgiven:
        lines.remove(line)
    return lines


@dataclass
class Coach:
    """The process, and where it writes its log."""

    process: "subprocess.Popen[bytes]"
    log: Path

    @property
    def told(self) -> str:
        """Its log so far."""
        return self.log.read_text("utf-8")

    @property
    def url(self) -> str:
        """Where its web part listens."""
        return "http://" + next(word[7:] for word in self.told.split() if word.startswith("listen="))

    def health(self) -> dict:
        """What /healthz says, well or not."""
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=PATIENCE) as answer:
                return json.load(answer)
        except HTTPError as error:
            with error:
                return json.load(error)

    def bring(self, path: str, body: bytes, headers: Mapping[str, str]) -> int:
        """Bring something to one of its doors, as a platform or somebody else would; the status of the answer."""
        request = urllib.request.Request(f"{self.url}{path}", body, dict(headers))
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                return answer.status
        except HTTPError as error:
            with error:
                return error.code

    def tells(self, words: str) -> None:
        """Wait until the log holds these words."""
        eventually(lambda: words in self.told, lambda: f"{words!r} is not in the log:\n{self.told}")

    def stop(self) -> int:
        """Ask it to stop, and wait until it has; its exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(END_PATIENCE)

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self.process.wait()


@contextmanager
def serving_coach(home: Path, log: str, settings: Mapping[str, str]) -> Iterator[Coach]:
    """A coach that serves meanwhile with these settings, of which an empty one is none; killed at the end."""
    known = {"COACH_HOME": str(home), "COACH_LISTEN": f"{HOST}:0", "PYTHONPATH": str(ROOT)}
    chosen = {name: value for name, value in (known | dict(settings)).items() if value}
    with (home / log).open("ab") as stderr:
        process = subprocess.Popen(COMMAND, env={**os.environ, **chosen}, stderr=stderr, cwd=home)
    coach = Coach(process, home / log)

    def began() -> bool:
        return "event=serving_started" in coach.told or process.poll() is not None

    try:
        eventually(began, lambda: f"it did not start: {coach.told}", START_PATIENCE)
        assert process.poll() is None, coach.told
        yield coach
    finally:
        coach.kill()


def free_port() -> int:
    """A port that nobody listens on just now, and that nobody is given who asks for any."""
    while True:
        with suppress(OSError), socket.create_server((HOST, random.choice(CHOSEN))) as found:
            return found.getsockname()[1]


def eventually(holds: Callable[[], bool], why: Callable[[], str] = str, patience: float = PATIENCE) -> None:
    """Wait until something holds; fail with `why` when it does not come to that."""
    until = time.monotonic() + patience
    while not holds():
        assert time.monotonic() < until, why()
        time.sleep(0.02)
