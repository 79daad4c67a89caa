"""When things go wrong an error may hold somebody's words, their address or a token: of all that only its name is logged."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from bot.channels.port import Gone, Throttled, Unreachable
from bot.jobs.loops import settle
from bot.services.parts import Parts
from bot.store import conversations, outbox
from nlu.intents import SafetySignal
from tests.bot.services.conftest import START, Notebook, coach
from tests.bot.services.living import begin, forward, hand_in, say
from tests.bot.services.test_erasing import CHAT
from tests.logged import everything_logged, told

WORDS = "Zimtstern owls at Quokkabay"
TOKEN = "123456789:AAzanahoria-quixotic-lantern-0123456789"
URL = f"https://api.telegram.org/bot{TOKEN}/sendMessage?text={WORDS}&chat_id={CHAT}"
Break = Callable[[Parts, Notebook, pytest.MonkeyPatch], None]


def telling(*_: object, **__: object) -> NoReturn:
    """Fails, and tells everything."""
    raise RuntimeError(f"{URL} failed with {WORDS!r} for {CHAT}")


async def telling_later(*_: object, **__: object) -> None:
    """Fails as `telling` does, where somebody waits."""
    telling()


class Telling:
    """An interpreter that fails whatever it is asked, and a screen that fails once a talk is looked at."""

    interpret = telling_later

    def screen(self, text: str, locale: str, *open: object) -> SafetySignal:
        """At the door there is nothing that it knows is open."""
        return telling() if open else SafetySignal()


def sending(parts: Parts, notebook: Notebook, monkeypatch: pytest.MonkeyPatch) -> None:
    """The channel fails in each way there is."""
    notebook.failures = [
        *(RuntimeError(URL), Unreachable(URL), Unreachable(URL, perhaps_sent=True), ConnectionError(URL)),
        *(Throttled(START), OSError(WORDS), Gone()),
    ]


def reading(parts: Parts, notebook: Notebook, monkeypatch: pytest.MonkeyPatch) -> None:
    """What understands fails."""
    parts.interpreter = Telling()


def screening(parts: Parts, notebook: Notebook, monkeypatch: pytest.MonkeyPatch) -> None:
    """What hears danger fails."""
    parts.screen = Telling()


def storing(parts: Parts, notebook: Notebook, monkeypatch: pytest.MonkeyPatch) -> None:
    """What keeps the talk fails."""
    monkeypatch.setattr(conversations, "save", telling)


def enqueuing(parts: Parts, notebook: Notebook, monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes an answer fails."""
    monkeypatch.setattr(outbox, "enqueue", telling)


@pytest.mark.parametrize("breaks", [sending, reading, screening, storing, enqueuing])
def test_of_what_went_wrong_only_the_name_is_logged(
    breaks: Break, home: Path, notebook: Notebook, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    async def talk() -> None:
        async with coach(home, notebook) as parts:
            await begin(parts, CHAT)
            await say(parts, "my plan", "1", address=CHAT)
            with monkeypatch.context() as broken:
                breaks(parts, notebook, broken)
                for _ in range(4):
                    await hand_in(parts, WORDS, CHAT)
                    for _ in range(3):
                        forward(parts, 2 * inbox_rest)
                        await settle(parts)

    inbox_rest = START - START.replace(minute=59, hour=14)
    with everything_logged(monkeypatch) as log:
        asyncio.run(talk())
    out, err = capfd.readouterr()
    everything = log.getvalue() + out + err
    ours = [line for line in log.getvalue().splitlines() if " event=" in line and "level=" in line]
    assert any("level=warning" in line or "level=error" in line for line in ours) or breaks is sending, ours
    assert told(everything, [WORDS, CHAT, TOKEN]) == set()
