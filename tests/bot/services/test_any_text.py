"""Any text at all gets a sensible answer and no traceback."""

import asyncio
from pathlib import Path

import pytest

from bot.domain.update import Pressed, Sent, Wrote
from bot.jobs.loops import settle
from bot.services.people import welcome_done
from bot.services.turns import receive
from dialogues.facts import Profile
from tests.bot.services.conftest import ACCOUNT, START, Notebook, coach, update

STRANGE = {
    "nothing": "",
    "spaces": "   \n\t ",
    "a hundred kilobytes": "lorem ipsum " * 8_500,
    "one endless word": "a" * 100_000,
    "null bytes": "hel\x00lo\x00",
    "right to left": "שלום עולם \u202e olleh",
    "emoji": "👩🏽‍🚀🏳️‍🌈" * 200,
    "every markup": "*b* _i_ **b** `c` [l](http://x) <b>h</b> &amp; {title} <!channel> <@U1> ~s~ ||sp|| \\_ \\*",
    "sql": "'; DROP TABLE learners; --",
    "a format string": "%s %d {0} {__class__} ${x}",
    "lone surrogates": "bad \ud83d end",
    "control signs": "".join(chr(code) for code in range(1, 32)),
    "combining signs": "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘",
    "an unknown command": "/frobnicate now",
    "a bare slash": "/",
    "a huge number": "9" * 5_000,
}


@pytest.mark.parametrize("words", STRANGE.values(), ids=STRANGE.keys())
@pytest.mark.parametrize(
    "before", [(), ("lesson",), ("settings", "/hour"), ("/zone",)], ids=lambda lines: "-".join(lines) or "idle"
)
def test_any_text_gets_an_answer(before: tuple[str, ...], words: str, home: Path, notebook: Notebook) -> None:
    async def talk() -> int:
        async with coach(home, notebook) as parts:
            await parts.store.run(welcome_done, ACCOUNT, "ann", Profile(country="US"), START)
            for place, line in enumerate((*before, words)):
                assert await receive(parts, update(Wrote(line), str(place)))
                heard = len(notebook.taken)
                await settle(parts)
            return len(notebook.taken) - heard

    assert asyncio.run(talk()) >= 1
    assert "went wrong" not in notebook.words[-1]


@pytest.mark.parametrize(
    "raw", [Pressed("", 0), Pressed("zzzz", 3), Pressed("1", -1), Pressed("1", 10**6), Sent("voice"), Sent("x" * 999)]
)
def test_strange_taps_and_things_get_an_answer(raw: Pressed | Sent, home: Path, notebook: Notebook) -> None:
    async def talk() -> None:
        async with coach(home, notebook) as parts:
            await parts.store.run(welcome_done, ACCOUNT, "ann", Profile(country="US"), START)
            await receive(parts, update(raw, "1"))
            await settle(parts)

    asyncio.run(talk())
    assert len(notebook.taken) == 1
