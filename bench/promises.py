"""Two promises in seconds: a card while the database is locked (limit 1 s), and the first words of a warm start (limit 2 s)."""

import asyncio
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.turns import ACCOUNT, AnswersAtOnce
from bot.clock import SystemClock
from bot.domain.update import Update, Wrote
from bot.main.parts import opened
from bot.services.turns import receive
from bot.settings import Settings


def seconds_to_a_card() -> float:
    """From a crisis word to the card, with somebody else holding the database for themselves."""
    return asyncio.run(_card())


def seconds_to_the_first_words(home: Path) -> float:
    """From the command to the first words, in a data folder that was used before."""
    environment = {**os.environ, "COACH_HOME": str(home)}
    command = [sys.executable, "-c", "from bot.cli import run; run()", "chat"]
    began = time.perf_counter()
    chat = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
    assert chat.stdin is not None
    assert chat.stdout is not None
    chat.stdin.write(b"help\n")
    chat.stdin.close()
    chat.stdout.read(1)
    took = time.perf_counter() - began
    chat.stdout.read()
    chat.wait()
    return took


async def _card() -> float:
    with tempfile.TemporaryDirectory() as folder:
        home, channel = Path(folder), AnswersAtOnce()
        channel.heard["ann"] = asyncio.Event()
        settings = Settings(home=home, database_url=None, key=None, _env_file=None)
        async with opened(settings, SystemClock(), [channel]) as parts:
            holding = sqlite3.connect(home / "coach.db", isolation_level=None)
            holding.execute("BEGIN EXCLUSIVE")
            began = time.perf_counter()
            await receive(parts, Update(ACCOUNT, "1", "ann", Wrote("help now"), parts.clock.now()))
            took = time.perf_counter() - began
            assert channel.heard["ann"].is_set()
            holding.close()
            return took
