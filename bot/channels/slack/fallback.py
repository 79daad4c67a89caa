"""Fallback: a message as plain words, for notifications and whoever has Slack read aloud; nothing in them can fire."""

from collections.abc import Sequence

from bot.channels.slack import limits
from bot.channels.slack.blocks import escaped
from bot.channels.slack.cutting import DOTS, is_visible, shortened, units


def aloud(words: str, labels: Sequence[str]) -> str:
    """The words, and below them, a line each, what may be tapped. Where both are too long for it, the words are cut first."""
    tapped = shortened("\n".join(labels), limits.FALLBACK // 2, _length)
    if not is_visible(words):
        return escaped(tapped) or DOTS
    if not tapped:
        return escaped(shortened(words, limits.FALLBACK, _length))
    room = limits.FALLBACK - _length(tapped) - len(_GAP)
    return f"{escaped(shortened(words, room, _length))}{_GAP}{escaped(tapped)}"


_GAP = "\n\n"


def _length(words: str) -> int:
    return units(escaped(words))
