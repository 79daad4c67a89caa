"""A workspace takes the app in, in somebody's browser; and who says no, or comes without the link, changes nothing."""

import asyncio
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError

import pytest

from bot.channels.slack.manifest import SCOPES
from tests.acceptance.process import Coach, free_port
from tests.acceptance.slack.coach import hooked, installable, is_ready, running
from tests.acceptance.slack.stories import tapped, wrote
from tests.acceptance.slack.town import HTTP, WAYS, Town, town_in

NEW = "T0005EEE"
WAY_IN, WAY_BACK = "/slack/install", "/slack/oauth_redirect"


@contextmanager
def empty_town(home: Path, way: str) -> Iterator[Town]:
    """A town in which no workspace has the app, and a coach into which one may come by a link."""
    port = free_port()
    with town_in(home, ()) as town:
        town.api.team(NEW, "Quietwater", "")
        town.api.oauth.team = NEW
        brought = hooked(town.api, port) if way == HTTP else {}
        with running(home, town.api, **{**brought, **installable(town.api, port)}) as town.coach:
            yield town


def browse(coach: Coach, path: str, jar: CookieJar) -> tuple[int, str]:
    """Open a page in a browser that follows where it is sent; the status and the words where it ends."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    try:
        with browser.open(coach.url + path, timeout=20) as page:
            return page.status, page.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.read().decode()


@pytest.mark.parametrize("way", WAYS)
def test_a_workspace_installs_the_app_with_the_scopes_of_the_manifest_and_its_first_hello_is_answered(
    home: Path, way: str
) -> None:
    with empty_town(home, way) as town:
        assert town.coach.health()["database"] == "well"
        status, page = browse(town.coach, WAY_IN, CookieJar())
        assert (status, "Quietwater" in page) == (200, True)
        is_ready(town.coach, town.api, (NEW,))
        assert town.api.team(NEW).scopes == set(SCOPES)
        ann = town.newcomer(NEW)

        async def story() -> None:
            await wrote(ann, "hello", "Is that okay?")
            await tapped(ann, "Yes, let us start", "Which country")

        town.api.call(story())
        assert town.coach.stop() == 0
        assert town.wrong() == []


def test_an_installed_workspace_is_served_again_after_a_new_start(home: Path) -> None:
    with empty_town(home, HTTP) as town:
        browse(town.coach, WAY_IN, CookieJar())
        is_ready(town.coach, town.api, (NEW,))
        assert town.coach.stop() == 0
        port = free_port()
        settings = {**hooked(town.api, port), **installable(town.api, port)}
        with running(town.home, town.api, "again.log", **settings) as town.coach:
            is_ready(town.coach, town.api, (NEW,))
            bo = town.newcomer(NEW)
            town.api.call(wrote(bo, "hello", "Is that okay?"))
        assert town.wrong() == []


def test_two_workspaces_install_the_app_at_the_same_moment(home: Path) -> None:
    with empty_town(home, HTTP) as town:
        town.api.team("T0006FFF", "Loudwater", "")
        town.api.oauth.team = (
            ""  # each page is opened in the first workspace that has no app yet, and the other has one by then
        )

        async def both() -> list[tuple[int, str]]:
            return await asyncio.gather(*(asyncio.to_thread(browse, town.coach, WAY_IN, CookieJar()) for _ in range(2)))

        assert [status for status, _ in asyncio.run(both())] == [200, 200]
        browse(town.coach, WAY_IN, CookieJar())
        is_ready(town.coach, town.api, (NEW, "T0006FFF"))
        people = [town.newcomer(team) for team in (NEW, "T0006FFF")]

        async def story() -> None:
            await asyncio.gather(*(wrote(one, "hello", "Is that okay?") for one in people))

        town.api.call(story())
        assert town.wrong() == []


def test_who_declines_and_who_comes_without_the_link_install_nothing(home: Path) -> None:
    with empty_town(home, HTTP) as town:
        town.api.oauth.declines = True
        status, page = browse(town.coach, WAY_IN, CookieJar())
        assert (status, "Nothing was installed" in page) == (200, True)
        for query in ("", "?code=C1.code", "?code=C1.code&state=forged", "?state=x"):
            assert browse(town.coach, WAY_BACK + query, CookieJar())[0] == 400
        assert town.api.called("oauth.v2.access") == []
        assert "workspace_begun" not in town.coach.told
        assert town.wrong() == []
