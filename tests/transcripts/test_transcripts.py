"""Every transcript is spoken again, word for word. `pytest --update-transcripts` writes down what is spoken now."""

import asyncio
from pathlib import Path

import pytest

from tests.bot.channels.slack.seen import Watching
from tests.transcripts.player import FILES, play


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_talk_is_spoken_as_it_is_written(file: Path, home: Path, request: pytest.FixtureRequest) -> None:
    written = file.read_text(encoding="utf-8")
    slack = Watching()
    spoken = asyncio.run(play(written, home, [slack]))
    assert (slack.messages > 0, slack.problems) == (True, [])
    if request.config.getoption("--update-transcripts"):
        file.write_text(spoken, encoding="utf-8")
    else:
        assert spoken == written
