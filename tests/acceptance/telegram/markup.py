"""Texts as Telegram reads them: UTF-16 units, entities, and the HTML of parse_mode."""

import html
import re
from collections.abc import Iterator, Mapping, Sequence

Entity = Mapping[str, object]

ENTITIES = 100  # further ones are ignored without a word: limits.tginfo.me, and PTB's MessageLimit.MESSAGE_ENTITIES
# https://core.telegram.org/bots/api#messageentity
KINDS = frozenset(
    [
        "mention",
        "hashtag",
        "cashtag",
        "bot_command",
        "url",
        "email",
        "phone_number",
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "blockquote",
        "expandable_blockquote",
        "code",
        "pre",
        "text_link",
        "text_mention",
        "custom_emoji",
        "date_time",
    ]
)
NEEDS = {"text_link": "url", "text_mention": "user", "custom_emoji": "custom_emoji_id"}
# https://core.telegram.org/bots/api#html-style
_TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler", "span": "spoiler",
    "code": "code", "pre": "pre", "blockquote": "blockquote", "a": "text_link", "tg-emoji": "custom_emoji",
}  # fmt: skip  # what belongs together stands in one line
_PART = re.compile(r"<(/?)([^<>]*)>|&(?:#x[0-9a-fA-F]+|#[0-9]+|lt|gt|amp|quot);|[^<&]+|.", re.DOTALL)
_ATTRIBUTE = re.compile(r"""([a-z-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+)))?""")


class Unparsable(ValueError):
    """A text whose markup Telegram refuses, with the words it refuses it with."""


def units(text: str) -> int:
    """How many UTF-16 units a text has: what Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def shown(text: str, parse_mode: str | None, entities: Sequence[Entity]) -> tuple[str, list[Entity]]:
    """The text that people see and its entities. Raises Unparsable."""
    if not parse_mode:
        return text, list(entities)
    if parse_mode.lower() != "html":
        raise Unparsable("can't parse entities: this server reads HTML and entities, no other parse_mode")
    return _from_html(text)


def misplaced(text: str, entities: Sequence[Entity]) -> Iterator[str]:
    """What is wrong with the entities of a text, as sentences."""
    coded = text.encode("utf-16-le", "surrogatepass")
    if len(entities) > ENTITIES:
        yield f"{len(entities)} entities; {ENTITIES} are shown"
    for place, one in enumerate(entities):
        kind, start, end = one["type"], one["offset"], one["offset"] + one["length"]
        if kind not in KINDS:
            yield f"entity {place} has the unknown type {kind}"
        if NEEDS.get(kind, "type") not in one:
            yield f"entity {place} needs {NEEDS[kind]}"
        if start < 0 or one["length"] < 1 or end > len(coded) // 2:
            yield f"entity {place} lies outside the text"
        elif _splits(coded, start) or _splits(coded, end):
            yield f"entity {place} splits a surrogate pair"
    yield from _tangled(sorted(entities, key=lambda one: (one["offset"], -one["length"])))


def _splits(coded: bytes, unit: int) -> bool:
    return 0xDC <= coded[2 * unit + 1] <= 0xDF if 0 < 2 * unit < len(coded) else False


def _tangled(ordered: Sequence[Entity]) -> Iterator[str]:
    """Entities may lie inside each other, but not across; code holds nothing and lies in nothing, quotes hold no quotes."""
    around: list[Entity] = []
    for one in ordered:
        start, end = one["offset"], one["offset"] + one["length"]
        around = [outer for outer in around if outer["offset"] + outer["length"] > start]
        for outer in around:
            pair = (str(outer["type"]), str(one["type"]))
            if end > outer["offset"] + outer["length"]:
                yield f"{pair[1]} at {start} lies across {pair[0]} at {outer['offset']}"
            elif {"code", "pre"} & set(pair) or all("blockquote" in kind for kind in pair):
                yield f"{pair[1]} at {start} may not lie in {pair[0]}"
        around.append(one)


def _from_html(text: str) -> tuple[str, list[Entity]]:
    said: list[str] = []
    length = 0
    opened: list[tuple[str, dict[str, object]]] = []
    found: list[Entity] = []
    for part in _PART.finditer(text):
        if part[2] is not None:
            at = len(text[: part.start()].encode())
            if part[1]:
                _close(part[2].strip().lower(), opened, found, length, at)
            else:
                opened.append(_opening(part[2], length, at))
            continue
        if part[0] == "<":
            raise Unparsable(
                f"can't parse entities: Unclosed start tag at byte offset {len(text[: part.start()].encode())}"
            )
        said.append(html.unescape(part[0]) if part[0][0] == "&" and len(part[0]) > 1 else part[0])
        length += units(said[-1])
    if opened:
        raise Unparsable(f"can't parse entities: Can't find end tag corresponding to start tag \"{opened[-1][0]}\"")
    return "".join(said), sorted(found, key=lambda one: (one["offset"], -one["length"]))


def _opening(inside: str, offset: int, at: int) -> tuple[str, dict[str, object]]:
    name, _, rest = inside.strip().partition(" ")
    name = name.lower()
    if name not in _TAGS:
        raise Unparsable(f'can\'t parse entities: Unsupported start tag "{name}" at byte offset {at}')
    given = {found[1]: found[2] or found[3] or found[4] or "" for found in _ATTRIBUTE.finditer(rest)}
    entity: dict[str, object] = {"type": _TAGS[name], "offset": offset}
    if name == "span" and given.get("class") != "tg-spoiler":
        raise Unparsable(f'can\'t parse entities: Tag "span" must have class "tg-spoiler" at byte offset {at}')
    if name == "blockquote" and "expandable" in given:
        entity["type"] = "expandable_blockquote"
    if name == "a":
        entity["url"] = html.unescape(given.get("href", ""))
    if name == "tg-emoji":
        entity["custom_emoji_id"] = given.get("emoji-id", "")
    if name == "code" and given.get("class", "").startswith("language-"):
        entity["language"] = given["class"].removeprefix("language-")
    return name, entity


def _close(name: str, opened: list[tuple[str, dict[str, object]]], found: list[Entity], end: int, at: int) -> None:
    if not opened:
        raise Unparsable(f"can't parse entities: Unexpected end tag at byte offset {at}")
    started, entity = opened.pop()
    if name not in ("", started):
        raise Unparsable(
            f'can\'t parse entities: Unmatched end tag at byte offset {at}, expected "</{started}>", found "</{name}>"'
        )
    entity["length"] = end - entity["offset"]
    if entity.get("type") == "code" and "language" in entity and opened and opened[-1][0] == "pre":
        opened[-1][1]["language"] = entity["language"]  # <pre><code class="language-x"> is one block, not two
    elif entity["length"] and entity.get("url", "-"):
        found.append(entity)
