"""A real `coach serve` with the REST channel, in a folder of its own, and what it takes of the machine."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
TOKEN = "a-token-for-the-bench"
PATH = "/webhooks/rest/webhook"
COMMAND = [sys.executable, "-c", "from bot.cli import run; run()", "serve"]
START_PATIENCE = 60.0
END_PATIENCE = 10.0


@dataclass
class Served:
    """The process, where it listens, and what it writes to its log; once it has ended, how and in how many seconds."""

    process: "subprocess.Popen[bytes]"
    url: str
    log: Path
    ended_in: float = 0.0

    @property
    def mebibytes(self) -> float:
        """What the process holds in memory now."""
        status = Path(f"/proc/{self.process.pid}/status").read_text("utf-8")
        [line] = [line for line in status.splitlines() if line.startswith("VmRSS:")]
        return int(line.split()[1]) / 1024

    @property
    def told(self) -> str:
        """Its log so far."""
        return self.log.read_text("utf-8")


@contextmanager
def served(home: Path, **more: str) -> Iterator[Served]:
    """A coach that serves meanwhile, with more settings if you like; at the end it is told to stop, and must within 10 s."""
    log = home / "serve.log"
    settings = {"COACH_HOME": str(home), "COACH_LISTEN": "127.0.0.1:0", "COACH_REST_TOKEN": TOKEN}
    environment = {**os.environ, **settings, "COACH_REST_PER_MINUTE": "6000", "PYTHONPATH": str(ROOT), **more}
    with log.open("wb") as stderr:
        process = subprocess.Popen(COMMAND, env=environment, stderr=stderr, cwd=home)
    try:
        one = Served(process, _url(process, log), log)
        yield one
        began = time.perf_counter()
        process.send_signal(signal.SIGTERM)
        process.wait(END_PATIENCE)
        one.ended_in = time.perf_counter() - began
    finally:
        process.kill()
        process.wait()


def _url(process: "subprocess.Popen[bytes]", log: Path) -> str:
    until = time.perf_counter() + START_PATIENCE
    while time.perf_counter() < until and process.poll() is None:
        for word in log.read_text("utf-8").split():
            if word.startswith("listen="):
                return f"http://{word.removeprefix('listen=')}{PATH}"
        time.sleep(0.05)
    raise RuntimeError(f"coach serve did not start: {log.read_text('utf-8')}")
