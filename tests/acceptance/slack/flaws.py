"""What may be wrong with a call, and the checks of texts that all others share."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

Json = dict[str, object]

# https://docs.slack.dev/messaging/formatting-message-text#escaping: only these three are written so
_BARE = re.compile(r"&(?!(?:amp|lt|gt);)|[<>]")


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing that is wrong. `error` is what Slack refuses it with; empty: Slack would take it, and we do not want it."""

    what: str
    error: str = ""


def escaped(text: str, where: str) -> Iterator[Flaw]:
    """Whether nothing in a text that Slack parses can fire a mention, a link or a date."""
    found = _BARE.search(text)
    if found:
        yield Flaw(f"{where}: {found[0]!r} at {found.start()} is not escaped, and may mention or link")


def known_keys(given: Mapping[str, object], needed: str, allowed: str, where: str) -> Iterator[Flaw]:
    """Whether an object has the keys it must have, and no others; both are names with spaces between them."""
    must = set(needed.split())
    for key in must - set(given):
        yield Flaw(f"{where}: {key} is missing", "invalid_blocks")
    for key in set(given) - must - set(allowed.split()):
        yield Flaw(f"{where}: unknown key {key!r}", "invalid_blocks")


def long(value: object, most: int, where: str, least: int = 1) -> Iterator[Flaw]:
    """Whether something is a text of this length."""
    if not isinstance(value, str):
        yield Flaw(f"{where} is no text", "invalid_blocks")
    elif not least <= len(value) <= most:
        yield Flaw(f"{where} has {len(value)} characters; {least} to {most} are allowed", "invalid_blocks")


def text_object(given: object, most: int, where: str, kinds: str = "plain_text") -> Iterator[Flaw]:
    """Whether something is a text object of one of these kinds and of this length at most."""
    if not isinstance(given, dict) or given.get("type") not in kinds.split():
        yield Flaw(f"{where} is no {kinds.replace(' ', ' or ')} object", "invalid_blocks")
        return
    yield from known_keys(given, "type text", "emoji" if given["type"] == "plain_text" else "verbatim", where)
    yield from long(given.get("text"), most, where)
    if not isinstance(given.get("emoji", True), bool) or not isinstance(given.get("verbatim", True), bool):
        yield Flaw(f"{where}: emoji and verbatim are true or false", "invalid_blocks")
    if given["type"] == "mrkdwn" and isinstance(given.get("text"), str):
        yield from escaped(given["text"], where)


def url(value: object, where: str) -> Iterator[Flaw]:
    """Whether something is an address that Slack opens."""
    if not isinstance(value, str) or not re.fullmatch(r"(?:https?://|mailto:|tel:)\S{1,2990}", value):
        yield Flaw(f"{where} is no address", "invalid_blocks")
