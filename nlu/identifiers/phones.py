"""Phones: whether a text holds a telephone number that could be a person's."""

import re

from nlu.identifiers.lexicon import Numbers

NEAR = 60
"""Characters around digits that may say what they are."""

MOST_DIGITS = 15
"""Of a telephone number, by the E.164 standard."""

_RUN = re.compile(r"(?<![\w./=@-])(?:\+ ?)?\(?\d(?:[ .()/–-]{0,3}\d)+(?!\w)(?!-\w)")
_WORD = re.compile(r"[a-z]+")
_DATE = re.compile(r"\d{1,2}[/. -]\d{1,2}[/. -](?:19|20)?\d\d|(?:19|20)\d\d[/. -]\d{1,2}[/. -]\d{1,2}")
_AMOUNT = re.compile(r"\d{1,3}0(?: \d{1,3}0)+|\d{1,3}(?:[. ]000)+|\d{1,3}(?:\.\d{3})+")
_YEARS = re.compile(r"(?:19|20)\d\d ?[-–/ ] ?(?:19|20)\d\d.*")
_SHAPED = re.compile(r"\d{3}[ .-]\d{4}|\d{3} \d{2} \d{3}|\d{2} \d{2} \d{2} \d{2}|\d{4}[ -]\d{4}")
_SPELLED = 3
"""Numbers written out as words that make it a number read aloud."""


def tells_phone(bare: str, numbers: Numbers) -> bool:
    """Whether a text without accents holds a telephone number that could be a person's."""
    text = _dialled(bare.lower(), numbers)
    return any(_is_phone(text, match, numbers) for match in _RUN.finditer(text))


def _dialled(text: str, numbers: Numbers) -> str:
    """The text with digits for numbers read aloud: "six one seven 555"."""
    digits = dict(entry.split(":") for entry in numbers.digits)
    if sum(word in digits for word in _WORD.findall(text)) < _SPELLED:
        return text
    return _WORD.sub(lambda match: digits.get(match[0], match[0]), text)


def _is_phone(text: str, match: re.Match[str], numbers: Numbers) -> bool:
    typed = match[0].strip()
    digits = "".join(sign for sign in typed if sign.isdigit())
    if (
        not 7 <= len(digits) <= MOST_DIGITS
        or _is_free(digits, numbers)
        or _DATE.fullmatch(typed)
        or _YEARS.fullmatch(typed)
    ):
        return False
    before = _WORD.findall(text[max(0, match.start() - NEAR) : match.start()])
    after = _WORD.findall(text[match.end() : match.end() + NEAR])
    if _is_own(before, numbers) or not numbers.counted.isdisjoint((*before[-1:], *after[:1])):
        return False
    if not numbers.lead.isdisjoint((*before[-6:], *after[:6])):
        return True
    return _looks_dialled(typed, digits)


def _is_free(digits: str, numbers: Numbers) -> bool:
    """Whether it is a helpline, or free to call."""
    if digits in numbers.lines or any(len(line) > 4 and digits.endswith(line) for line in numbers.lines):
        return True
    return any(digits.startswith(free) for free in numbers.free) and 8 <= len(digits) <= 11


def _is_own(before: list[str], numbers: Numbers) -> bool:
    """ "My number is ...": the writer's own."""
    lead = before[-4:]
    own = any(word in numbers.own for word in lead) and lead[-1] in ("is", "es", "numero", "number")
    return own and not {"client", "cliente", "usuario", "usuaria", "paciente", "member", "peer"} & set(lead)


def _looks_dialled(typed: str, digits: str) -> bool:
    """Whether digits look like a telephone number with no word that says so."""
    groups = re.findall(r"\d+", typed)
    if sum(len(group) == 1 for group in groups) > len(groups) / 2 or _AMOUNT.fullmatch(typed):
        return False
    return typed.startswith("+") or len(digits) >= 9 or _SHAPED.fullmatch(typed) is not None
