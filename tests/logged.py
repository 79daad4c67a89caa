"""Everything that is logged while something happens: by us at DEBUG, by every library as `coach serve` lets it, and to stderr."""

import io
import logging
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import pytest
import structlog

from bot.main.logs import plain_logs


@contextmanager
def everything_logged(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What was written so far; afterwards logs are set as they were before."""
    file = io.StringIO()
    root, before = logging.getLogger(), structlog.get_config()
    levels = {name: logging.getLogger(name).level for name in (None, "httpx", "httpcore", "telegram", "apscheduler")}
    handler = logging.StreamHandler(file)
    with monkeypatch.context() as here:
        here.setattr(sys, "stderr", file)
        plain_logs("DEBUG")
        root.setLevel(logging.NOTSET)
        root.addHandler(handler)
        try:
            yield file
        finally:
            root.removeHandler(handler)
            for name, level in levels.items():
                logging.getLogger(name).setLevel(level)
            structlog.configure(**before)


def told(log: str, words: Iterable[str]) -> set[str]:
    """Which of these stand in a log, however it quotes or escapes them."""
    bare = _bare(log)
    return {one for one in words if _bare(one) in bare or _bare(one.encode("unicode_escape").decode()) in bare}


def _bare(written: str) -> str:
    return re.sub(r"[\W_]+", " ", written).strip().casefold()
