"""The checks of blocks: each by Slack's documentation, and then by the library's own models."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block

from tests.acceptance.slack import limits
from tests.acceptance.slack.elements import element, picture
from tests.acceptance.slack.flaws import Flaw, Json, known_keys, long, text_object, url

_TEXTS = "plain_text mrkdwn"
_INTERACTIVE = "button static_select radio_buttons checkboxes timepicker"
_INPUTS = "plain_text_input static_select radio_buttons checkboxes timepicker"
_STYLES = {"bold", "italic", "strike", "code", "underline"}


def checked(blocks: object, most: int) -> Iterator[Flaw]:
    """Whether these are at most so many blocks, all of them such as Slack takes."""
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        yield Flaw("blocks is no list of objects", "invalid_blocks_format")
        return
    if len(blocks) > most:
        yield Flaw(f"{len(blocks)} blocks; {most} are allowed", "invalid_blocks")
    for place, block in enumerate(blocks):
        yield from _block(block, f"block {place} ({block.get('type')})")
    yield from _unique([block["block_id"] for block in blocks if "block_id" in block], "block_id")
    yield from _unique([one.get("action_id") for one in _buttons(blocks)], "action_id")


def words_in(given: object) -> int:
    """How many characters all texts of some blocks have."""
    if isinstance(given, Mapping):
        return sum(
            len(one) if key == "text" and isinstance(one, str) else words_in(one)
            for key, one in given.items()
            if isinstance(one, (str, Mapping, list))
        )
    return sum(words_in(one) for one in given) if isinstance(given, list) else 0


def _block(block: Json, where: str) -> Iterator[Flaw]:
    kind = block.get("type")
    if kind not in _BLOCKS:
        yield Flaw(f"{where}: unknown kind of block", "invalid_blocks")
        return
    needed, allowed, check = _BLOCKS[kind]
    flaws = list(known_keys(block, f"type {needed}", f"block_id {allowed}", where))
    if "block_id" in block:
        flaws += long(block["block_id"], limits.BLOCK_ID, f"{where} block_id")
    yield from flaws
    yield from check(block, where)
    if not flaws:
        yield from _model(block, where)


def _model(block: Json, where: str) -> Iterator[Flaw]:
    """Whether the library's own model of the block agrees."""
    try:
        parsed = Block.parse(block)
        if parsed is not None:
            parsed.validate_json()
    except (SlackObjectFormationError, TypeError, ValueError, AttributeError, KeyError) as error:
        yield Flaw(f"{where}: the library's model says {type(error).__name__}: {error}", "invalid_blocks")


def _section(block: Json, where: str) -> Iterator[Flaw]:
    if "text" not in block and "fields" not in block:
        yield Flaw(f"{where} needs text or fields", "invalid_blocks")
    if "text" in block:
        yield from text_object(block["text"], limits.SECTION, f"{where} text", _TEXTS)
    fields = block.get("fields", [{"type": "plain_text", "text": "."}])
    if not isinstance(fields, list) or not 1 <= len(fields) <= limits.FIELDS:
        yield Flaw(f"{where} has 1 to {limits.FIELDS} fields", "invalid_blocks")
        return
    for field in fields:
        yield from text_object(field, limits.FIELD, f"{where} field", _TEXTS)
    if "accessory" in block:
        yield from element(block["accessory"], f"{_INTERACTIVE} image", f"{where} accessory")


def _header(block: Json, where: str) -> Iterator[Flaw]:
    yield from text_object(block.get("text"), limits.HEADER, f"{where} text")


def _context(block: Json, where: str) -> Iterator[Flaw]:
    elements = block.get("elements")
    yield from _several(elements, limits.CONTEXT_ELEMENTS, where)
    for one in elements if isinstance(elements, list) else ():
        if isinstance(one, dict) and one.get("type") == "image":
            yield from element(one, "image", where)
        else:
            yield from text_object(one, limits.SECTION, f"{where} element", _TEXTS)


def _actions(block: Json, where: str) -> Iterator[Flaw]:
    elements = block.get("elements")
    yield from _several(elements, limits.ACTIONS, where)
    for place, one in enumerate(elements if isinstance(elements, list) else ()):
        yield from element(one, _INTERACTIVE, f"{where} {place}")


def _image(block: Json, where: str) -> Iterator[Flaw]:
    yield from picture(block, where)
    if "title" in block:
        yield from text_object(block["title"], limits.IMAGE_TITLE, f"{where} title")


def _input(block: Json, where: str) -> Iterator[Flaw]:
    yield from text_object(block.get("label"), limits.LABEL, f"{where} label")
    if "hint" in block:
        yield from text_object(block["hint"], limits.HINT, f"{where} hint")
    if not all(isinstance(block.get(key, False), bool) for key in ("optional", "dispatch_action")):
        yield Flaw(f"{where}: optional and dispatch_action are true or false", "invalid_blocks")
    yield from element(block.get("element"), _INPUTS, where)


def _rich_text(block: Json, where: str) -> Iterator[Flaw]:
    yield from _several(block.get("elements"), None, where)
    for one in block.get("elements") if isinstance(block.get("elements"), list) else ():
        yield from _rich(one, where)


def _rich(given: object, where: str) -> Iterator[Flaw]:
    """A section, list, quote or preformatted part of a rich text."""
    kind = given.get("type") if isinstance(given, dict) else None
    if kind not in _RICH:
        yield Flaw(f"{where}: no rich text part {kind!r}", "invalid_blocks")
        return
    yield from known_keys(given, "type elements", _RICH[kind], f"{where} {kind}")
    elements = given.get("elements")
    if not isinstance(elements, list) or not elements:
        yield Flaw(f"{where} {kind} has no elements", "invalid_blocks")
        return
    if kind == "rich_text_list" and given.get("style") not in ("bullet", "ordered"):
        yield Flaw(f"{where} {kind}: style is bullet or ordered", "invalid_blocks")
    for one in elements:
        yield from _rich(one, where) if kind == "rich_text_list" else _piece(one, f"{where} {kind}")


def _piece(given: object, where: str) -> Iterator[Flaw]:
    kind = given.get("type") if isinstance(given, dict) else None
    if kind in ("user", "usergroup", "channel", "broadcast", "team"):
        yield Flaw(f"{where}: a mention ({kind}) would fire")
        return
    if kind not in _PIECES:
        yield Flaw(f"{where}: no rich text element {kind!r}", "invalid_blocks")
        return
    yield from known_keys(given, f"type {_PIECES[kind][0]}", _PIECES[kind][1], f"{where} {kind}")
    if kind == "text":
        yield from long(given.get("text"), limits.TEXT_CUT, f"{where} text")
    if kind == "link":
        yield from url(given.get("url"), f"{where} link")
    style = given.get("style", {})
    if not isinstance(style, dict) or not set(style) <= _STYLES or not all(one is True for one in style.values()):
        yield Flaw(f"{where}: no style {style!r}", "invalid_blocks")


def _several(given: object, most: int | None, where: str) -> Iterator[Flaw]:
    if not isinstance(given, list) or not given or (most is not None and len(given) > most):
        yield Flaw(f"{where} has 1 to {most or 'many'} elements", "invalid_blocks")


def _buttons(blocks: Sequence[Json]) -> Iterator[Json]:
    for block in blocks:
        several = [*(block.get("elements") or [])] if block.get("type") == "actions" else [block.get("accessory")]
        yield from (one for one in several if isinstance(one, dict) and "action_id" in one)


def _unique(values: Sequence[object], what: str) -> Iterator[Flaw]:
    for value, times in Counter(map(str, values)).items():
        if times > 1:
            yield Flaw(f"{what} {value!r} stands there {times} times", "invalid_blocks")


def _divider(block: Json, where: str) -> Iterator[Flaw]:
    yield from ()


_RICH = {
    "rich_text_section": "",
    "rich_text_list": "style indent offset border",
    "rich_text_preformatted": "border language",
    "rich_text_quote": "border",
}
_PIECES = {
    "text": ("text", "style"),
    "emoji": ("name", "unicode skin_tone style"),
    "link": ("url", "text unsafe style"),
}
_BLOCKS: dict[str, tuple[str, str, Callable[[Json, str], Iterator[Flaw]]]] = {
    "section": ("", "text fields accessory expand", _section),
    "header": ("text", "level", _header),
    "context": ("elements", "", _context),
    "actions": ("elements", "", _actions),
    "image": ("alt_text", "image_url slack_file title", _image),
    "input": ("label element", "hint optional dispatch_action", _input),
    "rich_text": ("elements", "", _rich_text),
    "divider": ("", "", _divider),
}
