"""A Rasa server for `make bench-nlu`: the one of `make rasa`, trained on the same data, started and weighed here."""

import asyncio
import os
import secrets
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.weight import Cost, held_by
from nlu.features import has_words, normalise
from nlu.intents import UNSURE, Reading
from nlu.rasa import FALLBACK, THRESHOLD
from nlu.rasa_server import NoAnswer, RasaServer, rasa_server
from tests.acceptance.process import free_port

ROOT = Path(__file__).parent.parent
PROJECT = ROOT / "nlu" / "rasa_project"
HOST = "127.0.0.1"
PATIENCE = 180.0


@dataclass(frozen=True, slots=True)
class Rasa:
    """A server that runs meanwhile, and what it cost to have it."""

    url: str
    token: str
    cost: Cost

    def read_all(self, texts: list[str]) -> tuple[list[Reading], list[float]]:
        """What it makes of texts, one after another, and the milliseconds each took."""
        return asyncio.run(self._read_all(texts))

    async def _read_all(self, texts: list[str]) -> tuple[list[Reading], list[float]]:
        readings, took = [], []
        async with rasa_server(self.url, self.token) as server:
            for text in texts:
                began = time.perf_counter()
                readings.append(await _reading(server, normalise(text)))
                took.append((time.perf_counter() - began) * 1_000)
        return readings, took


@contextmanager
def running_rasa() -> Iterator[Rasa | None]:
    """Rasa as `make rasa` made it; None where it has not been made. It is trained anew when the examples have changed."""
    python = PROJECT / ".venv" / "bin" / "python"
    if not python.exists():
        yield None
        return
    began = time.perf_counter()
    subprocess.run([ROOT / ".ci" / "rasa", "train"], check=True)
    training = time.perf_counter() - began
    token, port = secrets.token_urlsafe(16), free_port()
    began = time.perf_counter()
    environment = {**os.environ, "RASA_TOKEN": token, "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3"}
    server = subprocess.Popen(
        [python, "serve.py", HOST, str(port)],
        cwd=PROJECT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        url = f"http://{HOST}:{port}"
        _answers(url, token)
        start = time.perf_counter() - began
        yield Rasa(url, token, Cost(training, start, held_by(server.pid)))
    finally:
        server.terminate()
        server.wait(30)


async def _reading(server: RasaServer, normal: str) -> Reading:
    if not has_words(normal):
        return Reading()
    try:
        answer = await server.parse(normal)
    except NoAnswer:
        return Reading()
    sure = answer.intent != FALLBACK and answer.confidence >= THRESHOLD
    return Reading(answer.intent if sure else UNSURE, answer.confidence)


def _answers(url: str, token: str) -> None:
    async def asked() -> bool:
        async with rasa_server(url, token) as server:
            try:
                await server.parse("hello")
            except NoAnswer:
                return False
            return True

    until = time.monotonic() + PATIENCE
    while not asyncio.run(asked()):
        if time.monotonic() > until:
            raise TimeoutError("Rasa did not answer; `make rasa` shows why.")
        time.sleep(0.5)
