"""Publishing: the shipped content becomes release 1, and a shelf holds the releases that open talks may need."""

from collections.abc import Mapping
from datetime import datetime

from bot.store import releases
from bot.store.work import Work
from content.loading import parse
from content.release import checksum
from dialogues.voice import Shelf

KEPT = 3


def publish_shipped(work: Work, files: Mapping[str, str], now: datetime) -> int:
    """Store the shipped content, unless this very content is stored, and point to it; the number of its release."""
    current = releases.current(work)
    number = releases.save(work, (current or 0) + 1, checksum(files), files, now)
    if number != current:
        releases.publish(work, number, now)
    return number


def shelf(work: Work, current: int) -> Shelf:
    """The current release, and the few before it that an open talk may have begun with."""
    older = {number: parse(releases.files(work, number)) for number in range(max(1, current - KEPT), current)}
    return Shelf(parse(releases.files(work, current)), older)
