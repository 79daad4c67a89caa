"""Settings: each one that cannot be used, and each name that is none, is refused in a sentence of ours, in `.env` as well."""

import re
from pathlib import Path

import pytest

from bot.settings import MUST, BadSettings, Settings, read_settings

HIDING = "AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1"
TOKEN = f"123456789:{HIDING}"


@pytest.fixture(autouse=True)
def _nothing_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COACH_HOME", str(tmp_path))


def refused(text: str | bytes = "") -> str:
    """Why the settings are refused where `.env` holds this."""
    Path(".env").write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(BadSettings) as found:
        read_settings()
    assert HIDING.casefold() not in str(found.value).casefold()
    return str(found.value)


BAD = {
    "LISTEN": ("nowhere", "it must be host:port, such as 127.0.0.1:8080"),
    "REST_PER_MINUTE": ("0", "it must be a whole number from 1 to 6000"),
    "TELEGRAM_PER_SECOND": ("nan", "it must be a number from 1 to 1000"),
    "SILENCE_MINUTES": ("soon", "it must be a whole number from 1 to 240"),
    "CHECKIN_WORDS": ("perhaps", "it must be true or false"),
    "PROTOCOL_CARD": ("x" * 1501, "it must have 1500 characters at most"),
    "ON_CALL": ("1" * 101, "it must have 100 characters at most"),
    "LOG_LEVEL": ("loud", "it must be DEBUG, INFO, WARNING or ERROR"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_value_of_the_wrong_form_or_size_is_refused_in_our_own_words(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    value, sentence = BAD[name]
    monkeypatch.setenv(f"COACH_{name}", value)
    assert f" COACH_{name}: {sentence}. " in refused()


def test_who_may_talk_may_not_hand_in_content() -> None:
    token = f"{HIDING}-and-more"
    assert "must not be COACH_REST_TOKEN" in refused(f"COACH_REST_TOKEN={token}\nCOACH_CONTENT_TOKEN={token}")
    assert "COACH_CONTENT_TOKEN: it must have at least 16" in refused("COACH_CONTENT_TOKEN=short")


def test_every_setting_with_a_form_or_bounds_has_a_sentence_that_says_them() -> None:
    fields = Settings.model_json_schema()["properties"]
    for name, field in fields.items():
        rules = {key: field[key] for key in ("minimum", "maximum", "maxLength", "pattern") if key in field}
        if rules or field.get("type") in ("boolean", "integer", "number"):
            assert name in MUST, name
        for rule in rules.values():
            assert isinstance(rule, str) or re.search(rf"\b{int(rule)}\b", MUST[name]), name


def test_env_is_read_and_the_environment_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("# ours\nPOSTGRES_PASSWORD=x\ncoach_on_call=1\nexport COACH_LOG_LEVEL=DEBUG\n")
    monkeypatch.setenv("COACH_ON_CALL", "2")
    settings = read_settings()
    assert (settings.on_call, settings.log_level) == ("2", "DEBUG")


def test_env_may_begin_with_the_mark_that_some_editors_write() -> None:
    Path(".env").write_text(f"COACH_TELEGRAM_TOKEN={TOKEN}\n", "utf-8-sig")
    assert read_settings().telegram_token


@pytest.mark.parametrize("name", ["COACH_TELEGRAM_TOKN", "export COACH_TELEGRAM_TOKN", "coach_telegram_tokn"])
def test_a_misspelt_name_in_env_is_refused_with_the_one_that_was_meant(name: str) -> None:
    told = refused(f"{name}={TOKEN}\n")
    assert told.startswith(
        ".env: There is no setting COACH_TELEGRAM_TOKN. Did you mean COACH_TELEGRAM_TOKEN? Change or remove it"
    )


@pytest.mark.parametrize("line", [f"COACH_TELEGRAM_TOKEN:{TOKEN}", f"COACH_TELEGRAM_TOKEN{TOKEN}", f"COACH_{HIDING}"])
def test_a_line_of_env_without_its_sign_is_refused_and_not_repeated(line: str) -> None:
    assert refused(line).startswith(".env: A name that begins with COACH_ is none of ours. ")


def test_a_misspelt_name_in_the_environment_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACH_LISTN", "x")
    assert refused().startswith("There is no setting COACH_LISTN. Did you mean COACH_LISTEN?")


def test_an_env_that_is_no_text_is_refused() -> None:
    assert "Save it as UTF-8" in refused("COACH_ON_CALL=1\n".encode("utf-16"))
