"""Logs: past-tense events with ids as fields, on standard error. No learner's words, names or tokens are ever logged."""

import logging
import sys

import structlog


def plain_logs(level: str) -> None:
    """One line an event, for a process that serves. Libraries say nothing: they write down addresses with tokens, and messages."""
    for library in ("httpx", "httpcore", "telegram"):
        logging.getLogger(library).setLevel(logging.CRITICAL + 1)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def quiet_logs() -> None:
    """Nothing but what a person in the terminal has to know."""
    plain_logs("ERROR")
