"""Filling in a window: what a person types, ticks and chooses, as view.state.values."""

from collections.abc import Callable

from tests.acceptance.slack.elements import TIME
from tests.acceptance.slack.flaws import Json
from tests.acceptance.slack.world import View


def fill(view: View, values: dict[str, object]) -> None:
    """Put something into fields by their labels; LookupError when there is no such field or option."""
    fields = {block["label"]["text"]: block for block in view.view["blocks"] if block["type"] == "input"}
    for label, value in values.items():
        if label not in fields:
            raise LookupError(f"the window has no field {label!r}: {list(fields)}")
        block = fields[label]
        view.filled[block["block_id"]] = _STATES[block["element"]["type"]](block["element"], value)


def state_of(view: View) -> dict[str, Json]:
    """What stands in all fields, by block_id and action_id; ValueError when one that is required is empty."""
    values: dict[str, Json] = {}
    for block in view.view["blocks"]:
        if block["type"] != "input":
            continue
        element = block["element"]
        state = view.filled.get(block["block_id"]) or _STATES[element["type"]](element, None)
        if not block.get("optional") and not next(value for key, value in state.items() if key != "type"):
            raise ValueError(f"{block['label']['text']!r} must be filled in")
        values[block["block_id"]] = {element["action_id"]: {**state, "type": element["type"]}}
    return values


def _words(element: Json, value: object) -> Json:
    said = element.get("initial_value") if value is None else str(value)
    if said and not element.get("min_length", 0) <= len(said) <= element.get("max_length", 3000):
        raise ValueError(f"{len(said)} characters do not fit here")
    return {"value": said or None}


def _one(element: Json, value: object) -> Json:
    return {"selected_option": element.get("initial_option") if value is None else _option(element, value)}


def _many(element: Json, value: object) -> Json:
    if value is None:
        return {"selected_options": element.get("initial_options", [])}
    return {"selected_options": [_option(element, one) for one in value]}


def _time(element: Json, value: object) -> Json:
    said = element.get("initial_time") if value is None else str(value)
    if said is not None and not TIME.fullmatch(said):
        raise ValueError(f"{said!r} is no time of day")
    return {"selected_time": said}


def _option(element: Json, label: object) -> Json:
    for option in element["options"]:
        if option["text"]["text"] == label:
            return option
    raise LookupError(f"no option {label!r}: {[option['text']['text'] for option in element['options']]}")


_STATES: dict[str, Callable[[Json, object], Json]] = {
    "plain_text_input": _words,
    "static_select": _one,
    "radio_buttons": _one,
    "checkboxes": _many,
    "timepicker": _time,
}
