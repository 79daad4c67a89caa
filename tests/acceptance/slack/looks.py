"""What a person sees of blocks: words in reading order, and buttons."""

from collections.abc import Iterator, Mapping, Sequence

Json = dict[str, object]


def words_of(blocks: Sequence[Json]) -> str:
    """The words of blocks in reading order, a line for each part; buttons apart."""
    return "\n".join(line for block in blocks for line in _lines(block) if line)


def buttons_of(blocks: Sequence[Json]) -> list[Json]:
    """Every button of some blocks, with the block_id it stands in."""
    found = []
    for block in blocks:
        several = block["elements"] if block["type"] == "actions" else [block.get("accessory")]
        found += [
            {**one, "block_id": block.get("block_id", "")} for one in several if one and one.get("type") == "button"
        ]
    return found


def labels_of(blocks: Sequence[Json]) -> list[str]:
    """What stands on the buttons of some blocks."""
    return [button["text"]["text"] for button in buttons_of(blocks)]


def _lines(block: Json) -> Iterator[str]:
    kind = block["type"]
    if kind in ("section", "header"):
        yield from (part["text"] for part in (block.get("text"), *block.get("fields", ())) if part)
    elif kind == "rich_text":
        yield from (_rich(part) for part in block["elements"])
    elif kind == "image":
        yield from ((block.get("title") or {}).get("text", ""), block["alt_text"])
    elif kind == "context":
        yield from (part.get("text") or part.get("alt_text", "") for part in block["elements"])
    elif kind == "input":
        yield from (block["label"]["text"], (block.get("hint") or {}).get("text", ""))
        yield from (option["text"]["text"] for option in block["element"].get("options", ()))


def _rich(part: Mapping[str, object]) -> str:
    if part["type"] == "rich_text_list":
        return "\n".join(_rich(one) for one in part["elements"])
    return "".join(_piece(one) for one in part["elements"])


def _piece(one: Mapping[str, object]) -> str:
    if one["type"] == "emoji":
        return f":{one['name']}:"
    return str(one.get("text") or one.get("url", ""))
