"""Away: until when somebody is gone, where they say so in the same breath as that they go."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from dialogues.answering import plain
from dialogues.dates import first_day_back, lasting_days
from dialogues.facts import Profile

_BACK = re.compile(
    r"\b(until|till?|back|for|hasta)\b", re.IGNORECASE
)  # what follows is a day to come back, or how long
_BEGINS = re.compile(r"\b(?:from|starting|starts?|as of|since|desde|a partir|empieza)\b")
_TO = re.compile(r"\b(?:to|through|thru|a|al)\b|\w ?[-–] ?\w")
_LAST_DATE = re.compile(r"\d.*?(?:\b(?:to|through|thru|al?)\b|[-–])\s*(?P<last>(?:the |el )?\d+\D.*)$", re.IGNORECASE)
# How many days from today the first day back is: from the Monday of this week, or from today.
_WEEKS = {
    14: re.compile(r"\b(?:next week|(?:la )?semana que viene|(?:la )?proxima semana)\b"),
    7: re.compile(r"\b(?:this week|rest of the week|esta semana)\b"),
}
_SOON = {2: re.compile(r"\b(?:tomorrow|manana)\b"), 1: re.compile(r"\b(?:today|hoy)\b")}


def away_until(words: str, at: datetime, profile: Profile, days: str) -> date | None:
    """The first day back that is in "until 12 January", "from Monday to Friday" or "next week"; None where any doubt is left.

    `days` are the days of the week that were heard in the words ("1,2,3": Monday is 1), or "".
    """
    if _BACK.search(words) or lasting_days(words):
        return first_day_back(words, at, profile, days)
    today = at.astimezone(ZoneInfo(profile.zone)).date()
    if days:
        return _after_days(words, days, today)
    if dates := _LAST_DATE.search(words):
        last = first_day_back(dates["last"], at, profile)
        return last + timedelta(days=1) if last else None
    return None if _BEGINS.search(plain(words)) else _after_named(plain(words), today)


def _after_days(words: str, days: str, today: date) -> date | None:
    """The day behind a span of days of the week that stand in a row, the next time they come."""
    said = {int(day) for day in days.split(",")}
    first = [day for day in said if (day - 2) % 7 + 1 not in said]
    if len(said) < 2 or len(first) != 1 or not _TO.search(words.casefold()):
        return None
    return today + timedelta(days=(first[0] - today.isoweekday() - 1) % 7 + 1 + len(said))


def _after_named(said: str, today: date) -> date | None:
    monday = today - timedelta(days=today.isoweekday() - 1)
    found = [monday + timedelta(days=days) for days, named in _WEEKS.items() if named.search(said)]
    found += [today + timedelta(days=days) for days, named in _SOON.items() if named.search(said)]
    return found[0] if len(found) == 1 else None
