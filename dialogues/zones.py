"""Zones: which time zone somebody lives in, from the time they say it is."""

import re
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

CLOSE = timedelta(minutes=20)
DAY = timedelta(days=1)


def zone_of(words: str, hour: str, at: datetime, likely: Iterable[str]) -> str | None:
    """The zone in which it is `hour` ("HH:MM") at the moment `at`, the likely ones first; or the one whose city is named.

    None when neither fits.
    """
    clock = clock_time(hour) or clock_time(words)
    if clock is None:
        return _by_city(words, likely)
    for said in _readings(clock, words):
        off, zone = min(
            ((_apart(said, zone, at), zone) for zone in likely), key=lambda pair: pair[0], default=(DAY, "")
        )
        if off <= CLOSE:
            return zone
    return None


def fixed_zone(words: str, hour: str, at: datetime) -> str | None:
    """A zone of a fixed offset in which it is that time, for where no known zone fits; None when there is no time in it."""
    clock = clock_time(hour) or clock_time(words)
    if clock is None:
        return None
    minutes = clock.hour * 60 + clock.minute - at.hour * 60 - at.minute
    hours = (round(minutes / 60) + 11) % 24 - 11  # from -11 to +12: nobody lives at -12
    # The tz database counts these hours the other way round.
    return f"Etc/GMT{-hours:+d}" if hours else "Etc/UTC"


def clock_time(words: str) -> time | None:
    """A time of day written as "7:30", "07.30" or "19h30", else None."""
    found = re.fullmatch(r"\s*(\d{1,2})\s*[:.h]\s*(\d{2})\s*", words)
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        return None
    return time(int(found[1]), int(found[2]))


def _readings(clock: time, words: str) -> tuple[time, ...]:
    """A time as said, and twelve hours on where nothing told morning from afternoon."""
    told = re.search(
        r"[ap]\.?m|noon|night|morning|evening|afternoon|ma[nñ]ana|mediod|tarde|noche|madrugada", words.casefold()
    )
    if told or clock.hour >= 12:
        return (clock,)
    return (clock, clock.replace(hour=clock.hour + 12))


def _apart(clock: time, zone: str, at: datetime) -> timedelta:
    local = at.astimezone(ZoneInfo(zone))
    said = local.replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0)
    apart = abs(said - local)
    return min(apart, DAY - apart)


def _by_city(words: str, likely: Iterable[str]) -> str | None:
    said = "_".join(re.sub(r"[^\w\s/]", " ", words.casefold()).split())
    for zone in (*likely, *_every_zone()):
        if said and said in (zone.casefold(), zone.rsplit("/", 1)[-1].casefold()):
            return zone
    return None


@cache
def _every_zone() -> tuple[str, ...]:
    """Every zone in order; kept, because asking for them reads the disk."""
    return tuple(sorted(available_timezones()))
