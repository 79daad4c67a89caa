"""A coach that Slack's workspaces can take in, with a Slack and a browser; and a reader of its pages."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import httpx

from bot.channels.slack.manifest import REDIRECT_PATH, SCOPES
from bot.channels.slack.oauth import Client
from bot.domain.installation import Installation
from bot.services.installing import installed
from bot.services.parts import Parts
from bot.web.app import web_app
from bot.web.slack_install import COOKIE, INSTALL, install_routes
from tests.bot.channels.slack.oauth_wire import CODE, REDIRECT_URI, TOKEN, Wire, slack
from tests.bot.services.conftest import START, Notebook, coach

HERE = "https://coach.example"
HELD = Installation("slack:T0NORTH", "North Hope", "A0APP", "U0BOT", START, TOKEN, ",".join(SCOPES))


@dataclass
class Desk:
    """A coach that workspaces can take in, its Slack, and a browser."""

    parts: Parts
    wire: Wire
    browser: httpx.AsyncClient
    begun: list[Installation] = field(default_factory=list)
    fails: bool = False

    async def begin(self, installation: Installation) -> None:
        """Begin in a workspace, as the process would."""
        if self.fails:
            raise RuntimeError("no socket")
        self.begun.append(installation)

    async def click(self) -> str:
        """Follow the link; the state that Slack is given."""
        answer = await self.browser.get(INSTALL)
        assert answer.status_code == 302
        return parse_qs(urlsplit(answer.headers["location"]).query)["state"][0]

    async def return_with(self, **told: str) -> httpx.Response:
        """Come back from Slack with these."""
        return await self.browser.get(REDIRECT_PATH, params=told)

    async def insist(self, state: str) -> int:
        """Come back with a state and a cookie to it, whatever the browser has; the status of the page."""
        self.browser.cookies.clear()
        headers = {"cookie": f"{COOKIE}={state}".encode()}
        told = {"code": CODE, "state": state}
        return (await self.browser.get(REDIRECT_PATH, params=told, headers=headers)).status_code

    async def kept(self) -> list[Installation]:
        """The workspaces that have the coach."""
        return await self.parts.store.read(installed)

    def move(self, by: timedelta) -> None:
        """Let time pass."""
        self.parts.clock.move(self.parts.clock.now() + by)


def browsing(parts: Parts, client: Client, desk_begins: object) -> httpx.AsyncClient:
    """A fresh browser before a process that has these parts."""
    app = web_app(parts, hooks=install_routes(parts, client, desk_begins))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=HERE)


@asynccontextmanager
async def desk(home: Path, url: str = "", redirect_uri: str = REDIRECT_URI) -> AsyncIterator[Desk]:
    """Everything for an installation."""
    async with coach(home, Notebook(), url) as parts, slack() as wire:
        made = Desk(parts, wire, httpx.AsyncClient())
        await made.browser.aclose()
        client = replace(wire.client, redirect_uri=redirect_uri)
        async with browsing(parts, client, made.begin) as made.browser:
            yield made


def read(page: httpx.Response) -> dict[str, str]:
    """The words of a page by the element they stand in, once it is what every page of ours must be."""
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["content-security-policy"].startswith("default-src 'none'")
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "no-referrer"
    html = ElementTree.fromstring(page.text)  # ours are strict enough to be read as XML
    words: dict[str, str] = {}
    for element in html.iter():
        words[element.tag] = words.get(element.tag, "") + "".join(element.itertext())
    assert html.get("lang") == "en"
    assert words["title"] == words["h1"]
    assert words["p"]
    assert set(words) <= {"html", "head", "meta", "title", "body", "main", "h1", "p", "bdi"}
    return words
