"""The safety screen plugged in: what is told when it hears by its rules alone."""

import asyncio
import shutil
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.main import parts as module
from bot.services.health import look
from nlu.files import DATA, line_files
from tests.bot.services.conftest import Notebook, coach


def test_a_spoilt_file_of_examples_stops_no_start_but_is_logged_and_makes_us_unwell(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(DATA, tmp_path / "data")
    spoilt = line_files(tmp_path / "data", "es")[0]
    spoilt.write_text("[")
    monkeypatch.setattr(module, "LANGUAGE_DATA", tmp_path / "data")

    async def health() -> dict:
        async with coach(home, Notebook()) as parts:
            return (await look(parts)).as_json()

    with capture_logs() as logs:
        told = asyncio.run(health())
    assert told["status"] == "not well"
    assert spoilt.name in told["safety_screen"]
    assert [line["log_level"] for line in logs if line["event"] == "safety_screen_hears_by_rules_alone"] == ["error"]
