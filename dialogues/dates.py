"""Dates: the day that somebody's words name, seen from where they are."""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dialogues.facts import Profile

LONGEST_LEAVE = timedelta(days=366)
FAR = timedelta(days=120)  # a day further off than that is meant only where the year is named
_SPAN = re.compile(r"(?:for |in )?(?:(a|an|one|\d{1,3}) )?(day|week|month)s?(?: from now)?", re.IGNORECASE)
_CLEAR = re.compile(r"\b(20\d\d|weeks?|months?|semanas?|mes|meses)\b", re.IGNORECASE)
_BEFORE = re.compile(
    r"^(?:.*\b(?:until|till|til|back on|back|on|from|for|hasta|el)\s+)?(?:the |next |this )?", re.IGNORECASE
)


def first_day_back(words: str, at: datetime, profile: Profile, weekday: str = "") -> date | None:
    """The day named by "12 January", "in two weeks" or a plain number of days; None unless it is after today.

    `weekday` is the one day of the week that was heard in the words ("1" is Monday), or "".
    """
    today = at.astimezone(ZoneInfo(profile.zone)).date()
    back = _counted(words, today) or _named(words, today, profile.language) or _next(weekday, today)
    longest = LONGEST_LEAVE if _CLEAR.search(words) else FAR
    return back if back and today < back <= today + longest else None


def _counted(words: str, today: date) -> date | None:
    said = words.strip()
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
    found = dateparser.parse(asked, languages=[language], settings=settings)
    return found.date() if found else None


def _next(weekday: str, today: date) -> date | None:
    return today + timedelta(days=(int(weekday) - today.isoweekday() - 1) % 7 + 1) if len(weekday) == 1 else None
