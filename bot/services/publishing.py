"""Publishing: what we ship comes out with a start, and a shelf holds every release that somebody may be taught from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.store import release_steps, releases
from bot.store.release_steps import Step, Taken
from bot.store.work import Work
from content.library import Library
from content.loading import ContentBroken, parse
from content.release import brought_along, checksum
from dialogues.voice import Shelf

US = "shipped"
WAITS = timedelta(days=90)  # longer ago, nobody waits for approval any more
CORRECTED = timedelta(days=90)  # a correction is told by what was out then
LOOKED_AT = timedelta(days=2)  # longer than any talk: whatever was out or looked at since may be open somewhere
MOST_KEPT = 12

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which releases the shelf holds, the current one among them, and the mark by which a newer step is noticed."""

    current: int
    numbers: tuple[int, ...]
    floor: int
    mark: int


def publish_shipped(work: Work, files: Mapping[str, str], now: datetime) -> int:
    """Store the shipped content, unless this very content is stored, and let it out; the number of what is out now.

    Where a program's own content is out, what it changed stays, and the rest is brought along.
    """
    current = releases.current(work)
    number = releases.save(work, checksum(files), files, now)
    if current is None:
        return _out(work, number, now)
    out = releases.kept(work, current)
    if number in (current, out.shipped) or _was_taken_back(work, number):
        return current
    if out.ours:
        return _out(work, number, now)
    own = releases.files(work, current)
    together = brought_along(releases.files(work, out.shipped), own, files)
    if (why := _unreadable(together)) is not None:
        log.error("shipped_content_not_brought_along", release=current, why=why)
        # Their own words stay, unless this version of the coach cannot read them any more.
        return current if _unreadable(own) is None else _out(work, number, now)
    joined = releases.save(work, checksum(together), together, now, (current, number))
    return current if _was_taken_back(work, joined) else _out(work, joined, now)


def wanted(work: Work, now: datetime) -> Wanted:
    """What the shelf should hold now. The last resort for a phrase is what we shipped last."""
    mark = release_steps.mark(work)
    current = releases.current(work) or 0
    shipped = releases.kept(work, current).shipped
    looked_at = sorted(release_steps.since(work, now - LOOKED_AT), reverse=True)[:MOST_KEPT]
    waiting = release_steps.waiting(work, now - WAITS, MOST_KEPT)
    outs = release_steps.outs(work)
    out = {one.number for at, one in enumerate(outs) if at >= len(outs) - 3 or one.at > now - CORRECTED}
    numbers = {
        current,
        shipped,
        *releases.trials(work).values(),
        *looked_at,
        *waiting,
        *sorted(out, reverse=True)[:MOST_KEPT],
    }
    return Wanted(current, tuple(sorted(numbers)), shipped, mark)


def shelf(wanted: Wanted, libraries: Mapping[int, Library]) -> Shelf:
    """The shelf of these libraries, by release."""
    older = {number: library for number, library in libraries.items() if number != wanted.current}
    return Shelf(libraries[wanted.current], older, libraries.get(wanted.floor))


def _was_taken_back(work: Work, number: int) -> bool:
    """Whether staff took a release back when it was out last: a start must not bring it out again."""
    out = release_steps.outs(work)
    last = max((at for at, one in enumerate(out) if one.number == number), default=len(out))
    return any(one.step is Step.rolled_back for one in out[last + 1 : last + 2])


def _unreadable(files: Mapping[str, str]) -> str | None:
    try:
        parse(files)
    except ContentBroken as error:
        return str(error.problems[0])
    return None


def _out(work: Work, number: int, now: datetime) -> int:
    releases.publish(work, number, now)
    release_steps.take(work, Taken(number, Step.published, US, now))
    return number
