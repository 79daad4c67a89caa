"""Slack's signatures, and the ways to get them wrong: what `knock` brings is nothing that the platform brought."""

import hashlib
import hmac
import json
import urllib.request
from urllib.error import HTTPError
from urllib.parse import urlencode

from tests.acceptance.slack.flaws import Json

FORM, JSON = "application/x-www-form-urlencoded", "application/json"
PATIENCE = 20.0


def signed(secret: str, body: bytes, timestamp: int) -> dict[str, str]:
    """The headers that prove where a body comes from: https://docs.slack.dev/authentication/verifying-requests-from-slack"""
    said = b":".join((b"v0", str(timestamp).encode(), body))
    proof = "v0=" + hmac.new(secret.encode(), said, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": str(timestamp), "X-Slack-Signature": proof}


def wrongly_signed(secret: str, body: bytes, now: int) -> dict[str, dict[str, str]]:
    """Headers that must not be believed, by what is wrong with them."""
    good = signed(secret, body, now)
    return {
        "forged": signed("another " + secret, body, now),
        "of another body": signed(secret, body + b" ", now),
        "stale": signed(secret, body, now - 60 * 6),
        "from the future": signed(secret, body, now + 60 * 6),
        "no signature": {"X-Slack-Request-Timestamp": str(now)},
        "empty signature": {**good, "X-Slack-Signature": ""},
        "no timestamp": {"X-Slack-Signature": good["X-Slack-Signature"]},
        "another timestamp": {**good, "X-Slack-Request-Timestamp": str(now + 1)},
        "timestamp that is no number": {**good, "X-Slack-Request-Timestamp": "soon"},
        "none at all": {},
    }


def written(kind: str, payload: Json) -> tuple[bytes, str]:
    """A payload as it goes to a request URL, and its Content-Type."""
    if kind == "events_api":
        return json.dumps(payload).encode(), JSON
    fields = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
    return urlencode(fields).encode(), FORM


def knock(url: str, body: bytes, headers: dict[str, str], kind: str = JSON) -> tuple[int, str]:
    """Bring a body to a request URL as somebody would, from any thread; the status and the body of the answer."""
    request = urllib.request.Request(url, body, {"Content-Type": kind, **headers})
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.read().decode()
