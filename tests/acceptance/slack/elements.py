"""The checks of block elements: buttons, inputs, menus and pictures."""

import re
from collections.abc import Callable, Iterator, Sequence

from tests.acceptance.slack import limits
from tests.acceptance.slack.flaws import Flaw, Json, known_keys, long, text_object, url

Check = Callable[[Json, str], Iterator[Flaw]]
TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")


def element(given: object, kinds: str, where: str) -> Iterator[Flaw]:
    """Whether something is a block element of one of these kinds, as Slack takes it."""
    kind = given.get("type") if isinstance(given, dict) else None
    if kind not in kinds.split() or kind not in _ELEMENTS:
        yield Flaw(f"{where}: an element of type {kind!r} may not stand here", "invalid_blocks")
        return
    where = f"{where} {kind}"
    needed, allowed, check = _ELEMENTS[kind]
    yield from known_keys(given, f"type {needed}", allowed, where)
    if "action_id" in given:
        yield from long(given["action_id"], limits.ACTION_ID, f"{where} action_id")
    if "placeholder" in given:
        yield from text_object(given["placeholder"], limits.PLACEHOLDER, f"{where} placeholder")
    if not isinstance(given.get("focus_on_load", False), bool):
        yield Flaw(f"{where}: focus_on_load is true or false", "invalid_blocks")
    yield from check(given, where)


def picture(given: Json, where: str) -> Iterator[Flaw]:
    """Whether a picture has one source, and words for who does not see it."""
    if ("image_url" in given) == ("slack_file" in given):
        yield Flaw(f"{where} needs either image_url or slack_file", "invalid_blocks")
    if "image_url" in given:
        yield from url(given["image_url"], f"{where} image_url")
    file = given.get("slack_file", {"id": ""})
    if not isinstance(file, dict) or len(file) != 1 or not set(file) <= {"id", "url"}:
        yield Flaw(f"{where}: slack_file has either id or url", "invalid_blocks")
    yield from long(given.get("alt_text"), limits.ALT_TEXT, f"{where} alt_text")


def _button(given: Json, where: str) -> Iterator[Flaw]:
    yield from text_object(given.get("text"), limits.BUTTON, f"{where} text")
    if isinstance(given.get("text"), dict) and not str(given["text"].get("text", "")).strip():
        yield Flaw(f"{where} has no label", "invalid_blocks")
    if "value" in given:
        yield from long(given["value"], limits.BUTTON_VALUE, f"{where} value")
    if "url" in given:
        yield from url(given["url"], f"{where} url")
    if given.get("style", "primary") not in ("primary", "danger"):
        yield Flaw(f"{where}: no style {given['style']!r}", "invalid_blocks")
    if "accessibility_label" in given:
        yield from long(given["accessibility_label"], limits.BUTTON, f"{where} accessibility_label")


def _select(given: Json, where: str) -> Iterator[Flaw]:
    options = given.get("options")
    yield from _options(options, limits.OPTIONS, "plain_text", where)
    yield from _initial([given["initial_option"]] if "initial_option" in given else [], options, where)


def _radio(given: Json, where: str) -> Iterator[Flaw]:
    options = given.get("options")
    yield from _options(options, limits.BOXES, "plain_text mrkdwn", where)
    yield from _initial([given["initial_option"]] if "initial_option" in given else [], options, where)


def _boxes(given: Json, where: str) -> Iterator[Flaw]:
    options = given.get("options")
    yield from _options(options, limits.BOXES, "plain_text mrkdwn", where)
    initial = given.get("initial_options")
    if initial is not None and not initial:
        yield Flaw(f"{where}: initial_options is left out, or names some", "invalid_blocks")
    yield from _initial(initial or [], options, where)


def _options(given: object, most: int, kinds: str, where: str) -> Iterator[Flaw]:
    if not isinstance(given, list) or not 1 <= len(given) <= most:
        yield Flaw(f"{where} needs 1 to {most} options", "invalid_blocks")
        return
    for place, option in enumerate(given):
        here = f"{where} option {place}"
        if not isinstance(option, dict):
            yield Flaw(f"{here} is no object", "invalid_blocks")
            continue
        yield from known_keys(option, "text value", "description", here)
        yield from text_object(option.get("text"), limits.OPTION, f"{here} text", kinds)
        yield from long(option.get("value"), limits.OPTION_VALUE, f"{here} value")
        if "description" in option:
            yield from text_object(option["description"], limits.OPTION, f"{here} description", kinds)
    values = [option.get("value") for option in given if isinstance(option, dict)]
    if len(set(map(str, values))) < len(values):
        yield Flaw(f"{where}: two options have the same value", "invalid_blocks")


def _initial(given: Sequence[object], options: object, where: str) -> Iterator[Flaw]:
    for one in given:
        if not isinstance(options, list) or one not in options:
            yield Flaw(f"{where}: what stands in it at first is none of its options", "invalid_blocks")


def _time(given: Json, where: str) -> Iterator[Flaw]:
    if "initial_time" in given and not TIME.fullmatch(str(given["initial_time"])):
        yield Flaw(f"{where}: initial_time is HH:mm", "invalid_blocks")


def _words(given: Json, where: str) -> Iterator[Flaw]:
    least, most = given.get("min_length", 0), given.get("max_length", limits.INPUT)
    if not isinstance(least, int) or not isinstance(most, int) or not 0 <= least <= most <= limits.INPUT or most < 1:
        yield Flaw(f"{where}: min_length and max_length are within 0 and {limits.INPUT}", "invalid_blocks")
    elif "initial_value" in given:
        yield from long(given["initial_value"], most, f"{where} initial_value", 0)
    if not isinstance(given.get("multiline", False), bool):
        yield Flaw(f"{where}: multiline is true or false", "invalid_blocks")


_SHARED = "focus_on_load confirm placeholder"
_ELEMENTS: dict[str, tuple[str, str, Check]] = {
    "button": ("text action_id", "url value style confirm accessibility_label", _button),
    "static_select": ("action_id options", f"initial_option {_SHARED}", _select),
    "radio_buttons": ("action_id options", "initial_option focus_on_load confirm", _radio),
    "checkboxes": ("action_id options", "initial_options focus_on_load confirm", _boxes),
    "timepicker": ("action_id", f"initial_time timezone {_SHARED}", _time),
    "plain_text_input": (
        "action_id",
        "initial_value multiline min_length max_length dispatch_action_config focus_on_load placeholder",
        _words,
    ),
    "image": ("alt_text", "image_url slack_file", picture),
}
