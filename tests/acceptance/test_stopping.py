"""Stopping a real `coach serve`: with a locked database it ends in time and says so; a loop that ended takes it along."""

import asyncio
import os
import signal
import subprocess
from pathlib import Path

import pytest
import structlog

from bench.serving import COMMAND, END_PATIENCE, ROOT, START_PATIENCE, served
from bot.jobs.watching import LoopEnded
from bot.main.serve import serve_all
from bot.settings import Settings
from tests.bot.services.test_trouble import locked

LISTEN = "127.0.0.1:0"


def test_with_a_locked_database_it_stops_in_time_and_every_line_is_ours(home: Path) -> None:
    with served(home) as coach:
        holding = locked(home)
    holding.close()
    assert coach.process.returncode == 0
    assert "event=database_not_waited_for" in coach.told
    assert all(line.startswith("timestamp=") for line in coach.told.splitlines()), coach.told


def test_where_nobody_reads_the_log_any_more_it_goes_on_and_stops_as_always(home: Path) -> None:
    environment = {**os.environ, "COACH_HOME": str(home), "COACH_LISTEN": LISTEN, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(COMMAND, env=environment, stderr=subprocess.PIPE, cwd=home) as process:
        try:
            while b"event=telegram_bots" not in process.stderr.readline():
                assert process.poll() is None
            process.stderr.close()
            holding = locked(home)
            with pytest.raises(subprocess.TimeoutExpired):
                process.wait(7)  # by then each loop has met the lock, and could not say so
            holding.close()
            process.send_signal(signal.SIGTERM)
            assert process.wait(END_PATIENCE) == 0
        finally:
            process.kill()


@pytest.mark.parametrize("loop", ["inbox", "pictures"])
def test_when_a_loop_ends_by_itself_the_process_does_not_go_on_without_it(loop: str, home: Path) -> None:
    async def live() -> None:
        serving = asyncio.create_task(serve_all(Settings(home=home, listen=LISTEN, key=None, _env_file=None)))
        async with asyncio.timeout(START_PATIENCE):
            while not (found := [task for task in asyncio.all_tasks() if task.get_name() == loop]):
                assert not serving.done()
                await asyncio.sleep(0.05)
            await asyncio.sleep(0.5)
            found[0].cancel()
            await serving

    before = structlog.get_config()
    try:
        with pytest.raises(LoopEnded, match=rf"'{loop}' ended by itself"):
            asyncio.run(live())
    finally:
        structlog.configure(**before)
