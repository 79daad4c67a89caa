"""Small blocks, messages and views for tests, each such as Slack takes."""

from tests.acceptance.slack.flaws import Json

QUIET = {"parse": "none", "link_names": False, "unfurl_links": False, "unfurl_media": False}


def plain(text: str = "words") -> Json:
    """A text that Slack does not parse."""
    return {"type": "plain_text", "text": text, "emoji": True}


def rich(text: str = "words", **style: bool) -> Json:
    """A rich text of one piece."""
    piece = {"type": "text", "text": text, **({"style": style} if style else {})}
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [piece]}]}


def button(label: str = "Yes", action_id: str = "tap.0", value: str = "a.0", **more: object) -> Json:
    """A button."""
    return {"type": "button", "text": plain(label), "action_id": action_id, "value": value, **more}


def actions(*buttons: Json) -> Json:
    """A row of buttons."""
    return {"type": "actions", "elements": list(buttons)}


def message(*blocks: Json, channel: str = "D0001", text: str = "words", **more: object) -> Json:
    """What chat.postMessage is given."""
    return {"channel": channel, "text": text, **({"blocks": list(blocks)} if blocks else {}), **QUIET, **more}


def option(text: str = "One", value: str = "1", **more: object) -> Json:
    """An option."""
    return {"text": plain(text), "value": value, **more}


def field(label: str, element: Json, key: str = "field", **more: object) -> Json:
    """A field of a window."""
    return {
        "type": "input",
        "block_id": key,
        "label": plain(label),
        "element": {"action_id": "value", **element},
        **more,
    }


def window(*blocks: Json, **more: object) -> Json:
    """A window with a way to send it in."""
    head = {"type": "modal", "title": plain("Window"), "submit": plain("Send"), "close": plain("Cancel")}
    return {**head, "callback_id": "form.x", "private_metadata": "", "blocks": list(blocks or [rich()]), **more}


def page(*blocks: Json, **more: object) -> Json:
    """A page."""
    return {"type": "home", "blocks": list(blocks or [rich()]), **more}


def every_field() -> list[Json]:
    """A field of each kind."""
    days = [option("Monday", "1"), option("Tuesday", "2"), option("Friday", "5")]
    return [
        field("Note", {"type": "plain_text_input", "multiline": True, "max_length": 3000}, "note", optional=True),
        field("Energy", {"type": "radio_buttons", "options": [option("Low", "1"), option("High", "5")]}, "energy"),
        field(
            "Country", {"type": "static_select", "options": [option("Spain", "ES"), option("Chile", "CL")]}, "country"
        ),
        field("Days", {"type": "checkboxes", "options": days, "initial_options": days[:1]}, "days"),
        field("Time", {"type": "timepicker", "initial_time": "09:00"}, "hour"),
    ]
