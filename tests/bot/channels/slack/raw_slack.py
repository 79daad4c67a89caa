"""Requests as they come over Slack's wire, in the shapes of https://docs.slack.dev/reference."""

from collections.abc import Mapping

TEAM, APP, US, OUR_BOT = "T0123ABC", "A0KRD7HC3", "U0COACH", "B0COACH"
ANN, DM, ROOM = "U042ANN", "D0DIRECT", "C0ROOM"
SENT = 1_800_000_000  # 2027-01-15 08:00:00 UTC
STAMP = f"{SENT}.000200"
TRIGGER = "13345224609.738474920.8088930838d88f008e0"
EVENT = "Ev08MFMKH6"
PERSON = {"id": ANN, "username": "ann", "name": "ann", "team_id": TEAM}
WORKSPACE = {"id": TEAM, "domain": "north"}
AUTHORIZED = {
    "enterprise_id": None,
    "team_id": TEAM,
    "user_id": US,
    "is_bot": True,
    "is_enterprise_install": False,
}
PREVIEW = {"from_url": "https://example.org", "title": "Example", "fallback": "Example", "id": 1}
PASSED_ON = {"is_share": True, "author_id": "U9", "fallback": "[1 Jan] bo: I give up", "text": "I give up"}
LESSON = {
    "id": "F1", "mimetype": "text/plain", "name": "rights-01.md", "size": 812, "mode": "hosted",
    "url_private_download": "https://files.slack.com/files-pri/T0123ABC-F1/download/rights-01.md",
}  # fmt: skip  # what belongs together stands in one line

Json = Mapping[str, object]


def event(kind: str, **held: object) -> Json:
    """An event in its envelope."""
    return enveloped({"type": kind, **held})


def enveloped(event: object, **held: object) -> Json:
    """The envelope of an event; what is named replaces it."""
    return {
        "token": "unused", "team_id": TEAM, "api_app_id": APP, "event": event, "type": "event_callback",
        "event_id": EVENT, "event_time": SENT, "authorizations": [AUTHORIZED], "is_ext_shared_channel": False,
        "event_context": "4-eyJ0", **held,
    }  # fmt: skip  # what belongs together stands in one line


def message(**held: object) -> Json:
    """What Ann wrote us in her direct message with us; what is named replaces it."""
    usual = {"channel": DM, "user": ANN, "ts": STAMP, "event_ts": STAMP, "channel_type": "im", "team": TEAM}
    return event("message", **{**usual, **held})


def changed(before: object, after: object, **held: object) -> Json:
    """What Ann, or Slack in her name, changed in a message of hers; what is named stands in the message."""
    told = {"type": "message", "user": ANN, "ts": STAMP, **held}
    now = f"{SENT + 5}.000100"
    parts = {"message": {**told, "text": after}, "previous_message": {**told, "text": before}}
    return event("message", subtype="message_changed", hidden=True, channel=DM, channel_type="im", ts=now, **parts)


def file(mimetype: str, **held: object) -> Json:
    """A message of Ann's with one file."""
    one = {"id": "F0CLIP", "mimetype": mimetype, "name": "me", "mode": "hosted", "file_access": "visible"}
    return message(subtype="file_share", upload=False, files=[one], **{"text": "", **held})


def mention(text: object, **held: object) -> Json:
    """A mention of us by Ann in a channel."""
    usual = {"user": ANN, "text": text, "ts": STAMP, "event_ts": STAMP, "channel": ROOM, "team": TEAM}
    return event("app_mention", **{**usual, **held})


def tap(action_id: str, value: object, **held: object) -> Json:
    """A tap of Ann's on a button of a message of ours."""
    button = {
        "type": "button", "action_id": action_id, "block_id": "b1", "text": {"type": "plain_text", "text": "Yes"},
        "value": value, "action_ts": f"{SENT + 9}.5",
    }  # fmt: skip  # what belongs together stands in one line
    return {
        "type": "block_actions", "user": PERSON, "api_app_id": APP, "token": "unused", "team": WORKSPACE,
        "container": {"type": "message", "message_ts": STAMP, "channel_id": DM, "is_ephemeral": False},
        "trigger_id": TRIGGER, "enterprise": None, "is_enterprise_install": False,
        "channel": {"id": DM, "name": "directmessage"}, "state": {"values": {}},
        "message": {"type": "message", "user": US, "bot_id": OUR_BOT, "app_id": APP, "ts": STAMP, "text": "Well?"},
        "response_url": "https://hooks.slack.example/actions/T0123ABC/1/x", "actions": [button], **held,
    }  # fmt: skip  # what belongs together stands in one line


def page_tap(value: object) -> Json:
    """A tap of Ann's on a button of her page."""
    view = {"id": "V0HOME", "type": "home", "callback_id": "", "private_metadata": ""}
    here = {"container": {"type": "view", "view_id": "V0HOME"}, "view": view}
    shown = tap("page.3", value, **here)
    return {name: part for name, part in shown.items() if name not in ("channel", "message", "response_url")}


def sent_in(form: str, values: object, **held: object) -> Json:
    """A window that Ann sent in, with what stands in its fields by their keys."""
    blocks = {key: {"value": one} for key, one in values.items()} if isinstance(values, dict) else values
    view = {
        "id": "V0WINDOW", "team_id": TEAM, "type": "modal", "callback_id": f"form.{form}", "private_metadata": "1z9",
        "state": {"values": blocks}, "hash": "156772938.1827394", "app_id": APP, "bot_id": OUR_BOT, **held,
    }  # fmt: skip  # what belongs together stands in one line
    return {
        "type": "view_submission", "team": WORKSPACE, "user": PERSON, "api_app_id": APP, "token": "unused",
        "trigger_id": TRIGGER, "view": view, "response_urls": [], "is_enterprise_install": False,
    }  # fmt: skip  # what belongs together stands in one line


def command(text: object, **held: object) -> Json:
    """The slash command, typed by Ann in a channel."""
    return {
        "token": "unused", "team_id": TEAM, "team_domain": "north", "channel_id": ROOM, "channel_name": "general",
        "user_id": ANN, "user_name": "ann", "command": "/coach", "text": text, "api_app_id": APP,
        "is_enterprise_install": "false", "response_url": "https://hooks.slack.example/commands/1",
        "trigger_id": TRIGGER, **held,
    }  # fmt: skip  # what belongs together stands in one line


def shortcut(on: Json, **held: object) -> Json:
    """The shortcut, used by Ann on a message in her direct message with us."""
    return {
        "type": "message_action", "token": "unused", "action_ts": f"{SENT + 9}.5", "team": WORKSPACE, "user": PERSON,
        "channel": {"id": DM, "name": "directmessage"}, "is_enterprise_install": False, "enterprise": None,
        "callback_id": "report", "trigger_id": TRIGGER, "message_ts": STAMP, "message": on,
        "response_url": "https://hooks.slack.example/app/T0123ABC/1/x", **held,
    }  # fmt: skip  # what belongs together stands in one line


OURS = {"type": "message", "user": US, "bot_id": OUR_BOT, "app_id": APP, "ts": STAMP, "text": "A lesson"}
