"""Options and folders for the transcripts."""

import asyncio
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.clock import MovableClock
from bot.main.parts import opened
from bot.settings import Settings


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with tables, key, release and trained weights, so that each transcript need not make them."""
    home = tmp_path_factory.mktemp("prepared")

    async def prepare() -> None:
        async with opened(
            Settings(home=home, _env_file=None), MovableClock(datetime(2026, 12, 1, tzinfo=UTC), still=True), []
        ):
            pass

    asyncio.run(prepare())
    return home


@pytest.fixture
def home(prepared: Path, tmp_path: Path) -> Path:
    """A copy of the prepared data folder, for one test alone."""
    return Path(shutil.copytree(prepared, tmp_path / "home"))
