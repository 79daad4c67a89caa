"""Entities: the few plain values our commands take, found in English words: an hour, days, a competency, a language."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

NUMBERS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip
COMPETENCIES = (
    "rights", "technical", "technologies", "equity", "communication", "training", "self-care", "crisis", "peer-support",
    "health-literacy",
)  # fmt: skip

_NUMBER = "|".join(NUMBERS)
_HOUR = rf"(?P<hour>\d{{1,2}}|{_NUMBER})"
_PART = r"(?:\s*(?:in the |at |this )?(?P<part>a\.?m\b\.?|p\.?m\b\.?|morning|afternoon|evening|night|o'?clock))?"
_BESIDE = r"(?P<count>quarter|half|\d{1,2}|five|ten|twenty) (?P<side>past|to) "
_COUNTED = r"(?:day|week|minute|min|hour|time|lesson|year|month|question|pm|am)s?"
_TIMES = (
    re.compile(r"\b(?P<word>noon|midday|midnight)\b"),
    re.compile(rf"\b(?:a )?{_BESIDE}{_HOUR}\b{_PART}"),
    re.compile(rf"\bhalf (?P<half>){_HOUR}\b{_PART}"),
    re.compile(rf"(?<![\d.:])(?P<hour>\d{{1,2}})[:.h](?P<minute>[0-5]\d)(?![\d:]){_PART}"),
    re.compile(r"(?<![\d.:])(?P<hour>\d{1,2})\s?h\b(?P<part>)"),
    re.compile(
        rf"\b{_HOUR}\s*(?:in the |at |this )?(?P<part>a\.?m\b\.?|p\.?m\b\.?|morning|afternoon|evening|night|o'?clock)"
    ),
    re.compile(rf"\b(?:at|to|by|around|after|before|for|from) {_HOUR}\b(?![\d:.%]|\s?{_COUNTED}\b)(?P<part>)"),
)
_COUNTS = MappingProxyType({"quarter": 15, "half": 30, "twenty": 20})

_DAY = MappingProxyType({
    "mon": "1", "tue": "2", "wed": "3", "thu": "4", "fri": "5", "sat": "6", "sun": "7",
})  # fmt: skip
_DAYS = re.compile(r"\b(mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs|r|ur|urs)?(?:days?)?\b")
_RANGE = re.compile(rf"{_DAYS.pattern}\s*(?:-|to|till|until|through)\s*{_DAYS.pattern}")
_NOT = re.compile(r"\b(?:not|no|without|except|drop|skip|never|but)\b[^,;.]*$")
_GROUPS = (
    (re.compile(r"\b(?:weekends? off|no(?:t on|t at|t)?(?: the)? weekends?|without(?: the)? weekends?)\b"), "12345"),
    (re.compile(r"\b(?:every ?day|each day|daily|all (?:seven )?days|seven days|7 days a week)\b"), "1234567"),
    (re.compile(r"\b(?:weekdays?|work(?:ing)? ?days|workdays?|business days)\b"), "12345"),
    (re.compile(r"\bweekends?\b"), "67"),
)

_NAMED = (
    ("health-literacy", r"health(?: |-)?literacy|teach(?: |-)?back"),
    ("peer-support", r"peer(?: |-)support competenc\w+|peer(?: |-)support skills?|lived experience"),
    ("crisis", r"crisis|crises|monitoring"),
    ("self-care", r"self(?: |-)?care|burn ?out|wellbeing"),
    ("training", r"performance(?: |-)based|training competency|(?:the )?training (?:one|area)"),
    ("communication", r"(?:digital )?communication(?: skills)?|communicating"),
    ("equity", r"equity|access(?! request)\b|digital divide"),
    ("technologies", r"(?:available )?technologies|apps and tools"),
    ("technical", r"technical|tech skills|tech (?:competency|one|stuff)"),
    ("rights", r"rights|privacy competency|confidentiality|consent"),
)
_NAMES = tuple((id, re.compile(rf"\b(?:{pattern})\b")) for id, pattern in _NAMED)
_NUMBERED = re.compile(rf"\b(?:competency|competence|number|area|topic|no\.?|#)\s*(\d{{1,2}}|{_NUMBER})\b")
_LANGUAGES = (("es", re.compile(r"\b(?:spanish|español|espanol|castellano|castilian|es)\b")),
              ("en", re.compile(r"\b(?:english|inglés|ingles|en)\b")))  # fmt: skip


def find_entities(text: str) -> dict[str, str]:
    """The values found in a normalised text: "hour" 07:30, "days" 1,3,5 (Monday is 1), "competency" rights, "language" es."""
    found = {kind: look(text) for kind, look in _LOOKS.items()}
    return {kind: value for kind, value in found.items() if value}


def find_hour(text: str) -> str:
    """The first time of day in a text as HH:MM, or nothing. "half seven" is half past, as the British say it."""
    for pattern in _TIMES:
        for match in pattern.finditer(text):
            if hour := _hour(match.groupdict(default="")):
                return hour
    return ""


def find_days(text: str) -> str:
    """The weekdays meant, as numbers in order; a day that is ruled out ("not on sundays") is not one."""
    for pattern, days in _GROUPS:
        if pattern.search(text):
            return ",".join(days)
    if span := _RANGE.search(text):
        first, last = int(_DAY[span[1]]), int(_DAY[span[2]])
        return ",".join(sorted(str((first + step - 1) % 7 + 1) for step in range((last - first) % 7 + 1)))
    named = {_DAY[match[1]] for match in _DAYS.finditer(text) if not _NOT.search(text[: match.start()])}
    return ",".join(sorted(named))


def find_competency(text: str) -> str:
    """The id of the competency meant by number or by name, or nothing."""
    if match := _NUMBERED.search(text):
        number = _number(match[1])
        return COMPETENCIES[number - 1] if 1 <= number <= len(COMPETENCIES) else ""
    return next((id for id, pattern in _NAMES if pattern.search(text)), "")


def find_language(text: str) -> str:
    """ "es" or "en" when a text names the language, the one named last in "from english to spanish"; else nothing."""
    named = [(match.start(), code) for code, pattern in _LANGUAGES for match in pattern.finditer(text)]
    return max(named)[1] if named else ""


_LOOKS: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {"hour": find_hour, "days": find_days, "competency": find_competency, "language": find_language}
)


def _hour(parts: Mapping[str, str]) -> str:
    if word := parts.get("word"):
        return "00:00" if word == "midnight" else "12:00"
    hour, minute = _number(parts["hour"]), int(parts.get("minute") or 0)
    if "half" in parts:
        minute = 30
    if side := parts.get("side"):
        count = _COUNTS.get(parts["count"]) or _number(parts["count"])
        hour, minute = (hour, count) if side == "past" else ((hour or 24) - 1, 60 - count)
    hour = _of_the_day(hour, parts.get("part", "").replace(".", ""))
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else ""


def _of_the_day(hour: int, part: str) -> int:
    if part in ("pm", "afternoon", "evening") or (part == "night" and hour >= 6):
        return hour + 12 if hour < 12 else hour
    return 0 if part in ("am", "morning", "night") and hour == 12 else hour


def _number(written: str) -> int:
    return int(written) if written.isdigit() else NUMBERS.index(written)
