"""Reading: the small things in what Slack sends: its markup as the person typed it, its ids, and its times."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import cast

Json = Mapping[str, object]

SOMEONE = "@someone"


def plain(text: object) -> str:
    """Words as the person typed them: Slack's mentions, links and escapes undone; "" when these are no words.

    https://docs.slack.dev/messaging/formatting-message-text#retrieving-messages
    """
    if not isinstance(text, str):
        return ""
    # Escapes last: what stands between typed "<" and ">" comes as "&lt;" and "&gt;" and is nobody's markup.
    return whole(_ESCAPED.sub(lambda found: _SIGNS[found[1]], _MARKUP.sub(_said, text)))


def whole(text: object) -> str:
    """Words without half signs, which JSON can spell and nothing else can; "" when these are no words."""
    return text.encode("utf-8", "replace").decode("utf-8") if isinstance(text, str) else ""


def without_us(text: object, us: str) -> str:
    """The words of a message without the mention of us, if there is one; where we do not know who we are, without its first."""
    if not isinstance(text, str):
        return ""
    mention = re.compile(rf"<@{us or '[A-Z0-9]+'}(?:\|[^<>]*)?>", re.ASCII)
    rest, found = mention.subn("", text, count=0 if us else 1)
    return plain(rest).strip() if found else plain(text)


def part(holder: object, name: str) -> Json:
    """The object that stands under a name; an empty one where none does."""
    found = holder.get(name) if isinstance(holder, Mapping) else None
    return cast("Json", found) if isinstance(found, Mapping) else {}


def first(holder: Json, name: str) -> Json:
    """The first object of the list that stands under a name; an empty one where there is none."""
    found = holder.get(name)
    return cast("Json", found[0]) if isinstance(found, list) and found and isinstance(found[0], Mapping) else {}


def name_in(holder: Json, name: str) -> str:
    """The id of a person, place or workspace under a name; "" where what stands there cannot be one."""
    return _matching(holder.get(name), _NAME)


def key_in(holder: Json, name: str) -> str:
    """What makes an update unique, under a name; "" where what stands there cannot be kept as it is."""
    return _matching(holder.get(name), _KEY)


def token_in(holder: Json, name: str) -> str:
    """The token of a message of ours, under a name; "" where none stands there."""
    return _matching(holder.get(name), _TOKEN)


def stamp_in(holder: Json, name: str) -> str:
    """Slack's name for a message in its place, a time such as "1355517523.000005"; "" where none stands there."""
    return _matching(holder.get(name), _STAMP)


def thread_in(holder: Json, own: str) -> str:
    """The thread that a message stands in; "" where it stands in none, or began it. Its own time stands under `own`."""
    thread = stamp_in(holder, "thread_ts")
    return thread if thread != holder.get(own) else ""


def moment(stamps: tuple[object, ...], now: datetime) -> datetime:
    """When it happened by the first of these that is a time, never after now; now, where none is or it says 1970."""
    for stamp in stamps:
        written = str(stamp) if type(stamp) is int else stamp
        found = _STAMP.fullmatch(written) if isinstance(written, str) else None
        if found:
            at = datetime.fromtimestamp(int(found[1]), UTC).replace(
                microsecond=int((found[2] or "0")[:6].ljust(6, "0"))
            )
            return min(at, now) if at > _NEVER else now
    return now


def _said(found: re.Match[str]) -> str:
    """What one piece of Slack's markup shows to people."""
    sign, target, label = found["sign"], found["target"], (found["label"] or "").strip()
    if sign == "@":
        return f"@{label.removeprefix('@')}" if label else SOMEONE
    if sign == "#":
        return f"#{label.removeprefix('#') or 'channel'}"
    if sign == "!":
        return label if "^" in target and label else f"@{target}" if target in _ALL else label or SOMEONE
    return label or target.removeprefix("mailto:").removeprefix("tel:")


def _matching(found: object, pattern: re.Pattern[str]) -> str:
    return found if isinstance(found, str) and pattern.fullmatch(found) else ""


_MARKUP = re.compile(r"<(?P<sign>[@#!]?)(?P<target>[^<>|\s][^<>|]*)(?:\|(?P<label>[^<>]*))?>")
_ALL = ("here", "channel", "everyone")
_ESCAPED = re.compile(r"&(amp|lt|gt);")
_SIGNS = {"amp": "&", "lt": "<", "gt": ">"}
_NAME = re.compile(r"[A-Z0-9]{1,32}", re.ASCII)
_KEY = re.compile(r"[!-~]{1,100}")
_TOKEN = re.compile(r"[0-9a-z]{1,12}", re.ASCII)
_STAMP = re.compile(r"([0-9]{1,11})(?:\.([0-9]{1,9}))?", re.ASCII)
_NEVER = datetime(1970, 1, 2, tzinfo=UTC)
