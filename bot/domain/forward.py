"""Fast-forward: which later moment a line such as `@ +1d 09:00` means."""

import re
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
MOST = timedelta(days=3660)
ONLY_FORWARD = "The clock only goes forward, ten years at most. Try '@ +1d', '@ +1d 09:00', '@ 14:00', or /tomorrow."


class NotATime(ValueError):
    """A line that should move the clock but names no later moment."""


def is_move(line: str) -> bool:
    """Whether a line is about the clock and not something to say to the coach."""
    return line.startswith("@") or line.split()[:1] in (["/tomorrow"], ["/skip"])


def target(line: str, now: datetime, zone: str) -> datetime:
    """The moment (UTC) that a line means: `@ +1d 09:00`, `@ +90m`, `@ 2027-01-05 09:00`, `@ 14:00`, `/tomorrow`, `/skip 7d`.

    Raises NotATime when it names none, or one that is not later than now.
    """
    words = _words(line)
    local = now.astimezone(ZoneInfo(zone))
    try:
        for word in words:
            local = _moved(word, local)
        goal = local.astimezone(UTC)
    except OverflowError:  # beyond the year 9999, or before the year 1
        raise NotATime(ONLY_FORWARD) from None
    if not now < goal <= now + MOST:
        raise NotATime(ONLY_FORWARD)
    return goal


def _words(line: str) -> list[str]:
    words = line.removeprefix("@").split()
    if words[:1] == ["/tomorrow"]:
        return ["+1d"]
    words = [f"+{words[1].lstrip('+')}"] if words[:1] == ["/skip"] and len(words) == 2 else words
    if not words:
        raise NotATime("Say how far to move the clock: '@ +1d', '@ +1d 09:00', '@ 2027-01-05 09:00', or /tomorrow.")
    return words


def _moved(word: str, local: datetime) -> datetime:
    if step := re.fullmatch(r"\+(\d{1,5})([mhdw])", word):
        far = int(step[1]) * UNITS[step[2]]
        # Days go by the wall clock, hours and minutes by the real one.
        if step[2] in "dw":
            return local + far
        return (local.astimezone(UTC) + far).astimezone(local.tzinfo)
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2})?", word):
        try:
            return datetime.fromisoformat(word).replace(tzinfo=local.tzinfo)
        except ValueError:
            raise NotATime(f"{word!r} is not a day. Try '@ 2027-01-05 09:00'.") from None
    found = re.fullmatch(r"(\d{1,2}):(\d{2})", word)
    if found and int(found[1]) < 24 and int(found[2]) < 60:
        return datetime.combine(local.date(), time(int(found[1]), int(found[2])), local.tzinfo)
    raise NotATime(f"{word!r} does not say how far. Try '@ +1d', '@ +1d 09:00', '@ 14:00', or /tomorrow.")
