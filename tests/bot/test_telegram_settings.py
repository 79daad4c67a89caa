"""Telegram's settings: each that cannot be used is refused with a sentence that says what to do, and no token is ever told."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.main.telegram import bots_of
from bot.settings import HIDDEN, TELEGRAM, BadSettings, Settings, read_settings, shown

HIDING = "AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1"
TOKEN = f"123456789:{HIDING}"
OTHER = "987654321:AAGabcdefghijklmnopqrstuvwxyz012345"
SECRET = "a-secret-of-32-signs-for-the-test"
PUBLIC = "https://coach.example.org"


@pytest.fixture(autouse=True)
def _nothing_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COACH_HOME", str(tmp_path))


def given(monkeypatch: pytest.MonkeyPatch, **values: str) -> Settings:
    """The settings where these are in the environment."""
    for name, value in values.items():
        monkeypatch.setenv(f"COACH_{name}", value)
    return read_settings()


def bots(monkeypatch: pytest.MonkeyPatch, text: str | bytes, **values: str) -> list[tuple[str, str, float]]:
    """The bots of a file with this text: name, token and rate."""
    file = Path("bots.yaml")
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    found = bots_of(given(monkeypatch, TELEGRAM_BOTS=str(file), **values))
    return [(one.name, one.token.get_secret_value(), one.per_second) for one in found]


REFUSED = {
    "a token that is none": ({"TELEGRAM_TOKEN": "my-bot"}, "as BotFather wrote it"),
    "a token in quotes": ({"TELEGRAM_TOKEN": f"'{TOKEN}'"}, "as BotFather wrote it"),
    "a token with a blank": ({"TELEGRAM_TOKEN": f"{TOKEN} "}, "as BotFather wrote it"),
    "a token cut short": ({"TELEGRAM_TOKEN": TOKEN[:20]}, "as BotFather wrote it"),
    "a short secret": ({"TELEGRAM_WEBHOOK_SECRET": "short", "PUBLIC_URL": PUBLIC}, "16 to 256"),
    "a secret with a sign that Telegram refuses": (
        {"TELEGRAM_WEBHOOK_SECRET": f"{SECRET}!", "PUBLIC_URL": PUBLIC},
        "makes a good one",
    ),
    "a secret and no address": ({"TELEGRAM_WEBHOOK_SECRET": SECRET}, "needs COACH_PUBLIC_URL"),
    "an address without https": (
        {"TELEGRAM_WEBHOOK_SECRET": SECRET, "PUBLIC_URL": "http://coach.example.org"},
        "must begin with https://",
    ),
    "an address with a port that Telegram does not call": (
        {"TELEGRAM_WEBHOOK_SECRET": SECRET, "PUBLIC_URL": f"{PUBLIC}:8080"},
        "port 443, 80, 88 or 8443",
    ),
    "an address with a password": (
        {"TELEGRAM_API_ROOT": "http://ann:pass@127.0.0.1:8081"},
        "without a name, a password",
    ),
    "an address that is none": ({"PUBLIC_URL": "coach.example.org"}, "such as https://coach.example.org"),
    "an address with a question": ({"PUBLIC_URL": f"{PUBLIC}/?a=1"}, "? and #"),
    "a server that is none": ({"TELEGRAM_API_ROOT": "api.telegram.org"}, "such as http://127.0.0.1:8081"),
    "files that are nowhere": ({"TELEGRAM_FILE_ROOT": "ftp://files"}, "such as http://127.0.0.1:8081"),
    "a rate of nothing": (
        {"TELEGRAM_PER_SECOND": "0"},
        "COACH_TELEGRAM_PER_SECOND: it must be a number from 1 to 1000.",
    ),
    "a rate beyond Telegram's": ({"TELEGRAM_PER_SECOND": "1001"}, "COACH_TELEGRAM_PER_SECOND: it must be a number"),
    "a misspelt name": ({"TELEGRAM_TOKNE": TOKEN}, "COACH_TELEGRAM_TOKEN"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_setting_that_cannot_be_used_is_refused_with_a_sentence(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    values, sentence = REFUSED[case]
    with pytest.raises(BadSettings) as refused:
        given(monkeypatch, **values)
    told = str(refused.value)
    assert sentence in told
    assert "COACH_" in told
    _tells_no_secret(told, values)


def test_a_server_of_ones_own_may_bring_updates_without_https(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = given(
        monkeypatch,
        TELEGRAM_WEBHOOK_SECRET=SECRET,
        PUBLIC_URL="http://127.0.0.1:8080/",
        TELEGRAM_API_ROOT="http://127.0.0.1:8081/",
    )
    assert settings.public_url == "http://127.0.0.1:8080"
    assert settings.telegram_api_root == "http://127.0.0.1:8081"


def test_what_is_set_to_nothing_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("TOKEN", "BOTS", "WEBHOOK_SECRET", "API_ROOT", "FILE_ROOT")
    settings = given(monkeypatch, PUBLIC_URL="", **{f"TELEGRAM_{name}": "" for name in names})
    assert settings.telegram_token is None
    assert settings.telegram_webhook_secret is None
    assert settings.telegram_api_root == TELEGRAM
    assert bots_of(settings) == ()


def test_the_file_of_bots_may_lie_in_ones_own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "bots.yaml").write_text(f"north:\n  token: {TOKEN}\n")
    assert [one.name for one in bots_of(given(monkeypatch, TELEGRAM_BOTS="~/bots.yaml"))] == ["north"]


def test_one_token_is_one_bot_called_main(monkeypatch: pytest.MonkeyPatch) -> None:
    [bot] = bots_of(given(monkeypatch, TELEGRAM_TOKEN=TOKEN, TELEGRAM_PER_SECOND="100"))
    assert (bot.name, bot.id, bot.per_second) == ("main", "123456789", 100)
    assert HIDING not in repr(bot)


def test_bots_of_a_file_stand_beside_the_first_each_with_its_rate(monkeypatch: pytest.MonkeyPatch) -> None:
    text = f"north:\n  token: {TOKEN}\n  per_second: 500\nsouth_2:\n  token: '{OTHER}'\n"
    assert bots(monkeypatch, text, TELEGRAM_PER_SECOND="20") == [("north", TOKEN, 500), ("south_2", OTHER, 20)]
    third = f"1{TOKEN}"
    assert [name for name, _, _ in bots(monkeypatch, text, TELEGRAM_TOKEN=third)] == ["main", "north", "south_2"]


FORM = "Write for each bot its name"
BAD_FILES = {
    "nothing": ("", "it names no bot"),
    "only a comment": ("# none yet\n", "it names no bot"),
    "no entry": ("{}", "it names no bot"),
    "no YAML": ("north: [", "it is no YAML"),
    "no text": (b"\xff\xfe\x00", "it is no YAML"),
    "a day that is none": ("2026-13-40:\n  token: x", "it is no YAML"),
    "a list": (f"- {TOKEN}", "the file cannot be used"),
    "a word": (TOKEN, "the file cannot be used"),
    "a token alone": (f"north: {TOKEN}", "north cannot be used"),
    "nothing below a name": ("north:", "north cannot be used"),
    "no token": ("north:\n  per_second: 3", "`token` of north cannot be used"),
    "a wrong token": (f"north:\n  token: {HIDING}", "the token of north does not look like"),
    "a rate of nothing": (f"north:\n  token: {TOKEN}\n  per_second: 0", "`per_second` of north cannot be used"),
    "a rate in words": (f"north:\n  token: {TOKEN}\n  per_second: {HIDING}", "`per_second` of north cannot be used"),
    "another field": (f"north:\n  token: {TOKEN}\n  rate: 3", "what stands below north cannot be used"),
    "a token as a field": (f"north:\n  {HIDING}: 3\n  token: {TOKEN}", "what stands below north cannot be used"),
    "a token as a name": (f"'{TOKEN}':\n  token: north", "the name of bot 1 cannot be used"),
    "a token as a name, and nothing else": (f"'{TOKEN}':", "the name of bot 1 cannot be used"),
    "a name in capitals": (f"North:\n  token: {TOKEN}", "the name of bot 1 cannot be used"),
    "a name with a slash": (f"north:\n  token: {TOKEN}\na/b:\n  token: {OTHER}", "the name of bot 2 cannot be used"),
    "an empty name": (f"'':\n  token: {TOKEN}", "the name of bot 1 cannot be used"),
    "a name twice": (f"north:\n  token: {TOKEN}\nnorth:\n  token: {OTHER}", "two bots are called north"),
}


@pytest.mark.parametrize("case", BAD_FILES)
def test_a_file_of_bots_that_cannot_be_used_says_what_and_how_to_mend_it(
    case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text, sentence = BAD_FILES[case]
    with pytest.raises(BadSettings) as refused:
        bots(monkeypatch, text)
    told = str(refused.value)
    assert told.startswith("COACH_TELEGRAM_BOTS: bots.yaml: ")
    assert sentence in told
    assert FORM in told
    assert HIDING not in told
    assert HIDING not in str(refused.value.__cause__)


@pytest.mark.parametrize("path", ["nowhere.yaml", "."])
def test_a_file_of_bots_that_cannot_be_read_is_refused(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BadSettings, match="it cannot be read"):
        bots_of(given(monkeypatch, TELEGRAM_BOTS=path))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (f"main:\n  token: {OTHER}", "two bots are called main"),
        (f"north:\n  token: {TOKEN}", "two bots have the token of bot 123456789"),
        (f"north:\n  token: 123456789:{OTHER[10:]}", "two bots have the token of bot 123456789"),
    ],
)
def test_the_same_bot_twice_is_refused(text: str, sentence: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BadSettings) as refused:
        bots(monkeypatch, text, TELEGRAM_TOKEN=TOKEN)
    assert sentence in str(refused.value)
    assert HIDING not in str(refused.value)


def test_coach_settings_shows_no_token_and_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    values = {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_WEBHOOK_SECRET": SECRET, "PUBLIC_URL": PUBLIC}
    settings = given(monkeypatch, **values)
    told = {name: value for name, value, _ in shown(settings)}
    assert told["COACH_TELEGRAM_TOKEN"] == told["COACH_TELEGRAM_WEBHOOK_SECRET"] == HIDDEN
    printed = CliRunner().invoke(app, ["settings"]).output
    assert "COACH_TELEGRAM_TOKEN" in printed
    for text in (printed, repr(settings), str(settings.model_dump())):
        _tells_no_secret(text, values)


def _tells_no_secret(text: str, values: Mapping[str, str]) -> None:
    assert HIDING not in text
    if len(values.get("TELEGRAM_WEBHOOK_SECRET", "")) > len("short"):
        assert values["TELEGRAM_WEBHOOK_SECRET"] not in text
