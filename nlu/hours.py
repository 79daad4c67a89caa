"""Hours: a time of day in English or Spanish words, as HH:MM."""

import re
from collections.abc import Mapping

NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
SPANISH = ("cero", "una", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce")

_NUMBER = "|".join(NUMBERS)
_HOUR = rf"(?P<hour>\d{{1,2}}|{_NUMBER})"
_PART = r"(?:\s*(?:in the |at |this )?(?P<part>a\.?m\b\.?|p\.?m\b\.?|morning|afternoon|evening|night|o'?clock))?"
_BESIDE = r"(?P<count>quarter|half|5|10|15|20|25|five|ten|twenty) (?P<side>past|to) "
_COUNTED = r"(?:day|week|minute|min|hour|time|lesson|year|month|question|pm|am)s?"
_HORA = rf"(?P<hour>\d{{1,2}}|{'|'.join(SPANISH[1:])})"
_MINUTOS = r"(?: (?P<side>y|menos) (?P<count>media|cuarto|cinco|diez|veinte|\d{1,2}))"
_PARTE = (
    r"(?:(?: en punto)?(?: (?:de|por|en) la (?P<part>manana|tarde|tardecita|noche|madrugada)"
    r"|\s?(?P<abbr>a\.?m|p\.?m)\b|\s?h(?:s|rs)?\b)?)"
)
_TIMES = (
    re.compile(r"\b(?P<word>noon|midday|midnight|mediodia|medianoche)\b"),
    re.compile(rf"\b(?:a )?{_BESIDE}{_HOUR}\b{_PART}"),
    re.compile(rf"\bhalf (?P<half>){_HOUR}\b{_PART}"),
    re.compile(rf"\b{_HORA}{_MINUTOS}{_PARTE}"),
    re.compile(rf"\b(?:las?|tipo) {_HORA}(?![\d:.])\b{_PARTE}"),
    re.compile(rf"\b{_HORA}(?: en punto)? (?:de|por|en) la (?P<part>manana|tarde|noche|madrugada)\b"),
    re.compile(
        rf"(?<![\d.:])(?P<hour>\d{{1,2}})[:.h](?P<minute>[0-5]\d)(?![\d:]){_PART}{_PARTE.replace('part', 'parte')}"
    ),
    re.compile(r"(?<![\d.:])(?P<hour>\d{1,2})\s?h(?:s|rs)?\b(?P<part>)"),
    re.compile(
        rf"\b{_HOUR}\s*(?:in the |at |this )?(?P<part>a\.?m\b\.?|p\.?m\b\.?|morning|afternoon|evening|night|o'?clock)"
    ),
    re.compile(rf"\b(?:at|to|by|around|after|before|for|from) {_HOUR}\b(?![\d:.%]|\s?{_COUNTED}\b)(?P<part>)"),
    re.compile(rf"\b{_HOUR}ish\b{_PART}"),
)
_COUNTS = {"quarter": 15, "half": 30, "twenty": 20, "cuarto": 15, "media": 30, "veinte": 20}
_LATE = ("pm", "afternoon", "evening", "tarde", "tardecita")
_EARLY = ("am", "morning", "manana", "madrugada")


def find_hour(bare: str) -> str:
    """The first time of day in a normalised text without accents, as HH:MM, or nothing. "half seven" is half past."""
    for pattern in _TIMES:
        for match in pattern.finditer(bare):
            if hour := _hour(match.groupdict(default="")):
                return hour
    return ""


def number(written: str) -> int:
    """The number that digits or an English or Spanish word stand for."""
    if written.isdigit():
        return int(written)
    return NUMBERS.index(written) if written in NUMBERS else SPANISH.index(written)


def _hour(parts: Mapping[str, str]) -> str:
    if word := parts.get("word"):
        return "00:00" if word in ("midnight", "medianoche") else "12:00"
    hour, minute = number(parts["hour"]), int(parts.get("minute") or 0)
    if "half" in parts:
        minute = 30
    if side := parts.get("side"):
        count = _COUNTS.get(parts["count"]) or number(parts["count"])
        hour, minute = (hour, count) if side in ("past", "y") else ((hour or 24) - 1, 60 - count)
    part = parts.get("part") or parts.get("abbr") or parts.get("parte") or ""
    hour = _of_the_day(hour, part.replace(".", ""))
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else ""


def _of_the_day(hour: int, part: str) -> int:
    if part in _LATE or (part in ("night", "noche") and hour >= 6):
        return hour + 12 if hour < 12 else (0 if part == "noche" and hour == 12 else hour)
    return 0 if (part in _EARLY or part in ("night", "noche")) and hour == 12 else hour
