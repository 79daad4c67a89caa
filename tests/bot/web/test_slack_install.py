"""Installing into a Slack workspace: only who began it here finishes it, once, and every page says what to do."""

import asyncio
import re
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from structlog.testing import capture_logs

from bot.channels.slack.manifest import REDIRECT_PATH
from bot.store.sealed import new_keys, parse_keys, unlock
from bot.web import slack_install
from bot.web.slack_install import COOKIE, INSTALL, TIME
from tests.bot.channels.slack.oauth_wire import CODE, TOKEN, granted
from tests.bot.services.test_trouble import locked
from tests.bot.web.slack_desk import HELD, browsing, desk, read


def test_who_follows_the_link_and_says_yes_has_the_coach(home: Path, database: str) -> None:
    async def go() -> None:
        async with desk(home, database) as here:
            page = await here.return_with(code=CODE, state=await here.click())
            assert page.status_code == 200
            assert read(page)["bdi"] == "North Hope"
            assert "say hello" in page.text
            assert await here.kept() == here.begun == [HELD]
            assert here.browser.cookies.get(COOKIE) is None
            assert here.wire.asked[0]["code"] == CODE

    asyncio.run(go())


def test_the_link_leads_to_slack_and_leaves_a_cookie_for_these_pages_alone(home: Path) -> None:
    async def go() -> None:
        async with desk(home) as here:
            answer = await here.browser.get(INSTALL)
            there = urlsplit(answer.headers["location"])
            assert f"{there.scheme}://{there.netloc}{there.path}" == here.wire.root.replace(
                "/api", "/oauth/v2/authorize"
            )
            assert answer.headers["cache-control"] == "no-store"
            state = parse_qs(there.query)["state"][0]
            name, *attributes = answer.headers["set-cookie"].split("; ")
            assert name == f"{COOKIE}={state}"
            assert set(attributes) == {"HttpOnly", "Max-Age=600", "Path=/slack", "SameSite=lax", "Secure"}
            assert state != await here.click()

    asyncio.run(go())


@pytest.mark.parametrize(
    ("redirect_uri", "attribute", "there"),
    [
        ("http://127.0.0.1:8080/slack/oauth_redirect", "Secure", False),
        ("https://example.org/coach/slack/oauth_redirect", "Path=/coach/slack", True),
    ],
)
def test_the_cookie_fits_where_people_come_back_to(home: Path, redirect_uri: str, attribute: str, there: bool) -> None:
    async def go() -> str:
        async with desk(home, redirect_uri=redirect_uri) as here:
            return (await here.browser.get(INSTALL)).headers["set-cookie"]

    assert (attribute in asyncio.run(go()).split("; ")) is there


def forged(state: str) -> str:
    """The same, an hour later, in the hope that nobody looks."""
    nonce, given, signature = state.split(".")
    return f"{nonce}.{int(given) + 3600}.{signature}"


@pytest.mark.parametrize(
    "told",
    [
        lambda state: {"state": state},
        lambda state: {"code": CODE},
        lambda state: {"code": CODE, "state": ""},
        lambda state: {"code": "", "state": state},
        lambda state: {"code": CODE, "state": state[:-1]},
        lambda state: {"code": CODE, "state": f"{state}é"},
        lambda state: {"error": "server_error", "state": state},
    ],
)
def test_who_comes_back_with_something_else_gets_nowhere(home: Path, told: object) -> None:
    async def go() -> None:
        async with desk(home) as here:
            page = await here.return_with(**told(await here.click()))
            assert page.status_code == 400
            assert "Open the link again" in read(page)["p"]
            assert (here.wire.asked, here.begun, await here.kept()) == ([], [], [])

    asyncio.run(go())


@pytest.mark.parametrize("made", [forged, lambda state: f"{state}0", lambda _: "", lambda _: "a.b.c", lambda _: "é"])
def test_a_state_that_we_did_not_give_gets_nowhere_even_with_a_cookie_to_it(home: Path, made: object) -> None:
    async def go() -> None:
        async with desk(home) as here:
            assert await here.insist(made(await here.click())) == 400
            assert here.wire.asked == []

    asyncio.run(go())


def test_a_state_signed_with_another_key_gets_nowhere(home: Path) -> None:
    async def go() -> None:
        async with desk(home) as here:
            state = await here.click()
            unlock(parse_keys(new_keys(), "another's"))
            assert (await here.return_with(code=CODE, state=state)).status_code == 400
            assert here.wire.asked == []

    asyncio.run(go())


def test_a_state_is_good_for_ten_minutes(home: Path) -> None:
    async def go(by: timedelta) -> int:
        async with desk(home) as here:
            state = await here.click()
            here.move(by)
            return await here.insist(state)

    second = timedelta(seconds=1)
    assert [asyncio.run(go(by)) for by in (TIME - second, TIME)] == [200, 400]


@pytest.mark.parametrize("theirs", ["none", "another"])
def test_a_state_from_another_browser_gets_nowhere(home: Path, theirs: str) -> None:
    async def go() -> None:
        async with desk(home) as here:
            state = await here.click()
            here.browser.cookies.clear()
            if theirs == "another":
                await here.click()
            assert (await here.return_with(code=CODE, state=state)).status_code == 400
            assert here.wire.asked == []

    asyncio.run(go())


def test_a_state_is_used_once_however_it_comes_again(home: Path) -> None:
    async def go() -> None:
        async with desk(home) as here:
            state = await here.click()
            assert sorted(await asyncio.gather(*(here.insist(state) for _ in range(3)))) == [200, 400, 400]
            assert len(here.wire.asked) == len(here.begun) == 1

    asyncio.run(go())


def test_what_was_used_is_remembered_in_bounds(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slack_install, "REMEMBERED", 2)

    async def go() -> list[int]:
        async with desk(home) as here:
            states = [await here.click() for _ in range(3)]
            return [await here.insist(one) for one in (*states, states[2], states[0])]

    assert asyncio.run(go()) == [200, 200, 200, 400, 200]


def test_another_process_takes_back_whom_this_one_sent(home: Path) -> None:
    async def go() -> None:
        async with desk(home) as here:
            state = await here.click()
            async with browsing(here.parts, here.wire.client, here.begin) as other:
                other.cookies = here.browser.cookies
                page = await other.get(REDIRECT_PATH, params={"code": CODE, "state": state})
            assert (page.status_code, len(here.begun)) == (200, 1)

    asyncio.run(go())


def test_who_says_no_is_not_scolded(home: Path) -> None:
    async def go() -> None:
        async with desk(home) as here:
            page = await here.return_with(error="access_denied", state=await here.click())
            assert page.status_code == 200
            assert "that is fine" in read(page)["p"]
            assert (here.wire.asked, await here.kept()) == ([], [])

    asyncio.run(go())


@pytest.mark.parametrize(
    ("answer", "status", "code", "says"),
    [
        (granted(scope="commands"), 200, 400, "Not everything was allowed that the coach needs: app_mentions:read"),
        (granted(is_enterprise_install=True), 200, 400, "choose one workspace"),
        ({"ok": False, "error": "invalid_code"}, 200, 400, "used already, or is too old"),
        ("<h1>Oops</h1>", 503, 502, "Wait a few minutes, then open the link again"),
        (None, 200, 502, "Wait a few minutes"),
    ],
)
def test_what_cannot_be_installed_says_why(home: Path, answer: object, status: int, code: int, says: str) -> None:
    async def go() -> None:
        async with desk(home) as here:
            here.wire.answer, here.wire.status = answer, status
            page = await here.return_with(code=CODE, state=await here.click())
            assert page.status_code == code
            assert says in read(page)["p"]
            assert (here.begun, await here.kept()) == ([], [])

    asyncio.run(go())


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", '"><img src=x onerror=1>', "a & b", "{name}", "\u202enever"]
)
def test_a_workspaces_name_is_words_and_nothing_else(home: Path, name: str) -> None:
    async def go() -> None:
        async with desk(home) as here:
            here.wire.answer = granted(team={"id": "T0NORTH", "name": name})
            page = await here.return_with(code=CODE, state=await here.click())
            assert read(page)["bdi"] == name
            assert (await here.kept())[0].name == name

    asyncio.run(go())


def test_when_it_cannot_be_saved_nothing_begins(home: Path) -> None:
    async def go() -> None:
        async with desk(home) as here:
            state = await here.click()
            holding = locked(home)
            try:
                page = await here.return_with(code=CODE, state=state)
            finally:
                holding.close()
            assert page.status_code == 503
            assert "open the link again" in read(page)["p"]
            assert (here.begun, await here.kept()) == ([], [])

    asyncio.run(go())


def test_what_is_saved_but_cannot_begin_is_told(home: Path) -> None:
    async def go() -> None:
        async with desk(home) as here:
            here.fails = True
            page = await here.return_with(code=CODE, state=await here.click())
            assert page.status_code == 500
            assert "coach serve" in read(page)["p"]
            assert await here.kept() == [HELD]

    asyncio.run(go())


def test_no_name_no_token_and_no_code_is_logged(home: Path) -> None:
    async def go() -> None:
        async with desk(home) as here:
            state = await here.click()
            await here.return_with(code=CODE, state=state)
            await here.return_with(code=CODE, state=state)

    with capture_logs() as logs:
        asyncio.run(go())
    assert "slack:T0NORTH" in str(logs)
    assert not re.findall(f"North Hope|{TOKEN}|{CODE}", str(logs))
