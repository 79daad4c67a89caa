"""Hours: a time of day in English or Spanish words, as HH:MM."""

import re
from collections.abc import Mapping

NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
SPANISH = (
    "cero", "una", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce",
    "trece", "catorce", "quince", "dieciseis", "diecisiete", "dieciocho", "diecinueve", "veinte", "veintiuna",
    "veintidos", "veintitres",
)  # fmt: skip  # hours as people say them, a line a row

_NUMBER = "|".join(NUMBERS[1:])
_HOUR = rf"(?P<hour>\d{{1,2}}|{_NUMBER})"
_ANY_HOUR = rf"(?P<hour>\d{{1,2}}|{_NUMBER}|noon|midday|midnight)"
_AM_PM = r"[ap]\.? ?m\b\.?(?! i\b)"
_PARTS = rf"(?P<part>{_AM_PM}|morning\b|afternoon\b|evening\b|night\b|tonight\b)"
_CLOCK = r"(?:\s*o[' ]?clock)?"
_PART = rf"{_CLOCK}(?:\s*(?:in the |at |this )?{_PARTS})?"
_BESIDE = r"(?P<count>quarter|half|5|10|15|20|25|five|ten|twenty) (?P<side>past|after|to|till) "
_PAST = r"fifteen|twenty(?:[- ]five)?|thirty(?:[- ]five)?|forty(?:[- ]five)?|fifty(?:[- ]five)?|oh? five"
_COUNTED = (
    r"(?:days?|weeks?|minutes?|mins?|hours?|times?|lessons?|years?|months?|questions?|people|persons?|of|more|other)"
)
_ENDS = (
    r"(?=$|[,.;!?)]|\s?\0|\s(?:please|pls|plz|instead|on|every|each|in|if|then|works?|is|would|so|because|and|or|to|until|till"
    r"|tomorrow|today|from|my|local|sharp|as|when|not|now|thanks|thx|mondays?|tuesdays?|weekdays|daily)\b)"
)
_HORA = rf"(?P<hour>\d{{1,2}}|{'|'.join(SPANISH[1:])})"
_CUENTA = r"media|cuarto|cinco|diez|quince|veinte|veinticinco|treinta|(?:cuarenta|cincuenta)(?: y cinco)?|[0-5]?\d"
_MINUTOS = rf"(?: (?P<side>y|con|menos) (?P<count>{_CUENTA})\b)"
_DE_LA = r"(?:de|por|en) la (?P<part>manana|tarde|tardecita|noche|madrugada)\b|del (?P<mid>mediodia)"
_PARTE = rf"(?:(?: en punto)?(?: (?:{_DE_LA}|(?P<late>tarde|noche)\b)|\s?(?P<abbr>[ap]\. ?m|[ap] ?m)\b|\s?h(?:s|rs|oras)?\b)?)"
_FIN = (
    r"(?=$|[,.;!?)]|\s?\0|\s(?:por|porfa|porfi|plis|los|el|cada|todos|de|del|y|o|en|si|no|mejor|que|para|a|hora|mi|entre|hoy|manana|va"
    r"|me|seria|estaria|esta|gracias|como|cuando|porque|pues|siempre|aprox|mas|hs|am|pm|lunes|martes)\b)"
)
_TIMES = tuple(
    re.compile(pattern)
    for pattern in (
        r"\b(?:(?:at |a las )?(?:12|twelve|doce) )?(?<!del )(?<!past )(?<!to )"
        r"(?P<word>noon|midday|midnight|medio ?dia|media ?noche)\b",
        rf"\b(?:a )?{_BESIDE}{_ANY_HOUR}\b{_PART}",
        rf"\bhalf (?P<half>){_HOUR}\b(?! of\b){_PART}",
        rf"\b(?:un )?(?P<count>cuarto|cinco|diez|veinte|veinticinco|\d\d?) (?P<side>para) las? {_HORA}\b{_PARTE}",
        rf"\b(?:las?|tipo|sobre|hacia) {_HORA}{_MINUTOS}{_PARTE}",
        rf"\b{_HORA} (?P<side>y|menos) (?P<count>media|cuarto)\b{_PARTE}",
        rf"^{_HORA}{_MINUTOS}{_PARTE}(?=$|[ .,])",
        rf"(?<![\d.:$v])(?P<hour>\d{{1,2}})[:.h](?P<minute>[0-5]\d)(?![\d:]){_PART}{_PARTE.replace('part', 'parte')}",
        rf"(?:(?<=\bat )|(?<=\blas )|(?<=\bto )|^(?!2\d\d\d))(?P<hour>\d{{1,2}}) ?(?P<minute>[0-5]\d)\b(?=$|[ .,])"
        rf"(?! ?%| {_COUNTED}\b){_PART}",
        rf"(?<![\d.:$])\b(?P<hour>\d{{1,2}}) ?(?P<minute>[0-5]\d)\s?{_PARTS}",
        r"\b(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d) ?(?:hours|hrs|h)\b(?P<part>)",
        rf"\b{_HOUR}[ -](?P<past>{_PAST})\b(?![- ](?:{_COUNTED})\b){_PART}",
        rf"\blas {_HORA}[ -](?P<past>quince|treinta|cuarenta y cinco)\b{_PARTE}",
        r"\b(?:a|sobre|hacia|desde|hasta|son|para|o|y|entre|eso de|ahi de|antes de|despues de) las? "
        rf"{_HORA}(?![\d:.]){_PARTE}{_FIN}",
        rf"\b(?<!una de )(?:las|tipo) {_HORA}(?![\d:.]){_PARTE}{_FIN}",
        rf"\b{_HORA}(?: en punto)? (?:{_DE_LA})\b",
        rf"\b(?!una ){_HORA} (?P<part>noche|tarde)\b",
        r"(?<!in )(?<!for )(?<!en )(?<![\d.:])\b(?P<hour>\d{1,2})\s?h(?:s|rs)?\b(?P<part>)",
        rf"\b{_HOUR}(?P<part>)\s*(?:-|to|and|or|y|o|a)\s*(?:\d{{1,2}}|{_NUMBER}){_CLOCK}\s*(?:in the |at )?"
        + _PARTS.replace("part", "last"),
        rf"\b{_HOUR}{_CLOCK}\s*(?:in the |at |this ){_PARTS}",
        rf"\b(?P<hour>\d{{1,2}}){_CLOCK}\s*{_PARTS}",
        rf"\b(?P<hour>{_NUMBER}|{'|'.join(SPANISH[2:])})\s(?P<part>{_AM_PM}|tonight\b)",
        rf"\b{_HOUR}\s?-?(?:ish\b|o[' ]?clock){_PART}",
        rf"\b(?:at|to|by|around|about|after|before|from) (?P<hour>\d{{1,2}})\b(?![\d:.%]|\s?(?:{_COUNTED}|pm|am)\b)(?P<part>)",
        rf"\b(?:at|to|by|around|about|after|before|from|for|it) {_HOUR}\b(?![:.]\d|%){_ENDS}(?P<part>)",
        rf"^(?:maybe |say |mejor |pues )?(?P<hour>\d{{1,2}}|{_NUMBER}|{'|'.join((*SPANISH[2:11], *SPANISH[12:]))})"
        r"(?P<part>)(?: please| pls| plz| thanks| por favor| porfa)?[.!]?$",
    )
)
_COUNTS = {
    "quarter": 15, "half": 30, "twenty": 20, "cuarto": 15, "media": 30, "fifteen": 15, "thirty": 30, "forty": 40,
    "fifty": 50, "o": 0, "oh": 0, "veinticinco": 25, "treinta": 30, "cuarenta": 40, "cincuenta": 50,
}  # fmt: skip  # minutes
_LATE = ("pm", "afternoon", "evening", "tonight", "tarde", "tardecita", "mediodia")
_EARLY = ("am", "morning", "madrugada")
_NIGHT = ("night", "noche")
_BEFORE = 30
"""Characters before and after a time that may rule it out."""
_RULED_OUT = re.compile(r"\b(?:not|no|instead of|rather than|en vez de|en lugar de)(?: at| a)?(?: la| las)? ?$")
_TOO = re.compile(
    r" ?(?:is |was |are |es |me va )?(?:too|muy|demasiado|doesnt|doesn't|isnt|isn't|no(?=$| |,)(?! (?:later|mas)))\b"
)
_OLD = re.compile(r"\b(?:change|move|switch|cambi\w*|pas\w*|muev\w*)\b[^,.]{0,20}\b(?:from|de|from the|de las?) ?$")


def find_hour(bare: str) -> str:
    """The first time of day in a normalised text without accents, as HH:MM, or nothing. "half seven" is half past.

    A time that is ruled out ("not 8, 9") or left ("move it from 8 to 9") is not the one that is meant.
    """
    found: list[tuple[int, int, str]] = []

    def note(match: re.Match[str]) -> str:
        hour = _hour(match.groupdict(default=""))
        if not hour:
            return match[0]
        found.append((match.start(), match.end(), hour))
        return "\0" * len(match[0])

    rest = bare
    for pattern in _TIMES:
        rest = pattern.sub(note, rest)
    found.sort()
    for start, end, hour in found:
        if not _is_out(bare, start, end, start == found[-1][0]):
            return hour
    return ""


def number(written: str) -> int:
    """The number that digits or an English or Spanish word stand for."""
    if written.isdigit():
        return int(written)
    return NUMBERS.index(written) if written in NUMBERS else SPANISH.index(written)


def _is_out(bare: str, start: int, end: int, is_last: bool) -> bool:
    if bare.startswith(("before", "after"), start):  # "not before 10" is ten
        return False
    # The words that led into a time may be part of what was found: "from 8".
    led = re.match(r"(?:at|to|from|a|de|sobre|las?|\s)*", bare[start:end])
    before = bare[max(0, start - _BEFORE) : start + (led.end() if led else 0)]
    if _RULED_OUT.search(before) or _TOO.match(bare[end : end + _BEFORE]):
        return True
    return not is_last and bool(_OLD.search(before))


def _hour(parts: Mapping[str, str]) -> str:
    if word := parts.get("word"):
        return "00:00" if word.startswith(("midn", "media")) else "12:00"
    hour, minute = _spoken(parts["hour"]), int(parts.get("minute") or 0)
    if "half" in parts:
        minute = 30
    if past := parts.get("past"):
        minute = _minutes(past)
    if side := parts.get("side"):
        count = _minutes(parts["count"])
        late = side in ("past", "after", "y", "con")
        hour, minute = (hour, count) if late else ((hour or 24) - 1, 60 - count)
    told = next((parts[name] for name in ("part", "abbr", "parte", "late", "mid", "last") if parts.get(name)), "")
    hour = _of_the_day(hour, told.replace(".", "").replace(" ", ""))
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else ""


def _spoken(hour: str) -> int:
    named = {"noon": 12, "midday": 12, "midnight": 0}
    return named[hour] if hour in named else number(hour)


def _minutes(said: str) -> int:
    """ "forty-five", "cuarenta y cinco", "20"."""
    return sum(_COUNTS[word] if word in _COUNTS else number(word) for word in re.split(r"[- ]", said) if word != "y")


def _of_the_day(hour: int, part: str) -> int:
    if part in _LATE or (part in _NIGHT and 6 <= hour < 12):
        return hour + 12 if hour < 12 else hour
    return 0 if part in (*_EARLY, *_NIGHT) and hour == 12 else hour
