"""Commands run in process, in a data folder of their own, on both databases."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.main.complaints import complaint
from bot.store.sealed import load_keys
from bot.store.work import Store


@pytest.fixture
def place(url: str, tmp_path: Path, key_text: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with a key, beside a database on SQLite or PostgreSQL."""
    (tmp_path / "key").write_text(key_text)
    (tmp_path / "key").chmod(0o600)
    monkeypatch.setenv("COACH_HOME", str(tmp_path))
    monkeypatch.setenv("COACH_DATABASE_URL", url)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def coach(place: Path) -> Callable[..., list[str]]:
    """Runs a command that must end well; its lines."""

    def run(*arguments: str) -> list[str]:
        ran = CliRunner().invoke(app, arguments)
        assert ran.exit_code == 0, (ran.output, ran.exception)
        return ran.stdout.splitlines()

    return run


@pytest.fixture
def refused(place: Path) -> Callable[..., str]:
    """Runs a command that must fail; the sentence it fails with."""

    def run(*arguments: str) -> str:
        ran = CliRunner().invoke(app, arguments)
        assert ran.exit_code != 0
        sentence = complaint(ran.exception) if ran.exception else None
        assert sentence, ran.exception
        return sentence

    return run


@pytest.fixture
def at(place: Path, url: str) -> Callable[..., object]:
    """Runs a verb on the database of the commands."""

    def run(verb: Callable[..., object], *args: object) -> object:
        async def once() -> object:
            store = Store.open(url, load_keys(place))
            try:
                return await store.run(verb, *args)
            finally:
                await store.close()

        return asyncio.run(once())

    return run
