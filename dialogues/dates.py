"""Dates: the day that somebody's words name, seen from where they are."""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dialogues.facts import Profile

SPOKEN = ("en", "es")
LONGEST_LEAVE = timedelta(days=366)
FAR = timedelta(days=120)  # a day further off than that is meant only where the year is named
_SPAN = re.compile(r"(?:for |in )?(?:(a|an|one|\d{1,3}) )?(day|week|month)s?(?: from now)?", re.IGNORECASE)
_CLEAR = re.compile(r"\b(20\d\d|weeks?|months?|semanas?|mes|meses)\b", re.IGNORECASE)
_COUNTS = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "un": 1,
    "una": 1,
    "dos": 2,
    "tres": 3,
    "cuatro": 4,
    "cinco": 5,
    "seis": 6,
    "siete": 7,
    "ocho": 8,
    "nueve": 9,
    "diez": 10,
    "quince": 15,
}
_LASTING = re.compile(rf"\b(\d{{1,2}}|{'|'.join(_COUNTS)}) (days?|dias?|días?|weeks?|semanas?|months?|mes(?:es)?)\b")
_LASTS = {"d": 1, "w": 7, "s": 7, "m": 30}
_FROM = re.compile(r"\b(?:from|starting|as of|desde|a partir)\b")
_BEFORE = re.compile(
    r"^(?:.*\b(?:until|till|til|back on|back|on|from|for|hasta|vuelvo|regreso|el)\s+)?(?:the |next |this )?",
    re.IGNORECASE,
)


def first_day_back(words: str, at: datetime, profile: Profile, weekday: str = "") -> date | None:
    """The day named by "12 January", "in two weeks" or a plain number of days; None unless it is after today.

    `weekday` is the one day of the week that was heard in the words ("1" is Monday), or "".
    """
    today = at.astimezone(ZoneInfo(profile.zone)).date()
    back = _counted(words, today) or _after(words, today, weekday) or _named(words, today, profile.language)
    back = back or _next(weekday, today)
    longest = LONGEST_LEAVE if _CLEAR.search(words) else FAR
    return back if back and today < back <= today + longest else None


def lasting_days(words: str) -> int:
    """How many days "for two weeks" or "3 days" lasts; 0 where no such span is named, or more than one."""
    spans = _LASTING.findall(words.casefold())
    found = _LASTING.search(words.casefold())
    return _lasting(found).days if found and len(spans) == 1 else 0


def _counted(words: str, today: date) -> date | None:
    said = words.strip().casefold()
    if (span := _LASTING.fullmatch(said)) and span[2][0] != "m":
        return today + _lasting(span)
    return today + timedelta(days=int(said)) if said.isascii() and said.isdigit() and len(said) <= 3 else None


def _named(words: str, today: date, language: str) -> date | None:
    # It takes a tenth of a second to load, and few talks need it. It reads no clock where it is given a base.
    import dateparser  # noqa: PLC0415  # late, as said above

    said = _BEFORE.sub("", words.strip()[:100].rstrip(".!?"))
    if said.isdigit():  # it would be read as seconds since 1970
        return None
    span = _SPAN.fullmatch(said)
    settings = {
        "RELATIVE_BASE": datetime.combine(today, time(0, 0)),
        "PREFER_DATES_FROM": "future",
        "REQUIRE_PARTS": [] if span else ["day"],
        "RETURN_AS_TIMEZONE_AWARE": False,
    }
    asked = f"in {span[1] or 'a'} {span[2]}" if span else said
    found = dateparser.parse(
        asked, languages=[language, *(other for other in SPOKEN if other != language)], settings=settings
    )
    return found.date() if found else None


def _after(words: str, today: date, weekday: str) -> date | None:
    """ "two weeks from saturday": a span that begins on a day of the week."""
    start, span = _next(weekday, today), _LASTING.search(words.casefold())
    if not start or not span or not _FROM.search(words.casefold()):
        return None
    return start + _lasting(span)


def _lasting(span: re.Match[str]) -> timedelta:
    return timedelta(days=(_COUNTS.get(span[1]) or int(span[1])) * _LASTS[span[2][0]])


def _next(weekday: str, today: date) -> date | None:
    return today + timedelta(days=(int(weekday) - today.isoweekday() - 1) % 7 + 1) if len(weekday) == 1 else None
