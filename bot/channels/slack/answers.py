"""Answers: what came back over the wire, or kept anything from coming back, and what it means to whoever sends."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

import aiohttp

from bot.channels.port import Gone, Refused, Throttled, Unreachable

# Methods after which something may stand in a chat: when nobody knows how they ended, it is in doubt.
SAYING = frozenset({"chat.postMessage", "chat.postEphemeral", "files.completeUploadExternal"})

# The error codes are those of https://docs.slack.dev/reference/methods/chat.postMessage#errors, /conversations.open#errors and
# /auth.test#errors.
TOO_FAST = frozenset({"ratelimited", "rate_limited"})
# The workspace took the token back, or the app out; or so it says: an outage may say it too.
TAKEN_BACK = frozenset({"account_inactive", "token_revoked"})
# The token works no more, or not for this workspace. (`invalid_auth` also means an address that the workspace shuts out.)
WORKSPACE_GONE = TAKEN_BACK | {
    *("token_expired", "invalid_auth", "not_authed", "team_access_not_granted", "team_not_found"),
}
# The person is not there, or not for us. A direct message that is not found was theirs.
PERSON_GONE = frozenset(
    {
        *("user_disabled", "user_not_found", "users_not_found", "user_not_visible", "user_not_in_team"),
        *("cannot_dm_bot", "channel_not_found", "is_archived", "is_inactive", "invalid_user_combination"),
    }
)
# "It's possible some aspect of the operation succeeded before the error was raised."
AT_FAULT = frozenset({"fatal_error", "internal_error", "request_timeout", "service_unavailable"})
# The workspace moves into an organization: "intermittently unavailable", and "not available until migration is complete".
MOVING = frozenset({"org_login_required", "team_added_to_org"})

# https://docs.slack.dev/apis/web-api/rate-limits: Retry-After is a number of seconds.
SECONDS = re.compile(r"\d{1,9}(\.\d{1,9})?", re.ASCII)
UNTOLD = timedelta(seconds=5)
SHORTEST, LONGEST = timedelta(seconds=1), timedelta(minutes=10)

CODE = re.compile(r"[a-z][a-z0-9_]{0,79}")
SCOPES = re.compile(r"[a-z]{1,20}([.:_,-][a-z]{1,20}){0,6}")
TEAM = re.compile(r"[A-Z][A-Z0-9]{1,30}", re.ASCII)
POINTER = re.compile(r"\[json-pointer:((?:/[a-z_]{1,30}|/\d{1,3}){1,12})\]")

NOT_SENT = (
    *(aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.ServerFingerprintMismatch),
    *(aiohttp.InvalidURL, aiohttp.NonHttpUrlClientError),
)


class Redirected(Exception):
    """A server on the way wanted our call elsewhere: nothing of it goes there."""


class Unreadable(Exception):
    """What came back is no answer of Slack's."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the status, the header Retry-After, and what could be read of the body, which may be anything."""

    status: int
    retry_after: str
    body: object


def refusal(method: str, answer: Answer, now: datetime) -> Exception:
    """What an answer that is no success means: one of the four failures.

    Its text names the method and Slack's own code, and never what was sent or a page of some server on the way.
    """
    body = cast("Mapping[str, object]", answer.body) if isinstance(answer.body, dict) else {}
    code = _code(body)
    if answer.status == 429 or code in TOO_FAST:
        return Throttled(now + wait_of(answer.retry_after))
    if answer.status >= 500 or code in AT_FAULT:
        return _unknown(method, f"Slack was at fault ({code or answer.status})")
    if body.get("ok") is not False or not code:
        return _strange(method, answer.status)
    if code in MOVING:
        return Unreachable(f"{method}: the workspace is being moved into an organization ({code})")
    if code in WORKSPACE_GONE:
        return Gone(f"{method}: {code}", everybody=True)  # or so it says: nobody has left by this alone
    if code in PERSON_GONE:
        return Gone(f"{method}: {code}")
    return Refused(f"{method}: {code}{_more(code, body)}")


def was_taken_back(error: Gone) -> bool:
    """Whether Slack says by this that the workspace took our token back, or the app out."""
    return str(error).rpartition(": ")[2] in TAKEN_BACK


def team_of(told: Mapping[str, object]) -> str:
    """The workspace that an answer of auth.test is about. Raises Unreachable where it names none."""
    team = told.get("team_id")
    if not isinstance(team, str) or not TEAM.fullmatch(team):
        raise Unreachable("auth.test: Slack named no workspace")
    return team


def breakage(method: str, error: Exception) -> Unreachable:
    """What it means that no answer came, or none that can be read."""
    perhaps = method in SAYING and not isinstance(error, (*NOT_SENT, Redirected))
    return Unreachable(f"{method}: Slack was not reached ({type(error).__name__})", perhaps_sent=perhaps)


def wait_of(retry_after: str) -> timedelta:
    """How long Slack wants us to wait; a few seconds where it says nothing that can be read."""
    told = retry_after.strip()
    if not SECONDS.fullmatch(told):
        return UNTOLD
    return min(max(timedelta(seconds=math.ceil(float(told))), SHORTEST), LONGEST)


def _code(body: Mapping[str, object]) -> str:
    """Slack's name for what is wrong; "" where there is none, and "unreadable_code" for what is no name."""
    code = body.get("error")
    if not isinstance(code, str) or not code:
        return ""
    return code if CODE.fullmatch(code) else "unreadable_code"


def _strange(method: str, status: int) -> Unreachable:
    """No answer of Slack's: with an error status some server on the way did not let the call through."""
    if 300 <= status < 500:
        return Unreachable(f"{method}: a server on the way to Slack answered {status}")
    return _unknown(method, f"Slack's answer cannot be read ({status})")


def _unknown(method: str, what: str) -> Unreachable:
    return Unreachable(f"{method}: {what}", perhaps_sent=method in SAYING)


def _more(code: str, body: Mapping[str, object]) -> str:
    """What helps to mend it, where Slack tells: a scope, or the place in our own blocks."""
    needed = body.get("needed")
    if code == "missing_scope":
        scope = (
            needed if isinstance(needed, str) and SCOPES.fullmatch(needed) else "the scopes of docs/slack-manifest.yaml"
        )
        return f": the app needs {scope}. Add it under OAuth & Permissions, and install the app in the workspace again."
    metadata = body.get("response_metadata")
    told = metadata.get("messages") if isinstance(metadata, dict) else None
    places = [found[1] for one in (told if isinstance(told, list) else ()) if (found := POINTER.search(str(one)))]
    return f" at {', '.join(places[:3])}" if places else ""
