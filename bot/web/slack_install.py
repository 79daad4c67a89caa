"""The way in for Slack's workspaces: a link that asks Slack, and the page on which whoever looks after one comes back."""

import secrets
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from html import escape
from urllib.parse import urlsplit

import structlog
from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.channels.port import Unreachable
from bot.channels.slack.manifest import REDIRECT_PATH
from bot.channels.slack.oauth import Client, NotInstalled, authorize_url, exchange
from bot.domain.installation import Installation
from bot.services.installing import install
from bot.services.parts import Parts
from bot.store.sealed import keys_in_force

INSTALL = "/slack/install"
COOKIE = "coach_slack_install"
TIME = timedelta(minutes=10)
REMEMBERED = 1000
SAFE = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

Installed = Callable[[Installation], Awaitable[None]]

log = structlog.get_logger()


def install_routes(parts: Parts, client: Client, installed: Installed) -> list[Route]:
    """The link, and the page to come back to; `installed` begins in a workspace that is already kept."""
    way_in = _WayIn(parts, client, installed)
    return [Route(INSTALL, way_in.ask, methods=["GET"]), Route(REDIRECT_PATH, way_in.take, methods=["GET"])]


class _WayIn:
    """Knows which states were used. Each stands for one visit: it is signed, ten minutes old at most, and in a cookie.

    Another process may have given it, and forgets nothing by that: the key is the house's. What was used is remembered here alone,
    and only for the last thousand: beside it the cookie is taken back, and Slack takes each code once.
    """

    def __init__(self, parts: Parts, client: Client, installed: Installed) -> None:
        self._parts = parts
        self._client = client
        self._installed = installed
        self._used: dict[str, None] = {}
        came_back = urlsplit(client.redirect_uri)
        self._secure = came_back.scheme == "https"
        self._folder = came_back.path.rpartition("/")[0] or "/"

    async def ask(self, request: Request) -> Response:
        """Send somebody to Slack, with a fresh state."""
        state = _signed(secrets.token_urlsafe(16), self._parts.clock.now())
        answer = RedirectResponse(authorize_url(self._client, state), 302, headers=SAFE)
        answer.set_cookie(
            COOKIE,
            state,
            max_age=int(TIME.total_seconds()),
            path=self._folder,
            secure=self._secure,
            httponly=True,
            samesite="lax",
        )
        return answer

    async def take(self, request: Request) -> Response:
        """Take somebody back from Slack, and in with them their workspace."""
        told = request.query_params
        if told.get("error") == "access_denied":
            return _page(200, "Nothing was installed", CANCELLED)
        state, code = told.get("state", ""), told.get("code", "")
        if not code or not self._is_theirs(state, request.cookies.get(COOKIE, "")):
            return _page(400, "That did not work", UNKNOWN)
        self._remember(state)  # before anything is awaited: of two that come at once one goes on
        page = await self._installation(code)
        page.delete_cookie(COOKIE, path=self._folder, secure=self._secure, httponly=True, samesite="lax")
        return page

    async def _installation(self, code: str) -> HTMLResponse:
        now = self._parts.clock.now()
        try:
            installation = await exchange(self._client, code, now)
        except NotInstalled as error:
            log.warning("workspace_not_installed", error=str(error))
            return _page(400, "It could not be installed", str(error))
        except Unreachable as error:
            log.warning("workspace_not_installed", error=str(error))
            return _page(502, "Slack does not answer just now", AWAY)
        try:
            await self._parts.store.run(install, installation, now)
        except Exception as error:  # whatever keeps it from being saved, whoever waits is told
            log.error("workspace_not_saved", account=installation.account, error=type(error).__name__)
            return _page(503, "It could not be saved", NOT_SAVED)
        try:
            await self._installed(installation)
        except Exception as error:  # it is kept, and a new start of the process begins there
            log.error("workspace_not_begun", account=installation.account, error=type(error).__name__)
            return _page(500, "Installed, but not begun", NOT_BEGUN)
        log.info("workspace_installed", account=installation.account)
        return _page(200, "Peercoach is installed", WHERE, *NEXT, name=installation.name)

    def _is_theirs(self, state: str, cookie: str) -> bool:
        """Whether we gave this state, lately, to this browser, and it was not used yet."""
        return (
            secrets.compare_digest(_bytes(state), _bytes(cookie))
            and _is_ours(state, self._parts.clock.now())
            and state not in self._used
        )

    def _remember(self, state: str) -> None:
        self._used[state] = None
        while len(self._used) > REMEMBERED:
            del self._used[next(iter(self._used))]


def _signed(nonce: str, now: datetime) -> str:
    """A state: a nonce, when it was given, and what only we can make of both."""
    given = f"{nonce}.{int(now.timestamp())}"
    return f"{given}.{keys_in_force().fingerprint(PURPOSE, given)}"


def _is_ours(state: str, now: datetime) -> bool:
    given, _, signature = state.rpartition(".")
    if not secrets.compare_digest(_bytes(signature), _bytes(keys_in_force().fingerprint(PURPOSE, given))):
        return False
    age = int(now.timestamp()) - int(given.rpartition(".")[2])  # signed, so it is a number
    return age < TIME.total_seconds()  # it may come from a process whose clock goes before ours


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _page(status: int, title: str, *lines: str, name: str = "") -> HTMLResponse:
    """A page of plain words. `name` is the workspace's own, and stands for itself whatever is written in it."""
    shown = (escape(line).replace(NAME, f"<bdi>{escape(name)}</bdi>") for line in lines)
    words = "".join(f"<p>{line}</p>" for line in shown)
    head = '<meta charset="utf-8"/><meta name="viewport" content="width=device-width, initial-scale=1"/>'
    body = f"<main><h1>{escape(title)}</h1>{words}</main>"
    html = f'<!DOCTYPE html><html lang="en"><head>{head}<title>{escape(title)}</title></head><body>{body}</body></html>'
    return HTMLResponse(html, status, headers=SAFE)


PURPOSE = "slack install"  # no account is called this, so no signature is an address's fingerprint
NAME = "{name}"
CANCELLED = (
    "You did not allow it, and that is fine. Nothing has changed in your workspace. "
    "If you want it later, use the link again."
)
UNKNOWN = (
    "This page was opened without the link, in another browser, twice, or more than ten minutes after the link. "
    "Nothing was installed. Open the link again, and stay in one browser window."
)
AWAY = "Wait a few minutes, then open the link again. Doing it twice does no harm."
NOT_SAVED = (
    "Slack said yes, but the coach could not save it. Wait a few minutes, then open the link again. "
    "If it stays so, tell whoever runs the coach that its database does not answer."
)
NOT_BEGUN = (
    "It is saved, but the coach could not begin in your workspace. "
    "Whoever runs the coach: start coach serve again, and look into its log."
)
WHERE = "It is now in {name}."
NEXT = (
    "In Slack, open Apps, choose Peercoach, and say hello in its Messages tab. It then asks a few questions and begins.",
    "Tell your people where it is, and before they begin what is kept and who can read it: "
    "on Slack an employer may be able to export direct messages.",
    "To take it out again, remove the app in Slack, under your workspace's app settings.",
)
