"""Logs: a line that cannot be written is lost, and nothing else."""

import io
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import TextIO

import pytest
import structlog

from bot.main.logs import plain_logs


def unread() -> TextIO:
    """Standard error whose reader has gone."""
    reads, writes = os.pipe()
    os.close(reads)
    return io.TextIOWrapper(io.FileIO(writes, "w"), write_through=True)


def full() -> TextIO:
    """Standard error on a full disk."""
    return io.TextIOWrapper(io.FileIO("/dev/full", "w"), write_through=True)


def closed() -> TextIO:
    """Standard error that is closed."""
    file = io.StringIO()
    file.close()
    return file


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    """What is set for a whole process is set back."""
    before = structlog.get_config()
    yield
    structlog.configure(**before)


@pytest.mark.parametrize("broken", [unread, full, closed])
def test_a_log_that_cannot_be_written_stops_nobody(broken: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", broken())
    plain_logs("INFO")
    logged_at_every_level()
    with suppress(OSError):
        sys.stderr.close()


def logged_at_every_level() -> None:
    """Log something in each way."""
    log = structlog.get_logger()
    for say in (log.info, log.warning, log.error, log.critical, log.exception):
        say("something_happened", id=1)


def test_an_event_is_one_line_and_libraries_say_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    file = io.StringIO()
    monkeypatch.setattr(sys, "stderr", file)
    plain_logs("WARNING")
    structlog.get_logger().info("nothing_to_speak_of")
    structlog.get_logger().warning("something_happened", id=1)
    [line] = file.getvalue().splitlines()
    assert line.endswith("level=warning event=something_happened id=1")
    for library in ("apscheduler.executors.default", "apscheduler.scheduler", "telegram.ext", "httpx"):
        assert not logging.getLogger(library).isEnabledFor(logging.CRITICAL)
