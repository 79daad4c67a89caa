"""`coach rasa-check`: whether a server's intents are ours, in clear sentences and a status."""

import asyncio
from pathlib import Path

import pytest
from aiohttp import web
from pydantic import SecretStr
from typer.testing import CliRunner

from bot.cli import app
from bot.main.rasa_checking import EACH, Findings, check_rasa
from bot.settings import BadSettings, Settings
from nlu.files import DATA, read_examples
from nlu.intents import INTENTS
from tests.nlu.rasa_wire import TOKEN, Answer, FakeRasa, fake_rasa, saying

MEANT = {example.text: example.intent for locale in ("en", "es") for example in read_examples(DATA, locale)}


def knowing(*intents: str) -> Answer:
    """A server that has learned its examples by heart, and has these intents."""

    async def answer(rasa: FakeRasa, request: web.Request) -> web.Response:
        intent = MEANT[rasa.asked[-1]]
        rasa.intent = intent if intent in intents else intents[0]
        ranking = [{"name": name, "confidence": 0.1} for name in intents]
        return web.json_response({**rasa.read(), "intent_ranking": ranking})

    return answer


def check(home: Path, rasa: FakeRasa, token: str = TOKEN) -> Findings:
    """What the check says of this server."""

    async def checked() -> Findings:
        async with fake_rasa(rasa):
            return await check_rasa(Settings(home=home, rasa_token=SecretStr(token), _env_file=None), f"{rasa.url}/")

    return asyncio.run(checked())


def test_a_server_with_our_intents_fits_and_its_agreement_is_told(home: Path) -> None:
    rasa = FakeRasa(answer=knowing(*INTENTS, "nlu_fallback"))
    found = check(home, rasa)
    assert found.fits
    assert len(rasa.asked) >= EACH * len(INTENTS)
    assert "100% as they were meant" in found.lines[1]
    assert found.lines[-1] == f"Its intents are ours, all {len(INTENTS)}."


def test_intents_that_are_missing_or_strange_are_named_and_refused(home: Path) -> None:
    found = check(home, FakeRasa(answer=knowing("fly", *set(INTENTS) - {"greet", "pause"})))
    assert not found.fits
    assert "Our intents that it does not know: greet, pause." in found.lines
    assert "Its intents that we do not have: fly." in found.lines
    assert "make rasa" in found.lines[-1]


@pytest.mark.parametrize(
    ("answer", "cure"),
    [(saying(401, b""), "COACH_RASA_TOKEN is not its token"), (saying(200, b"<html>"), "no answer of a Rasa")],
)
def test_a_server_that_cannot_be_used_is_told_with_its_cure(answer: Answer, cure: str, home: Path) -> None:
    found = check(home, FakeRasa(answer=answer))
    assert not found.fits
    assert cure in found.lines[0]
    assert TOKEN not in found.lines[0]


def test_where_nobody_listens_that_is_told(home: Path) -> None:
    settings = Settings(home=home, rasa_token=SecretStr(TOKEN), _env_file=None)
    found = asyncio.run(check_rasa(settings, "http://127.0.0.1:1"))
    assert not found.fits
    assert "Nobody listens there" in found.lines[0]


def test_without_an_address_it_is_said_what_to_set(home: Path) -> None:
    with pytest.raises(BadSettings, match="COACH_RASA_URL"):
        asyncio.run(check_rasa(Settings(home=home, _env_file=None), ""))


def test_the_command_ends_with_status_1_where_rasa_cannot_be_used(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home)
    monkeypatch.setenv("COACH_HOME", str(home))
    monkeypatch.setenv("COACH_RASA_TOKEN", TOKEN)
    ran = CliRunner().invoke(app, ["rasa-check", "--url", "http://127.0.0.1:1"])
    assert ran.exit_code == 1
    assert "Rasa at http://127.0.0.1:1 cannot be used." in ran.stdout
