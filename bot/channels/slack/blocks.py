"""Blocks: words and buttons as Slack's Block Kit takes them. Nothing in them is parsed, so no word of anybody's is markup."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.channels.slack import limits
from bot.channels.slack.cutting import DOTS, is_visible, parts, shortened
from dialogues.message import Style, Text

Block = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Button:
    """Something to tap: what stands on it, what it is, and what it carries. `spoken` is read aloud instead of a short label."""

    label: str
    action: str
    value: str
    spoken: str = ""


def words_of(text: Text) -> tuple[Block, ...]:
    """The text as rich text, in as many blocks as it needs; none where there is nothing to be seen."""
    return tuple(_rich_text(part) for part in parts(text, limits.RICH_TEXT))


def taps_of(buttons: Sequence[Button]) -> tuple[Block, ...]:
    """The buttons in their order, in as many blocks as they need; none where there are none."""
    rows = (buttons[start : start + limits.ACTIONS] for start in range(0, len(buttons), limits.ACTIONS))
    return tuple({"type": "actions", "elements": [_button(button) for button in row]} for row in rows)


def plain_text(words: str, limit: int) -> Block:
    """Words where Slack takes no styles, shortened to their limit; dots where there is nothing to be seen, since it wants some."""
    return {"type": "plain_text", "text": shortened(words, limit) if is_visible(words) else DOTS, "emoji": True}


def escaped(words: str) -> str:
    """The words for where Slack reads markup: no mention and no link is left in them, and nobody is called."""
    bare = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    # With parse="none", which we send, this calls nobody; so it cannot anywhere else either.
    return _CALL.sub(f"@{_WORD_JOINER}", bare)


_WORD_JOINER = "\u2060"
_CALL = re.compile(r"@(?=here|channel|everyone|group)", re.IGNORECASE)


def _rich_text(text: Text) -> Block:
    section = {"type": "rich_text_section", "elements": list(_elements(text))}
    return {"type": "rich_text", "elements": [section]}


def _elements(text: Text) -> Iterator[Block]:
    for style, spans in groupby(text.spans, key=lambda span: span.style):
        element: Block = {"type": "text", "text": "".join(span.words for span in spans)}
        yield element if style is Style.plain else {**element, "style": {style.value: True}}


def _button(button: Button) -> Block:
    element: Block = {
        "type": "button",
        "text": plain_text(button.label, limits.LABEL),
        "action_id": button.action,
        "value": button.value,
    }
    if not button.spoken:
        return element
    return {**element, "accessibility_label": shortened(button.spoken, limits.LABEL)}
