"""Dates: the day that somebody's words name, seen from where they are."""

import re
import unicodedata
from calendar import monthrange
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
LASTING = re.compile(rf"\b(\d{{1,2}}|{'|'.join(_COUNTS)}) (days?|dias?|weeks?|semanas?|months?|mes(?:es)?)\b")
"""How long something lasts, in words that are `spoken`."""
_LASTS = {"d": 1, "w": 7, "s": 7, "m": 30}
_IN = re.compile(r"^(?:in|en|dentro de) ")
_FROM = re.compile(r"\b(?:from|starting|as of|desde|a partir)\b")
NEXT_WEEK = re.compile(r"\b(?:next week|(?:la )?semana que viene|(?:la )?proxima semana)\b")
MONTH = (
    r"(?:jan(?:uary)?|ene(?:ro)?|feb(?:ruary|rero)?|mar(?:ch|zo)?|apr(?:il)?|abr(?:il)?|mayo?|june?|junio|july?|julio"
    r"|aug(?:ust)?|ago(?:sto)?|sept?(?:ember|iembre)?|oct(?:ober|ubre)?|nov(?:ember|iembre)?|dec(?:ember)?|dic(?:iembre)?)\b"
)
_NTH = r"\d{1,2}(?:st|nd|rd|th)?\b"
DATE = (
    rf"\b(?:\d{{4}}-\d\d-\d\d|(?:(?:the|el|al|del)(?: dia)? )?(?:{_NTH}(?: of| de)? {MONTH}(?:,? (?:de |del )?20\d\d\b)?"
    rf"|{MONTH}(?: the)? {_NTH}(?:,? 20\d\d\b)?|\d{{1,2}}/\d{{1,2}}(?:/\d{{2,4}})?|\d{{1,2}}(?:st|nd|rd|th))\b"
    r"|(?:the|el|al|del)(?: dia)? \d{1,2}\b(?!:))"
)
"""A date with its day, in words that are `spoken`."""
_OF_MONTH = re.compile(r"\b(?:the|el|al|del)(?: dia)? (\d{1,2})$")
_BEFORE = re.compile(
    r"^(?:.*\b(?:until|till|til|back on|back|on|from|for|hasta|vuelvo|regreso|el)\s+)?(?:the |next |this )?",
    re.IGNORECASE,
)


def first_day_back(words: str, at: datetime, profile: Profile, weekday: str = "") -> date | None:
    """The day named by "12 January", "in two weeks" or a plain number of days; None unless it is after today.

    `weekday` is the one day of the week that was heard in the words ("1" is Monday), or "".
    """
    today = at.astimezone(ZoneInfo(profile.zone)).date()
    back = _counted(words, today) or _after(words, today, weekday) or _next_week(words, today, weekday)
    back = back or _named(words, today, profile.language) or next_day(weekday, today)
    longest = LONGEST_LEAVE if _CLEAR.search(words) else FAR
    return back if back and today < back <= today + longest else None


def lasting_days(words: str) -> int:
    """How many days "for two weeks" or "3 days" lasts; 0 where no such span is named, or more than one."""
    spans = list(LASTING.finditer(spoken(words)))
    return _count(spans[0]) * _LASTS[spans[0][2][0]] if len(spans) == 1 else 0


def after_span(start: date, span: re.Match[str]) -> date:
    """The day behind a span that `LASTING` found; a month ends on the same day of another month, or on its last one."""
    if span[2][0] != "m":
        return start + timedelta(days=_count(span) * _LASTS[span[2][0]])
    years, month = divmod(start.month - 1 + _count(span), 12)
    last = monthrange(start.year + years, month + 1)[1]
    return start.replace(year=start.year + years, month=month + 1, day=min(start.day, last))


def next_day(weekday: str, today: date) -> date | None:
    """The next such day of the week after today ("1" is Monday); None unless it is one day."""
    return today + timedelta(days=(int(weekday) - today.isoweekday() - 1) % 7 + 1) if len(weekday) == 1 else None


def spoken(words: str) -> str:
    """Words without case, accents and extra spaces; what stands between numbers stays."""
    decomposed = unicodedata.normalize("NFKD", words[:400]).casefold().replace("–", "-")
    return " ".join("".join(sign for sign in decomposed if not unicodedata.combining(sign)).split())


def _counted(words: str, today: date) -> date | None:
    said = spoken(words)
    if said == "pasado manana":
        return today + timedelta(days=2)
    if (span := LASTING.fullmatch(_IN.sub("", said))) and span[2][0] != "m":
        return after_span(today, span)
    return today + timedelta(days=int(said)) if said.isascii() and said.isdigit() and len(said) <= 3 else None


def _named(words: str, today: date, language: str) -> date | None:
    # It takes a tenth of a second to load, and few talks need it. It reads no clock where it is given a base.
    import dateparser  # noqa: PLC0415  # late, as said above

    if found := _of_month(words, today):
        return found
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


def _of_month(words: str, today: date) -> date | None:
    """The next "el 15": that day of this month, or of the next."""
    found = _OF_MONTH.search(spoken(words).rstrip(".!?"))
    if not found:
        return None
    ahead = (today + timedelta(days=days) for days in range(1, 32))
    return next((day for day in ahead if day.day == int(found[1])), None)


def _next_week(words: str, today: date, weekday: str) -> date | None:
    """The Monday of next week, or the day of it that is named."""
    said = spoken(words)
    if not NEXT_WEEK.search(said) or re.search(r"\d", said) or LASTING.search(said) or "," in weekday:
        return None
    return today + timedelta(days=int(weekday or "1") + 7 - today.isoweekday())


def _after(words: str, today: date, weekday: str) -> date | None:
    """ "two weeks from saturday": a span that begins on a day of the week."""
    start, span = next_day(weekday, today), LASTING.search(spoken(words))
    if not start or not span or not _FROM.search(spoken(words)):
        return None
    return after_span(start, span)


def _count(span: re.Match[str]) -> int:
    return _COUNTS.get(span[1]) or int(span[1])
