"""OAuth: what Slack is asked for, and what becomes of each of its answers."""

import asyncio
import logging
import traceback
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.channels.port import Unreachable
from bot.channels.slack import oauth
from bot.channels.slack.manifest import SCOPES
from bot.channels.slack.oauth import Client, NotInstalled, authorize_url, exchange
from bot.domain.installation import Installation
from tests.bot.channels.slack.oauth_wire import CODE, ID, REDIRECT_URI, SECRET, TOKEN, granted, slack

NOW = datetime(2027, 1, 4, 15, 0, tzinfo=UTC)
ALL = list(SCOPES)


@pytest.mark.parametrize(
    ("root", "page"),
    [
        ("https://slack.com/api", "https://slack.com/oauth/v2/authorize"),
        ("https://slack-gov.com/api", "https://slack-gov.com/oauth/v2/authorize"),
        ("http://127.0.0.1:9/slack/api", "http://127.0.0.1:9/slack/oauth/v2/authorize"),
        ("http://127.0.0.1:9", "http://127.0.0.1:9/oauth/v2/authorize"),
    ],
)
def test_the_page_that_asks_is_where_the_api_is(root: str, page: str) -> None:
    found = urlsplit(authorize_url(Client(ID, SECRET, root, REDIRECT_URI), "a state&?"))
    assert f"{found.scheme}://{found.netloc}{found.path}" == page
    assert parse_qs(found.query) == {
        "client_id": [ID],
        "scope": [",".join(SCOPES)],
        "redirect_uri": [REDIRECT_URI],
        "state": ["a state&?"],
    }


def test_the_secret_is_neither_shown_nor_sent_along_with_anybody() -> None:
    client = Client(ID, SECRET, "https://slack.com/api", REDIRECT_URI)
    assert SECRET not in repr(client)
    assert SECRET not in authorize_url(client, "state")


def exchanged(answer: object, status: int = 200, kind: str = "application/json") -> Installation:
    """What the answer of Slack becomes."""

    async def ask() -> Installation:
        async with slack() as wire:
            wire.answer, wire.status, wire.kind = answer, status, kind
            return await exchange(wire.client, CODE, NOW)

    return asyncio.run(ask())


def test_a_code_becomes_an_installation() -> None:
    assert exchanged(granted()) == Installation(
        account="slack:T0NORTH",
        name="North Hope",
        app="A0APP",
        bot_user="U0BOT",
        installed_at=NOW,
        token=TOKEN,
        scopes=",".join(SCOPES),
    )


def test_slack_is_asked_once_with_what_it_gave_and_the_apps_own_secret() -> None:
    async def ask() -> list[dict[str, str]]:
        async with slack() as wire:
            await exchange(wire.client, CODE, NOW)
            return wire.asked

    asked = {"by": "Basic", "id": ID, "secret": SECRET, "code": CODE, "redirect_uri": REDIRECT_URI}
    assert asyncio.run(ask()) == [asked]


def test_more_than_we_asked_for_is_no_fault() -> None:
    assert exchanged(granted(scope=",".join([*SCOPES, "team:read"]))).token == TOKEN


def test_a_workspace_without_a_name_is_called_by_its_number() -> None:
    assert exchanged(granted(team={"id": "T0NORTH"})).name == "T0NORTH"


@pytest.mark.parametrize(
    ("other", "says"),
    [
        ({"is_enterprise_install": True, "team": None, "enterprise": {"id": "E1"}}, "choose one workspace"),
        ({"is_enterprise_install": True}, "choose one workspace"),
        ({"team": "T0NORTH"}, "choose one workspace"),
        ({"scope": ",".join(ALL[1:])}, f"needs: {ALL[0]}. Begin again"),
        ({"scope": ""}, "Begin again"),
        ({"scope": None}, "Begin again"),
        ({"access_token": "xoxe.xoxb-1-zanahoria", "refresh_token": "xoxe-1"}, "token rotation must be off"),
        ({"access_token": "xoxp-1-zanahoria"}, "a token that the coach cannot use"),
        ({"access_token": ["xoxb-1-zanahoria"]}, "a token that the coach cannot use"),
        ({"team": {"id": "../../T1", "name": "x"}}, "did not say which workspace"),
        ({"team": {"id": 7, "name": "x"}}, "did not say which workspace"),
        ({"bot_user_id": None}, "who the coach is there"),
    ],
)
def test_an_installation_that_we_cannot_use_says_what_to_do(other: dict[str, object], says: str) -> None:
    with pytest.raises(NotInstalled, match=says):
        exchanged(granted(**other))


@pytest.mark.parametrize(
    ("error", "says"),
    [
        ("invalid_code", "used already, or is too old. Begin again"),
        ("code_already_used", "used already, or is too old. Begin again"),
        ("bad_client_secret", "COACH_SLACK_CLIENT_SECRET from the app's Basic Information"),
        ("invalid_client_id", "COACH_SLACK_CLIENT_ID"),
        ("bad_redirect_uri", f"add {REDIRECT_URI} to the Redirect URLs"),
        ("something_new", r"Slack said no \(something_new\). Begin again"),
    ],
)
def test_what_slack_names_as_wrong_is_told_with_its_cure(error: str, says: str) -> None:
    with pytest.raises(NotInstalled, match=says):
        exchanged({"ok": False, "error": error})


@pytest.mark.parametrize(
    ("answer", "status", "kind"),
    [
        (None, 200, "application/json"),
        ("<h1>Oops</h1>", 503, "text/html"),
        ("<h1>Hello</h1>", 200, "text/html"),
        ("not json", 200, "application/json"),
        ("hello", 200, "text/plain"),
        ("[]", 200, "application/json"),
        ("[1]", 200, "application/json"),
        ("null", 200, "application/json"),
        ({"ok": False, "error": "ratelimited"}, 429, "application/json"),
        ({"ok": False, "error": "internal_error"}, 200, "application/json"),
        ({"ok": False}, 200, "application/json"),
        ({"ok": False, "error": ["<b>"]}, 200, "application/json"),
        (granted(), 500, "application/json"),
    ],
)
def test_a_slack_that_is_at_fault_is_away(answer: object, status: int, kind: str) -> None:
    with pytest.raises(Unreachable):
        exchanged(answer, status, kind)


def test_a_slack_that_cannot_be_reached_is_away() -> None:
    with pytest.raises(Unreachable):
        asyncio.run(exchange(Client(ID, SECRET, "http://127.0.0.1:1/api", REDIRECT_URI), CODE, NOW))


def test_a_slack_that_never_answers_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(oauth, "PATIENCE", 0.05)

    async def ask() -> None:
        hung_up = asyncio.Event()

        async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.read()
            writer.close()
            await writer.wait_closed()
            hung_up.set()

        async with await asyncio.start_server(silent, "127.0.0.1", 0) as server:
            root = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/api"
            with pytest.raises(Unreachable):
                await exchange(Client(ID, SECRET, root, REDIRECT_URI), CODE, NOW)
            await hung_up.wait()

    asyncio.run(ask())


@pytest.mark.parametrize("answer", [granted(scope=""), {"ok": False, "error": "x", "access_token": TOKEN}, "not json"])
def test_no_token_and_no_secret_is_in_what_is_raised_or_logged(
    answer: object, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises((NotInstalled, Unreachable)) as raised:
        exchanged(answer)
    told = "".join(traceback.format_exception(raised.value)) + caplog.text
    assert not [secret for secret in (TOKEN, SECRET, CODE) if secret in told]


def test_nothing_of_what_slack_gave_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    exchanged(granted())
    assert not [secret for secret in (TOKEN, SECRET, CODE, "North Hope") if secret in caplog.text]
