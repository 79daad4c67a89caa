"""OAuth: a workspace takes the coach in. The address it is asked at, and what it gives for the code it comes back with."""

import asyncio
import logging
import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast
from urllib.parse import urlencode, urlsplit

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.channels.port import Unreachable
from bot.channels.slack.manifest import SCOPES
from bot.domain.installation import Installation

PATIENCE = 8
BEGIN_AGAIN = "Begin again at the link that you were given."
AWAY = "Slack could not be reached, or was at fault"
# The library writes answers into its log, and the token is one of them: it gets a logger that says nothing.
QUIET = logging.getLogger("bot.channels.slack.oauth.wire")
QUIET.disabled = True
QUIET.setLevel(logging.CRITICAL)


class NotInstalled(Exception):
    """Slack gave no installation that we can use. The message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Client:
    """The app as Slack knows it, and where people come back to. `api_root` is Slack's API."""

    id: str
    secret: str = field(repr=False)
    api_root: str
    redirect_uri: str


def authorize_url(client: Client, state: str) -> str:
    """Where somebody is asked whether their workspace takes the coach in; `state` comes back with them."""
    root = urlsplit(client.api_root)
    asked = {
        "client_id": client.id,
        "scope": ",".join(SCOPES),
        "redirect_uri": client.redirect_uri,
        "state": state,
    }
    return f"{root.scheme}://{root.netloc}{root.path.removesuffix('/api')}/oauth/v2/authorize?{urlencode(asked)}"


async def exchange(client: Client, code: str, now: datetime) -> Installation:
    """The installation that a code stands for. Raises NotInstalled, and Unreachable where Slack is away or at fault."""
    answer = await _asked(client, code)
    team, token = _part(answer, "team"), _text(answer, "access_token")
    if answer.get("is_enterprise_install") is True or not team:
        raise NotInstalled(
            "It was installed for a whole organization, and the coach works in single workspaces. "
            "Begin again, and choose one workspace."
        )
    if not TOKEN.fullmatch(token):
        raise NotInstalled(
            "Slack gave a token that the coach cannot use. "
            "Whoever runs the coach: token rotation must be off in the app's settings, under OAuth & Permissions."
        )
    scopes = _text(answer, "scope")
    missing = sorted(set(SCOPES) - set(scopes.split(",")))
    if missing:
        raise NotInstalled(f"Not everything was allowed that the coach needs: {', '.join(missing)}. {BEGIN_AGAIN}")
    id, bot_user = _text(team, "id"), _text(answer, "bot_user_id")
    if not ID.fullmatch(id) or not ID.fullmatch(bot_user):
        raise NotInstalled(f"Slack did not say which workspace it is, or who the coach is there. {BEGIN_AGAIN}")
    return Installation(
        account=f"slack:{id}",
        name=_text(team, "name") or id,
        app=_text(answer, "app_id"),
        bot_user=bot_user,
        installed_at=now,
        token=token,
        scopes=scopes,
    )


async def _asked(client: Client, code: str) -> Mapping[str, object]:
    web = AsyncWebClient(base_url=client.api_root, timeout=PATIENCE, retry_handlers=[], logger=QUIET)
    # What the library raises holds the whole answer: none of it goes on from here.
    try:
        async with asyncio.timeout(PATIENCE):
            # By its name: the library's own method for it builds this header from a class that is going away.
            answer = await web.api_call(
                "oauth.v2.access",
                data={"code": code, "redirect_uri": client.redirect_uri},
                headers={"Authorization": f"Basic {b64encode(f'{client.id}:{client.secret}'.encode()).decode()}"},
            )
    except SlackApiError as error:
        raise _why(_error_of(error), client) from None
    except Exception as error:  # no connection, no answer in time, or one that is no JSON object
        raise Unreachable(f"{AWAY} ({type(error).__name__})", perhaps_sent=True) from None
    return cast("Mapping[str, object]", answer.data)


def _error_of(error: SlackApiError) -> str:
    """What Slack named as wrong; "" where its answer was none of its own words."""
    answer = error.response
    told = answer.data if isinstance(answer, AsyncSlackResponse) else None
    named = str(told.get("error") or "") if isinstance(told, dict) else ""
    return named if ERROR.fullmatch(named) else ""


def _why(error: str, client: Client) -> NotInstalled | Unreachable:
    if error in THEIR_FAULT:
        return Unreachable(f"{AWAY} ({error or 'no answer of its own'})")
    if error in USED:
        return NotInstalled(f"This way in was used already, or is too old. {BEGIN_AGAIN}")
    if error in OUR_SETTINGS:
        return NotInstalled(
            f"Slack does not know the coach by what it was told ({error}). Whoever runs the coach: take "
            "COACH_SLACK_CLIENT_ID and COACH_SLACK_CLIENT_SECRET from the app's Basic Information."
        )
    if error == "bad_redirect_uri":
        return NotInstalled(
            f"Slack does not know where to bring you back to. Whoever runs the coach: add {client.redirect_uri} "
            "to the Redirect URLs of the app, under OAuth & Permissions."
        )
    return NotInstalled(f"Slack said no ({error}). {BEGIN_AGAIN}")


def _part(answer: Mapping[str, object], name: str) -> Mapping[str, object]:
    part = answer.get(name)
    return cast("Mapping[str, object]", part) if isinstance(part, dict) else {}


def _text(answer: Mapping[str, object], name: str) -> str:
    value = answer.get(name)
    return value if isinstance(value, str) else ""


TOKEN = re.compile(r"xoxb-[A-Za-z0-9_-]{3,250}")
ID = re.compile(r"[A-Z][A-Z0-9]{1,30}")
ERROR = re.compile(r"[a-z0-9_]{1,60}")
USED = frozenset({"invalid_code", "code_already_used", "code_expired"})
OUR_SETTINGS = frozenset({"invalid_client_id", "bad_client_secret", "invalid_client", "client_id_mismatch"})
THEIR_FAULT = frozenset({"", "ratelimited", "internal_error", "fatal_error", "service_unavailable", "request_timeout"})
