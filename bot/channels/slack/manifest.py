"""Manifest: what our app asks of Slack and offers there, from which a workspace makes it: docs/slack-manifest.yaml."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.channels.slack.cutting import shortened
from bot.channels.slack.updates import COMMANDS, REPORT

# What the bot may do, each with what it is for: https://docs.slack.dev/reference/scopes
SCOPES = {
    "app_mentions:read": "hear a mention in a channel, to point to the direct message",
    "chat:write": "answer, and show on a message which choice was taken",
    "commands": "/coach, and the shortcut on a message",
    "dnd:read": "hold prompts back while somebody is not to be disturbed",
    "files:read": "see that a picture or a copy of data has arrived, and read the content that staff send",
    "files:write": "send pictures, and copies of somebody's own data to them",
    "im:history": "read what people write to us in the direct message",
    "im:write": "open the direct message with somebody",
    "users:read": "offer the time zone and language that somebody has in Slack",
}
# What we hear of, each with what it is for: https://docs.slack.dev/reference/events
EVENTS = {
    "app_home_opened": "draw somebody's page when they look at it",
    "app_mention": "point to the direct message",
    "app_uninstalled": "stop, and forget the token of the workspace",
    "message.im": "what people write to us",
    "tokens_revoked": "stop, and forget the token of the workspace",
}
COMMAND = "/coach"  # from anywhere in Slack to the direct message
SHORTCUT = REPORT  # from a message of ours to a report about it
EVENTS_PATH = "/slack/events"  # one address for events, taps, windows, commands and shortcuts
REDIRECT_PATH = "/slack/oauth_redirect"  # where Slack sends who installs the app


@dataclass(frozen=True, slots=True)
class Face:
    """What people read about the app in Slack: its name, what it is in a line and at length, and the shortcut on a message."""

    name: str
    short: str
    about: str
    shortcut: str
    shortcut_hint: str


def manifest(face: Face, public_url: str | None) -> dict[str, object]:
    """The app as Slack takes it, for Socket Mode or, with a public address, for HTTP.

    https://docs.slack.dev/reference/app-manifest
    """
    root = public_url.rstrip("/") if public_url else None
    return {
        "display_information": _shown(face),
        "features": _features(face, root),
        "oauth_config": {
            **({"redirect_urls": [root + REDIRECT_PATH]} if root else {}),
            "scopes": {"bot": list(SCOPES)},
        },
        "settings": _settings(root),
    }


def written(manifest: Mapping[str, object]) -> str:
    """A manifest as YAML to be pasted at Slack, with what each scope and event is for, and how to change between the modes."""
    settings = manifest["settings"]
    is_socket = isinstance(settings, Mapping) and settings.get("socket_mode_enabled") is True
    head = _HEAD + (_FOR_SOCKET if is_socket else _FOR_HTTP)
    return "".join(f"{line}\n" for line in (*head, *_lines(manifest)))


def _shown(face: Face) -> dict[str, object]:
    about = shortened(face.about.strip(), _LONGEST_ABOUT)
    return {
        "name": shortened(face.name, _LONGEST_NAME),
        "description": shortened(face.short, _LONGEST_SHORT),
        **({"long_description": about} if len(about) >= _SHORTEST_ABOUT else {}),
    }


def _features(face: Face, root: str | None) -> dict[str, object]:
    return {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": shortened(face.name, _LONGEST_NAME), "always_online": True},
        "shortcuts": [
            {
                "name": shortened(face.shortcut, _LONGEST_SHORTCUT),
                "type": "message",
                "callback_id": SHORTCUT,
                "description": shortened(face.shortcut_hint, _LONGEST_HINT),
            }
        ],
        "slash_commands": [
            {
                "command": COMMAND,
                **({"url": root + EVENTS_PATH} if root else {}),
                "description": shortened(face.short, _LONGEST_SHORT),
                "usage_hint": f"[{' | '.join(('help', *COMMANDS))}]",
                "should_escape": False,
            }
        ],
    }


def _settings(root: str | None) -> dict[str, object]:
    address = {"request_url": root + EVENTS_PATH} if root else {}
    return {
        "event_subscriptions": {**address, "bot_events": list(EVENTS)},
        "interactivity": {"is_enabled": True, **address},
        "org_deploy_enabled": False,
        "socket_mode_enabled": root is None,
        "token_rotation_enabled": False,
    }


def _lines(part: Mapping[str, object], depth: int = 0) -> Iterator[str]:
    """YAML by hand: the library's knows no comments."""
    room = "  " * depth
    for name, value in part.items():
        if isinstance(value, Mapping):
            yield f"{room}{name}:"
            yield from _lines(value, depth + 1)
        elif isinstance(value, Sequence) and not isinstance(value, str):
            yield f"{room}{name}:"
            for one in value:
                yield from _entry(one, depth + 1)
        elif isinstance(value, str) and _PARAGRAPHS.fullmatch(value):
            yield f"{room}{name}: |-"
            yield from (f"{room}  {line}" if line else "" for line in value.split("\n"))
        else:
            yield f"{room}{name}: {_scalar(value)}"


def _entry(one: object, depth: int) -> Iterator[str]:
    room = "  " * depth
    if isinstance(one, Mapping):
        first, *others = _lines(one, depth + 1)
        yield f"{room}- {first.lstrip()}"
        yield from others
    else:
        why = _REASONS.get(str(one))
        yield f"{room}- {_scalar(one)}" + (f"  # {why}" if why else "")


def _scalar(value: object) -> str:
    """A value as YAML: bare where it can be nothing but these words, else as JSON, which is YAML too."""
    return value if isinstance(value, str) and _BARE.fullmatch(value) else json.dumps(value, ensure_ascii=False)


# https://docs.slack.dev/reference/app-manifest: lengths, and that a shorter long_description is refused.
_LONGEST_NAME = 35
_LONGEST_SHORT = 140
_SHORTEST_ABOUT, _LONGEST_ABOUT = 175, 4000
_LONGEST_SHORTCUT = 24
_LONGEST_HINT = 150
_REASONS = {**SCOPES, **EVENTS}
_BARE = re.compile(r"(?!(?:true|false|null|yes|no|on|off|y|n)\Z)[a-z]+(?:[._:][a-z]+)*", re.IGNORECASE | re.ASCII)
_PARAGRAPHS = re.compile(r"[!-~](?:[ -~]*\n\n?[!-~])+[ -~]*", re.ASCII)  # what YAML takes as it is
_HEAD = (
    "# The app as Slack takes it: at https://api.slack.com/apps choose Create New App, then From a manifest.",
    "# Made from bot/channels/slack/manifest.py by `coach slack-manifest`; a test holds the two equal. docs/slack.md goes on.",
)
_FOR_SOCKET = (
    "# This one is for Socket Mode. For HTTP, with COACH_PUBLIC_URL set, `coach slack-manifest` writes the other: there",
    "# socket_mode_enabled is false, and these stand in it too, each with your own address before it:",
    f"#   event_subscriptions, interactivity: request_url: https://coach.example.org{EVENTS_PATH}",
    f"#   slash_commands: url: https://coach.example.org{EVENTS_PATH}",
    f"#   oauth_config: redirect_urls: https://coach.example.org{REDIRECT_PATH}",
)
_FOR_HTTP = (
    "# This one is for HTTP. Without COACH_PUBLIC_URL, `coach slack-manifest` writes the one for Socket Mode.",
)
