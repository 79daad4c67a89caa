"""Slack's settings: each that cannot be used is refused with a sentence that says what to do, and no secret is ever told."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.settings import HIDDEN, SLACK, BadSettings, read_settings, shown

BOT, APP = "xoxb-1234567890-AbCdEfGhIj", "xapp-1-A0123-1234567890-abcdef"
SIGNING, CLIENT_SECRET, CLIENT = "0123456789abcdef0123456789abcdef", "fedcba9876543210fedcba9876543210", "123456.7890"
PUBLIC = "https://coach.example.org"
SOCKET = {"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": APP}
HTTP = {"SLACK_BOT_TOKEN": BOT, "SLACK_SIGNING_SECRET": SIGNING}
BY_LINK = {
    "SLACK_CLIENT_ID": CLIENT,
    "SLACK_CLIENT_SECRET": CLIENT_SECRET,
    "SLACK_APP_TOKEN": APP,
    "PUBLIC_URL": PUBLIC,
}

REFUSED = {
    "a token of somebody's own": ({**SOCKET, "SLACK_BOT_TOKEN": "xoxp-1234567890-AbCdEfGhIj"}, "must look like xoxb-"),
    "the two tokens changed": ({"SLACK_BOT_TOKEN": APP, "SLACK_APP_TOKEN": BOT}, "must look like xapp-"),
    "a token with a blank": ({**SOCKET, "SLACK_BOT_TOKEN": f"{BOT} "}, "must look like xoxb-"),
    "a token and no way in": ({"SLACK_BOT_TOKEN": BOT}, "set COACH_SLACK_APP_TOKEN (Socket Mode)"),
    "a way in and no token": ({"SLACK_APP_TOKEN": APP}, "Slack needs COACH_SLACK_BOT_TOKEN"),
    "a signing secret and no token": ({"SLACK_SIGNING_SECRET": SIGNING}, "Slack needs COACH_SLACK_BOT_TOKEN"),
    "a signing secret that is none": ({**HTTP, "SLACK_SIGNING_SECRET": "short"}, "under Basic Information"),
    "a client id alone": ({**SOCKET, "SLACK_CLIENT_ID": CLIENT, "PUBLIC_URL": PUBLIC}, "belong together"),
    "a client id that is none": ({**BY_LINK, "SLACK_CLIENT_ID": "my app"}, "must look like 1234567890.1234567890"),
    "a link and no address": ({**BY_LINK, "PUBLIC_URL": ""}, "needs COACH_PUBLIC_URL"),
    "an address that others can read along": (
        {**HTTP, "PUBLIC_URL": "http://coach.example.org"},
        "must begin with https://",
    ),
    "an API without its end": ({**SOCKET, "SLACK_API_ROOT": "https://slack.com"}, "end with /api"),
    "an API that others can read along": (
        {**SOCKET, "SLACK_API_ROOT": "http://slack.example/api"},
        "begin with https://",
    ),
    "an API without its beginning": ({**SOCKET, "SLACK_API_ROOT": "slack.com/api"}, f"such as {SLACK}"),
}
TAKEN = {
    "Socket Mode": SOCKET,
    "HTTP": {**HTTP, "PUBLIC_URL": PUBLIC},
    "HTTP behind a proxy that knows the address": HTTP,
    "by a link": BY_LINK,
    "all at once": {**BY_LINK, **HTTP},
    "another host": {**SOCKET, "SLACK_API_ROOT": "https://slack-gov.com/api/"},
    "a server on this machine": {**SOCKET, "SLACK_API_ROOT": "http://127.0.0.1:3300/api"},
    "nothing of Slack's": {"SLACK_API_ROOT": ""},
}


@pytest.fixture(autouse=True)
def _nothing_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COACH_HOME", str(tmp_path))


def set_all(monkeypatch: pytest.MonkeyPatch, values: Mapping[str, str]) -> None:
    """Put these into the environment."""
    for name, value in values.items():
        monkeypatch.setenv(f"COACH_{name}", value)


@pytest.mark.parametrize(("values", "sentence"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_used_is_refused_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch, values: Mapping[str, str], sentence: str
) -> None:
    set_all(monkeypatch, values)
    with pytest.raises(BadSettings) as refused:
        read_settings()
    assert sentence in str(refused.value)
    assert not [
        one for one in values.values() if one.startswith(("xox", "xapp", SIGNING)) and one in str(refused.value)
    ]


@pytest.mark.parametrize("values", TAKEN.values(), ids=TAKEN)
def test_each_way_to_have_slack_is_taken(monkeypatch: pytest.MonkeyPatch, values: Mapping[str, str]) -> None:
    set_all(monkeypatch, values)
    told = {name: value for name, value, _ in shown(read_settings())}
    assert told["COACH_SLACK_API_ROOT"] == (values.get("SLACK_API_ROOT", "").rstrip("/") or SLACK)
    secret = [name for name in values if name.endswith(("TOKEN", "SECRET"))]
    assert [told[f"COACH_{name}"] for name in secret] == [HIDDEN] * len(secret)
