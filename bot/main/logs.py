"""Logs: past-tense events with ids as fields, on standard error. No learner's words, names or tokens are ever logged."""

import logging
import sys
from contextlib import suppress
from typing import TextIO

import structlog


def plain_logs(level: str) -> None:
    """One line an event, for a process that serves. Libraries say nothing: they write down addresses with tokens, and messages.

    The scheduler's steps tell their own trouble.
    """
    for library in ("httpx", "httpcore", "telegram", "apscheduler"):
        logging.getLogger(library).setLevel(logging.CRITICAL + 1)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=lambda *_: Lines(sys.stderr),
    )


def quiet_logs() -> None:
    """Nothing but what a person in the terminal has to know."""
    plain_logs("ERROR")


class Lines:
    """Writes each event as a line. Where nobody reads and nothing can be written, the line is lost, and nothing else stops."""

    def __init__(self, file: TextIO) -> None:
        self._file = file

    def msg(self, line: str) -> None:
        """Write one line."""
        with suppress(OSError, ValueError):
            self._file.write(line + "\n")
            self._file.flush()

    debug = info = warning = error = critical = exception = msg
