"""Windows: a form as a window of Slack's, to be filled in at once and sent in."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from bot.channels.slack import limits
from bot.channels.slack.blocks import Block, plain_text, words_of
from bot.channels.slack.cutting import is_visible, units
from bot.domain.page import Field, FieldKind, Form
from dialogues.message import Choice

VALUE = "value"  # the name of what is filled in, in every field


def window_of(form: Form) -> dict[str, object]:
    """The form as a window to be opened; each field's block has its key, and a field that offers nothing is left out."""
    lead = words_of(form.lead)[:_MOST_LEADS]
    room = limits.VIEW_BLOCKS - len(lead)
    return {
        "type": "modal",
        "callback_id": f"form.{form.name}",
        "private_metadata": form.token,
        "title": plain_text(form.title, limits.TITLE),
        "submit": plain_text(form.send, limits.SUBMIT),
        "close": plain_text(form.cancel, limits.SUBMIT),
        "blocks": [*lead, *list(_fields(form.fields))[:room]],
    }


def errors_of(form_fields: Iterable[str], words: str) -> dict[str, object]:
    """What keeps the window open, with these words below the first of its fields; all that was filled in stays."""
    first = next(iter(form_fields), None)
    return {"response_action": "errors", "errors": {} if first is None else {first: words}}


@dataclass(frozen=True, slots=True)
class _Option:
    """One thing to choose: its key, and how Slack takes it."""

    key: str
    block: Block
    is_short: bool


def _fields(fields: Iterable[Field]) -> Iterator[Block]:
    known: set[str] = set()
    for field in fields:
        element = _ELEMENTS[field.kind](field)
        if element is None or field.key in known or not 0 < len(field.key) <= limits.ID:
            continue
        known.add(field.key)
        hint = {"hint": plain_text(field.hint, limits.HINT)} if is_visible(field.hint) else {}
        yield {
            "type": "input",
            "block_id": field.key,
            "label": plain_text(field.label, limits.FIELD_LABEL),
            "element": {**element, "action_id": VALUE},
            "optional": field.optional,
            **hint,
        }


def _words(field: Field) -> Block | None:
    given = {"initial_value": field.value} if 0 < units(field.value) <= limits.FIELD_WORDS else {}
    return {"type": "plain_text_input", "multiline": True, "max_length": limits.FIELD_WORDS, **given}


def _one(field: Field) -> Block | None:
    options = _options(field.choices)
    if not options:
        return None
    is_open = len(options) <= limits.FEW_OPTIONS and all(option.is_short for option in options)
    chosen = next((option.block for option in options if option.key == field.value), None)
    given = {"initial_option": chosen} if chosen else {}
    kind = "radio_buttons" if is_open else "static_select"
    return {"type": kind, "options": [option.block for option in options], **given}


def _many(field: Field) -> Block | None:
    options = _options(field.choices)
    if not options:
        return None
    chosen = [option.block for option in options if option.key in field.value.split(",")]
    given = {"initial_options": chosen} if chosen else {}
    kind = "checkboxes" if len(options) <= limits.FEW_OPTIONS else "multi_static_select"
    return {"type": kind, "options": [option.block for option in options], **given}


def _time(field: Field) -> Block | None:
    given = {"initial_time": field.value} if _CLOCK.fullmatch(field.value) else {}
    return {"type": "timepicker", **given}


def _options(choices: Iterable[Choice]) -> tuple[_Option, ...]:
    """What may be chosen, each key once; what has no key that Slack would bring back is left out."""
    labels: dict[str, str] = {}
    for one in choices:
        if 0 < len(one.key) <= limits.OPTION_VALUE:
            labels.setdefault(one.key, one.label if is_visible(one.label) else one.key)
    return tuple(
        _Option(key, {"text": plain_text(label, limits.OPTION), "value": key}, units(label) <= limits.OPTION)
        for key, label in list(labels.items())[: limits.OPTIONS]
    )


_ELEMENTS: dict[FieldKind, Callable[[Field], Block | None]] = {
    FieldKind.words: _words,
    FieldKind.one: _one,
    FieldKind.many: _many,
    FieldKind.time: _time,
}
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]", re.ASCII)
_MOST_LEADS = 10  # what is longer is no lead of a form
