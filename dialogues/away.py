"""Away: until when somebody is gone, where they say so in the same breath as that they go."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from dialogues.dates import DATE, LASTING, LONGEST_LEAVE, MONTH, NEXT_WEEK, after_span, first_day_back, next_day, spoken
from dialogues.facts import Profile

_BACK = re.compile(r"\b(?:until|till?|back|return(?:s|ing)?|hasta|vuelvo|regreso)\b(?P<day>.*)$")  # a day to come back
_BEGINS = re.compile(
    r"\b(?:from|start(?:s|ing)?|beginning|as of|since|after|before|desde|a partir|empie\w+|empezando)\b"
)
_TO = re.compile(r"\b(?:to|through|thru|a|al)\b|\w ?[-–] ?\w")
_LAST_DATE = re.compile(
    rf"(?:\d|\b{MONTH}).*?(?:\b(?:to|through|thru|a)\b|\b(?=al )|(?<!\d{{4}})(?<!\d{{4}}-\d\d)-)"
    rf" ?(?P<last>{DATE})(?P<more>.*)$"
)
_BARE = re.compile(r"(?:(?:the|el|al|del) )?(?:dia )?(\d{1,2})(?:st|nd|rd|th)?")
_FOR = re.compile(r"\b(?:for|durante|por)(?: about)? $")
# "In two weeks" and "two weeks from now" say when something begins, and not how long it lasts.
_IN = re.compile(r"\b(?:in|en|dentro de|within)(?: about| unos| unas)? $")
_FROM_NOW = re.compile(r"^ from (?:now|today)\b")
_NOT_A_TIME = re.compile(r"\bfrom (?:(?:my|the|this|all) )*(?:work|job|here|it|prompts?|messages?|lessons?)\b")
# With one of these in the words, how long it lasts is not enough to tell when it ends.
_UNCLEAR = re.compile(
    rf"\d|\b{MONTH}|\b(?:soon|later|after|before|once|when|weeks?|months?|years?|half|more|working|summer|winter|spring"
    r"|autumn|easter|christmas|pronto|luego|despues|tras|antes|cuando|pasado|semanas?|mes|meses|medi[ao]|mas"
    r"|laborables|habiles|verano|invierno|primavera|otono|navidad(?:es)?|pascua)\b"
)
_NOT_NOW = re.compile(
    r"\b(?:after|starting|beginning|later|soon|next|desde|a partir|despues|luego|pronto|proxim[oa])\b"
)
_IN_MONTH = re.compile(rf"\b(?:in|en) {MONTH}")
_THE_NEXT = re.compile(rf"\b(?:(?:the|las|los) )?(?:next|coming|proxim[oa]s) (?={LASTING.pattern})")
_TOMORROW = re.compile(r"\b(?<!after )(?:tomorrow|(?<!pasado )manana)\b")
_TODAY = re.compile(r"\b(?:today|now|hoy|ahora|ya)\b")
_THIS_WEEK = re.compile(r"\b(?:this week|rest of the week|esta semana)\b")


def away_until(words: str, at: datetime, profile: Profile, days: str) -> date | None:
    """The first day back that is in "until 12 January", "from Monday to Friday" or "next week"; None where any doubt is left.

    `days` are the days of the week that were heard in the words ("1,2,3": Monday is 1), or "".
    """
    said, today = _told(words), at.astimezone(ZoneInfo(profile.zone)).date()
    if back := _BACK.search(said):
        return _back_on(back["day"], said[: back.start()], at, profile, days)
    if LASTING.search(said):
        return _after_start(said, at, profile, days)
    if days:
        return _after_days(said, days, today)
    if dates := _LAST_DATE.search(said):
        last = (
            None if _UNCLEAR.search(dates["more"]) else _later(dates["last"], said[: dates.start("last")], at, profile)
        )
        return last + timedelta(days=1) if last else None
    return None if _BEGINS.search(said) or re.search(DATE, said) else _after_named(said, today)


def day_back(words: str, at: datetime, profile: Profile, days: str) -> date | None:
    """The day to come back that answers a question for it: the day itself, or the one behind a span from its start."""
    said = _told(words)
    lasts = any(not _begins_then(said, span) for span in LASTING.finditer(said))
    spanned = lasts or _LAST_DATE.search(said) or (_BEGINS.search(said) and _BACK.search(said))
    return away_until(words, at, profile, days) if spanned else first_day_back(words, at, profile, days)


def begins_later(words: str, days: str) -> bool:
    """Whether words name a day or a span after which something is to begin, and not only until when."""
    said = _BACK.sub("", _told(words))
    named = any(found.search(said) for found in (re.compile(DATE), NEXT_WEEK, _TOMORROW, _IN_MONTH))
    told = _NOT_NOW.search(said) and not _TODAY.search(said)
    then = any(_begins_then(said, span) for span in LASTING.finditer(said))
    return bool(named or told or then or (days and not _BACK.search(_told(words))))


def _told(words: str) -> str:
    """Words without what only fills them: "the next two weeks" are two weeks."""
    return _THE_NEXT.sub("", spoken(words))


def _back_on(day: str, before: str, at: datetime, profile: Profile, days: str) -> date | None:
    """The day to come back that stands behind "until" or "back"; a start before it is another day."""
    if LASTING.search(day) and _BEGINS.search(day) and not (days or _FROM_NOW.search(day[day.find(" from") :])):
        return None
    if found := re.search(DATE, day):
        return None if _UNCLEAR.search(day[found.end() :]) else _later(found[0], before, at, profile)
    return first_day_back(day, at, profile, "" if _BEGINS.search(before) else days)


def _later(day: str, before: str, at: datetime, profile: Profile) -> date | None:
    """A day after the one that was named before it: in the same month where none is named with it."""
    day = re.sub("^al ", "el ", day)
    if (month := re.search(rf"\b{MONTH}", before)) and (bare := _BARE.fullmatch(day)):
        day = f"{bare[1]} {month[0]}"
    found, today = first_day_back(day, at, profile), at.astimezone(ZoneInfo(profile.zone)).date()
    for start in re.finditer(DATE, before):
        bare = _BARE.fullmatch(start[0])
        # "From the 6th", said on the 6th, is today; and "from the 6th to 15 January" is of one month.
        near = bare and (int(bare[1]) == today.day or not _BARE.fullmatch(day))
        begun = None if near else first_day_back(start[0], at, profile)
        if found and begun and begun >= found:
            return None
    return found


def _after_start(said: str, at: datetime, profile: Profile, days: str) -> date | None:
    """The day behind a span, from the start that is named with it; None where there is more than one of either."""
    today = at.astimezone(ZoneInfo(profile.zone)).date()
    spans = list(LASTING.finditer(said))
    lasting = [span for span in spans if not _begins_then(said, span)]
    if len(lasting) != 1:
        return None
    rest = f"{said[: lasting[0].start()]},{said[lasting[0].end() :]}"
    starts, rest = _starts(_NOT_A_TIME.sub("", rest), at, profile, days)
    if None in starts or len(starts) > 1 or _UNCLEAR.search(rest):
        return None
    if not starts and (_BEGINS.search(rest) or not _FOR.search(said[: lasting[0].start()])):
        return None if _BEGINS.search(rest) else first_day_back(said, at, profile)
    back = after_span(starts.pop() or today if starts else today, lasting[0])
    return back if today < back <= today + LONGEST_LEAVE else None


def _starts(rest: str, at: datetime, profile: Profile, days: str) -> tuple[set[date | None], str]:
    """The starts that are named, None for one that cannot be told, and what is left of the words."""
    today = at.astimezone(ZoneInfo(profile.zone)).date()
    starts: set[date | None] = {first_day_back(found[0], at, profile) for found in re.finditer(DATE, rest)}
    rest = re.sub(DATE, "", rest)
    starts |= {next_day(days, today)} if days else set()
    for span in LASTING.finditer(rest):  # in so many weeks or months is no day yet
        starts.add(after_span(today, span) if span[2].startswith("d") else None)
    rest = LASTING.sub("", rest)
    named = {_TOMORROW: today + timedelta(days=1), _TODAY: today, NEXT_WEEK: next_day("1", today)}
    for words, day in named.items():
        starts |= {day} if words.search(rest) else set()
        rest = words.sub("", rest)
    return starts, rest


def _begins_then(said: str, span: re.Match[str]) -> bool:
    before = said[: span.start()]
    return bool(_IN.search(before) or (_FROM_NOW.match(said[span.end() :]) and not _FOR.search(before)))


def _after_days(said: str, days: str, today: date) -> date | None:
    """The day behind a span of days of the week that stand in a row, the next time they come."""
    named = {int(day) for day in days.split(",")}
    first = [day for day in named if (day - 2) % 7 + 1 not in named]
    if len(named) < 2 or len(first) != 1 or not _TO.search(said):
        return None
    return today + timedelta(days=(first[0] - today.isoweekday() - 1) % 7 + 1 + len(named))


def _after_named(said: str, today: date) -> date | None:
    monday = today - timedelta(days=today.isoweekday() - 1)
    weeks, days = {14: NEXT_WEEK, 7: _THIS_WEEK}, {2: _TOMORROW, 1: _TODAY}
    found = [monday + timedelta(days=after) for after, named in weeks.items() if named.search(said)]
    found += [today + timedelta(days=after) for after, named in days.items() if named.search(said)]
    return found[0] if len(found) == 1 else None
